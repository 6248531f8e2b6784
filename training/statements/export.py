"""Export a trained network to the files that reading loads: ONNX with int8 weights, word vectors, parameters.

python training/statements/export.py --model model.pt --vocabulary vocab.txt --out src/.../attribution/model
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from network import Network
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn
from train import restore

from detente.reading.attribution.confidence import FACTS
from detente.reading.attribution.windows import FLAGS, HEADS


class Body(nn.Module):
    """The network after its word vectors, which reading looks up itself."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, vectors: Tensor, flags: Tensor, heads: Tensor, children: Tensor, mask: Tensor
    ) -> tuple[Tensor, ...]:
        """As `Network.forward`, with B x T x 384 word vectors in place of pieces."""
        return self.network.after(vectors, flags, heads, children, mask)


def write_onnx(network: Network, path: Path) -> None:
    """Trace the network and quantise its matrices to seven bits, which no processor's int8 sums overflow."""
    b, t = 2, 7
    inputs = (
        torch.randn(b, t, 384),
        torch.zeros(b, t, FLAGS, dtype=torch.int64),
        torch.zeros(b, t, HEADS, dtype=torch.int64),
        torch.zeros(b, t, network.below.in_features),
        torch.ones(b, t),
    )
    names = ["vectors", "flags", "heads", "children", "mask"]
    # The quantiser leaves files behind in the working directory.
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        plain, ready = Path(folder, "plain.onnx"), Path(folder, "ready.onnx")
        torch.onnx.export(
            Body(network),
            inputs,
            str(plain),
            input_names=names,
            output_names=["scores", "links"],
            dynamic_axes={name: {0: "b", 1: "t"} for name in [*names, "scores", "links"]},
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
    onnx.checker.check_model(str(path))


def write_vectors(network: Network, path: Path) -> None:
    """Store the piece vectors as int8 with one scale for each row."""
    table = network.pieces.weight.detach().numpy()
    scales = np.abs(table).max(1, keepdims=True) / 127
    scales[scales == 0] = 1
    np.savez(path, table=np.round(table / scales).astype(np.int8), scales=scales.astype(np.float32))


def main() -> None:
    """Write all files of a model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--linker", type=Path, required=True, help="what fit_linker.py wrote")
    parser.add_argument("--vocabulary", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--cue",
        type=float,
        nargs=2,
        default=(0.0, 0.0),
        metavar=("BEGIN", "INSIDE"),
        help="added to the scores of a cue's first word and of its others; chosen on dev",
    )
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    network = restore(options.model).eval()
    write_onnx(network, (options.out / "network.onnx").resolve())
    write_vectors(network, options.out / "pieces.npz")
    (options.out / "vocabulary.txt").write_text(options.vocabulary.read_text(encoding="utf-8"), encoding="utf-8")
    values = {
        "first": network.first.tolist(),
        "transitions": network.transitions.tolist(),
        "tag_bias": [0.0, *options.cue, 0.0, 0.0, 0.0, 0.0],
        "linker": json.loads(options.linker.read_text(encoding="utf-8")) | {"least": [0.8, 0.5, 0.5], "floor": 0.3},
        "confidence": [0.0] * FACTS,
    }
    rounded = json.loads(json.dumps(values), parse_float=lambda number: round(float(number), 6))
    (options.out / "decoding.json").write_text(json.dumps(rounded, separators=(",", ":")) + "\n", encoding="utf-8")
    print(sum(p.stat().st_size for p in options.out.iterdir()) / 1e6, "MB")


if __name__ == "__main__":
    sys.exit(main())
