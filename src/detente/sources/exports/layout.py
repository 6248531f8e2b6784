"""What a layout of exports is: how a press archive prints several articles into one file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

#: Lines that were broken to fit a page are at least this long, the last of a paragraph aside, and at most that.
_WRAPPED_CHARS = (45, 110)
_BLANKS = re.compile(r"[ \t\u00a0]+")


@dataclass(frozen=True, slots=True)
class ExportedArticle:
    """One article of an export.

    Attributes:
        title: Its headline, or None.
        published: Its day of publication, or None.
        source: The newspaper or agency, or None.
        paragraphs: Its text without the headline; empty if there is none, as of a headline that stands alone.
        is_whole: Whether its end is there.
    """

    title: str | None
    published: date | None
    source: str | None
    paragraphs: tuple[str, ...]
    is_whole: bool = True


class PressLayout(Protocol):
    """How one press archive prints articles."""

    @property
    def name(self) -> str:
        """The archive's name."""

    def recognises(self, text: str) -> bool:
        """Tell whether a text, or its beginning, is an export of this archive."""

    def split(self, text: str) -> Iterator[ExportedArticle]:
        """Yield the articles in an export, in their order.

        Args:
            text: The lines of the file, with the marks of `markup_lines` where it is HTML and says what they are.
        """

    def count_announced(self, text: str) -> int | None:
        """Return how many articles an export says that it has; None if it does not say."""


def make_paragraphs(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the paragraphs that some lines are: blank lines part them, and lines broken to fit a page are joined."""
    paragraphs: list[str] = []
    group: list[str] = []
    for line in [*lines, ""]:
        line = _BLANKS.sub(" ", line).strip()  # noqa: PLW2901 - the same line, cleaned
        if line:
            group.append(line)
        elif group:
            paragraphs += [" ".join(group)] if _is_wrapped(group) else group
            group = []
    return tuple(paragraphs)


def _is_wrapped(group: Sequence[str]) -> bool:
    least, most = _WRAPPED_CHARS
    return (
        len(group) > 1 and all(len(line) >= least for line in group[:-1]) and all(len(line) <= most for line in group)
    )
