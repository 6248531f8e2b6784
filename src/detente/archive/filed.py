"""An article as the archive holds it: its record, where it appeared, its story, what people made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.records import Record

#: What people made of a claim: left as the machine has it, confirmed, changed, or put in by hand.
Review = Literal["accepted", "corrected", "added"]


@dataclass(frozen=True, slots=True)
class Appearance:
    """One place where an article's text was found. The same text can appear in many.

    Attributes:
        origin: Where the source found it: a path, an address, or a file with the place in it ("news.csv#17").
        url: The article's own address, or None.
        source: Who published it, or None.
        published: Day of publication there, ISO 8601, or None.
        title: The title there, or None.
    """

    origin: str
    url: str | None
    source: str | None
    published: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Filed:
    """An article as the archive holds it.

    Attributes:
        record: The current record, people's edits included.
        story: Number of the story: articles that are nearly the same text share it.
        leads: Whether this is the story's leading text, whose events stand for the story.
        appearances: Where the text was found, in the order of finding; at least one.
        told: For the key of each event of the record, the archive-wide id of the event that it tells
            ("<article id>:<key>" of the story's first telling). Events with one id are one event.
        reviews: For the key of each claim that people have looked at, what they made of it.
    """

    record: Record
    story: int
    leads: bool
    appearances: tuple[Appearance, ...]
    told: Mapping[str, str]
    reviews: Mapping[str, Review] = field(default_factory=dict)
