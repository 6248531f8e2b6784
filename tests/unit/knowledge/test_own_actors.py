"""A user's own actors: what they add, what they override, what their errors say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente.errors import KnowledgeError
from detente.knowledge import Knowledge, load_knowledge

_HEADER = "name\taliases\tkind\tcountry\tsector\toffice\tcode\tstart\tend\tentity\treplace\n"


def _write(folder: Path, *rows: str) -> Path:
    path = folder / "my.tsv"
    path.write_text(_HEADER + "".join(row + "\n" for row in rows), encoding="utf-8")
    return path


def test_adds_an_actor(tmp_path: Path, knowledge: Knowledge) -> None:
    path = _write(tmp_path, "Zeta River Front\tZRF\tgroup\tMLI\tREB\t\t\t\t\t\t")
    own = load_knowledge(path)
    match = own.find_names("Fighters of the Zeta River Front (ZRF) left.")
    assert [one.entity_ids for one in match] == [("own:zeta-river-front",)] * 2
    assert own.entity("own:zeta-river-front").sector == "REB"
    assert own.digest != knowledge.digest


def test_overrides_roles(tmp_path: Path, knowledge: Knowledge) -> None:
    entity_id = knowledge.people_named("Giorgia Meloni")[0].entity.entity_id
    path = _write(tmp_path, f"Giorgia Meloni\t\tperson\tITA\tOPP\topposition leader\tOPP\t2030\t\t{entity_id}\tyes")
    own = load_knowledge(path)
    assert [role.code for role in own.roles(entity_id)] == ["OPP"]
    assert own.roles(entity_id, date(2024, 1, 1)) == ()
    assert len(knowledge.roles(entity_id)) > 1


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("\t\tgroup\tMLI\tREB\t\t\t\t\t\t", "my.tsv:2: no name"),
        ("A B\t\tgang\tMLI\tREB\t\t\t\t\t\t", "my.tsv:2: 'gang' is no kind"),
        ("A B\t\tgroup\tMali\tREB\t\t\t\t\t\t", "my.tsv:2: 'Mali' is no country"),
        ("A B\t\tgroup\tMLI\tWAR\t\t\t\t\t\t", "my.tsv:2: 'WAR' is no sector"),
        ("A B\t\tperson\tMLI\tGOV\tx\tXX\t\t\t\t", "my.tsv:2: 'XX' is no code"),
        ("A B\t\tperson\tMLI\tGOV\tx\tFM\t2010-13\t\t\t", "my.tsv:2:"),
        ("A B\t\tperson\tMLI\tGOV\tx\tFM\t2010\t2009\t\t", "lies before the start"),
        ("A B\t\tperson\tMLI\tGOV\tx\tFM\t\t\tQ0\t", "no actor has the id Q0"),
    ],
)
def test_errors_name_the_line_and_the_next_step(tmp_path: Path, row: str, what: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(_write(tmp_path, row))
    assert what in caught.value.message
    assert "my.tsv:2" in caught.value.message


def test_unreadable_files(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="nothing"):
        load_knowledge(tmp_path / "nothing.tsv")
    path = tmp_path / "bad.tsv"
    path.write_text("name\tcolour\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="unknown column 'colour'"):
        load_knowledge(path)
