"""The commands that weigh many records, each from an archive or Parquet to terminal, JSON, CSV and picture."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from detente.views.cli import main
from tests.unit.analysis.samples import habits, two_regimes
from tests.unit.archive.builders import full_record, new_archive, store

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of events that is only read."""
    path: Path = tmp_path_factory.mktemp("weigh") / "dyads.parquet"
    pq.write_table(two_regimes(), path)
    return path


def run(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main.run(arguments)
    shown = capsys.readouterr()
    return int(ended.value.code or 0), shown.out, shown.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["relations", "AAA", "BBB"], "mean Goldstein value"),
        (["relations", "AAA", "BBB", "--changes", "--normalise", "none"], "material conflict"),
        (["relations", "--moved"], "dyads and classes moved"),
        (["follow"], "Not enough data"),
        (["forecast", "CCC"], "Not enough data"),
        (["forecast", "--deed", "conflict"], "Not enough data"),
        (["cohesion", "AFG,ALB,DZA", "--toward", "BBB"], "Not enough data"),
    ],
)
def test_a_command_says_n_and_method_or_why_not(
    arguments: list[str], says: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run([*arguments, "--tables", str(place)], capsys)
    assert (code, err) == (0, "")
    assert says in out
    assert "Not enough data" in out or ("Method" in out and "distinct" in out)


def test_json_csv_and_picture_are_written_and_the_same_twice(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made: list[tuple[str, bytes, bytes, bytes]] = []
    for name in ("one", "two"):
        files = [tmp_path / f"{name}.csv", tmp_path / f"{name}.svg"]
        command = ["relations", "AAA", "BBB", "--json", "--csv", str(files[0]), "--plot", str(files[1])]
        _, out, _ = run([*command, "--tables", str(place)], capsys)
        about = tmp_path / f"{name}.csv.about.json"
        made.append((out, files[0].read_bytes(), files[1].read_bytes(), about.read_bytes()))
    assert made[0] == made[1]
    assert json.loads(made[0][0])["rows"]
    assert json.loads(made[0][3])["n_distinct"] == json.loads(made[0][0])["n_distinct"]


@pytest.mark.parametrize(
    "command",
    [
        ["ledger"],
        ["network"],
        ["network", "--show", "communities"],
        ["network", "--events"],
        ["cohesion", "eu"],
        ["stances", "troop presence"],
    ],
)
def test_an_archive_of_one_article_has_too_little(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "news.sqlite"
    with closing(new_archive(path)) as connection:
        store(connection, full_record())
    code, out, err = run([*command, "--archive", str(path)], capsys)
    assert (code, err) == (0, "")
    assert "Not enough data" in out or "1 distinct" in out


def test_what_if_one_abstains(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(["decide", "unsc", "--on", "2025-06-01", "--usual", "0.9", "--what-if", "RUS=abstain"], capsys)
    assert "0.656  probability that the act passes" in out
    assert "without the what-if: 0.59" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["relations", "AAA"], "name one place"),
        (["follow", "AAA"], "toward whom"),
        (["relations", "AAA", "--every", "hour"], "no such choice"),
        (["decide", "unsc", "--on", "2025-06-01", "--what-if", "RUS=perhaps"], "no choice"),
        (["cohesion", "eu", "--votes", "x.csv", "--layout", "none"], "no layout"),
        (["cohesion", "eu", "--votes", "x.csv", "--weigh"], "--weigh: does nothing beside --votes"),
        (["decide", "eu-qmv", "--archive", "x.sqlite"], "on what?"),
        (["ledger", "--state", "happy", "--archive", "x.sqlite"], "no state happy"),
    ],
)
def test_wrong_use_is_said(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(arguments, capsys)
    assert code == 2
    assert says in err


def test_a_forecast_has_its_reasons_score_and_baselines_below_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pq.write_table(habits(days=80, sides=9), tmp_path / "dyads.parquet")
    pq.write_table(habits(), tmp_path / "more.parquet")
    code, out, err = run(["forecast", "C03", "--tables", str(tmp_path / "dyads.parquet")], capsys)
    assert (code, err) == (0, "")
    first = next(line for line in out.splitlines() if line.startswith("C04"))
    assert out.splitlines()[out.splitlines().index(first) + 1].startswith("    because ")
    assert "mean reciprocal rank" in out
    assert "baseline, repeats" in out
    picture = tmp_path / "reliability.svg"
    asked = ["forecast", "--deed", "cooperation", "--within", "7", "--show", "reliability", "--plot", str(picture)]
    code, out, err = run([*asked, "--tables", str(tmp_path / "more.parquet")], capsys)
    assert (code, err) == (0, "")
    assert picture.read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "whose next step"),
        (["AAA", "--deed", "fight"], "there is no such choice"),
        (["AAA", "--deed", "conflict", "--boosting"], "does nothing"),
        (["AAA", "BBB", "--type", "AID"], "--type is for"),
    ],
)
def test_a_forecast_that_cannot_be_asked_for_is_refused(
    arguments: list[str], says: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(["forecast", *arguments, "--tables", str(place)], capsys)
    assert code == 2
    assert says in err
