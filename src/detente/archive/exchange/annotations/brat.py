"""brat standoff: a folder with the text and the annotations of each article, and the labels in annotation.conf."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detente.archive.exchange.annotations.marks import iter_marks
from detente.archive.exchange.contract import Losses, Tally
from detente.files import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from detente.archive.exchange.contract import ExportOptions
    from detente.archive.filed import Filed
    from detente.records import Span

_NO_NAME = re.compile(r"[^A-Za-z0-9_-]+")
_CONF = "annotation.conf"
#: Length of the beginning of an article's id that names its files.
_NAME_CHARS = 16
#: Tabs, which end a field of brat, and line ends but LF; replaced one for one, so that offsets stay.
_LINE_END = re.compile("[\t\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029\x00]")


class Brat:
    """Writes a folder for brat; INCEpTION reads it too."""

    name = "brat"
    suffix = ""

    def write(self, articles: Iterable[Filed], target: Path, options: ExportOptions) -> Losses:
        """Write the articles with their claims; see `ExportFormat.write`."""
        tally = Tally(self.name)
        labels: set[str] = set()
        with replacing(target, is_ours=_is_ours) as folder:
            folder.mkdir()
            for filed in articles:
                name = f"{filed.record.article.id[:_NAME_CHARS]}"
                text = _LINE_END.sub(" ", filed.record.article.text)
                tally.lost["texts with tabs or line ends other than LF: a space instead"] += (
                    text != filed.record.article.text
                )
                lines = list(_iter_lines(filed, text, options, tally, labels))
                for ending, content in ((".txt", text), (".ann", "".join(lines))):
                    path = folder / f"{name}{ending}"
                    path.write_text(content, encoding="utf-8", newline="\n", errors="replace")
                tally.written["articles"] += 1
            conf = (
                f"[entities]\n{''.join(f'{label}{chr(10)}' for label in sorted(labels))}\n[relations]\n\n[events]\n\n"
            )
            (folder / _CONF).write_text(conf + "[attributes]\n", encoding="utf-8", newline="\n")
        return tally.losses()


def _iter_lines(filed: Filed, text: str, options: ExportOptions, tally: Tally, labels: set[str]) -> Iterator[str]:
    """Yield the lines of an article's annotations: the words of each claim, and a note with what else is known."""
    for number, mark in enumerate(iter_marks(filed, options, tally), 1):
        label = _NO_NAME.sub("_", mark.label)
        labels.add(label)
        parts = [part for span in mark.spans for part in _within_lines(text, span)]
        if not parts:
            tally.lost["claims of line ends only: left out"] += 1
            continue
        where = ";".join(f"{start} {end}" for start, end in parts)
        words = " ".join(text[start:end] for start, end in parts)
        yield f"T{number}\t{label} {where}\t{words}\n"
        note = f"{mark.key}; {mark.note}" if mark.note else mark.key
        yield f"#{number}\tAnnotatorNotes T{number}\t{' '.join(note.split())}\n"
        tally.written["annotations"] += 1
        tally.lost["fields of claims: only in the notes"] += 1


def _within_lines(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """Yield the parts of a span that stand in one line each: brat's annotations do not cross a line's end."""
    for line in re.finditer(r"[^\n]+", text[span.start : span.end]):
        yield span.start + line.start(), span.start + line.end()


def _is_ours(name: str) -> bool:
    return name == _CONF or bool(re.fullmatch(rf"[0-9a-f]{{{_NAME_CHARS}}}\.(txt|ann)", name))
