"""What each kind of edit does to a draft. Each either does all it has to do, or raises and leaves the draft alone."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from detente.archive.review.anchors import origins_of, taken_place
from detente.archive.review.model import Anchor, Edit
from detente.archive.review.references import changed, renamed
from detente.archive.review.values import decode_claim, decode_fields, follow_ups
from detente.errors import RecordError
from detente.records import Actor, Mention, Span, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from detente.archive.review.draft import RecordDraft
    from detente.archive.review.model import Action


def apply_edit(draft: RecordDraft, edit: Edit) -> str:
    """Do to a draft what an edit says.

    Returns:
        The key that the claim it concerned, or made, has in this reading.

    Raises:
        RecordError: The edit has no place in this reading; the message says why.
    """
    return _ACTIONS[edit.action](draft, edit)


def _subject(edit: Edit) -> Anchor:
    if edit.subject is None:
        raise RecordError(f"edit {edit.number} names no claim")
    return edit.subject


def _names(draft: RecordDraft, edit: Edit) -> Callable[[str], str]:
    """Return how the keys in an edit are called in this reading."""
    found = {ref.key: draft.find(ref) for ref in edit.refs}
    return lambda key: found.get(key, key)


def _accept(draft: RecordDraft, edit: Edit) -> str:
    key, changed = _set_fields(draft, edit)
    if draft.reviews.get(key) not in {"added", "corrected"}:
        draft.reviews[key] = "corrected" if changed else "accepted"
    return key


def _correct(draft: RecordDraft, edit: Edit) -> str:
    key, _ = _set_fields(draft, edit)
    if draft.reviews.get(key) != "added":
        draft.reviews[key] = "corrected"
    return key


def _set_fields(draft: RecordDraft, edit: Edit) -> tuple[str, bool]:
    """Give a claim the values of an edit, and return its key and whether that changed anything."""
    key = draft.find(_subject(edit))
    names = _names(draft, edit)
    claim = draft.claims[key]
    changes = decode_fields(kind_of(key), edit.new, draft.text)
    changes |= follow_ups(claim, changes)
    # the new values name claims as at the time of the edit, the others as this reading does
    translated = renamed(dataclasses.replace(claim, **changes), names)
    after = changed(claim, {name: getattr(translated, name) for name in changes})
    draft.claims[key] = after
    if key[0] == "s" and "inside" in changes:
        try:
            draft.check_nesting(key)
        except RecordError:
            draft.claims[key] = claim
            raise
    draft.rejected.discard(key)
    return key, after != claim


def _reject(draft: RecordDraft, edit: Edit) -> str:
    key = draft.find(_subject(edit))
    draft.rejected.add(key)
    return key


def _add(draft: RecordDraft, edit: Edit) -> str:
    names = _names(draft, edit)
    wanted = str(edit.new["key"])
    claim = renamed(decode_claim(wanted, edit.new, draft.text), names)
    place = origins_of({**draft.claims, wanted: claim}, wanted, draft.text)
    twin = taken_place(draft.origins, place)
    key = draft.free_key(wanted) if twin is None else twin
    claim = dataclasses.replace(claim, key=key)
    if twin is not None and isinstance(claim, Actor):
        claim = dataclasses.replace(claim, mentions=_together(draft.claims[twin].mentions, claim.mentions))
    draft.put(claim, "added")
    draft.rejected.discard(key)
    return key


def _together(*groups: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return mentions in the order of the text, each place once."""
    places: dict[Span, Mention] = {}
    for mention in (m for group in groups for m in group):
        places.setdefault(mention.span, mention)
    return tuple(places[place] for place in sorted(places))


def _split_actor(draft: RecordDraft, edit: Edit) -> str:
    """Make some mentions an actor of their own.

    The words decide: whoever holds these mentions now loses them. An actor that has no others is the new one already.
    """
    names = _names(draft, edit)
    fields = {name: value for name, value in edit.new.items() if name != "claims"}
    new: Actor = decode_claim(str(fields["key"]), fields, draft.text)
    moved = {mention.span for mention in new.mentions}
    holders = [key for key, claim in draft.claims.items() if key[0] == "a" and _places(claim) & moved]
    alone = [key for key in holders if _places(draft.claims[key]) <= moved]
    key = alone[0] if alone else draft.free_key(new.key)
    for holder in holders:
        kept = tuple(m for m in draft.claims[holder].mentions if m.span not in moved)
        draft.claims[holder] = dataclasses.replace(draft.claims[holder], mentions=kept)
        draft.origins[holder] = tuple(o for o in draft.origins[holder] if o.span not in moved) or origins_of(
            draft.claims, holder, draft.text
        )
    draft.origins.pop(key, None)
    draft.put(dataclasses.replace(new, key=key), "added")
    draft.rejected.discard(key)
    for holder in alone[1:]:  # two actors of this reading are the one that the person saw
        draft.rename(lambda k, gone=holder: key if k == gone else k)  # type: ignore[misc]
        draft.remove(holder)
    former = [holder for holder in holders if holder not in {key, *alone}]
    draft.rename(lambda k: key if k in former else k, only=_moved_claims(draft, edit, names, moved, former))
    return key


def _places(actor: Actor) -> set[Span]:
    return {mention.span for mention in actor.mentions}


def _moved_claims(
    draft: RecordDraft, edit: Edit, names: Callable[[str], str], moved: set[Span], former: list[str]
) -> tuple[str, ...]:
    """Return the claims that speak of the new actor: those the person named, and statements whose source is it."""
    kept = {span for holder in former for span in _places(draft.claims[holder])}
    sources = tuple(
        key
        for key, claim in draft.claims.items()
        if key[0] == "s" and _overlap(claim.source, moved) and not _overlap(claim.source, kept)
    )
    return (*sources, *(names(str(key)) for key in edit.new.get("claims", ())))


def _overlap(some: tuple[Span, ...], others: set[Span]) -> bool:
    return any(one.overlaps(other) for one in some for other in others)


def _merge_actors(draft: RecordDraft, edit: Edit) -> str:
    kept = draft.find(_subject(edit))
    other = _names(draft, edit)(str(edit.new["merged"]))
    if kept == other:  # this reading has them as one already
        return kept
    one: Actor = draft.claims[kept]
    two: Actor = draft.claims[other]
    draft.claims[kept] = dataclasses.replace(one, mentions=_together(one.mentions, two.mentions))
    known = draft.origins[kept] + draft.origins[other]
    draft.rename(lambda key: kept if key == other else key)
    draft.remove(other)
    draft.origins[kept] = known
    draft.reviews[kept] = "corrected" if draft.reviews.get(kept) != "added" else "added"
    return kept


_ACTIONS: Mapping[Action, Callable[[RecordDraft, Edit], str]] = {
    "accept": _accept,
    "correct": _correct,
    "reject": _reject,
    "add": _add,
    "split_actor": _split_actor,
    "merge_actors": _merge_actors,
}
