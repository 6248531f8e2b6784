"""Export a trained event network to the files that reading loads: ONNX with int8 weights, heads, parameters.

python training/events/export.py --model run.pt --out src/detente/reading/events/network/model
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import onnx
import torch
from lean import make_lean
from network import STATES, WIDTH, Network, restore
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from detente.reading.events.network.choose import Thresholds
from detente.reading.events.network.confidence import FACTS
from detente.reading.events.network.pairs import PAIR


class Body(nn.Module):
    """The network up to its tags and word vectors, for one text without padding."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, states: Tensor, signals: Tensor, flags: Tensor, relations: Tensor, heads: Tensor
    ) -> tuple[Tensor, Tensor]:
        """As `Network.encode`, without a mask."""
        mask = torch.ones_like(states[:, :, 0, 0])
        tags, _, wide = self.network.encode(states, signals, flags, relations, heads, mask)
        return tags, wide


class Heads(nn.Module):
    """The heads of a network."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, triggers: Tensor, types: Tensor, mentions: Tensor, pairs: Tensor, at: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """As `detente.reading.events.network.heads.Heads.describe`."""
        return self.network.describe(triggers, types, mentions, pairs, at)


def write_heads(network: Network, path: Path) -> None:
    """Trace the heads; they are small and stay in single precision."""
    inputs = (
        torch.randn(2, network.wide),
        torch.zeros(2, dtype=torch.int64),
        torch.randn(3, WIDTH),
        torch.zeros(3, len(PAIR), dtype=torch.int64),
        torch.tensor([0, 0, 1]),
    )
    names, said = ["triggers", "types", "mentions", "pairs", "at"], ["statuses", "background", "scores", "none"]
    counted = {name: {0: "e"} for name in ("triggers", "types", "statuses", "background", "none")}
    paired = {name: {0: "p"} for name in ("mentions", "pairs", "at", "scores")}
    torch.onnx.export(
        Heads(network),
        inputs,
        str(path),
        input_names=names,
        output_names=said,
        dynamic_axes=counted | paired,
        dynamo=False,
        opset_version=17,
    )
    onnx.checker.check_model(str(path))


def write_onnx(network: Network, path: Path) -> None:
    """Trace the network and quantise its matrices to seven bits, which no processor's int8 sums overflow."""
    t = 7
    inputs = (
        torch.randn(1, t, STATES, 384),
        torch.zeros(1, t, 5, dtype=torch.int64),
        torch.zeros(1, t, 2, dtype=torch.int64),
        torch.zeros(1, t, t, dtype=torch.int64),
        torch.zeros(1, t, 3, dtype=torch.int64),
    )
    names = ["states", "signals", "flags", "relations", "heads"]
    axes = {name: {1: "t"} for name in [*names, "tags", "wide"]}
    axes["relations"] = {1: "t", 2: "t"}
    # The quantiser leaves files behind in the working directory.
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        plain, ready = Path(folder, "plain.onnx"), Path(folder, "ready.onnx")
        torch.onnx.export(
            Body(network),
            inputs,
            str(plain),
            input_names=names,
            output_names=["tags", "wide"],
            dynamic_axes=axes,
            dynamo=False,
            opset_version=17,
        )
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready),
            str(path),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            op_types_to_quantize=["MatMul"],
        )
    onnx.save(make_lean(onnx.load(str(path))), str(path))
    onnx.checker.check_model(str(path))


def main() -> None:
    """Write all files of a model; its confidence is fitted by calibrate.py."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    for name, value in asdict(Thresholds()).items():
        parser.add_argument(f"--{name}", type=float, default=value)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    network, held = restore(options.model)
    network.eval()
    write_onnx(network, (options.out / "network.onnx").resolve())
    write_heads(network, options.out / "heads.onnx")
    values = {
        "thresholds": {name: getattr(options, name) for name in asdict(Thresholds())},
        "confidence": [0.0] * len(FACTS),
        "paths": held["paths"],
    }
    (options.out / "decoding.json").write_text(json.dumps(values, separators=(",", ":")) + "\n", encoding="utf-8")
    print(sum(p.stat().st_size for p in options.out.iterdir()) / 1e6, "MB")


if __name__ == "__main__":
    main()
