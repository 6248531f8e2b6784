"""What a type without a row of the lexicon is coded as."""

from __future__ import annotations

from typing import get_args

from detente.knowledge.plover import load_event_lexicon
from detente.reading.events.learned import ROOTS
from detente.records import EventType


def test_every_type_has_a_code_of_its_own_kind() -> None:
    codes = load_event_lexicon().codes
    assert ROOTS.keys() == set(get_args(EventType))
    differ = {kind for kind, code in ROOTS.items() if codes[code].type != kind}
    # CAMEO has one root for yielding in words and in deeds.
    assert differ <= {"CONCEDE", "RETREAT"}
    assert len(differ) <= 1
