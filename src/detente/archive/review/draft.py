"""A record while edits are applied to it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from detente.archive.review.anchors import find_anchored, origins_of
from detente.archive.review.model import Anchor, Applied
from detente.archive.review.references import renamed, without
from detente.errors import RecordError
from detente.records import BY_LETTER, KINDS, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from detente.archive.filed import Review
    from detente.archive.review.model import Unfit
    from detente.records import Record


@dataclass(slots=True)
class RecordDraft:
    """A record in work. Rejected claims stay in it until the end, so that a later edit can bring them back.

    Attributes:
        base: The machine's record.
        claims: Every claim and actor by key.
        origins: What each is found by: its words as the machine (or the person who added it) had them. Corrections
            leave this alone, so that one edit can be undone without the others losing their hold.
        rejected: Keys of what people rejected.
        reviews: What people made of a claim.
    """

    base: Record
    claims: dict[str, Any]
    origins: dict[str, tuple[Anchor, ...]]
    rejected: set[str] = field(default_factory=set)
    reviews: dict[str, Review] = field(default_factory=dict)

    @classmethod
    def of(cls, record: Record) -> RecordDraft:
        """Return a draft that holds the machine's record as it is."""
        claims = {claim.key: claim for kind in KINDS for claim in getattr(record, kind.collection)}
        text = record.article.text
        return cls(record, claims, {key: origins_of(claims, key, text) for key in claims})

    @property
    def text(self) -> str:
        """The article's text."""
        return self.base.article.text

    def anchor(self, key: str) -> Anchor:
        """Return what a claim is found by.

        Raises:
            RecordError: There is no such claim.
        """
        if key not in self.claims:
            kind = BY_LETTER.get(key[:1])
            raise RecordError(f"the article has no {kind.singular if kind else 'claim'} {key!r}")
        return (
            self.origins[key][0]
            if self.origins[key][0].key == key
            else dataclasses.replace(self.origins[key][0], key=key)
        )

    def find(self, anchor: Anchor) -> str:
        """Return the key that the claim of an anchor has in this reading.

        Raises:
            RecordError: It has none.
        """
        key = find_anchored(self.origins, anchor)
        if key is None:
            called = f"“{anchor.words}”" if anchor.words else anchor.label or anchor.key
            raise RecordError(f"this reading has no {anchor.kind.singular} {called}")
        return key

    def free_key(self, wanted: str) -> str:
        """Return `wanted`, or the next free key of its kind if something else has it."""
        if wanted not in self.claims:
            return wanted
        used = (int(key[1:]) for key in self.claims if key[0] == wanted[0])
        return f"{wanted[0]}{max(used) + 1}"

    def put(self, claim: Any, review: Review | None = None) -> None:
        """Put a claim in the place of the one with its key, or as a new one."""
        self.claims[claim.key] = claim
        if claim.key not in self.origins:
            self.origins[claim.key] = origins_of(self.claims, claim.key, self.text)
        if review is not None:
            self.reviews[claim.key] = review

    def rename(self, name_of: Callable[[str], str], *, only: Iterable[str] | None = None) -> None:
        """Change the keys that claims name, in all of them or in some."""
        for key in self.claims if only is None else only:
            self.claims[key] = renamed(self.claims[key], name_of)

    def remove(self, key: str) -> None:
        """Remove a claim that nothing names any more."""
        del self.claims[key], self.origins[key]
        self.reviews.pop(key, None)
        self.rejected.discard(key)

    def check_nesting(self, key: str) -> None:
        """Make sure that no statement lies inside itself.

        Raises:
            RecordError: This one does.
        """
        seen = {key}
        around = self.claims[key].inside
        while around is not None:
            if around in seen:
                raise RecordError(f"statement {key} would lie inside itself")
            seen.add(around)
            around = self.claims[around].inside

    def finish(self, unfit: tuple[Unfit, ...]) -> Applied:
        """Return the record as it is now, without what was rejected and without what rested on that alone."""
        gone = {key: self._around(key) for key in self.rejected}
        parts: dict[str, list[Any]] = {kind.collection: [] for kind in KINDS}
        for key in sorted(self.claims, key=lambda key: int(key[1:])):
            claim = None if key in gone else without(self.claims[key], gone)
            if claim is not None:
                parts[kind_of(key).collection].append(claim)
        changed: dict[str, Any] = {table: tuple(listed) for table, listed in parts.items()}
        record = dataclasses.replace(self.base, **changed)
        left = {claim.key for listed in parts.values() for claim in listed}
        return Applied(record, {key: review for key, review in sorted(self.reviews.items()) if key in left}, unfit)

    def _around(self, key: str) -> str | None:
        """Return the nearest statement around a statement that is not rejected itself."""
        around = self.claims[key].inside if key[0] == "s" else None
        while around is not None and around in self.rejected:
            around = self.claims[around].inside
        return around
