"""Make a network that can be trained further from the files that ship.

    python training/events/recover.py --model src/detente/reading/events/network/model --out shipped.pt

Matrices come back as their eight-bit numbers times their scales, so it says what the shipped one says.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from network import Network, save
from onnx import numpy_helper

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

LAYERS = (1, 2, 2)
"""Of which layers of the encoder the shipped network's were copies; only their number counts here."""

MATRICES = ("narrow", "widen", "qkv", "out", "up", "down")
"""Matrices of a layer, in the order in which it multiplies by them."""


def matrices_of(model: onnx.ModelProto) -> list[np.ndarray]:
    """Return the quantised matrices as single precision, out x in, in the order of the graph."""
    held = {init.name: numpy_helper.to_array(init) for init in model.graph.initializer}
    stems = [
        node.input[1].removesuffix("_quantized")
        for node in model.graph.node
        if node.op_type == "MatMulInteger" and node.input[1].endswith("_quantized")
    ]
    own = sorted(set(stems), key=stems.index)
    return [
        ((held[f"{s}_quantized"].astype(np.float32) - held[f"{s}_zero_point"]) * held[f"{s}_scale"]).T.copy()
        for s in own
    ]


def state_of(folder: Path) -> dict[str, torch.Tensor]:
    """Return all weights by the names of `Network`."""
    out = {}
    for name in ("network", "heads"):
        for init in onnx.load(str(folder / f"{name}.onnx")).graph.initializer:
            if init.name.startswith("network."):
                values = numpy_helper.to_array(init).copy()
                own = init.name.removeprefix("network.")
                # Exported as heads x relations.
                out[own] = values.T.copy() if re.search(r"\.relation$", own) else values
    layers = [f"layers.{number}.{part}" for number in range(len(LAYERS)) for part in MATRICES]
    names = ["more", *layers, "tagger.0", "place", "sort"]
    found = matrices_of(onnx.load(str(folder / "network.onnx")))
    out |= {f"{name}.weight": values for name, values in zip(names, found, strict=True)}
    return {name: torch.from_numpy(np.asarray(values, np.float32)) for name, values in out.items()}


def main() -> None:
    """Recover and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    paths = json.loads((options.model / "decoding.json").read_text(encoding="utf-8"))["paths"]
    network = Network(LAYERS, len(paths) + 2)
    network.load_state_dict(state_of(options.model))
    save(network, options.out, paths=paths, passes=0)


if __name__ == "__main__":
    main()
