"""`detente shards` as a person uses it: the tables of an export, runs that go on, and mistakes that are explained."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from importlib import resources
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from detente.archive import Archive
from detente.archive.exchange import TABLES, ExportOptions
from detente.views.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.model

_EXAMPLES = ("islands", "river", "strait")


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with three articles, a text twice, an edited copy, a text in French, and an empty file."""
    folder = tmp_path_factory.mktemp("news")
    for name in _EXAMPLES:
        text = resources.files("detente.examples").joinpath(f"{name}.txt").read_text(encoding="utf-8")
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    shutil.copy(folder / "river.txt", folder / "again.txt")
    cut = (folder / "strait.txt").read_text(encoding="utf-8").rstrip().rpartition("\n")[0]
    (folder / "zz-cut.txt").write_text(cut, encoding="utf-8")
    (folder / "empty.txt").touch()
    french = "Le ministre a déclaré jeudi que les pourparlers reprendront la semaine prochaine à Genève avec la Suisse."
    (folder / "french.txt").write_text(french, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def tables(news: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the out folder of a run over `news` with shards of two articles."""
    out = tmp_path_factory.mktemp("out") / "parquet"
    with pytest.raises(SystemExit):
        run(["shards", str(news), "--out", str(out), "--shard-articles", "2", "--workers", "2"])
    return out


@pytest.fixture(scope="module")
def exported(news: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the tables that `detente add` and an export make of `news`."""
    folder = tmp_path_factory.mktemp("archive")
    with pytest.raises(SystemExit):
        run(["add", str(news), "--archive", str(folder / "a.sqlite"), "--workers", "1"])
    with Archive(folder / "a.sqlite") as archive:
        archive.export("parquet", folder / "tables", ExportOptions(datetime(2026, 1, 1, tzinfo=UTC)))
    return folder / "tables"


def _run(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int | str | None, str, str]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        run(arguments)
    told = capsys.readouterr()
    return ended.value.code, told.out, told.err


def _rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a table; the number of a story, which depends on where it lies, as the id of its leader."""
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows


def _shard_rows(out: Path, table: str) -> list[dict[str, Any]]:
    return [row for path in sorted((out / table).glob("*.parquet")) for row in _rows(path)]


def test_failures_are_rows_with_their_reasons(tables: Path) -> None:
    (failure,) = _shard_rows(tables, "failures")
    assert failure["origin"].endswith("empty.txt")
    assert (failure["stage"], failure["article"]) == ("source", None)
    assert "is empty" in failure["reason"]


def test_what_is_done_is_not_done_again(tables: Path, news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.stat().st_mtime_ns for path in tables.rglob("*.parquet")}
    code, out, _ = _run(["shards", str(news), "--out", str(tables), "--workers", "1", "--quality"], capsys)
    assert "4 shards (0 made now)" in out
    assert "is empty" in out
    assert code == 1  # one of seven failed, which is more than a tenth
    assert {path: path.stat().st_mtime_ns for path in tables.rglob("*.parquet")} == before


def test_wrong_use_is_explained(tables: Path, news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, said in (
        (["shards", "--out", str(tmp_path / "new")], "there is nothing to read"),
        (["shards", str(tmp_path / "none"), "--out", str(tmp_path / "new")], "there is no file"),
        (["shards", str(news), "--out", str(news / "river.txt")], "is a file, and no folder"),
        (["shards", str(news), "--out", "/proc/none"], "nothing can be written to /proc/none"),
        (["shards", str(news), "--out", str(tables), "--published", "2025-03-06"], "was begun otherwise"),
        (["shards", str(news), "--out", str(tables), "--scheduler", "tcp://x", "--workers", "2"], "--workers are"),
    ):
        code, _, err = _run(arguments, capsys)
        assert code == 2, arguments
        assert said in err
    assert not (tmp_path / "new").exists()


def test_a_source_that_changed_is_not_mixed_in(
    tables: Path, news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # the plan names the files by where they lie, so the copy is of the folder of tables alone
    out = tmp_path / "copy"
    shutil.copytree(tables, out)
    changed = news / "river.txt"
    kept = changed.read_text(encoding="utf-8")
    try:
        changed.write_text(f"{kept}\nOne more line.", encoding="utf-8")
        code, _, err = _run(["shards", str(news), "--out", str(out), "--workers", "1"], capsys)
        assert code == 2
        assert "river.txt has another content than when shard" in err
    finally:
        changed.write_text(kept, encoding="utf-8")  # another time of change, the same content: that is no change
    code, out_text, _ = _run(["shards", str(news), "--out", str(out), "--workers", "1"], capsys)
    assert "(0 made now)" in out_text


def test_half_written_shards_are_made_again(
    tables: Path, news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "half"
    shutil.copytree(tables, out)
    first, second, third, fourth = sorted(path.stem for path in (out / "events").iterdir())
    (out / "manifests" / f"{first}.json").unlink()
    (out / "events" / f"{second}.parquet").unlink()
    (out / "manifests" / f"{third}.json").write_text("{", encoding="utf-8")
    (out / "events" / f".{fourth}.parquet-1-ff.part").touch()
    _, said, _ = _run(["shards", str(news), "--out", str(out), "--workers", "2"], capsys)
    assert "4 shards (3 made now)" in said
    for table in TABLES:
        for path in (tables / table.name).iterdir():
            assert (out / table.name / path.name).read_bytes() == path.read_bytes()
    assert not list(out.rglob("*.part"))


def test_the_tables_are_those_of_an_archive_of_the_same_sources(tables: Path, exported: Path) -> None:
    for table in TABLES:
        ours, theirs = _shard_rows(tables, table.name), _rows(exported / f"{table.name}.parquet")
        if table.name == "articles":  # the number of a story depends on where it lies, which articles share it does not
            assert _stories(ours) == _stories(theirs)
            ours, theirs = ([{**row, "story": 0} for row in rows] for rows in (ours, theirs))
        assert ours == theirs, table.name
    assert [row["leads"] for row in _shard_rows(tables, "articles")].count(False) == 1
    events = _shard_rows(tables, "events")
    assert len({row["told"] for row in events}) < len(events)


def _stories(articles: list[dict[str, Any]]) -> set[frozenset[str]]:
    return {frozenset(row["article"] for row in articles if row["story"] == one["story"]) for one in articles}


def test_an_analysis_says_the_same_of_both(tables: Path, exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    both = [_run(["relations", "--moved", "--tables", str(place), "--json"], capsys) for place in (tables, exported)]
    assert both[0] == both[1]
    assert both[0][0] == 0


def test_a_slice_becomes_an_archive(tables: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = tmp_path / "slice.sqlite"
    where = "article IN (SELECT article FROM events) AND language = 'en'"
    code, out, _ = _run(["archive-from", str(tables), "--archive", str(archive), "--where", where], capsys)
    assert code == 0
    assert "4 read" in out
    assert "1 duplicate" in out
    with Archive(archive) as opened:
        ours = {name: opened.table(name).to_pylist() for name in ("events", "statements", "positions")}
    theirs = {name: _shard_rows(tables, name) for name in ours}
    assert ours == theirs
    code, out, _ = _run(["archive-from", str(tables), "--archive", str(archive), "--where", where], capsys)
    assert "0 read" in out
    assert "5 known already" in out
    code, out, _ = _run(["doctor", "--archive", str(archive)], capsys)
    assert code == 0, out


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("nothing_of_it = 1", "cannot be asked"),
        ("1 = 1); DROP VIEW events; SELECT (1", "is no condition"),
        ("language = 'xx'", "no article of"),
    ],
)
def test_a_wrong_condition_is_explained(
    tables: Path, tmp_path: Path, where: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "none.sqlite"
    code, _, err = _run(["archive-from", str(tables), "--archive", str(archive), "--where", where], capsys)
    assert code == 2
    assert said in err
    assert not archive.exists()


def test_all_rows_of_a_divided_table_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, out = tmp_path / "news.csv", tmp_path / "out"
    rows = [f'"Minister {name} met the ambassador of Norway in Oslo on Monday to talk."\n' for name in "ABCDEFGHIJKL"]
    table.write_text("text\n" + "".join(rows), encoding="utf-8")
    code, said, _ = _run(["shards", str(table), "--out", str(out), "--shard-articles", "4", "--workers", "1"], capsys)
    assert code == 0
    assert "3 shards (3 made now), 12 articles read" in said
    assert len(_shard_rows(out, "articles")) == 12
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"text": "A talk in Oslo."}\n' * 12 + "{", encoding="utf-8")
    _, said, _ = _run(["shards", str(broken), "--out", str(out), "--shard-articles", "4", "--workers", "1"], capsys)
    assert "6 shards (3 made now)" in said
    assert len(_shard_rows(out, "failures")) <= 1  # the broken line, once and not once a part
