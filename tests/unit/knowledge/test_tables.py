"""The built tables: index, manifest, checks, differences."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from detente.errors import KnowledgeError
from detente.knowledge import Knowledge, diff_tables
from detente.knowledge.build.check import (
    all_roles,
    find_backward_roles,
    find_bloc_disagreements,
    find_colliding_aliases,
    find_overlaps,
    read_factbook_blocs,
)
from detente.knowledge.layers import DATA, TableSet
from detente.knowledge.table import IndexedTable, build_index

# What stands in the tables today; a rebuild may lower these numbers, and raise them only where people share a name in
# truth (George Bush, father and son).
_MOST_OVERLAPS, _MOST_COLLISIONS = 217, 338
_ACCEPTED = Path(__file__).parents[2] / "corpus" / "bloc_disagreements.tsv"
_MOST_BYTES = 25_000_000


def test_index_finds_every_key_and_no_other() -> None:
    keys = [f"key {number}" for number in range(500)]
    data = "".join(f"{key}\tfirst\n{key}\tsecond {key}\n" for key in sorted(keys)).encode()
    table = IndexedTable(data, build_index(data))
    assert all(table.rows(key) == (("first",), (f"second {key}",)) for key in keys)
    assert table.rows("key") == ()
    assert "key 7" in table
    assert "key 7000" not in table


def test_manifest_is_that_of_the_files() -> None:
    rows = [line.split("\t") for line in (DATA / "MANIFEST.tsv").read_text(encoding="utf-8").splitlines()]
    assert {row[0]: row[2] for row in rows} == {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in DATA.iterdir()
        if path.suffix in {".tsv", ".idx"} and path.name != "MANIFEST.tsv"
    }


def test_tables_are_small_enough() -> None:
    assert sum(path.stat().st_size for path in DATA.iterdir()) <= _MOST_BYTES


def test_no_role_ends_before_it_begins_and_overlaps_do_not_grow() -> None:
    roles = all_roles(TableSet())
    assert find_backward_roles(roles) == []
    assert len(find_overlaps(roles)) <= _MOST_OVERLAPS


def test_colliding_names_do_not_grow() -> None:
    assert len(find_colliding_aliases(TableSet())) <= _MOST_COLLISIONS


@pytest.mark.corpus
def test_blocs_disagree_with_the_factbook_only_for_a_reason(knowledge: Knowledge, shared: Path) -> None:
    sources = shared / "data" / "actors"
    if not (sources / "cia-factbook-derived" / "cia_igo_raw.csv").is_file():
        pytest.skip("the Factbook's memberships (../shared/data/actors) are not here")
    iso3 = {country.iso2: country.iso3 for country in knowledge.countries.by_code.values() if country.iso2}
    lines = _ACCEPTED.read_text(encoding="utf-8").splitlines()
    accepted = dict(line.split("\t") for line in lines if not line.startswith("#"))
    assert all(accepted.values())
    assert find_bloc_disagreements(knowledge, read_factbook_blocs(sources, iso3)) == list(accepted)


def test_every_id_in_names_is_known(knowledge: Knowledge) -> None:
    names = (DATA / "names.tsv").read_text(encoding="utf-8").splitlines()
    for line in names[::97]:
        if not line.startswith("^"):
            for entity_id in line.split("\t")[3].split(" "):
                assert knowledge.entity(entity_id).name


def test_differences_are_named(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        for table in DATA.glob("*.tsv"):  # the first rows of each: a whole copy is 20 MB
            rows = table.read_text(encoding="utf-8").splitlines()[:500]
            (folder / table.name).write_text("\n".join(rows) + "\n", encoding="utf-8")
    agents = new / "agents.tsv"
    lines = agents.read_text(encoding="utf-8").splitlines()
    agents.write_text("\n".join([*lines[1:], "zz made up\tCVL\ttest"]) + "\n", encoding="utf-8")
    changes = diff_tables(old, new)
    assert [(change.table, change.old is None, change.new is None) for change in changes] == [
        ("agents.tsv", False, True),
        ("agents.tsv", True, False),
    ]
    with pytest.raises(KnowledgeError):
        diff_tables(old, tmp_path / "nowhere")
