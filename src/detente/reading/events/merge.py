"""One event, told several times: which drafts are mentions of another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.reading.document import Document
    from detente.reading.events.model import EventDraft
    from detente.records import Span

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})


def merge_mentions(document: Document, drafts: Sequence[EventDraft]) -> tuple[EventDraft, ...]:
    """Return the distinct events in the order of their chief triggers, each with the triggers of further mentions.

    Joined are a headline with the first like event of the text, and "the attack", "this move" with the like event
    before it: same type and status, and no actor that the other side contradicts. Two verbs in two sentences stay two
    events: whoever condemned twice did it twice.
    """
    chiefs: list[tuple[EventDraft, list[Span]]] = []
    for draft in drafts:
        at = _same_as(document, draft, [c for c, _ in chiefs])
        if at is None:
            chiefs.append((draft, []))
            continue
        chief, mentions = chiefs[at]
        if _is_title(document, chief) and not _is_title(document, draft):
            chiefs[at] = (_filled(draft, chief), [*mentions, chief.trigger])
        else:
            chiefs[at] = (_filled(chief, draft), [*mentions, draft.trigger])
    told = [replace(chief, mentions=tuple(sorted(mentions))) for chief, mentions in chiefs]
    return tuple(sorted(told, key=lambda one: one.trigger))


def _same_as(document: Document, draft: EventDraft, chiefs: Sequence[EventDraft]) -> int | None:
    """Return the index of the latest chief that `draft` mentions again, or None."""
    for index in range(len(chiefs) - 1, -1, -1):
        chief = chiefs[index]
        if chief.sentence is draft.sentence:
            if _is_part(chief, draft):
                return index
            continue
        title = _is_title(document, chief)
        like = chief.type == draft.type or (title and _word(chief) == _word(draft))
        if not like or (chief.status != draft.status and not title):
            continue
        if not (_agree(chief.sources, draft.sources) and _agree(chief.targets, draft.targets)):
            continue
        if title or _is_anaphor(draft):
            return index
    return None


def _is_part(chief: EventDraft, draft: EventDraft) -> bool:
    """Tell whether one sentence says the same twice: "a march in protest", "shelled the town, killing"."""
    if chief.type != draft.type or chief.status != draft.status or chief.type in {"CONSULT", "AGREE"}:
        return False
    upper, lower = chief.token, draft.token
    linked = lower.dep_ in {"advcl", "xcomp", "pobj", "acl", "dobj"} and lower in upper.subtree
    same = not draft.sources or not chief.sources or set(draft.sources) == set(chief.sources)
    return linked and same and _agree(chief.targets, draft.targets)


def _word(draft: EventDraft) -> str | None:
    return None if draft.pattern is None else draft.pattern.word


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return not one or not other or bool(set(one) & set(other))


def _is_title(document: Document, draft: EventDraft) -> bool:
    return document.article.blocks[draft.sentence.block].kind == "title"


def _is_anaphor(draft: EventDraft) -> bool:
    """Tell whether a noun points back: "the attack", "this withdrawal", with at most one side named."""
    if draft.part != "n" or draft.carrier is not None:
        return False
    definite = any(c.dep_ == "det" and c.lower_ in _DEFINITE for c in draft.token.children)
    return definite and not (draft.sources and draft.targets)


def _filled(chief: EventDraft, other: EventDraft) -> EventDraft:
    """Return `chief` with the actors that only the other mention names."""
    return replace(chief, sources=chief.sources or other.sources, targets=chief.targets or other.targets)
