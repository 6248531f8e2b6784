"""The records of a WARC file, one after the other, with the byte at which each begins.

Our own reader: the common one for Python ends without a word where a file is cut off, and a broken stream ends the
whole process (docs/decisions/0004-own-warc-reader.md). Finding the article on a page costs twenty times as much as
either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from detente.sources.packed.record_bytes import RecordBytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from detente.sources.inputs import InputFile

_MOST_HEADERS = 500


@dataclass(frozen=True, slots=True)
class RecordHead:
    """What stands at the head of a record.

    Attributes:
        place: Where it begins: a byte of the file; where a file is packed as a whole, a byte of the file and, behind
            a "+", one of what is unpacked from there on.
        kind: "response", "request", "metadata", …
        headers: Its headers; names in lower case.
        length: Size of its block in bytes.
    """

    place: str
    kind: str
    headers: Mapping[str, str]
    length: int


class RecordReader:
    """Iterates over the heads of records; the block of the last one can be read until the next is asked for."""

    def __init__(self, stream: BinaryIO, file: InputFile) -> None:
        """Begin at the head of a stream of the file as it lies there; its owner closes it."""
        self._bytes = RecordBytes(stream, file)

    def __iter__(self) -> Iterator[RecordHead]:
        """Yield the heads.

        Raises:
            SourceError: The file is damaged or cut off; the message says where.
        """
        for place, line in self._bytes.iter_heads():
            if not line.startswith(b"WARC/"):
                raise self._bytes.damaged("no record begins there")
            headers = self._read_headers()
            length = self._bytes.begin_block(headers.get("content-length", ""))
            yield RecordHead(place, headers.get("warc-type", "").lower(), headers, length)

    def read_block(self) -> bytes:
        """Return the block of the last record.

        Raises:
            SourceError: The file ends, or is damaged, within it.
        """
        return self._bytes.read_block()

    def _read_headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        for _ in range(_MOST_HEADERS):
            line = self._bytes.read_line()
            if not line.strip():
                if not line:
                    raise self._bytes.damaged("the file is cut off")
                return headers
            name, _, value = line.decode("utf-8", errors="replace").partition(":")
            headers[name.strip().lower()] = value.strip()
        raise self._bytes.damaged("the record has no end of headers")
