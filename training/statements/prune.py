"""Take attention heads and feed-forward neurons out of a trained network, those that it would miss least.

    python training/statements/prune.py --work DIR --model model.pt --layers 1,3,5 --heads 10 --inner 640 --out small.pt

What a head or neuron is worth is how much the loss changes to first order when its output is scaled, summed over some
batches of train. Train further afterwards: the rest has to learn to do without.
"""

from __future__ import annotations

import argparse
import itertools
import random
from pathlib import Path

import torch
from network import HEAD_WIDTH, Layer, Network
from torch import Tensor
from train import Drill, loss_of, restore, save, steps

from corpus import load

BATCHES = 50


def worth(network: Network, work: Path) -> list[tuple[Tensor, Tensor]]:
    """What each head and each feed-forward neuron is worth, for each layer."""
    rng = random.Random(0)
    found = [(torch.zeros(layer.heads), torch.zeros(network.inner)) for layer in network.layers]
    for step in itertools.islice(steps(load(work / "train.pickle")[::8], Drill(), rng), BATCHES):
        network.zero_grad(set_to_none=True)
        loss_of(network, step, 0.0).backward()
        for layer, (heads, neurons) in zip(network.layers, found, strict=True):
            # Scaling an output is the same as scaling the columns that read it: weight times slope.
            heads.add_(_slope(layer.out).view(layer.heads, HEAD_WIDTH).sum(1).abs())
            neurons.add_(_slope(layer.down).abs())
    return found


def _slope(linear: torch.nn.Linear) -> Tensor:
    """Change of the loss when an input of this map is scaled."""
    if linear.weight.grad is None:
        raise SystemExit("the network has no slope: was the loss computed?")
    return (linear.weight * linear.weight.grad).sum(0).detach()


@torch.no_grad()
def cut(layer: Layer, small: Layer, heads: Tensor, neurons: Tensor) -> None:
    """Copy a layer with only these heads and neurons."""
    columns = (heads[:, None] * HEAD_WIDTH + torch.arange(HEAD_WIDTH)).flatten()
    rows = torch.cat([part * layer.heads * HEAD_WIDTH + columns for part in range(3)])
    state = layer.state_dict()
    state["qkv.weight"], state["qkv.bias"] = state["qkv.weight"][rows], state["qkv.bias"][rows]
    state["out.weight"] = state["out.weight"][:, columns]
    state["up.weight"], state["up.bias"] = state["up.weight"][neurons], state["up.bias"][neurons]
    state["down.weight"] = state["down.weight"][:, neurons]
    small.load_state_dict(state)


def main() -> None:
    """Weigh, cut and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--layers", help="layers to keep, by their numbers in MiniLM; all of them if left out")
    parser.add_argument("--heads", type=int, required=True, help="attention heads to keep in each layer")
    parser.add_argument("--inner", type=int, required=True, help="feed-forward neurons to keep in each layer")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(2)
    torch.manual_seed(0)
    large = restore(options.model)
    if options.layers:
        given = large
        large = Network(tuple(int(x) for x in options.layers.split(",")), inner=given.inner, heads=given.heads)
        large.load_trained(given)
    small = Network(large.kept, inner=options.inner, heads=options.heads)
    small.load_trained(large, layers=False)
    for number, (heads, neurons) in enumerate(worth(large, options.work)):
        print(number, "heads", [round(float(x), 3) for x in heads / heads.sum()])
        best = heads.topk(options.heads).indices.sort().values, neurons.topk(options.inner).indices.sort().values
        print(number, "kept", best[0].tolist(), "of the neurons' worth", float(neurons[best[1]].sum() / neurons.sum()))
        cut(large.layers[number], small.layers[number], *best)
    save(small, options.out)


if __name__ == "__main__":
    main()
