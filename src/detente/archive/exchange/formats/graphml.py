"""GraphML: the network for Gephi, igraph, networkx and visone, with every attribute declared."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from detente.archive.exchange.contract import Losses, Tally
from detente.archive.exchange.files import xml_text
from detente.archive.exchange.formats.graph import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, build_graph
from detente.files import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from detente.archive.exchange.contract import ExportOptions
    from detente.archive.exchange.formats.graph import Graph, Value
    from detente.archive.filed import Filed

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


class GraphMl:
    """Writes GraphML files."""

    name = "graphml"
    suffix = ".graphml"

    def write(self, articles: Iterable[Filed], target: Path, options: ExportOptions) -> Losses:
        """Write the network of the articles; see `Format.write`."""
        tally = Tally(self.name)
        graph = build_graph(articles, options, tally)
        with replacing(target) as path, path.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(_iter_lines(graph))
        return tally.losses()


def _iter_lines(graph: Graph) -> Iterator[str]:
    yield _HEAD
    # Gephi takes the attribute "label" of a node for its label.
    yield '<key id="label" for="node" attr.name="label" attr.type="string"/>\n'
    for place, attributes in (("node", NODE_ATTRIBUTES), ("edge", EDGE_ATTRIBUTES)):
        for name, kind in attributes:
            key = _key(place, name)
            yield f'<key id="{key}" for="{place}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph edgedefault="directed">\n'
    for node in graph.nodes:
        yield f"<node id={_quote(node.id)}>"
        yield f'<data key="label">{escape(xml_text(str(node.attributes["name"])))}</data>'
        yield from _iter_data("node", node.attributes)
        yield "</node>\n"
    for number, edge in enumerate(graph.edges):
        yield f'<edge id="{number}" source={_quote(edge.source)} target={_quote(edge.target)}>'
        yield from _iter_data("edge", edge.attributes)
        yield "</edge>\n"
    yield "</graph>\n</graphml>\n"


def _key(place: str, name: str) -> str:
    """Return the id of an attribute. Gephi and networkx look for the edge's "weight" by its name."""
    return f"{place[0]}_{name}"


def _quote(text: str) -> str:
    return quoteattr(xml_text(text))


def _iter_data(place: str, attributes: dict[str, Value]) -> Iterator[str]:
    for name, value in attributes.items():
        if value is not None:
            # A bare carriage return would be read back as a line feed.
            text = escape(xml_text(str(value)), {"\r": "&#13;"})
            yield f'<data key="{_key(place, name)}">{text}</data>'
