"""Who cannot be source or target of an event, on parses made by hand."""

from __future__ import annotations

import pytest

from detente.reading.cast import Cast
from detente.reading.events.arguments.barred import BarReader
from detente.records import Actor, EventType, Mention
from tests.reading_scenes import Scene, parsed


def barred(notation: str, actors: str, trigger: str, kind: EventType) -> tuple[set[str], set[str]]:
    """Return the names of those who are ruled out as source, and as target."""
    one = Scene(parsed(notation), {name: name[:3].upper() for name in actors.split()})
    words = [token for token in one.words if token.text in trigger.split()]
    found = BarReader(one.document, one.cast).read(one.document.sentences[0], words, kind)
    return tuple({one.cast.actor(key).name for key in side} for side in (found.sources, found.targets))  # type: ignore[return-value]


CONDOLENCES = (
    "Brandt/NNP/nsubj/1 conveyed=convey/VBD/ROOT/1 Norway/NNP/poss/4 's/POS/case/2 condolences=condolence/NNS/dobj/1 "
    "to/IN/prep/4 Chad/NNP/pobj/5"
)
REPORTS = (
    "Peru/NNP/nsubj/1 rejected=reject/VBD/ROOT/1 reports=report/NNS/dobj/1 that/IN/mark/5 Chile/NNP/nsubj/5 "
    "fired=fire/VBD/acl/2"
)
SANCTIONS = (
    "Peru/NNP/nsubj/1 called=call/VBD/ROOT/1 for/IN/prep/1 sanctions=sanction/NNS/pobj/2 against/IN/prep/3 "
    "Chile/NNP/pobj/4"
)
THREATS = "Peru/NNP/nsubj/1 denounced=denounce/VBD/ROOT/1 threats=threat/NNS/dobj/1 against/IN/prep/2 Chile/NNP/pobj/3"
MEETING = (
    "Peru/NNP/nsubj/1 postponed=postpone/VBD/ROOT/1 a/DT/det/3 meeting/NN/dobj/1 on/IN/prep/3 Sudan/NNP/pobj/4 "
    "with/IN/prep/3 Chile/NNP/pobj/6"
)


@pytest.mark.parametrize(
    ("notation", "actors", "trigger", "kind", "sources", "targets"),
    [
        (CONDOLENCES, "Brandt Norway Chad", "conveyed", "SUPPORT", set(), {"Norway"}),
        (CONDOLENCES.replace("condolences=condolence", "money"), "Brandt Norway Chad", "conveyed", "AID", set(), set()),
        (REPORTS, "Peru Chile", "rejected", "REJECT", set(), {"Chile"}),
        (REPORTS.replace("reports=report", "terms=term"), "Peru Chile", "rejected", "REJECT", set(), set()),
        (SANCTIONS, "Peru Chile", "called", "REQUEST", set(), {"Chile"}),
        (SANCTIONS, "Peru Chile", "sanctions", "SANCTION", set(), set()),
        (THREATS, "Peru Chile", "denounced", "ACCUSE", set(), {"Chile"}),
        (THREATS, "Peru Chile", "threats", "THREATEN", set(), set()),
        (MEETING, "Peru Sudan Chile", "postponed", "SANCTION", {"Sudan"}, {"Sudan"}),
        (MEETING, "Peru Sudan Chile", "meeting", "CONSULT", {"Sudan"}, {"Sudan"}),
    ],
)
def test_a_place_of_the_sentence_rules_somebody_out(
    notation: str, actors: str, trigger: str, kind: EventType, sources: set[str], targets: set[str]
) -> None:
    assert barred(notation, actors, trigger, kind) == (sources, targets)


def test_who_is_named_at_another_place_too_is_not_ruled_out() -> None:
    both = REPORTS.replace("reports=report/NNS/dobj/1", "Chile/NNP/poss/3 reports=report/NNS/dobj/1")
    moved = both.replace("mark/5", "mark/6").replace("nsubj/5", "nsubj/6").replace("acl/2", "acl/3")
    one = Scene(parsed(moved), {"Peru": "PER"})
    first, second = (at for at in range(len(one.text)) if one.text.startswith("Chile", at))
    chile = Actor("a2", None, "Chile", "state", "CHL", None, None, (Mention(first, first + 5, "name"),))
    cast = Cast(one.document, (*one.cast.actors, chile), {**one.cast.heads, first: ("a2",), second: ("a2",)})
    words = [token for token in one.words if token.text == "rejected"]
    assert BarReader(one.document, cast).read(one.document.sentences[0], words, "REJECT").targets == frozenset()


@pytest.mark.parametrize(
    ("sector", "kind", "ruled_out"), [("GOV", "ACCUSE", {"a2"}), ("OPP", "ACCUSE", set()), ("GOV", "AID", set())]
)
def test_nobody_accuses_the_state_for_which_he_speaks_unless_it_is_named(
    sector: str, kind: EventType, ruled_out: set[str]
) -> None:
    one = Scene(parsed("Lema/NNP/nsubj/1 blamed=blame/VBD/ROOT/1 rebels=rebel/NNS/dobj/1"), {})
    lema = Actor("a1", None, "Lema", "person", "ETH", sector, None, (Mention(0, 4, "name"),))  # type: ignore[arg-type]
    state = Actor("a2", "c:eth", "Ethiopia", "state", "ETH", None, None, ())
    cast = Cast(one.document, (lema, state), {0: ("a1",)})
    words = [one.words[1]]
    assert BarReader(one.document, cast).read(one.document.sentences[0], words, kind).targets == ruled_out


HOSTED = (
    "Peru/NNP/nsubj/1 called=call/VBD/ROOT/1 for/IN/prep/1 calm/NN/pobj/2 at/IN/prep/1 a/DT/det/6 summit/NN/pobj/4 "
    "held=hold/VBN/acl/6 by/IN/agent/7 Oman/NNP/pobj/8"
)
BESIDE = (
    "Peru/NNP/nsubj/1 stands=stand/VBZ/ROOT/1 by/IN/prep/1 Chad/NNP/pobj/2 and/CC/cc/1 blames=blame/VBZ/conj/1 "
    "Mali/NNP/dobj/5"
)


@pytest.mark.parametrize(
    ("notation", "trigger", "kind", "targets"),
    [
        # Who holds the talks is asked nothing; what is welcomed may be the talks themselves.
        (HOSTED, "called", "REQUEST", {"Oman"}),
        (HOSTED, "called", "SUPPORT", set()),
        # Each of two verbs has its own object.
        (BESIDE, "stands", "SUPPORT", {"Mali"}),
        (BESIDE, "blames", "ACCUSE", {"Chad"}),
    ],
)
def test_who_belongs_to_other_words_is_no_target(
    notation: str, trigger: str, kind: EventType, targets: set[str]
) -> None:
    actors = " ".join(name for name in ("Peru", "Oman", "Chad", "Mali") if f"{name}/" in notation)
    assert barred(notation, actors, trigger, kind)[1] == targets


def test_nobody_threatens_the_state_that_is_to_act() -> None:
    notation = "Lema/NNP/nsubj/1 warned=warn/VBD/ROOT/1 that/IN/mark/5 Chad/NNP/nsubj/5 will/MD/aux/5 answer/VB/ccomp/1"
    one = Scene(parsed(notation), {"Chad": "TCD"})
    mentions = one.cast.actors[0].mentions
    lema = Actor("a1", None, "Lema", "person", "TCD", "GOV", None, (Mention(0, 4, "name"),))
    chad = Actor("a2", None, "Chad", "state", "TCD", None, None, mentions)
    cast = Cast(one.document, (lema, chad), {0: ("a1",), mentions[0].start: ("a2",)})
    words = [token for token in one.words if token.text == "warned"]
    assert BarReader(one.document, cast).read(one.document.sentences[0], words, "THREATEN").targets == {"a2"}


@pytest.mark.parametrize(("kind", "ruled_out"), [("organization", {"a2"}), ("person", set())])
def test_a_ministry_does_not_threaten_the_state_that_it_names(kind: str, ruled_out: set[str]) -> None:
    notation = (
        "Ministry/NNP/nsubj/1 warned=warn/VBD/ROOT/1 deals=deal/NNS/nsubj/5 without/IN/prep/2 Chad/NNP/pobj/3 "
        "fail/VBP/ccomp/1"
    )
    one = Scene(parsed(notation), {"Chad": "TCD"})
    state = one.cast.actors[0]
    speaker = Actor("a9", None, "Ministry", kind, "TCD", "GOV", None, (Mention(0, 8, "name"),))  # type: ignore[arg-type]
    chad = Actor("a2", None, "Chad", "state", "TCD", None, None, state.mentions)
    cast = Cast(one.document, (speaker, chad), {0: ("a9",), state.mentions[0].start: ("a2",)})
    words = [token for token in one.words if token.text == "warned"]
    assert BarReader(one.document, cast).read(one.document.sentences[0], words, "THREATEN").targets == ruled_out
