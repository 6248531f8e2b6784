"""W3C Web Annotation: annotations with the exact words, those around them, and offsets in code points."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from detente.archive.exchange.annotations.marks import iter_marks
from detente.archive.exchange.contract import Losses, Tally
from detente.files import replacing
from detente.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from detente.archive.exchange.annotations.marks import ClaimMark
    from detente.archive.exchange.contract import ExportOptions
    from detente.archive.filed import Filed
    from detente.records import Article

#: Characters before and after the words, by which they are found again where offsets have moved.
_AROUND: Final = 32


class WebAnnotation:
    """Writes JSON-LD of the Web Annotation Data Model."""

    name = "web-annotation"
    suffix = ".jsonld"

    def write(self, articles: Iterable[Filed], target: Path, options: ExportOptions) -> Losses:
        """Write the claims as annotations; see `ExportFormat.write`."""
        tally = Tally(self.name)
        with replacing(target) as path, path.open("w", encoding="utf-8", newline="\n", errors="replace") as out:
            head = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage"}
            out.write(json.dumps(head)[:-1] + ', "items": [')
            between = "\n"
            for filed in articles:
                for mark in iter_marks(filed, options, tally):
                    item = _annotation(filed.record.article, mark, f"{options.created:%Y-%m-%dT%H:%M:%SZ}")
                    out.write(between + json.dumps(item, ensure_ascii=False))
                    between = ",\n"
                    tally.written["annotations"] += 1
            out.write("\n]}\n")
        return tally.losses()


def _annotation(article: Article, mark: ClaimMark, created: str) -> dict[str, Any]:
    return {
        "id": f"urn:detente:{mark.id}",
        "type": "Annotation",
        "motivation": "tagging",
        "created": created,
        "creator": {"type": "Software", "name": f"Détente {__version__}"},
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": mark.label},
            {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": mark.note},
            {
                "type": "TextualBody", "purpose": "describing", "format": "application/json",
                "value": json.dumps(mark.claim, ensure_ascii=False),
            },
        ],
        "target": [
            {
                "source": article.url or f"urn:sha256:{article.id}",
                "selector": [
                    {
                        "type": "TextQuoteSelector",
                        "exact": span.words(article.text),
                        "prefix": article.text[max(0, span.start - _AROUND) : span.start],
                        "suffix": article.text[span.end : span.end + _AROUND],
                    },
                    {"type": "TextPositionSelector", "start": span.start, "end": span.end},
                ],
            }
            for span in mark.spans
        ],
    }  # fmt: skip
