"""Whether an act happened, and the words that say so, on parses made by hand."""

from __future__ import annotations

import pytest

from detente.knowledge.plover import load_event_lexicon
from detente.reading.events.status import read_status
from tests.reading_scenes import make_doc, parsed


@pytest.mark.parametrize(
    ("notation", "word", "status", "cue"),
    [
        ("Peru/NNP/nsubj/1 attacked=attack/VBD/ROOT/1 Chile/NNP/dobj/1", 1, "actual", ""),
        ("Peru/NNP/nsubj/2 may/MD/aux/2 attack/VB/ROOT/2 Chile/NNP/dobj/2", 2, "possible", "may"),
        ("Peru/NNP/nsubj/2 will/MD/aux/2 attack/VB/ROOT/2 Chile/NNP/dobj/2", 2, "promised", "will"),
        ("Peru/NNP/nsubj/1 is=be/VBZ/ROOT/1 to/TO/aux/3 free/VB/xcomp/1 him/PRP/dobj/3", 3, "promised", "is"),
        ("Aims=aim/NNS/nsubj/1 are=be/VBP/ROOT/1 to/TO/aux/3 free/VB/xcomp/1 him/PRP/dobj/3", 3, "actual", ""),
        (
            "Peru/NNP/nsubj/1 denied=deny/VBD/ROOT/1 attacking=attack/VBG/xcomp/1 Chile/NNP/dobj/2",
            2,
            "denied",
            "denied",
        ),
    ],
)
def test_status_and_its_words(notation: str, word: int, status: str, cue: str) -> None:
    found = read_status(make_doc(parsed(notation))[word], None, load_event_lexicon())
    assert (found.status, " ".join(one.text for one in found.cue)) == (status, cue)
