"""Label Studio: a task an article, with our claims as predictions. It counts in UTF-16, and so do the offsets here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from detente.archive.exchange.annotations.marks import iter_marks, utf16
from detente.archive.exchange.contract import Losses, Tally
from detente.archive.exchange.gathering import published_on
from detente.files import replacing
from detente.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from detente.archive.exchange.annotations.marks import ClaimMark
    from detente.archive.exchange.contract import ExportOptions
    from detente.archive.filed import Filed


class LabelStudio:
    """Writes tasks with predictions, for a project with `<Labels name="label" toName="text">`."""

    name = "label-studio"
    suffix = ".json"

    def write(self, articles: Iterable[Filed], target: Path, options: ExportOptions) -> Losses:
        """Write the articles as tasks; see `ExportFormat.write`."""
        tally = Tally(self.name)
        with replacing(target) as path, path.open("w", encoding="utf-8", newline="\n", errors="replace") as out:
            out.write("[")
            for number, filed in enumerate(articles):
                out.write((",\n" if number else "\n") + json.dumps(_task(filed, options, tally), ensure_ascii=False))
                tally.written["tasks"] += 1
            out.write("\n]\n")
        return tally.losses()


def _task(filed: Filed, options: ExportOptions, tally: Tally) -> dict[str, Any]:
    article = filed.record.article
    places = utf16(article.text)
    results = [
        region for mark in iter_marks(filed, options, tally) for region in _regions(mark, article.text, places, tally)
    ]
    tally.written["regions"] += len(results)
    data = {"text": article.text, "id": article.id, "title": article.title, "url": article.url}
    prediction = {"model_version": f"detente-{__version__}", "result": results}
    return {"data": {**data, "published": published_on(filed)}, "predictions": [prediction]}


def _regions(mark: ClaimMark, text: str, places: Sequence[int], tally: Tally) -> Iterator[dict[str, Any]]:
    tally.lost["claims in several parts: a region for each"] += len(mark.spans) > 1
    tally.lost["fields of claims: only in the note of the first region"] += 1
    for number, span in enumerate(mark.spans):
        region = f"{mark.key}-{number}"
        where = {"start": places[span.start], "end": places[span.end], "text": span.words(text)}
        place = {"id": region, "from_name": "label", "to_name": "text"}
        yield {**place, "type": "labels", "value": {**where, "labels": [mark.label]}}
        if number == 0 and mark.note:
            yield {**place, "from_name": "note", "type": "textarea", "value": {**where, "text": [mark.note]}}
