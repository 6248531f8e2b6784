"""`detente cite`: versions, digests, and BibTeX of every data source."""

from __future__ import annotations

import json
import re
from contextlib import closing
from pathlib import Path

import pytest

from detente import Archive, __version__
from detente.archive import connect
from detente.archive.maintenance import back_up
from detente.views.cli import main
from detente.views.cli.itself import cite
from tests.unit.archive.builders import full_record, new_archive, plain_record, store

ROOT = Path(__file__).parents[4]


def _printed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as left:
        main.run(arguments)
    out, err = capsys.readouterr()
    assert (left.value.code, err) == (0, "")
    return out


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "news_{1}.sqlite"
    with closing(new_archive(path)) as connection:
        store(connection, full_record())
    return path


def test_the_archives_runs_makers_and_digest_are_told(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(_printed(["cite", "--archive", str(archive), "--json"], capsys))
    with Archive(archive) as opened:
        assert told["archive"]["sha256"] == opened.digest()[0]
        assert [run["run"] for run in told["archive"]["runs"]] == [run.run for run in opened.runs()]
    assert [maker["version"] for maker in told["makers"]] == ["0.0.test"]
    assert told["version"] == __version__


def test_a_copy_has_the_same_digest_and_another_record_changes_it(archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    with closing(connect(archive)) as connection:
        back_up(connection, copy)
        before = Archive(archive).digest()
        assert Archive(copy).digest() == before
        store(connection, plain_record("Chad met Mali."), origin="b.txt")
    assert Archive(archive).digest()[0] != before[0]


def test_bibtex_is_balanced_and_names_every_source_once(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = _printed(["cite", "--archive", str(archive), "--bibtex"], capsys)
    keys = re.findall(r"^@\w+\{([\w-]+),$", out, re.MULTILINE)
    always = {key for key, source in cite.read_sources().items() if source["used"] == "always"}
    assert len(keys) == len(set(keys))
    assert set(keys) == {"detente", "detente-archive", *always}
    assert out.count("{") == out.count("}")
    assert "news\\_(1).sqlite" in out


def test_data_sets_stand_in_it_only_if_they_were_imported(archive: Path) -> None:
    assert "gdelt" not in cite.list_citations(archive)["sources"]
    with closing(connect(archive)) as connection, connection:
        connection.execute(
            "INSERT INTO imports (path, kind, sha256, imported, rows, malformed, examples) "
            "VALUES ('a.CSV', 'gdelt', ?, '2026-01-01T00:00:00Z', 0, 0, '[]')",
            ("0" * 64,),
        )
    assert "gdelt" in cite.list_citations(archive)["sources"]


def test_every_source_of_the_notice_is_cited() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8").lower()
    named = {
        "factbook": "world factbook", "wikidata": "wikidata", "geonames": "geonames", "rigour": "rigour",
        "countrycodes": "country codes", "webster2": "webster", "plover": "plover manual", "cameo": "cameo",
        "phoenix": "phoenix", "minilm": "minilm",
    }  # fmt: skip
    assert {key for key, words in named.items() if words not in notice} == set()
    assert named.keys() <= cite.read_sources().keys()
    bullets = re.findall(r"^- ([\w' ]+)", (ROOT / "NOTICE").read_text(encoding="utf-8"), re.MULTILINE)
    cited = json.dumps(cite.read_sources()).lower()
    assert [bullet for bullet in bullets if bullet.lower().removeprefix("the ").strip()[:7] not in cited] == []


def test_every_source_says_what_for_and_when() -> None:
    for key, source in cite.read_sources().items():
        assert source.keys() == {"author", "title", "year", "in", "licence", "for", "used"}, key
        assert source["used"] in {"always", "gdelt", "icews", "polecat"}, key


@pytest.mark.model
def test_without_an_archive_the_models_of_this_installation_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    out = _printed(["cite"], capsys)
    assert "  model attribution  " in out
    assert "@software{detente," in out


def test_the_citation_files_say_the_version() -> None:
    assert f"version: {__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    zenodo = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    assert zenodo["version"] == __version__
    assert f'title: "{zenodo["title"]}"' in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
