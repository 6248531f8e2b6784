"""What words say of a stance, on parses made by hand."""

from __future__ import annotations

import pytest

from detente.reading.substance.positions.words import (
    content_polarity,
    content_words,
    cue_polarity,
    denies_own_act,
    forms,
    is_mutual,
    is_turned,
    praises,
    said_by,
)
from tests.reading_scenes import make_doc, parsed

URGED = "Peru/NNP/nsubj/1 urged=urge/VBD/ROOT/1 Chile/NNP/dobj/1 to/TO/aux/4 lift/VB/xcomp/1 the/DT/det/6 ban/NN/dobj/4"


@pytest.mark.parametrize(
    ("notation", "polarity"),
    [
        ("We/PRP/nsubj/1 support/VBP/ROOT/1 the/DT/det/3 treaty/NN/dobj/1", 1),
        ("We/PRP/nsubj/3 will/MD/aux/3 never/RB/neg/3 accept/VB/ROOT/3 the/DT/det/5 treaty/NN/dobj/3", -1),
        ("We/PRP/nsubj/1 reject/VBP/ROOT/1 the/DT/det/3 treaty/NN/dobj/1", -1),
        ("The/DT/det/1 raid/NN/nsubj/2 was=be/VBD/ROOT/2 a/DT/det/4 crime/NN/attr/2", -1),
        ("The/DT/det/1 vote/NN/nsubj/2 was=be/VBD/ROOT/2 legitimate/JJ/acomp/2", 1),
        ("The/DT/det/1 vote/NN/nsubj/2 was=be/VBD/ROOT/2 short/JJ/acomp/2", 0),
    ],
)
def test_what_a_content_says_outright(notation: str, polarity: int) -> None:
    assert content_polarity(list(make_doc(parsed(notation)))) == polarity


@pytest.mark.parametrize(
    ("denied", "own"),
    [
        ("arming=arm/VBG/xcomp/1 rebels=rebel/NNS/dobj/2", True),
        ("any/DT/det/3 role/NN/dobj/1", True),
        ("a/DT/det/3 charge/NN/dobj/1", False),
    ],
)
def test_who_denies_what_he_did_takes_no_stance(denied: str, own: bool) -> None:
    assert denies_own_act(make_doc(parsed(f"Peru/NNP/nsubj/1 denies=deny/VBZ/ROOT/1 {denied}"))[1]) is own


@pytest.mark.parametrize(
    ("notation", "cue", "polarity"),
    [
        (URGED, 1, 1),
        ("Peru/NNP/nsubj/1 condemned=condemn/VBD/ROOT/1 the/DT/det/3 attack/NN/dobj/1", 1, -1),
        ("Peru/NNP/nsubj/3 did=do/VBD/aux/3 not/RB/neg/3 condemn/VB/ROOT/3 it/PRP/dobj/3", 3, 1),
        ("Peru/NNP/nsubj/1 said=say/VBD/ROOT/1 so/RB/advmod/1", 1, 0),
    ],
)
def test_what_a_cue_itself_says(notation: str, cue: int, polarity: int) -> None:
    assert cue_polarity([make_doc(parsed(notation))[cue]]) == polarity


def test_whoever_wants_an_end_wants_the_contrary() -> None:
    doc = make_doc(parsed(URGED))
    words = said_by(doc[1])
    assert [word.text for word in words] == ["urged", "Chile", "to", "lift", "the", "ban"]
    assert forms(words[:1]) == (("urged", "urge"),)
    # "lift" and "ban" turn it twice where both count; here the ban is what is lifted.
    doc = make_doc(
        parsed("Peru/NNP/nsubj/1 urged=urge/VBD/ROOT/1 an/DT/det/3 end/NN/dobj/1 to/IN/prep/3 aid/NN/pobj/4")
    )
    assert is_turned(list(doc), doc[1])
    doc = make_doc(parsed("Peru/NNP/nsubj/1 urged=urge/VBD/ROOT/1 more/JJR/amod/3 aid/NN/dobj/1"))
    assert not is_turned(list(doc), doc[1])


def test_praise_is_for_whatever_follows() -> None:
    doc = make_doc(parsed("Peru/NNP/nsubj/1 praised=praise/VBD/ROOT/1 its/PRP$/poss/3 role/NN/dobj/1"))
    assert praises(doc[1])
    assert not praises(doc[3])


def test_what_is_done_to_each_other_says_so() -> None:
    doc = make_doc(parsed("They/PRP/nsubj/1 traded=trade/VBD/ROOT/1 threats=threat/NNS/dobj/1"))
    assert is_mutual([doc[2]], doc[2])
    assert content_words(list(doc)) == {"trade", "threat"}
    doc = make_doc(parsed("They/PRP/nsubj/1 condemned=condemn/VBD/ROOT/1 threats=threat/NNS/dobj/1"))
    assert not is_mutual(list(doc), doc[1])
