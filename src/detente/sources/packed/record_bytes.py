"""The bytes of files of records, unpacked, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, cast

from detente.errors import SourceError
from detente.sources.inputs import Gunzip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.sources.inputs import InputFile

_CHUNK_BYTES = 1 << 16
_MOST_LINE_BYTES = 1 << 16
_HINT = "What comes before was read. Fetch the file again."


class RecordBytes:
    """The unpacked bytes of a file that know where they stand in it."""

    def __init__(self, stream: BinaryIO, file: InputFile) -> None:
        """Begin at the head of a stream of the file as it lies there; its owner closes it."""
        self._origin = file.origin
        self._left = 0
        self._place = "0"
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

    def begin_block(self, length: str) -> int:
        """Begin the block of a record; what is left of it is skipped before the next record.

        Args:
            length: The number of its bytes, as the head of the record says it.

        Returns:
            That number.

        Raises:
            SourceError: It is no number.
        """
        if not (length.isascii() and length.isdigit() and len(length) < 16):
            raise self.damaged("the record has no length")
        self._left = int(length)
        return self._left

    def read_block(self) -> bytes:
        """Return the block that was begun last.

        Raises:
            SourceError: The file ends, or is damaged, within it.
        """
        block = self.read(self._left)
        if len(block) < self._left:
            raise self.damaged("the file is cut off")
        self._left = 0
        return block

    def iter_heads(self) -> Iterator[tuple[str, bytes]]:
        """Yield the place and the first line of each record; blank lines between them are passed over.

        Raises:
            SourceError: The file is damaged or cut off.
        """
        while True:
            self._skip_block()
            place = self.find_place()
            if place is None:
                return
            line = self.read_line()
            if line.strip():
                self._place = place
                yield place, line

    def damaged(self, how: str) -> SourceError:
        """Return the error that the file is damaged at the record that was begun last."""
        return SourceError(f"{self._origin} is damaged at the record at byte {self._place}: {how}", hint=_HINT)

    def _skip_block(self) -> None:
        while self._left:
            size = len(self.read(min(self._left, _CHUNK_BYTES)))
            if not size:
                raise self.damaged("the file is cut off")
            self._left -= size

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
