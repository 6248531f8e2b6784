"""Events of one story once, with memory that does not hold the texts."""

from __future__ import annotations

import pytest

from detente.archive.exchange import ExportOptions
from detente.archive.exchange.contract import ExportSelection, Tally
from detente.archive.exchange.gathering import (
    DistinctEvent,
    Unheld,
    day_part,
    gather,
    host_of,
    published_by,
    published_on,
)
from detente.archive.exchange.spool import Spool
from detente.archive.filed import Appearance, Filed
from detente.records import Event
from tests.made_text import where as span
from tests.unit.archive.exchange.samples import CREATED, TEXT, archive, event, filed, leading, record

EVERYTHING = ExportSelection(None, background=True, reviewed_only=False)


def _gather(
    articles: list[Filed], selection: ExportSelection = EVERYTHING
) -> tuple[list[DistinctEvent[str]], dict[str, int]]:
    def make(item: Filed, told: Event) -> str | Unheld:
        return f"{item.story}:{told.type}" if told.cameo else Unheld("without code")

    tally = Tally("test")
    with gather(articles, selection, tally, make, see=lambda _: None) as gathered:
        return list(gathered), dict(tally.lost)


def test_counts_are_of_all_copies_and_places() -> None:
    told, lost = _gather(archive())
    by_key = {entry.id.rpartition(":")[2]: entry for entry in told[:5]}
    assert list(by_key) == ["e1", "e2", "e3", "e4", "e5"]
    accused = by_key["e2"]
    assert (accused.row, accused.mentions, accused.articles) == ("1:ACCUSE", 6, 3)
    assert accused.sources == ("Example News", "daily.example.com", "The Courier")
    # e6 has no code in either copy, and is one event.
    assert lost == {"without code": 1}


def test_telling_that_a_format_can_hold_saves_the_event() -> None:
    first = leading()
    bare = filed(record(events=first.record.events[5:], actors=first.record.actors, statements=first.record.statements))
    coded = event("e1", "AGREE", span(TEXT, "join"), cameo="030", sources=("a4",))
    other = filed(record(TEXT + " More.", actors=first.record.actors, events=(coded,)), told={"e1": "x:e9"})
    bare = Filed(bare.record, 1, leads=True, appearances=bare.appearances, told={"e6": "x:e9"})
    told, lost = _gather([bare, other])
    assert [(entry.id, entry.row) for entry in told] == [("x:e9", "1:AGREE")]
    assert lost == {}


def test_selection_names_the_first_reason() -> None:
    chosen = ExportSelection(frozenset({"actual"}), background=False, reviewed_only=False)
    _, lost = _gather([leading()], chosen)
    assert lost == {
        "events of status promised: left out": 1,
        "events of status denied: left out": 1,
        "events of the background: left out": 1,
        "without code": 1,
    }


def test_options_override_the_defaults_of_a_format() -> None:
    options = ExportOptions(CREATED, statuses=frozenset({"denied"}), background=False)
    assert ExportSelection.of(options, statuses=None, background=True) == ExportSelection(
        frozenset({"denied"}), False, False
    )
    assert ExportSelection.of(ExportOptions(CREATED), statuses=None, background=True) == EVERYTHING


def test_spool_gives_back_what_it_got_in_any_order() -> None:
    with Spool[tuple[str, int]]() as spool:
        places = [spool.add((f"item {i}" * i, i)) for i in range(50)]
        spool.add_all([("last", 50)])
        assert spool.get(places[7]) == ("item 7" * 7, 7)
        assert [number for _, number in spool] == list(range(51))
        assert spool.add(("more", 51)) > places[-1]


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://www.Example.org/a", "example.org"), ("http://[::1", None), ("", None), (None, None), ("a/b.txt", None)],
)
def test_host_of(url: str | None, host: str | None) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("text", "day"),
    [("2025-03-04", "2025-03-04"), ("2025-03-04T10:00Z", "2025-03-04"), ("2025-02-30", None), ("", None), (None, None)],
)
def test_parse_day(text: str | None, day: str | None) -> None:
    assert day_part(text) == day


def test_report_is_dated_by_the_article_else_its_first_known_appearance() -> None:
    assert published_on(leading()) == "2025-03-04"
    places = (Appearance("a", None, None, "2025-05-05", None), Appearance("b", None, None, "2025-04-04", None))
    assert published_on(filed(record(), appearances=places)) == "2025-04-04"
    assert published_on(filed(record())) is None


def test_report_is_published_by_its_source_else_by_that_of_its_first_appearance_that_has_one() -> None:
    places = (Appearance("a", None, None, None, None), Appearance("b", None, "Gazette", None, None))
    report = filed(record(), appearances=places)
    assert published_by(report) == (report.record.article.source or "Gazette")
    assert published_by(filed(record(), appearances=())) == record().article.source
