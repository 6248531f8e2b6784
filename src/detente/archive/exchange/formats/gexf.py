"""GEXF 1.3: the network for Gephi, with every attribute declared, and days from first to last for its timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from detente.archive.exchange.contract import Losses, Tally
from detente.archive.exchange.files import xml_text
from detente.archive.exchange.formats.graph import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, build_graph
from detente.files import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from detente.archive.exchange.contract import ExportOptions
    from detente.archive.exchange.formats.graph import Edge, Graph, Value
    from detente.archive.filed import Filed

#: GEXF has a place of its own for it; as an attribute besides, Gephi would have two columns of that name.
_WEIGHT = "weight"
_KINDS = {"int": "integer", "double": "double", "string": "string"}


class Gexf:
    """Writes GEXF files."""

    name = "gexf"
    suffix = ".gexf"

    def write(self, articles: Iterable[Filed], target: Path, options: ExportOptions) -> Losses:
        """Write the network of the articles; see `Format.write`."""
        tally = Tally(self.name)
        graph = build_graph(articles, options, tally)
        with replacing(target) as path, path.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(_iter_lines(graph, f"{options.created:%Y-%m-%d}"))
        return tally.losses()


def _iter_lines(graph: Graph, created: str) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield f'<meta lastmodifieddate="{created}"><creator>Détente</creator></meta>\n'
    yield '<graph defaultedgetype="directed" mode="dynamic" timeformat="date">\n'
    for place, attributes in (("node", NODE_ATTRIBUTES), ("edge", EDGE_ATTRIBUTES)):
        yield f'<attributes class="{place}" mode="static">\n'
        for name, kind in attributes:
            if name == _WEIGHT:
                continue
            yield f'<attribute id="{name}" title="{name}" type="{_KINDS[kind]}"/>\n'
        yield "</attributes>\n"
    yield "<nodes>\n"
    for node in graph.nodes:
        yield f"<node id={_quote(node.id)} label={_quote(str(node.attributes['name']))}>"
        yield from _iter_values(node.attributes)
        yield "</node>\n"
    yield "</nodes>\n<edges>\n"
    for number, edge in enumerate(graph.edges):
        yield f'<edge id="{number}" source={_quote(edge.source)} target={_quote(edge.target)}'
        yield f' weight="{edge.attributes["weight"]}"{_interval(edge)}>'
        yield from _iter_values(edge.attributes)
        yield "</edge>\n"
    yield "</edges>\n</graph>\n</gexf>\n"


def _interval(edge: Edge) -> str:
    """Return the days from an edge's first event to its last; an edge without them is always there."""
    first, last = edge.attributes["first"], edge.attributes["last"]
    return "" if first is None else f' start="{first}" end="{last}"'


def _quote(text: str) -> str:
    return quoteattr(xml_text(text), {"\r": "&#13;"})


def _iter_values(attributes: dict[str, Value]) -> Iterator[str]:
    yield "<attvalues>"
    for name, value in attributes.items():
        if value is not None and name != _WEIGHT:
            yield f'<attvalue for="{name}" value={_quote(str(value))}/>'
    yield "</attvalues>"
