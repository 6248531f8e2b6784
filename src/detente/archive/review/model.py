"""What an edit is: one thing that a person decided about a record, with who, when and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from detente.records import kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.archive.filed import Review
    from detente.records import ClaimKind, Record, Span

#: What an edit does. Those of the first row concern a claim of one article, those of the second an article's story,
#: the third one all articles. A flag concerns a claim and changes nothing.
Action = Literal[
    "accept", "correct", "reject", "add", "split_actor", "merge_actors",
    "join_story", "leave_story",
    "same_actor",
    "flag",
    "undo",
]  # fmt: skip

#: The actions that change the record of one article.
ON_RECORDS: frozenset[Action] = frozenset({"accept", "correct", "reject", "add", "split_actor", "merge_actors"})


#: How the reason of an edit begins that decides between coders: it is no coding.
ADJUDICATED = "adjudicated"


@dataclass(frozen=True, slots=True)
class Anchor:
    """What holds an edit to a claim, so that it is found again when the article is read anew.

    Attributes:
        key: The claim's key at the time of the edit.
        span: Its place in the text; None for an actor without mention, or a position without evidence.
        words: The words at that place; "" without a place.
        label: What tells it from another at the same place: the type of an event, the entity (or the name) of an
            actor, who and what a position is about; None for kinds whose place is enough.
    """

    key: str
    span: Span | None
    words: str
    label: str | None

    @property
    def kind(self) -> ClaimKind:
        """The kind of claim it is."""
        return kind_of(self.key)


@dataclass(frozen=True, slots=True)
class Edit:
    """One entry of the list of edits. The list is only ever appended to.

    Attributes:
        number: Its place in the list, ascending over the whole archive.
        article: The article's number; None for what concerns all articles.
        action: What it does.
        subject: The claim it is about; None for an addition, a story and an undo.
        refs: The other claims that `new` names, so that their keys can be told in another reading.
        old: What stood there, by field, as plain JSON values; empty where nothing is replaced.
        new: What shall stand there, likewise.
        coder: Who did it.
        at: When, ISO 8601 in UTC.
        why: The reason given, or None.
        undoes: Number of the edit that an "undo" takes back; None for all others.
    """

    number: int
    article: int | None
    action: Action
    subject: Anchor | None
    refs: tuple[Anchor, ...]
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    coder: str
    at: str
    why: str | None
    undoes: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edit that nobody has signed yet; the fields are those of `Edit`."""

    action: Action
    subject: Anchor | None = None
    refs: tuple[Anchor, ...] = ()
    old: Mapping[str, Any] = field(default_factory=dict)
    new: Mapping[str, Any] = field(default_factory=dict)
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Unfit:
    """An edit that has no place in the present reading of its article. It is kept, and tried again at the next one.

    Attributes:
        edit: The edit.
        reason: Why it does not fit, for the person who reads it.
    """

    edit: Edit
    reason: str


@dataclass(frozen=True, slots=True)
class Applied:
    """A record with people's edits in it.

    Attributes:
        record: The record.
        reviews: What people made of a claim, by its key.
        unfit: The edits that found no place, in their order.
    """

    record: Record
    reviews: Mapping[str, Review] = field(default_factory=dict)
    unfit: tuple[Unfit, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs an edit.

    Attributes:
        coder: A name or an initial; never empty.
        at: When, ISO 8601 in UTC with seconds ("2025-03-10T09:30:00+00:00").
        why: The reason, or None.
    """

    coder: str
    at: str
    why: str | None = None
