"""What the sentences before tell about an event: to whom an answer goes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.reading.events.model import Draft

_ANSWERS = frozenset({"REJECT", "CONCEDE"})
#: An answer stands at most this many sentences behind what it answers.
_REACH = 4


def answer_requests(drafts: Sequence[Draft]) -> list[Draft]:
    """Give a refusal or a concession without target the actor who asked: "Y declined the request".

    The nearest request of the last sentences counts, if it was put to who answers now. Nothing else is inferred.
    """
    done: list[Draft] = []
    for draft in drafts:
        asker = _asker(draft, done)
        if draft.type in _ANSWERS and not draft.targets and draft.sources and asker:
            draft = replace(draft, targets=asker, rules=(*draft.rules, "answers a request told before"))  # noqa: PLW2901
        done.append(draft)
    return done


def _asker(draft: Draft, before: Sequence[Draft]) -> tuple[str, ...]:
    for other in reversed(before):
        if draft.sentence.index - other.sentence.index > _REACH:
            return ()
        if other.type == "REQUEST" and set(other.targets) & set(draft.sources):
            return tuple(key for key in other.sources if key not in draft.sources)
    return ()
