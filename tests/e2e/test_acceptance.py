"""The first ten minutes of a user, steps 3 to 6: look, correct with the keyboard alone, take along, cite."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

import detente
from detente.archive import connect
from detente.archive.review import look, select_edits
from detente.runs import ReadingOptions
from detente.views.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from detente.records import Record

pytestmark = [pytest.mark.browser, pytest.mark.model]

_REPORT = """\
Peru and Chile settle their border dispute

LIMA, 2 May 2025 (Meridian) – Peru and Chile agreed on Friday to settle their border dispute. “We agree on all points \
of the map,” said Peruvian Foreign Minister Ana Ruiz. The Harbour Council welcomed the agreement. Chile rejected a \
proposal to reopen the bridge, and Bolivia condemned the decision.

The opposition in Peru said that it would vote against the agreement. Whether parliament approves it remains to be seen.
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("acceptance")
    (folder / "report.txt").write_text(_REPORT, encoding="utf-8")
    (folder / "own.tsv").write_text("name\tkind\tcountry\toffice\tstart\tend\n", encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main.run([
            "add",
            str(folder / "report.txt"),
            "--archive",
            str(folder / "news.sqlite"),
            "--published",
            "2025-05-03",
        ])
    assert left.value.code == 0
    return folder / "news.sqlite"


@pytest.fixture(scope="module")
def serve_options(archive: Path) -> dict[str, Any]:
    return {"coder": "Ines", "reading": ReadingOptions(actors=archive.with_name("own.tsv"))}


def _record(archive: Path) -> Record:
    with closing(connect(archive)) as connection:
        return look(connection, 1).record


def _tab_to(page: Page, label: str) -> None:
    """Go with Tab to the field of the open form that has a label."""
    for _ in range(40):
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == label:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not lead to {label}")


def _open(page: Page, key: str) -> None:
    """Choose a claim by its address, and open its fields by key."""
    page.goto(page.url.partition("#")[0].rstrip("/"))
    page.goto(f"{page.url}#{key}")
    page.reload()
    page.wait_for_selector(f"#{key}.chosen")
    page.keyboard.press("e")
    page.wait_for_selector(f"#{key} form.correct")


def _save(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_selector(f"#{key} .review", state="attached")


def test_step_3_text_left_record_right_and_words_for_every_claim(visit: Callable[..., Page], archive: Path) -> None:
    page = visit("/article/1", viewport={"width": 1280, "height": 860})
    text, record = (page.locator(pane).bounding_box() for pane in (".text", ".record"))
    assert text is not None
    assert record is not None
    assert text["x"] + text["width"] <= record["x"]
    page.keyboard.press("j")
    page.wait_for_selector(".seg.lit")
    assert page.locator(".kinds .chip").count() >= 3
    assert page.locator(".fold > summary").count() >= 1  # what is uncertain is one click away
    with detente.Archive(archive) as opened:
        assert "Peru and Chile settle" in opened.record(1).to_html()


def test_step_4_everything_is_corrected_with_the_keyboard_alone(visit: Callable[..., Page], archive: Path) -> None:
    page = visit("/article/1", viewport={"width": 1280, "height": 860})
    event = next(event for event in _record(archive).events if event.sources and event.targets)
    names = {actor.key: actor.name for actor in _record(archive).actors}
    # direction: source and target change places; and another type
    _open(page, event.key)
    _tab_to(page, "type")
    page.keyboard.type("CONSULT" if event.type != "CONSULT" else "AGREE")
    for label, key in (("sources", event.targets[0]), ("targets", event.sources[0])):
        _tab_to(page, label)
        page.keyboard.type(names[key])
        page.wait_for_selector(".suggestions:not([hidden]) [aria-selected=true]")
        page.keyboard.press("Enter")
    _save(page, event.key)
    after = next(e for e in _record(archive).events if e.key == event.key)
    assert after.type != event.type
    assert (after.sources[0], after.targets[0]) == (event.targets[0], event.sources[0])
    # the speaker, somebody of the knowledge who is not in the article
    statement = _record(archive).statements[0].key
    _open(page, statement)
    _tab_to(page, "speakers")
    page.keyboard.type("gabriel boric")
    page.wait_for_selector(".suggestions:not([hidden]) strong:text('Gabriel Boric')")
    page.keyboard.press("Enter")
    _save(page, statement)
    assert "Gabriel Boric" in _speakers(archive, statement)
    # undo
    with page.expect_navigation():
        page.keyboard.press("u")
    assert "Gabriel Boric" not in _speakers(archive, statement)


def _speakers(archive: Path, key: str) -> list[str]:
    record = _record(archive)
    said = next(statement for statement in record.statements if statement.key == key)
    return [actor.name for actor in record.actors if actor.key in said.speakers]


def test_step_4_a_missing_actor_comes_with_dates(visit: Callable[..., Page], archive: Path) -> None:
    page = visit("/article/1", viewport={"width": 1280, "height": 860})
    page.keyboard.press("n")
    page.wait_for_selector("#new form.correct")
    page.click("#new a:text('actor')")
    page.wait_for_selector("#new [aria-label='in office from']")
    for label, typed in (
        ("name", "Ana Ruiz Paz"), ("kind", "person"), ("words of the text that name it", "Harbour Council"),
        ("in office from", "2024-05"),
    ):  # fmt: skip
        _tab_to(page, label)
        page.keyboard.type(typed)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert any(actor.name == "Ana Ruiz Paz" for actor in _record(archive).actors)
    assert "Ana Ruiz Paz\tperson" in archive.with_name("own.tsv").read_text(encoding="utf-8")


def test_step_4_the_edits_are_signed_and_survive_reading_again(archive: Path) -> None:
    before = _record(archive)
    with closing(connect(archive)) as connection:
        edits = select_edits(connection, 1)
    assert {edit.coder for edit in edits} == {"Ines"}
    assert len(edits) >= 4
    with pytest.raises(SystemExit) as left:
        main.run(["reread", "--all", "--archive", str(archive)])
    assert left.value.code == 0
    assert _record(archive).events == before.events


@pytest.mark.parametrize("form", ["csv", "parquet", "gdelt", "icews", "polecat", "plover", "dna", "gexf", "graphml"])
def test_step_5_the_archive_is_taken_along(form: str, archive: Path, tmp_path: Path) -> None:
    target = tmp_path / (form if form in {"csv", "parquet"} else f"out.{form}")
    with pytest.raises(SystemExit) as left:
        main.run(["export", str(target), "--as", form, "--archive", str(archive)])
    assert left.value.code == 0
    assert target.exists()


def test_step_6_it_is_cited(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main.run(["cite", "--archive", str(archive), "--json"])
    assert left.value.code == 0
    told = json.loads(capsys.readouterr().out)
    assert "@" in told["bibtex"]
    assert detente.__version__ in json.dumps(told)
