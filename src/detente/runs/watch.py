"""What a long run tells whoever watches it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from detente.archive import Visit


class Watch(Protocol):
    """Is told of a run's progress."""

    def begin(self, total: int | None) -> None:
        """Note that the run begins.

        Args:
            total: About how many articles there are; None if that is not known.
        """

    def notice(self, message: str) -> None:
        """Take one line for the person."""

    def step(self, origin: str, outcome: Visit) -> None:
        """Note that one more place is dealt with, and filed."""


class NoWatch:
    """Nobody watches."""

    def begin(self, total: int | None) -> None:
        """Take no note."""

    def notice(self, message: str) -> None:
        """Take no note."""

    def step(self, origin: str, outcome: Visit) -> None:
        """Take no note."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a run.

    Attributes:
        run: Its number in the archive.
        finished: False if it was interrupted and can be resumed.
        read: Articles read.
        duplicate: Texts that the archive already had, found in a new place.
        known: Places that the archive already knew, with the same text.
        failed: Articles that could not be read.
        copies: Articles read that are nearly the same text as an earlier one.
        reasons: Stage and reason of failures, how often they occurred, the most frequent first, and what to do, or
            None.
        articles: How many articles the archive has now.
        dayless: How many of them have no day of publication.
        seconds: How long the run worked, over all its sittings.
    """

    run: int
    finished: bool
    read: int
    duplicate: int
    known: int
    failed: int
    copies: int
    reasons: tuple[tuple[str, str, int, str | None], ...]
    articles: int
    dayless: int
    seconds: float
