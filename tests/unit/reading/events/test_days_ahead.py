"""Days without a year: which of them lie ahead of the article's day, and what that says of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detente.knowledge.plover import load_event_lexicon
from detente.reading.events.arguments import Arguments
from detente.reading.events.scene import Scene as EventScene
from detente.reading.events.timing import is_of_what_is_judged
from detente.reading.said import Said
from tests.reading_scenes import Scene, make_document, parsed

if TYPE_CHECKING:
    from tests.conftest import Read

pytestmark = pytest.mark.model

#: A Wednesday.
_DAY = "2021-09-15"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Norway's foreign minister will meet Chad's envoy on Friday.", "2021-09-17"),
        ("Norway's foreign minister is to meet Chad's envoy on Monday.", "2021-09-20"),
        ("Norway's foreign minister is scheduled to visit Chad on 3 October.", "2021-10-03"),
        ("Norway's foreign minister plans to visit Chad on January 5.", "2022-01-05"),
        ("Norway said it would expel two Chadian diplomats on Monday.", "2021-09-20"),
        ("Norway is meeting Chad on Friday.", "2021-09-17"),
        ("The leaders of Norway and Chad meet in Lima on Friday.", "2021-09-17"),
        ("Norway's foreign minister met Chad's envoy on Friday.", "2021-09-10"),
        ("Norway's foreign minister was to have met Chad's envoy on Friday.", "2021-09-10"),
    ],
)
def test_a_day_lies_ahead_in_a_clause_that_looks_ahead(read: Read, text: str, day: str) -> None:
    dates = {event.date.start for event in read(text, published=_DAY).events if event.date is not None}
    assert dates == {day}


def test_what_is_dated_ahead_has_not_happened(read: Read) -> None:
    text = "The ban, which is to take effect on December 10, prohibits all flights from Oman to Qatar."
    record = read(text, published=_DAY)
    assert {event.status for event in record.events} == {"promised"}


def test_statement_is_dated_back_though_its_content_looks_ahead(read: Read) -> None:
    record = read("Norway said on Tuesday that it will expel two Chadian diplomats.", published=_DAY)
    assert [s.date.start for s in record.statements if s.date is not None] == ["2021-09-14"]


CONDEMNED = (
    "Peru/NNP/nsubj/1 condemned=condemn/VBD/ROOT/1 the/DT/det/3 raid/NN/dobj/1 of/IN/prep/3 May/NNP/pobj/4 "
    "3/CD/nummod/5"
)


@pytest.mark.parametrize(
    ("notation", "is_of_the_raid"),
    [(CONDEMNED, True), (CONDEMNED.replace("of/IN/prep/3", "on/IN/prep/1"), False)],
)
def test_the_day_of_what_is_condemned_is_not_that_of_the_condemning(notation: str, is_of_the_raid: bool) -> None:
    one = Scene(parsed(notation), {"Peru": "PER"})
    document = make_document(one.text, parsed(notation), published=_DAY)
    sentence = document.sentences[0]
    scene = EventScene(
        document, sentence, document.parsed(sentence), one.cast, load_event_lexicon(), Said(()),
        Arguments(sentence, one.cast, load_event_lexicon()),
    )  # fmt: skip
    (mention,) = document.dates_in(sentence, sentence.span)
    assert mention.range is not None
    assert is_of_what_is_judged(scene, scene.doc[1], mention.range) is is_of_the_raid
