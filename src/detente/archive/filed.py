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
class Flag:
    """What somebody wants another person to look at.

    Attributes:
        edit: Number of the edit, by which it is taken back.
        key: The claim's key in the present record.
        words: The claim's words; "" for one without.
        reason: What another person should look at, and why.
        coder: Who says so.
        at: When it was said, ISO 8601 in UTC.
    """

    edit: int
    key: str
    words: str
    reason: str
    coder: str
    at: str


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
        flags: What people want others to look at, in order.
    """

    record: Record
    story: int
    leads: bool
    appearances: tuple[Appearance, ...]
    told: Mapping[str, str]
    reviews: Mapping[str, Review] = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()
