"""`detente review`: from the queue to the agreement of two coders, on the command line."""

from __future__ import annotations

import dataclasses
import io
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from detente.archive.database import connect
from detente.archive.rows import select_record
from detente.views.cli import main
from tests.unit.archive.builders import TEXT, full_record, make_article, new_archive, span
from tests.unit.archive.review.scenes import file_record, read_again

if TYPE_CHECKING:
    from pathlib import Path

    from detente.records import Record


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "news.sqlite"
    with closing(new_archive(path)) as connection:
        file_record(connection, full_record())
        file_record(connection, dataclasses.replace(full_record(), article=make_article(f"{TEXT} Again.")))
    return path


class Detente:
    """Calls `detente review` as a coder and keeps what it printed."""

    def __init__(self, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.archive = archive
        self.capsys = capsys

    def __call__(self, *words: str, coder: str | None = "anna") -> tuple[int | str | None, str, str]:
        signed = () if coder is None else ("--coder", coder)
        with pytest.raises(SystemExit) as left:
            main.run(["review", *words, "--archive", str(self.archive), *signed])
        out, err = self.capsys.readouterr()
        return left.value.code, out, err

    def record(self) -> Record:
        with closing(connect(self.archive)) as connection:
            record = select_record(connection, 1)
        assert record is not None
        return record


@pytest.fixture
def detente(archive: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Detente:
    monkeypatch.delenv("DETENTE_CODER", raising=False)
    return Detente(archive, capsys)


def test_the_queue_shows_a_claim_with_its_words_in_context(detente: Detente) -> None:
    code, out, _ = detente("queue", "--limit", "1", coder=None)
    assert code == 0
    assert out.startswith("1:e1  Harbour talks 🚢 resume  (2025-03-10; ")
    assert "stays open if Vestland ▸withdraws◂ its fleet by Friday" in out
    assert "sources       Vestland (a2)" in out
    assert "targets       –" in out


def test_an_accepted_claim_leaves_the_queue(detente: Detente) -> None:
    code, out, _ = detente("accept", "1:e1", "1:s1", "--why", "read it twice")
    assert code == 0
    assert out == (
        "edit 1: 1:e1 accepted “withdraws”\n"
        f"edit 2: 1:s1 accepted “{full_record().article.text[span('“Our').start : span('Friday.”').end]}”\n"
    )
    _, out, _ = detente("queue", "--limit", "2", coder=None)
    assert "1:e1" not in out
    _, out, _ = detente("log", coder=None)
    assert "anna  accept  1:e1 “withdraws”  — read it twice" in out


@pytest.mark.parametrize(
    ("words", "key", "field", "value"),
    [
        (["1:s2", "speakers", "Maria Olsen", "a3"], "s2", "speakers", ("a1", "a3")),
        (["1:s2", "speakers", "vestland"], "s2", "speakers", ("a2",)),
        (["1:s2", "speakers", "Q1"], "s2", "speakers", ("a1",)),
        (["1:s1", "speakers", "none"], "s1", "speakers", ()),
        (["1:s1", "source", "She"], "s1", "source", (span("She"),)),
        (["1:e1", "type", "aid"], "e1", "type", "AID"),
        (["1:e1", "status", "denied"], "e1", "status", "denied"),
        (["1:e2", "background", "no"], "e2", "background", False),
        (["1:e2", "trigger", "rejected the offer"], "e2", "trigger", span("rejected the offer")),
        (["1:e2", "trigger", "0-7"], "e2", "trigger", (0, 7)),
        (["1:e2", "said_in", "s2"], "e2", "said_in", "s2"),
        (["1:e2", "said_in", "none"], "e2", "said_in", None),
        (["1:e1", "cameo", "0874"], "e1", "cameo", "0874"),
        (["1:c1", "holder", "Vestland"], "c1", "holder", "a2"),
        (["1:p1", "stance", "mixed"], "p1", "stance", "mixed"),
        (["1:a2", "country", "VES"], "a2", "country", "VES"),
        (["1:a2", "name", "Kingdom of Vestland"], "a2", "name", "Kingdom of Vestland"),
        (["1:e1", "sources", '["a1", "a2"]'], "e1", "sources", ("a1", "a2")),
    ],
)
def test_a_correction_takes_what_people_write(
    detente: Detente, words: list[str], key: str, field: str, value: object
) -> None:
    code, out, err = detente("correct", *words)
    assert (code, err) == (0, "")
    assert f"1:{key} corrected" in out
    record = detente.record()
    claims: tuple[Any, ...] = (
        *record.actors, *record.statements, *record.events, *record.conditions, *record.positions,
    )  # fmt: skip
    assert getattr(next(c for c in claims if c.key == key), field) == value


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("2025-03-12", ("2025-03-12", "2025-03-12", "day")),
        ("2024-02", ("2024-02-01", "2024-02-29", "month")),
        ("2024", ("2024-01-01", "2024-12-31", "year")),
        ("2025-03-10..2025-03", ("2025-03-10", "2025-03-31", "range")),
    ],
)
def test_days_are_written_as_exactly_as_they_are_known(
    detente: Detente, written: str, days: tuple[str, str, str]
) -> None:
    assert detente("correct", "1:e1", "date", written)[0] == 0
    date = detente.record().events[0].date
    assert date is not None
    assert (date.start, date.end, date.precision) == days


def test_a_part_of_a_name_is_enough_where_one_actor_has_it(detente: Detente) -> None:
    assert detente("correct", "1:s2", "speakers", "olsen")[0] == 0
    assert detente.record().statements[1].speakers == ("a1",)
    detente("add", "1", "actor", "name=Anders Olsen", "kind=person")
    code, _, err = detente("correct", "1:s2", "speakers", "Olsen")
    assert code == 2
    assert "several actors" in err
    assert "a1 Maria Olsen, a4 Anders Olsen;" in err


def test_a_code_brings_its_place_on_the_goldstein_scale(detente: Detente) -> None:
    assert detente("correct", "1:e1", "type", "AID")[0] == 0
    assert detente("correct", "1:e1", "cameo", "072")[0] == 0
    event = detente.record().events[0]
    assert (event.cameo, event.intensity) == ("072", 8.3)


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["correct", "1:s2", "speakers", "Nobody Known"], "no actor of the article is called", "a1 Maria Olsen, a2"),
        (["correct", "1:s2", "speakers", "Vest"], "no actor", "a1 Maria Olsen"),
        (["correct", "1:s2", "speaker", "a1"], "no field 'speaker'", "speakers, on_behalf_of"),
        (["correct", "1:e1", "type", "PARTY"], "type cannot be 'PARTY'", "AGREE, CONSULT"),
        (["correct", "1:e1", "trigger", "nowhere"], "the text has no 'nowhere'", "exactly as printed"),
        (["correct", "1:e1", "trigger", "the"], "stands", "Choose a place: "),
        (["correct", "1:e1", "date", "Monday"], "is no day", "2025-03-10"),
        (["correct", "1:e1", "date", "2025-13"], "is no month", ""),
        (["correct", "1:e1", "background", "maybe"], "yes or no", ""),
        (["correct", "1:e1", "intensity", "high"], "is a number", ""),
        (["correct", "1:e1", "said_in", "Olsen"], "by their keys", "s3"),
        (["correct", "1:e1", "cameo", "999"], "no CAMEO code 999", ""),
        (["correct", "1:e1", "cameo", "0211"], "is of type REQUEST", "Correct the type first"),
        (["correct", "1:e1", "status", "denied", "possible"], "takes one value", ""),
        (["correct", "1:e1", "sources", "[a1"], "not JSON", ""),
        (["accept", "1:e9"], "no event 'e9'", ""),
        (["accept", "1"], "names an article", "1:s1"),
        (["accept", "1:x3"], "names no claim", "12:s3"),
        (["accept", "99:e1"], "no article 99", ""),
        (["add", "1", "rumour", "x=y"], "no kind of claim", "statement, event"),
        (["add", "1", "event", "type"], "no FIELD=VALUE", ""),
        (["add", "1", "event", "type=AID", "status=actual"], "trigger", ""),
        (["split", "1:a1", "name=Ida", "--mention", "He"], "has no mention 'He'", "“She”"),
        (["split", "1:a2", "name=Ida", "--mention", "Vestland"], "has 2 mentions", "-"),
        (["split", "1:s1", "name=Ida"], "is no actor", "a1 Maria Olsen"),
        (["merge", "1:a1", "2"], "not of one kind", ""),
        (["undo"], "anna has no edit to undo", "review log"),
        (["redo"], "anna has undone nothing", ""),
        (["undo", "7"], "there is no edit 7", ""),
        (["queue", "--kind", "rumour"], "no kind of claim", "statement"),
        (["accept", "1:s9"], "no statement 's9'", ""),
    ],
)
def test_wrong_use_says_what_and_names_the_choices(detente: Detente, words: list[str], message: str, hint: str) -> None:
    code, out, err = detente(*words)
    assert (code, out) == (2, "")
    assert message in err
    assert hint in err
    assert "Traceback" not in err
    assert detente.record() == full_record()


@pytest.mark.parametrize("words", [["accept", "1:e1"], ["undo"], ["queue", "--second"], ["next"]])
def test_nobody_edits_without_a_name(detente: Detente, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", "root")
    code, _, err = detente(*words, coder=None)
    assert code == 2
    assert "DETENTE_CODER" in err


def test_the_name_can_come_from_the_environment(detente: Detente, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_CODER", "cora")
    assert detente("accept", "1:e1", coder=None)[0] == 0
    assert "  cora  accept" in detente("log", coder=None)[1]


def test_an_article_can_be_named_by_the_beginning_of_its_id(detente: Detente) -> None:
    code, out, _ = detente("accept", f"{full_record().article.id[:8]}:e1")
    assert code == 0
    assert out.startswith("edit 1: 1:e1 accepted")


def test_reject_undo_redo(detente: Detente) -> None:
    assert detente("reject", "1:e1", "--why", "hypothetical")[0] == 0
    assert [e.key for e in detente.record().events] == ["e2"]
    _, out, _ = detente("undo")
    assert "undo  1  edit 1" in out
    assert detente.record() == full_record()
    assert "[undone by 2]" in detente("log", "1", coder=None)[1]
    assert detente("redo")[0] == 0
    assert [e.key for e in detente.record().events] == ["e2"]


def test_a_claim_is_added(detente: Detente) -> None:
    code, out, _ = detente(
        "add", "1", "event", "type=REJECT", "sources=Vestland", "targets=a1", "targets=a3", "trigger=the offer",
        "status=actual",
    )  # fmt: skip
    assert (code, out) == (0, "edit 1: 1:e3 added\n")
    event = detente.record().events[2]
    assert (event.sources, event.targets, event.trigger) == (("a2",), ("a1", "a3"), span("the offer"))


def test_actors_are_split_and_merged(detente: Detente) -> None:
    code, out, _ = detente("split", "1:a1", "name=Ida Berg", "role=Spokeswoman", "--mention", "She", "--claim", "i1")
    assert (code, out) == (0, "edit 1: 1:a4 split off “Maria Olsen”\n")
    assert (detente.record().actors[3].name, detente.record().interpretations[0].holder) == ("Ida Berg", "a4")
    assert detente("merge", "1:a1", "1:a4")[1] == "edit 2: 1:a1 merged with a4 “Maria Olsen”\n"
    assert [a.key for a in detente.record().actors] == ["a1", "a2", "a3"]


def test_actors_and_stories_are_merged_beyond_an_article(detente: Detente) -> None:
    code, out, _ = detente("merge", "1:a1", "2:a2")
    assert code == 0
    assert "same_actor  Vestland is Maria Olsen" in out
    assert "join_story" in detente("merge", "1", "2")[1]
    assert "leave_story" in detente("split", "2")[1]
    assert "alone in its story" in detente("split", "2")[2]


def test_show_lists_claims_and_one_with_its_edits(detente: Detente) -> None:
    detente("correct", "1:e2", "status", "denied", "--why", "a denial")
    _, out, _ = detente("show", "1", coder=None)
    assert all(f"{key}  " in out for key in ("a1", "s1", "e2", "c1", "i1", "q1", "p1", "m1"))
    _, out, _ = detente("show", "1:e2", coder=None)
    assert out.startswith("e2  event  (corrected)\n  type          REJECT\n")
    assert "status: actual → denied  — a denial" in out


def test_show_names_what_there_is(detente: Detente) -> None:
    code, _, err = detente("show", "1:e9", coder=None)
    assert code == 2
    assert "has no e9" in err
    assert "e1, e2" in err


def test_an_edit_without_a_place_is_listed(detente: Detente) -> None:
    assert detente("unfit", coder=None)[1] == "Every edit has its place.\n"
    detente("correct", "1:e2", "status", "denied")
    with closing(connect(detente.archive)) as connection:
        read_again(connection, 1, dataclasses.replace(full_record(), events=full_record().events[:1]))
    _, out, _ = detente("unfit", coder=None)
    assert "correct  1:e2 “rejected”" in out
    assert "this reading has no event “rejected”" in out


def test_two_coders_and_their_agreement(detente: Detente) -> None:
    assert "judged by two coders yet" in detente("agreement", coder=None)[1]
    detente("accept", "1:e1")
    detente("reject", "1:s2")
    _, out, _ = detente("queue", "--second", coder="ben")
    assert [line.split()[0] for line in out.splitlines() if line.startswith("1:")] == ["1:s2", "1:e1"]
    detente("accept", "1:s2", "--blind", coder="ben")
    _, out, _ = detente("agreement", coder=None)
    assert "decision        1      2  not enough data: 20 items are the least" in out


def test_one_by_one(detente: Detente, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "x\nc status denied\nc status\na\nr\nu\ns\nq\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(said))
    code, out, err = detente("next", "--limit", "4")
    assert code == 0
    assert "[1 of 4]  1:e1" in out
    assert "edit 1: 1:e1 corrected “withdraws”" in out
    assert "edit 2: 1:e1 accepted “withdraws”" in out
    assert "[2 of 4]  2:e1" in out
    assert "edit 3: 2:e1 rejected “withdraws”" in out
    assert "edit 3" in out.split("[3 of 4]")[1]
    assert "[4 of 4]" in out
    assert "status takes one value" in err
    assert detente.record().events[0].status == "denied"


def test_one_by_one_ends_with_the_input(detente: Detente, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    code, out, _ = detente("next")
    assert code == 0
    assert "[2 of" not in out


def test_what_articles_say_cannot_act_on_the_screen(detente: Detente) -> None:
    text = "Title\n\nThe \x1b[31mminister\x1b[0m resigned."
    trigger = text.index("\x1b")
    record = full_record()
    event = dataclasses.replace(
        record.events[1],
        trigger=type(record.events[1].trigger)(trigger, trigger + 13),
        sources=(),
        targets=(),
        target_confidences=(),
        date=None,
    )
    empty = dataclasses.replace(
        record, article=make_article(text), actors=(), statements=(), events=(event,), conditions=(),
        interpretations=(), questions=(), positions=(), commitments=(), gaps=(),
    )  # fmt: skip
    with closing(connect(detente.archive)) as connection:
        number = file_record(connection, empty)
    detente("correct", f"{number}:e2", "status", "possible")
    for words in (["queue", "--limit", "50"], ["show", str(number)], ["log"]):
        assert "\x1b" not in detente(*words, coder=None)[1]
