"""What a kind of claim is, said once.

Everything that must know all kinds follows from `KINDS`: the checks of a record, the tables of the archive, changes
between readings, review, exports, the outline, and the keys that people type. docs/architecture.md says what else a new
kind needs; `tests/contract/test_kinds.py` names what is missing.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from detente.records.claims import (
    Actor,
    Commitment,
    Condition,
    Event,
    Interpretation,
    Position,
    Question,
    Statement,
)
from detente.records.codec import field_types
from detente.records.spans import Span

#: The fields of a record that hold actors and claims; also the names of their tables.
CollectionName = Literal[
    "actors", "statements", "events", "conditions", "interpretations", "questions", "positions", "commitments"
]
#: What one of them is called.
KindName = Literal[
    "actor", "statement", "event", "condition", "interpretation", "question", "position", "commitment"
]  # fmt: skip

_NONE: Mapping[str, str] = types.MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ClaimKind:
    """A kind of claim, or of what claims are about: the actors.

    Attributes:
        letter: The first letter of its keys: "s" for "s12". Every kind has its own.
        collection: The field of a record that holds these claims; the name of their table.
        singular: What one of them is called.
        cls: Its class. Fields that came after the first version stand last and have defaults.
        span_fields: Where it stands: the spans of the first group of fields of which one is filled.
        rests_on: For a kind without words of its own, the field with the keys of the claims in whose words it stands.
        label_fields: What tells two claims at one place apart: plain fields last, keys of actors first.
        is_told_by_label: Whether the label tells it apart from all others of the article, wherever they stand.
        reference_fields: The fields that hold keys, each with the letters of the kinds that it may name.
        who_fields: The fields that say who; a claim in which one of them is empty is looked at early.
        needed_fields: References without which it says nothing: it goes when they go.
        measured_fields: Fields with a number for each key in another field, in the same order: that other field.
    """

    letter: str
    collection: CollectionName
    singular: KindName
    cls: type
    span_fields: tuple[tuple[str, ...], ...] = ()
    rests_on: str | None = None
    label_fields: tuple[str, ...] = ()
    is_told_by_label: bool = False
    reference_fields: Mapping[str, str] = field(default_factory=lambda: _NONE)
    who_fields: tuple[str, ...] = ()
    needed_fields: tuple[str, ...] = ()
    measured_fields: Mapping[str, str] = field(default_factory=lambda: _NONE)

    @property
    def actor_fields(self) -> tuple[str, ...]:
        """The fields that hold keys of actors."""
        return tuple(name for name, letters in self.reference_fields.items() if letters == "a")

    @property
    def claim_fields(self) -> tuple[str, ...]:
        """The fields that hold keys of other claims."""
        return tuple(name for name, letters in self.reference_fields.items() if letters != "a")

    @property
    def machine_fields(self) -> frozenset[str]:
        """What the machine alone says of a claim: its key, and how sure it is."""
        return frozenset({"key", "confidence", *self.measured_fields})

    @property
    def field_types(self) -> Mapping[str, Any]:
        """The resolved type of each field, in the order of the class."""
        return field_types(self.cls)

    def spans_of(self, claim: Any) -> tuple[Span, ...]:
        """Return where a claim stands by its own words; empty if it has none."""
        for group in self.span_fields:
            found: list[Span] = []
            for name in group:
                value = getattr(claim, name)
                found += [value] if isinstance(value, Span) else value or ()
            if found:
                return tuple(found)
        return ()


#: All kinds, in an order in which they can be filed: what is pointed to before what points.
KINDS: tuple[ClaimKind, ...] = (
    ClaimKind("a", "actors", "actor", Actor, label_fields=("entity", "name"), is_told_by_label=True),
    ClaimKind(
        "s", "statements", "statement", Statement,
        span_fields=(("content",), ("cue",), ("source",)),
        reference_fields={"speakers": "a", "on_behalf_of": "a", "inside": "s"},
        who_fields=("speakers",),
    ),
    ClaimKind(
        "e", "events", "event", Event,
        span_fields=(("trigger",),),
        label_fields=("type",),
        reference_fields={"sources": "a", "targets": "a", "said_in": "s"},
        who_fields=("sources", "targets"),
        measured_fields={"source_confidences": "sources", "target_confidences": "targets"},
    ),
    ClaimKind(
        "c", "conditions", "condition", Condition,
        span_fields=(("condition",),),
        reference_fields={"holder": "a", "addressee": "a", "said_in": "s", "binds": "e"},
        who_fields=("holder",),
    ),
    ClaimKind(
        "i", "interpretations", "interpretation", Interpretation,
        span_fields=(("of", "affirmed", "denied"),),
        reference_fields={"holder": "a", "said_in": "s"},
        who_fields=("holder",),
    ),
    ClaimKind(
        "q", "questions", "question", Question,
        span_fields=(("span",),),
        reference_fields={"events": "e", "actors": "a"},
    ),
    # A position "toward" a rejected actor would turn into a position on something else: so it needs that field.
    ClaimKind(
        "p", "positions", "position", Position,
        rests_on="evidence",
        label_fields=("actor", "toward", "issue"),
        is_told_by_label=True,
        reference_fields={"actor": "a", "toward": "a", "evidence": "se"},
        needed_fields=("actor", "toward", "evidence"),
    ),
    ClaimKind(
        "m", "commitments", "commitment", Commitment,
        rests_on="event",
        label_fields=("actor",),
        reference_fields={"event": "e", "actor": "a", "addressee": "a", "conditions": "c"},
        needed_fields=("event", "actor"),
    ),
)  # fmt: skip

#: The kinds without the actors.
CLAIM_KINDS: tuple[ClaimKind, ...] = KINDS[1:]

BY_LETTER: Mapping[str, ClaimKind] = {kind.letter: kind for kind in KINDS}
BY_COLLECTION: Mapping[CollectionName, ClaimKind] = {kind.collection: kind for kind in KINDS}

#: A well-formed key: "s12".
KEY = re.compile(f"[{''.join(BY_LETTER)}][0-9]+")


def kind_of(key: str) -> ClaimKind:
    """Return the kind of the claim with a key.

    Raises:
        KeyError: No kind has keys that begin so.
    """
    return BY_LETTER[key[:1]]


def find_kind(name: str) -> ClaimKind | None:
    """Return the kind that a person names, in the singular or the plural, in any case; None if there is none.

    >>> find_kind("Statements").letter
    's'
    """
    wanted = name.strip().lower()
    return next((kind for kind in KINDS if wanted in {kind.singular, kind.collection}), None)


def keys_in(value: object) -> tuple[str, ...]:
    """Return the keys in the value of a field that holds keys: one, several, or none."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(typing.cast("typing.Iterable[str]", value))
