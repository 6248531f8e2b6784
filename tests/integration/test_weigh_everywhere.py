"""Every command that weighs, from every place, with every way out: a result, or a reason why there is none."""

from __future__ import annotations

import json
from contextlib import closing
from importlib import import_module, resources
from inspect import signature
from typing import TYPE_CHECKING, Final

import pyarrow.parquet as pq
import pytest

from detente.archive.imports import import_events
from detente.runs.tables import open_tables
from detente.views.cli import main
from tests.unit.archive.builders import full_record, new_archive, store
from tests.unit.runs.test_tables import icews

if TYPE_CHECKING:
    from pathlib import Path

#: How each command is asked; the files of the commands tell which there are.
COMMANDS: Final = {
    "relations": (["TUR", "RUS"], ["TUR", "--changes"], ["--moved"], ["Ahmet", "--by", "actor", "--both"]),
    "follow": ([], ["TUR", "RUS", "--deed", "conflict"]),
    "forecast": (["TUR"], ["TUR", "RUS"], ["--deed", "cooperation"]),
    "ledger": ([], ["--questions"]),
    "cohesion": (["eu"], ["TUR,RUS", "--toward", "RUS", "--leavers"]),
    "decide": (["eu-qmv", "--issue", "troop presence"],),
    "network": (
        *(["--show", show] for show in ("ties", "communities", "concepts", "matrix", "windows", "backbone")),
        ["--show", "polarisation"], ["--show", "phases"],
        ["--events"], ["--events", "--show", "communities", "--by", "actor"],
    ),
    "stances": (["troop presence"],),
}  # fmt: skip
ASKED: Final = [(name, *arguments) for name, listed in COMMANDS.items() for arguments in listed]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Return an archive with a record and imported events, and the same events as Parquet: only read."""
    folder = tmp_path_factory.mktemp("everywhere")
    (folder / "events.tab").write_text(icews(40), encoding="utf-8")
    archive = folder / "news.sqlite"
    with closing(new_archive(archive)) as connection:
        store(connection, full_record())
        import_events(connection, folder / "events.tab", "2025-03-10T00:00:00", "icews")
    pq.write_table(open_tables(archive).dyads(), folder / "dyads.parquet")
    return {"archive": ["--archive", str(archive)], "parquet": ["--tables", str(folder / "dyads.parquet")]}


def test_every_command_that_weighs_is_asked() -> None:
    files = {
        path.name.removesuffix(".py") for path in resources.files("detente.views.cli.weigh").iterdir()
        if path.name.endswith(".py")
    }  # fmt: skip
    weighing = {
        name
        for name in files - {"__init__", "options"}
        if "plot" in signature(getattr(import_module(f"detente.views.cli.weigh.{name}"), name)).parameters
    }
    assert weighing == set(COMMANDS)


@pytest.mark.parametrize("arguments", ASKED, ids=" ".join)
@pytest.mark.parametrize("where", ["archive", "parquet"])
def test_a_command_gives_a_result_or_says_why_not(
    arguments: tuple[str, ...],
    where: str,
    places: dict[str, list[str]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for number, reviewed in enumerate(([], ["--reviewed-only"])):
        table, picture = tmp_path / f"{number}.csv", tmp_path / f"{number}.svg"
        ways = ["--json", "--csv", str(table), "--plot", str(picture)]
        with pytest.raises(SystemExit) as ended:
            main.run([*arguments, *places[where], *reviewed, *ways])
        code, shown = ended.value.code or 0, capsys.readouterr()
        if not shown.out:  # refused before any work: by what is asked, or for a table that is not there
            assert code == 2
            assert "no table" in shown.err or "no event has" in shown.err, shown.err
            continue
        found = json.loads(shown.out)
        assert table.read_text(encoding="utf-8")
        if found["enough"]:
            assert (code, shown.err) == (0, "") or "found nothing" in shown.err
            assert picture.exists() or "found nothing" in shown.err
        else:
            assert found["n"] < found["floor"]
            assert found["why"]
            assert (code, picture.exists()) == (2, False)
            assert "nothing to draw" in shown.err
