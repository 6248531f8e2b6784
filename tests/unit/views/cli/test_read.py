"""`detente read`, with a reader that only pretends."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from detente.errors import UsageError
from detente.records import Record
from detente.runs import FailedArticle, ReadArticle, ReadingOptions
from detente.views.cli.options import parse_day
from detente.views.cli.read import find_locations, make_plan, read_all
from detente.views.cli.shapes import SHAPES, check_look, choose_shape, name_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from detente.runs import Outcome
    from detente.views.cli.read import ReadLocations


def _reader(record: Record, *, seen: list[ReadingOptions] | None = None) -> ReadLocations:
    """Return a reader that gives `record` for every location, but fails where the name says "bad"."""

    def read_locations(locations: Iterable[str], options: ReadingOptions) -> Iterator[Outcome]:
        for location in locations:
            if seen is not None:
                seen.append(options)
            if "bad" in location:
                yield FailedArticle(location, "text", "nothing in it is an article", "Look at it.\x1b[2J")
            else:
                yield ReadArticle(location, record)

    return read_locations


def _read(record: Record, locations: tuple[str, ...], shape: str, output: Path | None = None) -> int:
    plan = make_plan(locations, SHAPES[shape], output, width=None, no_colour=False)
    return read_all(plan, ReadingOptions(), _reader(record))


def test_one_article_is_printed_for_the_terminal(strait: Record, capsys: pytest.CaptureFixture[str]) -> None:
    assert _read(strait, ("a.txt",), "terminal") == 0
    out, err = capsys.readouterr()
    assert out.startswith("\n  Karsk offers talks")
    assert "a.txt" not in out
    assert err == ""


def test_several_articles_each_stand_under_their_name(strait: Record, capsys: pytest.CaptureFixture[str]) -> None:
    assert _read(strait, ("a.txt", "b.txt"), "terminal") == 0
    out, err = capsys.readouterr()
    assert out.index("── a.txt ─") < out.index("── b.txt ─")
    assert out.count("Karsk offers talks") == 2
    assert err == "2 read, 0 failed\n"


def test_a_failed_article_is_named_and_the_others_are_printed(
    strait: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _read(strait, ("a.txt", "bad.txt", "c.txt"), "jsonl") == 1
    out, err = capsys.readouterr()
    assert [Record.from_dict(json.loads(line)) for line in out.splitlines()] == [strait, strait]
    assert err == ("failed: bad.txt (text): nothing in it is an article\n  Look at it.␛[2J\n2 read, 1 failed\n")


def test_json_is_the_record(strait: Record, capsys: pytest.CaptureFixture[str]) -> None:
    assert _read(strait, ("a.txt",), "json") == 0
    assert Record.from_json(capsys.readouterr().out) == strait


def test_a_page_goes_to_its_file(strait: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "page.html"
    assert _read(strait, ("a.txt",), "html", target) == 0
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    assert capsys.readouterr().out == ""


def test_several_pages_go_to_a_directory_and_a_failed_one_leaves_no_file(strait: Record, tmp_path: Path) -> None:
    assert _read(strait, ("x/a.txt", "bad.txt", "y/a.html"), "html", tmp_path) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a-2.html", "a.html"]


def test_a_page_may_be_piped(strait: Record, capsys: pytest.CaptureFixture[str]) -> None:
    assert _read(strait, ("a.txt",), "html") == 0
    assert capsys.readouterr().out.startswith("<!doctype html>")


def test_an_old_file_stays_if_nothing_was_read(strait: Record, tmp_path: Path) -> None:
    target = tmp_path / "old.jsonl"
    target.write_text("kept", encoding="utf-8")
    assert _read(strait, ("bad.txt",), "jsonl", target) == 1
    assert target.read_text(encoding="utf-8") == "kept"


def test_a_file_holds_no_colours_and_is_80_columns_wide(tmp_path: Path) -> None:
    plan = make_plan(("a.txt",), SHAPES["terminal"], tmp_path / "a.out", width=None, no_colour=False)
    assert (plan.look.width, plan.look.colour) == (80, False)


@pytest.mark.parametrize("shape", ["json", "jsonl", "html"])
def test_what_only_the_terminal_folds_cannot_be_unfolded_elsewhere(shape: str) -> None:
    check_look(SHAPES["terminal"], everything=True, codes=True)
    for name in ("everything", "codes"):
        with pytest.raises(UsageError, match=f"means nothing with --{shape}"):
            check_look(SHAPES[shape], everything=name == "everything", codes=name == "codes")


def test_the_options_reach_the_reader(strait: Record, tmp_path: Path) -> None:
    seen: list[ReadingOptions] = []
    options = ReadingOptions(datetime.date(2025, 3, 6), "en_other", Path("mine.tsv"))
    plan = make_plan(("a.txt",), SHAPES["json"], tmp_path / "a.json", width=None, no_colour=False)
    read_all(plan, options, _reader(strait, seen=seen))
    assert seen == [options]


def test_contradictory_shapes_are_refused() -> None:
    with pytest.raises(UsageError, match="--json and --html contradict"):
        choose_shape(json=True, jsonl=False, html=True)


@pytest.mark.parametrize(
    ("locations", "shape", "output", "width", "message"),
    [
        (("a", "b"), "json", None, None, "--json prints one record only"),
        (("a", "b"), "html", None, None, "several pages need a directory"),
        (("a", "b"), "html", "missing", None, "is no directory"),
        (("a",), "json", None, 90, "--width means nothing with --json"),
        (("a",), "json", ".", None, "is a directory"),
        (("a",), "json", "missing/a.json", None, "there is no directory"),
        (("a.txt",), "terminal", "a.txt", None, "is an article to be read"),
    ],
)
def test_what_cannot_be_is_refused_before_any_work(  # noqa: PLR0917 - one column of the table each
    locations: tuple[str, ...], shape: str, output: str | None, width: int | None, message: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    target = None if output is None else Path(output)
    with pytest.raises(UsageError, match=message) as caught:
        make_plan(locations, SHAPES[shape], target, width=width, no_colour=False)
    assert caught.value.exit_code == 2
    if shape == "json" and len(locations) > 1:
        assert "--jsonl" in str(caught.value.hint)


def test_a_page_does_not_go_to_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    with pytest.raises(UsageError, match="not for the terminal"):
        make_plan(("a",), SHAPES["html"], None, width=None, no_colour=False)


@pytest.mark.parametrize(
    ("no_colour", "environment", "colour"), [(False, "", True), (True, "", False), (False, "1", False)]
)
def test_colours_only_for_a_terminal_that_wants_them(
    no_colour: bool, environment: str, colour: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("NO_COLOR", environment)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "132")
    plan = make_plan(("a",), SHAPES["terminal"], None, width=None, no_colour=no_colour)
    assert (plan.look.colour, plan.look.width) == (colour, 132)


def test_without_a_location_the_article_is_piped_in_or_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert find_locations([]) == ("-",)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    assert find_locations(["-", "a"]) == ("-", "a")
    with pytest.raises(UsageError, match="nothing to read"):
        find_locations([])
    with pytest.raises(UsageError, match="only once"):
        find_locations(["-", "-"])


def test_days_are_iso_days() -> None:
    assert parse_day("2025-03-06") == datetime.date(2025, 3, 6)
    assert parse_day(None) is None
    with pytest.raises(UsageError, match="'yesterday' is no date"):
        parse_day("yesterday")


def test_page_names_are_safe_and_never_clash() -> None:
    assert name_pages(("a/Talks now.txt", "talks-now.html", "https://news.example/", "c:\\x\\..", "http://[")) == (
        "Talks-now.html", "talks-now-2.html", "news.example.html", "article.html", "article-2.html",
    )  # fmt: skip
