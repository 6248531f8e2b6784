"""The records of an ARC file, the format of crawls before WARC: one line of what a record is, and its block."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from detente.sources.packed.record_bytes import RecordBytes
from detente.sources.packed.warc_records import RecordHead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.sources.inputs import InputFile

#: How the first record begins, which describes the file.
ARC_MARK = b"filedesc://"
#: How many fields a line has, by the version that the first record names. The address comes first, and may hold blanks.
_FIELDS = {"1": 5, "2": 10}


class ArcReader:
    """Iterates over the heads of records; the block of the last one can be read until the next is asked for."""

    def __init__(self, stream: BinaryIO, file: InputFile) -> None:
        """Begin at the head of a stream of the file as it lies there; its owner closes it."""
        self._bytes = RecordBytes(stream, file)
        self._fields = _FIELDS["1"]

    def __iter__(self) -> Iterator[RecordHead]:
        """Yield the heads of all records but the first.

        Raises:
            SourceError: The file is damaged or cut off; the message says where.
        """
        for place, line in self._bytes.iter_heads():
            text = line.decode("utf-8", errors="replace").strip()
            if line.startswith(ARC_MARK):
                self._bytes.begin_block(text.rpartition(" ")[2])
                self._fields = _FIELDS.get(self._bytes.read_block()[:1].decode("latin-1"), self._fields)
                continue
            url, *others = text.rsplit(" ", self._fields - 1)
            length = self._bytes.begin_block(others[-1] if others else "")
            yield RecordHead(place, "response", {"warc-target-uri": url}, length)

    def read_block(self) -> bytes:
        """Return the block of the last record.

        Raises:
            SourceError: The file ends, or is damaged, within it.
        """
        return self._bytes.read_block()
