"""Make the exported event network do less for the same answer: attention without a table of all pairs of words.

The network adds to the attention of word i for word j a number for how their places relate, which depends only on the
window of i and on the class of j (its window, and whether it stands in the title). Traced, that is a table of T x T x
heads for each layer, gathered, turned and added. Here it becomes part of the product that attention makes anyway:

    q_i · k_j + r(window of i, class of j)  =  [q_i, r(window of i, ·)] · [k_j, one-hot(class of j)]

The sums are the same but for the order in which they are added.

    python training/events/lean.py network.onnx lean.onnx
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

_LAYER = "/layers.{}/"


def make_lean(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return the network with inputs `relations` (1 x T x C: of a word and a class) and `classes` (1 x C x T, one-hot).

    Raises:
        ValueError: The network is not as `export.write_onnx` traces it.
    """
    graph = model.graph
    tables = [one for one in graph.initializer if one.name.endswith(".relation")]
    if not tables or {one.name for one in graph.input} & {"classes"}:
        raise ValueError("no layers with relations between all pairs of words")
    heads = numpy_helper.to_array(tables[0]).shape[1]
    shape = numpy_helper.from_array(np.array([1, heads, 1, 1], np.int64), "classes_of_heads")
    first = numpy_helper.from_array(np.array([0], np.int64), "first_axis")
    second = numpy_helper.from_array(np.array([1], np.int64), "second_axis")
    graph.initializer.extend([shape, first, second])
    added = [
        helper.make_node("Squeeze", ["relations", "first_axis"], ["relations_2d"], "/relations"),
        helper.make_node("Unsqueeze", ["classes", "second_axis"], ["classes_4d"], "/classes"),
        helper.make_node("Expand", ["classes_4d", "classes_of_heads"], ["classes_expanded"], "/classes_expanded"),
    ]
    nodes = list(graph.node)
    for number, table in enumerate(tables):
        turned = numpy_helper.from_array(np.ascontiguousarray(numpy_helper.to_array(table).T), table.name)
        table.CopyFrom(turned)
        nodes = _with_longer_product(nodes, _LAYER.format(number), table.name)
    relations = helper.make_tensor_value_info("relations", TensorProto.INT64, [1, "t", "c"])
    classes = helper.make_tensor_value_info("classes", TensorProto.FLOAT, [1, "c", "t"])
    inputs = [relations if one.name == "relations" else one for one in graph.input]
    kept = _used([*added, *nodes], {one.name for one in graph.output})
    del graph.node[:], graph.input[:], graph.value_info[:]
    graph.node.extend(kept)
    graph.input.extend([*inputs, classes])
    names = {name for node in kept for name in node.input}
    unused = [one for one in graph.initializer if one.name not in names]
    for one in unused:
        graph.initializer.remove(one)
    onnx.checker.check_model(model)
    return model


def _with_longer_product(nodes: list[onnx.NodeProto], layer: str, table: str) -> list[onnx.NodeProto]:
    """Return the nodes with the relations of one layer inside its product of queries and keys."""
    softmax = next(node for node in nodes if node.op_type == "Softmax" and node.name.startswith(layer))
    add = next(node for node in nodes if softmax.input[0] in node.output)
    product = next(node for node in nodes if node.op_type == "MatMul" and set(node.output) & set(add.input))
    queries, keys = product.input
    told, told_4d, longer, longer_keys, scores = (
        f"{layer}{name}" for name in ("told", "told_4d", "queries", "keys", "scores")
    )
    new = [
        helper.make_node("Gather", [table, "relations_2d"], [told], told, axis=1),
        helper.make_node("Unsqueeze", [told, "first_axis"], [told_4d], told_4d),
        helper.make_node("Concat", [queries, told_4d], [longer], longer, axis=3),
        helper.make_node("Concat", [keys, "classes_expanded"], [longer_keys], longer_keys, axis=2),
        helper.make_node("MatMul", [longer, longer_keys], [scores], scores),
    ]
    softmax.input[0] = scores
    at = nodes.index(product)
    return [*nodes[:at], *new, *(node for node in nodes[at + 1 :] if node is not add)]


def _used(nodes: list[onnx.NodeProto], wanted: set[str]) -> list[onnx.NodeProto]:
    """Return the nodes that the outputs need, in their order."""
    kept = []
    for node in reversed(nodes):
        if wanted & set(node.output):
            kept.append(node)
            wanted |= set(node.input)
    return kept[::-1]


def main() -> None:
    """Read a network, write the lean one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", type=Path)
    parser.add_argument("lean", type=Path)
    options = parser.parse_args()
    onnx.save(make_lean(onnx.load(str(options.network))), str(options.lean))


if __name__ == "__main__":
    main()
