"""Give the shipped attribution network an output with its layers' states, which the event network reads.

    python training/events/add_states.py

Changes src/detente/reading/attribution/model/network.onnx in place; what the network says of attributions stays the
same. The statement training's export.py does not know of this output: run this again after it.
"""

from __future__ import annotations

import onnx
from expose import MODEL, STATES
from onnx import TensorProto, helper

#: Which states, in which order: after the first layer, before it, after the last.
WANTED = (1, 0, 3)


def main() -> None:
    """Add the output, once."""
    path = MODEL / "network.onnx"
    model = onnx.load(str(path))
    if "states" in {output.name for output in model.graph.output}:
        print("has them")
        return
    model.graph.node.append(helper.make_node("Concat", [STATES[n] for n in WANTED], ["states"], axis=-1))
    model.graph.output.append(helper.make_tensor_value_info("states", TensorProto.FLOAT, ["b", "t", 384 * len(WANTED)]))
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


if __name__ == "__main__":
    main()
