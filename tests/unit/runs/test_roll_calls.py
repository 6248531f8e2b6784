"""Roll calls from files of any layout, and who belongs to which bloc."""

from __future__ import annotations

import gzip
from datetime import date
from typing import TYPE_CHECKING

import pytest

from detente.errors import UsageError
from detente.runs.deciding import body_on
from detente.runs.roll_calls import bloc_members, layout_at, layouts, read_roll_calls

if TYPE_CHECKING:
    from pathlib import Path


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_assembly_in_two_files_packed_with_codes_and_numbers_as_ids(tmp_path: Path) -> None:
    votes = tmp_path / "votes.csv.gz"
    votes.write_bytes(
        gzip.compress(b"rcid,country,country_code,vote\n3.0,France,FR,yes\n3.0,Cuba,CU,abstain\n3.0,X,ZZ,no\n")
    )
    calls = write(tmp_path / "calls.csv", 'rcid,date,short\n3,1946-01-01,"AMENDMENTS, RULES"\n')
    found = read_roll_calls(votes, layouts()["unga"], calls=calls).to_pylist()
    assert [(row["call"], row["date"], row["member"], row["choice"]) for row in found] == [
        ("3", date(1946, 1, 1), "CUB", "abstain"),
        ("3", date(1946, 1, 1), "FRA", "for"),
        ("3", date(1946, 1, 1), "ZZ", "against"),
    ]


def test_groups_are_counted(tmp_path: Path) -> None:
    head = "code,label,count_for,count_against,count_abstentions,vote_id\n"
    votes = write(tmp_path / "groups.csv", head + "EPP,People,168,2,,7\n")
    calls = write(tmp_path / "index.csv", "id,timestamp\n7,2026-01-22T12:06:20\n")
    found = read_roll_calls(votes, layouts()["groups"], calls=calls).to_pylist()
    counts = {row["choice"]: row["count"] for row in found}
    assert counts == {"for": 168, "against": 2, "abstain": None}
    assert {(row["bloc"], row["member"], row["date"]) for row in found} == {("EPP", None, date(2026, 1, 22))}


def test_a_layout_of_ones_own(tmp_path: Path) -> None:
    layout = write(
        tmp_path / "mine.toml",
        'call = "n"\ndate = "d"\nmember = "who"\nchoice = "x"\nfor = ["JA"]\nagainst = ["NEIN"]\nabstain = ["-"]\n',
    )
    votes = write(tmp_path / "v.csv", "n,d,who,x\n1,2024-05-01,FRA,ja\n1,2024-05-01,DEU,fehlt\n")
    assert [row["choice"] for row in read_roll_calls(votes, layout_at(layout)).to_pylist()] == ["for"]


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    votes = write(tmp_path / "v.csv", "call,date,member,choice,bloc\n1,soon,FRA,for,\n")
    with pytest.raises(UsageError, match="cannot be read"):
        read_roll_calls(votes, layouts()["plain"])
    with pytest.raises(UsageError, match="cannot be read"):
        read_roll_calls(tmp_path / "none.csv", layouts()["plain"])
    with pytest.raises(UsageError, match="second file"):
        read_roll_calls(votes, layouts()["unga"])
    empty = write(tmp_path / "e.csv", "call,date,member,choice,bloc\n1,2024-01-01,FRA,perhaps,\n")
    with pytest.raises(UsageError, match="no row"):
        read_roll_calls(empty, layouts()["plain"])
    with pytest.raises(UsageError, match="does not say date"):
        layout_at(
            write(tmp_path / "bad.toml", 'call = "n"\nmember = "m"\nchoice = "x"\nfor=[]\nagainst=[]\nabstain=[]\n')
        )


def test_blocs_by_name_and_by_members() -> None:
    spells = {row["member"]: row for row in bloc_members("eu").to_pylist()}
    assert spells["GBR"]["end"] == date(2020, 1, 31)
    assert bloc_members("x:eu").equals(bloc_members("EU"))
    assert bloc_members("fra, deu").column("member").to_pylist() == ["FRA", "DEU"]
    with pytest.raises(UsageError, match="no bloc"):
        bloc_members("atlantis")
    with pytest.raises(UsageError, match="no country XYZ"):
        bloc_members("FRA,XYZ")


def test_who_decides_on_a_day() -> None:
    assert len(body_on("eu-qmv", None).members) == 27
    council = body_on("unsc", date(2025, 6, 1))
    assert len(council.members) == 15
    assert council.vetoes == {"CHN", "FRA", "GBR", "RUS", "USA"}
    with pytest.raises(UsageError, match="changes every year"):
        body_on("unsc", None)
    with pytest.raises(UsageError, match="known from 2020-02-01"):
        body_on("eu-qmv", date(2019, 1, 1))
