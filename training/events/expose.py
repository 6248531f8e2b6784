"""What the attribution network holds: the names of its layers' states, and its layers' weights."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from detente.reading.attribution.tagger import MODEL

STATES = (
    "/norm/LayerNormalization_output_0",
    "/layers.0/norm2/LayerNormalization_output_0",
    "/layers.1/norm2/LayerNormalization_output_0",
    "/layers.2/norm2/LayerNormalization_output_0",
)
"""What goes into the first layer, and what comes out of each."""


def layer_weights() -> list[dict[str, np.ndarray]]:
    """Return the weights of the network's layers by the names of `Layer` in training/statements/network.py."""
    model = onnx.load(str(MODEL / "network.onnx"))
    held = {init.name: numpy_helper.to_array(init) for init in model.graph.initializer}
    layers: list[dict[str, np.ndarray]] = [{}, {}, {}]
    for node in model.graph.node:
        if node.op_type == "MatMulInteger" and node.input[1].endswith("_quantized") and "/layers." in node.output[0]:
            stem = node.input[1].removesuffix("_quantized")
            quantised = held[node.input[1]].astype(np.int32) - held[f"{stem}_zero_point"].astype(np.int32)
            number, name = node.output[0].split("/")[1:3]
            layers[int(number[-1])][f"{name}.weight"] = (quantised * held[f"{stem}_scale"]).T.astype(np.float32)
    for name, values in held.items():
        if name.startswith("network.layers."):
            number, rest = name.removeprefix("network.layers.").split(".", 1)
            layers[int(number)][rest] = values
    return layers
