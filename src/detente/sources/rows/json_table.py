"""JSON: an object a line, an array of objects, an object with such an array in it, or a table of pandas."""

from __future__ import annotations

import codecs
import itertools
import json
from typing import TYPE_CHECKING, BinaryIO

from detente.errors import SourceError
from detente.sources.rows.line_reader import LineError, LineReader, open_utf8, tell_encoding
from detente.sources.rows.tables import TableRow

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from detente.sources.collection import Intake
    from detente.sources.inputs import InputFile

_CHUNK_BYTES = 1 << 16
_HINT = 'Each article should be a JSON object such as {"text": "…"}.'


class JsonRows:
    """Tables in JSON, told by the name."""

    name = "JSON"
    suffixes = (".jsonl", ".ndjson", ".json")

    def recognises(self, file: InputFile) -> bool:
        """Take .jsonl, .ndjson and .json."""
        return file.has_suffix(".jsonl", ".ndjson", ".json")

    def iter_rows(
        self,
        file: InputFile,
        columns: Sequence[str] | None,  # noqa: ARG002 - an object is read whole, whatever is asked for
        intake: Intake,
    ) -> Generator[TableRow, None, None]:
        """Yield an object a row: of lines by the number of the line, of an array by the place in it.

        Raises:
            SourceError: It is no text, no JSON, or damaged.
            EmptyTextError: There is nothing in it.
        """
        encoding = tell_encoding(file)
        head = file.head.decode(encoding, errors="replace").lstrip("\ufeff").lstrip()
        if head.startswith("["):
            yield from _iter_array(file, encoding)
        elif file.has_suffix(".json") and not _is_lines(head):
            yield from _iter_object(file, encoding)
        else:
            yield from _iter_lines(file, encoding, intake)

    def count_rows(self, file: InputFile) -> int | None:
        """Return an estimate from the first lines; None for packed files and arrays."""
        lines = file.head.count(b"\n")
        if file.is_packed or file.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[") or not lines:
            return None
        return round(lines * file.packed_bytes / (file.head.rfind(b"\n") + 1))


def _is_lines(head: str) -> bool:
    """Tell whether a file that begins with an object has one on each line."""
    lines = [line for line in head.split("\n", 2)[:2] if line.strip()]
    return len(lines) == 2 and lines[0].rstrip().endswith("}") and lines[1].startswith("{")


def _iter_lines(file: InputFile, encoding: str, intake: Intake) -> Generator[TableRow, None, None]:
    with open_utf8(file, encoding) as stream:
        lines = LineReader(stream, encoding, origin=file.origin, limits=file.limits)
        for number in itertools.count(1):
            lines.start_row()
            try:
                line = next(lines).strip().lstrip("\ufeff")
            except StopIteration:
                break
            except LineError as error:
                yield TableRow(number, None, error)
                continue
            if line:
                yield _parse_row(number, line, file.origin, encoding)
        lines.report(encoding, intake)


def _parse_row(number: int, text: str, origin: str, encoding: str) -> TableRow:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: also a number of more digits than Python reads
        return TableRow(number, None, SourceError(f"{origin}#{number} is no JSON: {error}", hint=_HINT))
    return _as_row(number, value, origin, encoding)


def _as_row(number: int, value: object, origin: str, encoding: str) -> TableRow:
    if isinstance(value, str):
        value = {"text": value}
    if not isinstance(value, dict):
        what = type(value).__name__
        return TableRow(number, None, SourceError(f"{origin}#{number} is no JSON object but {what}", hint=_HINT))
    return TableRow(number, value, encoding=encoding)


def _iter_array(file: InputFile, encoding: str) -> Generator[TableRow, None, None]:
    with open_utf8(file, encoding) as stream:
        for number, value in enumerate(_ArrayScanner(stream, encoding, file).iter_values(), start=1):
            yield _as_row(number, value, file.origin, encoding)


def _iter_object(file: InputFile, encoding: str) -> Generator[TableRow, None, None]:
    """Yield the objects of the first list of objects in an object; the object itself if it has none."""
    text = file.read(file.limits.max_held_bytes).decode(encoding, errors="replace").lstrip("\ufeff")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{file.origin} is no JSON: {error}", hint=_HINT) from error
    articles: Sequence[object] = [value]
    if isinstance(value, dict):
        lists = (part for part in value.values() if isinstance(part, list))
        listed = next((part for part in lists if part and all(isinstance(one, dict) for one in part)), None)
        articles = listed or _read_frame(value) or [value]
    for number, article in enumerate(articles, start=1):
        yield _as_row(number, article, file.origin, encoding)


def _read_frame(value: dict[str, object]) -> list[object] | None:
    """Return the rows of a table as pandas writes it (`to_json` without a word, or orient "split" or "index").

    Without a word each column is an object whose names are the labels of the rows; with "index" each row is an object.
    None for anything else.
    """
    names, rows = value.get("columns"), value.get("data")
    if isinstance(names, list) and isinstance(rows, list) and all(isinstance(row, list) for row in rows):
        return [dict(zip(map(str, names), row, strict=False)) for row in rows]
    parts = [part for part in value.values() if isinstance(part, dict) and part]
    if not parts or len(parts) < len(value) or any(part.keys() != parts[0].keys() for part in parts):
        return None
    labels = list(parts[0])
    if all(label.isdecimal() for label in labels):
        return [{name: part[label] for name, part in zip(value, parts, strict=True)} for label in labels]
    return list(parts) if all(name.isdecimal() for name in value) else None


class _ArrayScanner:
    """Takes an array apart without ever holding all of it."""

    def __init__(self, stream: BinaryIO, encoding: str, file: InputFile) -> None:
        name = "utf-8" if encoding.startswith(("utf-16", "utf-32")) else encoding
        self._decoder = codecs.getincrementaldecoder(name)(errors="replace")
        self._stream = stream
        self._file = file
        self._parse = json.JSONDecoder().raw_decode
        self._text = ""
        self._at = 0
        self._is_ended = False

    def iter_values(self) -> Iterator[object]:
        """Yield the values in the array.

        Raises:
            SourceError: It is broken or cut off; what comes before was yielded.
        """
        self._next_sign()
        self._at += 1  # the bracket, by which the array was told
        while (sign := self._next_sign()) != "]":
            if sign == ",":
                self._at += 1
            else:
                yield self._next_value()

    def _next_sign(self) -> str:
        while True:
            while self._at < len(self._text) and self._text[self._at] in " \t\r\n\ufeff":
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if self._is_ended:
                raise self._broken("it is cut off")
            self._read_on()

    def _next_value(self) -> object:
        while True:
            try:
                value, end = self._parse(self._text, self._at)
            except RecursionError as error:
                raise self._broken("objects lie too deep in one another") from error
            except ValueError as error:
                if self._is_ended:
                    raise self._broken(str(error)) from error
            else:
                if end < len(self._text) or self._is_ended:  # else a number may go on
                    self._at = end
                    return value
            if len(self._text) - self._at > self._file.limits.max_bytes:
                raise self._broken(f"an article is larger than {self._file.limits.max_bytes / 1e6:g} MB, or broken")
            self._read_on()

    def _read_on(self) -> None:
        # twice as much each time, so that a long article is parsed a few times and not a thousand
        self._text = self._text[self._at :]
        self._at = 0
        data = self._stream.read(max(_CHUNK_BYTES, len(self._text)))
        self._is_ended = not data
        self._text += self._decoder.decode(data, final=not data)

    def _broken(self, why: str) -> SourceError:
        return SourceError(f"{self._file.origin}: the JSON array cannot be read on: {why}", hint=_HINT)
