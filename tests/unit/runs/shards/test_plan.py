"""The plan of a run: the same files make the same shards, new files make new ones, and nothing moves."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import UsageError
from detente.records import Run
from detente.runs import ReadingOptions
from detente.runs.shards.folder import ShardFolder
from detente.runs.shards.plan import (
    PLAN,
    Shard,
    ShardPlan,
    ShardSettings,
    check_plan,
    look_again,
    make_shards,
    read_plan,
)

_MADE = Run("0.test", {"m": "1"}, "k")


def _notice(message: str) -> None:
    del message


def _files(folder: Path, *names: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text(f"Text of {name}.", encoding="utf-8")
    return folder


def _origins(shard: Shard) -> list[str]:
    return [Path(one.origin).name for one in shard.inputs]


def test_small_files_are_put_together(tmp_path: Path) -> None:
    news = _files(tmp_path / "news", *(f"{n}.txt" for n in range(5)))
    shards = make_shards([str(news)], 2, (), _notice)
    assert [_origins(one) for one in shards] == [["0.txt", "1.txt"], ["2.txt", "3.txt"], ["4.txt"]]
    assert shards == make_shards([str(news), str(news / "1.txt")], 2, (), _notice)
    assert shards[0].name.startswith("00000-0.txt-")


def test_new_files_become_new_shards(tmp_path: Path) -> None:
    news = _files(tmp_path / "news", "b.txt", "c.txt")
    before = make_shards([str(news)], 2, (), _notice)
    _files(news, "a.txt")
    after = make_shards([str(news)], 2, before, _notice)
    assert after[:1] == before
    assert _origins(after[1]) == ["a.txt"]
    assert after[1].name.startswith("00001-a.txt-")


def test_a_large_table_is_divided_by_rows(tmp_path: Path) -> None:
    table = tmp_path / "news.csv"
    table.write_text("text\n" + "".join(f"Row {n} of the table.\n" for n in range(100)), encoding="utf-8")
    shards = make_shards([str(table)], 30, (), _notice)
    assert len(shards) > 2
    rows = [sum(one.has_row(f"news.csv#{n}") for one in shards) for n in range(1, 101)]
    assert rows == [1] * 100
    assert all(one.has_row("news.csv") for one in shards)
    assert sum(one.tells_of("news.csv") for one in shards) == 1
    assert [one.window for one in shards] == [None, *(one.rows for one in shards[1:])]
    assert len({one.name for one in shards}) == len(shards)


def test_a_plan_is_read_back(tmp_path: Path) -> None:
    folder = ShardFolder(str(tmp_path / "out"))
    assert read_plan(folder) is None
    news = _files(tmp_path / "news", "a.txt")
    settings = ShardSettings(ReadingOptions()).describe()
    plan = ShardPlan(_MADE, settings, make_shards([str(news)], 2, (), _notice))
    folder.put(PLAN, plan.to_json())
    assert read_plan(folder) == plan


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"format": "detente-shards/1"}', b"\xff"])
def test_what_is_no_plan_is_refused(tmp_path: Path, data: bytes) -> None:
    folder = ShardFolder(str(tmp_path))
    folder.put(PLAN, data)
    with pytest.raises(UsageError, match=r"the plan of .* cannot be read"):
        read_plan(folder)


def test_a_plan_of_another_format_is_refused(tmp_path: Path) -> None:
    folder = ShardFolder(str(tmp_path))
    folder.put(PLAN, b'{"format": "detente-shards/9"}')
    with pytest.raises(UsageError, match="was written in the format 'detente-shards/9'"):
        read_plan(folder)


def test_another_version_or_option_is_refused() -> None:
    settings = ShardSettings(ReadingOptions()).describe()
    plan = ShardPlan(_MADE, settings, ())
    check_plan(plan, _MADE, settings, "out")
    with pytest.raises(UsageError, match=r"version was 0\.test, is 0\.next"):
        check_plan(plan, Run("0.next", {"m": "1"}, "k"), settings, "out")
    with pytest.raises(UsageError, match="pipeline was None, is other"):
        check_plan(plan, _MADE, ShardSettings(ReadingOptions(pipeline="other")).describe(), "out")


def test_pages_in_other_languages_are_not_wanted() -> None:
    english, french = (
        "The minister said on Monday that the talks would go on in the city. " * 3,
        ("Le ministre a déclaré lundi que les pourparlers se poursuivraient dans la capitale. " * 3),
    )
    settings = ShardSettings(ReadingOptions(), languages=("en",))
    assert [settings.wants_page(text) for text in (english, french, "")] == [True, False, True]
    assert ShardSettings(ReadingOptions()).wants_page(french)


def test_own_tables_are_told_by_their_content(tmp_path: Path) -> None:
    for name in ("a.tsv", "b.tsv"):
        (tmp_path / name).write_text("same", encoding="utf-8")
    told = [ShardSettings(ReadingOptions(actors=tmp_path / name)).describe() for name in ("a.tsv", "b.tsv")]
    assert told[0] == told[1]


def test_changed_and_missing_inputs_are_seen(tmp_path: Path) -> None:
    news = _files(tmp_path / "news", "a.txt", "b.txt")
    (shard,) = make_shards([str(news)], 5, (), _notice)
    assert look_again(shard) == (shard, ())
    (news / "a.txt").write_text("Longer than it was before.", encoding="utf-8")
    now, changed = look_again(shard)
    assert [Path(one.origin).name for one in changed] == ["a.txt"]
    assert now.name == shard.name
    (news / "b.txt").unlink()
    with pytest.raises(UsageError, match=r"b\.txt, of which shard .* is made, is not there any more"):
        look_again(shard)


@pytest.mark.parametrize("source", ["no/such/file.txt", "", "-", "https://example.org/a"])
def test_what_is_no_file_is_refused(source: str) -> None:
    with pytest.raises(UsageError):
        make_shards([source], 5, (), _notice)
