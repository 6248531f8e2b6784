"""Rows that wait on the disk until all articles have been seen, so that memory does not grow with their texts."""

from __future__ import annotations

import pickle
import tempfile
from typing import IO, TYPE_CHECKING, Generic, Self, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

Item = TypeVar("Item")


class Spool(Generic[Item]):
    """A file of items that vanishes when it is closed; use it in a `with` statement."""

    def __init__(self) -> None:
        self._file: IO[bytes] = cast("IO[bytes]", tempfile.TemporaryFile())  # noqa: SIM115 - closed by `__exit__`
        self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def add(self, item: Item) -> int:
        """Keep an item and return the place that `get` finds it by."""
        place = self._end
        self._file.seek(place)
        pickle.dump(item, self._file, pickle.HIGHEST_PROTOCOL)
        self._end = self._file.tell()
        return place

    def add_all(self, items: Iterable[Item]) -> None:
        """Keep some items in their order."""
        for item in items:
            self.add(item)

    def get(self, place: int) -> Item:
        """Return the item that was kept in a place."""
        self._file.seek(place)
        return cast("Item", pickle.load(self._file))  # noqa: S301 - nobody else can write to it

    def __iter__(self) -> Iterator[Item]:
        """Yield all items in the order in which they came."""
        place = 0
        while place < self._end:
            item = self.get(place)
            place = self._file.tell()
            yield item
