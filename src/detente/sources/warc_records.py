"""The records of a WARC file, one after the other, with the byte at which each begins.

Our own reader: the common one for Python ends without a word where a file is cut off, and a broken stream ends the
whole process (docs/decisions/0004-own-warc-reader.md). Finding the article on a page costs twenty times as much as
either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

from detente.errors import SourceError
from detente.sources.inputs import Gunzip

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from detente.sources.inputs import InputFile

_CHUNK_BYTES = 1 << 16
_MOST_LINE_BYTES = 1 << 16
_MOST_HEADERS = 500
_HINT = "What comes before was read. Fetch the file again."


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
        self._bytes = _Bytes(stream, file)
        self._origin = file.origin
        self._left = 0
        self._place = "0"

    def __iter__(self) -> Iterator[RecordHead]:
        """Yield the heads.

        Raises:
            SourceError: The file is damaged or cut off; the message says where.
        """
        while True:
            self._skip_block()
            place = self._bytes.find_place()
            if place is None:
                return
            line = self._bytes.read_line()
            if not line.strip():
                continue
            self._place = place
            if not line.startswith(b"WARC/"):
                raise self._damaged("no record begins there")
            headers = self._read_headers()
            length = headers.get("content-length", "")
            if not (length.isascii() and length.isdigit() and len(length) < 16):
                raise self._damaged("the record has no length")
            self._left = int(length)
            yield RecordHead(place, headers.get("warc-type", "").lower(), headers, self._left)

    def read_block(self) -> bytes:
        """Return the block of the last record.

        Raises:
            SourceError: The file ends, or is damaged, within it.
        """
        block = self._bytes.read(self._left)
        if len(block) < self._left:
            raise self._damaged("the file is cut off")
        self._left = 0
        return block

    def _skip_block(self) -> None:
        while self._left:
            size = len(self._bytes.read(min(self._left, _CHUNK_BYTES)))
            if not size:
                raise self._damaged("the file is cut off")
            self._left -= size

    def _read_headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        for _ in range(_MOST_HEADERS):
            line = self._bytes.read_line()
            if not line.strip():
                if not line:
                    raise self._damaged("the file is cut off")
                return headers
            name, _, value = line.decode("utf-8", errors="replace").partition(":")
            headers[name.strip().lower()] = value.strip()
        raise self._damaged("the record has no end of headers")

    def _damaged(self, how: str) -> SourceError:
        return SourceError(f"{self._origin} is damaged at the record at byte {self._place}: {how}", hint=_HINT)


class _Bytes:
    """The unpacked bytes of a file that know where they stand in it."""

    def __init__(self, stream: BinaryIO, file: InputFile) -> None:
        self._stream = stream
        self._gunzip = Gunzip(stream, file.origin, file.limits) if file.is_packed else None
        self._chunk = b""
        self._at = 0
        self._start = 0  # where the chunk begins: in the file, or in what was unpacked of the member
        self._member = 0

    def find_place(self) -> str | None:
        """Return where the next byte stands; None at the end."""
        if self._at == len(self._chunk) and not self._fill():
            return None
        at = self._start + self._at
        if self._gunzip is None:
            return str(at)
        return f"{self._member}+{at}" if at else str(self._member)

    def read(self, size: int) -> bytes:
        """Return so many bytes, fewer at the end."""
        parts: list[bytes] = []
        while size > 0 and (self._at < len(self._chunk) or self._fill()):
            part = self._chunk[self._at : self._at + size]
            self._at += len(part)
            size -= len(part)
            parts.append(part)
        return b"".join(parts)

    def read_line(self) -> bytes:
        """Return a line with its end; a very long one in pieces."""
        line = bytearray()
        while len(line) < _MOST_LINE_BYTES and (self._at < len(self._chunk) or self._fill()):
            end = self._chunk.find(b"\n", self._at) + 1
            line += self._chunk[self._at : end or len(self._chunk)]
            self._at = end or len(self._chunk)
            if end:
                break
        return bytes(line)

    def _fill(self) -> bool:
        self._start += len(self._chunk)
        self._at = 0
        if self._gunzip is None:
            self._chunk = self._stream.read(_CHUNK_BYTES)
        else:
            buffer = bytearray(_CHUNK_BYTES)
            size = self._gunzip.readinto(cast("memoryview", buffer))
            self._chunk = bytes(buffer[:size])
            self._member = self._gunzip.member_start
            self._start = self._gunzip.member_unpacked - size
        return bool(self._chunk)
