"""Tables that are text on the disk and need no Python object per row until a row is asked for.

A table is a tab-separated file, sorted by its first column, and beside it an index: a hash
table of 32-bit offsets (0 an empty slot, else the offset of a key's first row plus one),
open addressing with the CRC-32 of the key. Loading reads two files and nothing else; a look-up costs
about a microsecond. Rows with the same key stand together, in the order of their rank.
"""

from __future__ import annotations

import sys
from array import array
from typing import TYPE_CHECKING
from zlib import crc32

from detente.errors import KnowledgeError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Slots per key: a fuller table means longer probes.
_SLOTS_PER_KEY = 1.6


def build_index(data: bytes) -> bytes:
    """Return the index of a table.

    Args:
        data: The table: UTF-8 rows ended by a newline, equal keys next to each other.

    Returns:
        Little-endian unsigned 32-bit slots; their number is a power of two.
    """
    starts: list[tuple[bytes, int]] = []
    offset, previous = 0, b""
    for line in data.splitlines(keepends=True):
        key = line.split(b"\t", 1)[0].rstrip(b"\n")
        if key != previous:
            starts.append((key, offset))
            previous = key
        offset += len(line)
    size = 1
    while size < len(starts) * _SLOTS_PER_KEY:
        size *= 2
    slots = array("I", bytes(4 * size))
    for key, start in starts:
        slot = crc32(key) & (size - 1)
        while slots[slot]:
            slot = (slot + 1) & (size - 1)
        slots[slot] = start + 1
    if sys.byteorder == "big":
        slots.byteswap()
    return slots.tobytes()


class IndexedTable:
    """A sorted table with its index, read only.

    Args:
        data: The rows.
        index: What `build_index` returned for them.
    """

    __slots__ = ("_data", "_mask", "_slots")

    def __init__(self, data: bytes, index: bytes) -> None:
        slots = array("I")
        slots.frombytes(index)
        if sys.byteorder == "big":
            slots.byteswap()
        self._data = data
        self._slots = slots
        self._mask = len(slots) - 1

    @classmethod
    def load(cls, path: Path) -> IndexedTable:
        """Read a table and its index (the same name, ending in .idx).

        Raises:
            KnowledgeError: One of the files is missing.
        """
        try:
            return cls(path.read_bytes(), path.with_suffix(".idx").read_bytes())
        except FileNotFoundError as error:
            raise KnowledgeError(
                f"the knowledge table {path.name} is missing: {error.filename}",
                hint="install the package again, or build the tables with `make knowledge SOURCES=...`",
            ) from error

    def rows(self, key: str) -> tuple[tuple[str, ...], ...]:
        """Return the rows of one key, without the key, in the order of their rank.

        Args:
            key: The first column.

        Returns:
            The other columns of every row with that key; empty if there is none.
        """
        prefix = key.encode() + b"\t"
        at = self._find(prefix)
        if at < 0:
            return ()
        found: list[tuple[str, ...]] = []
        data, length = self._data, len(prefix)
        while data.startswith(prefix, at):
            stop = data.find(b"\n", at)
            found.append(tuple(data[at + length : stop].decode().split("\t")))
            at = stop + 1
        return tuple(found)

    def rows_with_word(self, beginning: str, most: int) -> tuple[tuple[str, ...], ...]:
        """Return the rows, without their key, of keys in which a word begins so; keys that begin with "^" are left out.

        Args:
            beginning: The first letters of the key or of a later word of it.
            most: How many rows at most for keys, and for later words.
        """
        found: dict[int, tuple[str, ...]] = {}
        for mark in (b"\n", b" "):
            at, count, wanted = self._data.find(mark + beginning.encode()), 0, mark + beginning.encode()
            while at >= 0 and count < most:
                start, stop = self._data.rfind(b"\n", 0, at + 1) + 1, self._data.find(b"\n", at + 1)
                key, *row = self._data[start:stop].decode().split("\t")
                if not key.startswith("^") and f" {beginning}" in f" {key}":
                    found[start] = tuple(row)
                    count += 1
                at = self._data.find(wanted, stop)
        return tuple(found.values())

    def __contains__(self, key: str) -> bool:
        return self._find(key.encode() + b"\t") >= 0

    def _find(self, prefix: bytes) -> int:
        slots, mask, data = self._slots, self._mask, self._data
        slot = crc32(prefix[:-1]) & mask
        while offset := slots[slot]:
            if data.startswith(prefix, offset - 1):
                return offset - 1
            slot = (slot + 1) & mask
        return -1

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """Yield every row with its key, in the order of the file."""
        for line in self._data.decode().splitlines():
            yield tuple(line.split("\t"))
