"""What must be for something else to be, on parses made by hand."""

from __future__ import annotations

import pytest

from detente.reading.substance.conditions.find import find_shapes, join_found
from detente.reading.substance.conditions.needs import NEED_FINDERS
from tests.reading_scenes import make_doc, parsed

CASES = [
    (
        "For/IN/mark/4 talks=talk/NNS/nsubj/3 to/TO/aux/3 resume/VB/advcl/7 ,/,/punct/7 Chad/NNP/nsubj/7 must/MD/aux/7 "
        "free/VB/ROOT/7 him/PRP/dobj/7",
        "Chad must free him",
        "talks to resume",
    ),
    (
        "A/DT/det/1 truce/NN/nsubjpass/4 must/MD/aux/4 be/VB/auxpass/4 matched=match/VBN/ROOT/4 by/IN/agent/4 "
        "Mali/NNP/pobj/5",
        "must be matched by Mali",
        "A truce",
    ),
    (
        "Any/DT/det/1 state/NN/nsubj/5 that/WDT/nsubj/3 signs=sign/VBZ/relcl/1 will/MD/aux/5 gain/VB/ROOT/5",
        "Any state that signs",
        "will gain",
    ),
    (
        "Oman/NNP/nsubj/2 will/MD/aux/2 help/VB/ROOT/2 any/DT/det/4 state/NN/dobj/2 that/WDT/nsubj/6 "
        "signs=sign/VBZ/relcl/4",
        "that signs",
        "Oman will help any state",
    ),
]


@pytest.mark.parametrize(("notation", "condition", "on"), CASES)
def test_what_must_be_is_found(notation: str, condition: str, on: str) -> None:
    (shape,) = join_found([], find_shapes(make_doc(parsed(notation))))
    assert " ".join(t.text for t in shape.condition) == condition
    assert " ".join(t.text for t in shape.on) == on


def test_any_without_what_follows_from_it_is_no_condition() -> None:
    doc = make_doc(parsed("Any/DT/det/1 guest/NN/nsubj/4 who/WP/nsubj/3 came=come/VBD/relcl/1 slept=sleep/VBD/ROOT/4"))
    assert not [shape for token in doc for finder in NEED_FINDERS if (shape := finder.find(token)) is not None]
