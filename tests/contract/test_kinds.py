"""Every kind of claim has everything that a kind of claim needs; what is missing is said by name.

docs/architecture.md lists these places under "Adding a kind of claim".
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import typing
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest
from tests.unit.archive.builders import full_record, store

from detente.archive import Appearance, Filed, connect
from detente.archive.changes import compare_records
from detente.archive.checks.guards import make_actor_guard, make_guards, plain_sql
from detente.archive.exchange import FORMATS, TABLES, ExportOptions, export
from detente.archive.layout import CLAIMS
from detente.archive.review import Signature, accept, queue, reject, undo
from detente.archive.rows import select_record
from detente.reading import reader
from detente.reading.substance.read import Substance
from detente.records import (
    BY_LETTER,
    CLAIM_KINDS,
    KINDS,
    Actor,
    ClaimKind,
    CollectionName,
    DateRange,
    KindName,
    Record,
    Span,
)
from detente.views.outline import build_outline
from detente.views.outline.wording import KINDS as WORDING
from detente.views.report import flow

from tests.unit.archive.exchange.samples import CREATED, leading  # isort: skip

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

PROJECT = Path(__file__).parents[2]
EVERY_KIND = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.singular)
EVERY_CLAIM = pytest.mark.parametrize("kind", CLAIM_KINDS, ids=lambda kind: kind.singular)

#: Columns of flat tables that are called otherwise than the field: the table would say "questions.span".
_CALLED = {("question", "span"): "question", ("actor", "mentions"): "mentions"}
#: What each format of another tool holds, apart from events; all other kinds must be counted as not held.
_HELD: dict[str, frozenset[CollectionName]] = {
    "dna": frozenset({"statements", "conditions", "positions"}),
    "graphml": frozenset({"positions"}),
    "gexf": frozenset({"positions"}),
}
#: Formats of marks on the texts: they hold every claim that has words of its own.
_MARKS = frozenset({"refi-qda", "refi-codebook", "web-annotation", "label-studio", "brat"})


def _fields(kind: ClaimKind) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(kind.cls))


def _holds(hint: Any, wanted: type) -> bool:
    return hint is wanted or any(_holds(inner, wanted) for inner in get_args(hint))


def _span_fields(kind: ClaimKind) -> tuple[str, ...]:
    return tuple(name for name, hint in kind.field_types.items() if _holds(hint, Span))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    with closing(connect(tmp_path_factory.mktemp("kinds") / "news.sqlite", create=True)) as connection:
        yield connection


def _sql(archive: sqlite3.Connection, name: str) -> str:
    row = archive.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    return "" if row is None else str(row[0])


# ── The table of kinds and the classes ────────────────────────────────────────────────────────────────────────


def test_every_list_of_a_record_is_a_kind_in_the_table() -> None:
    hints = typing.get_type_hints(Record)
    listed = {name: get_args(hint)[0] for name, hint in hints.items() if typing.get_origin(hint) is tuple}
    del listed["gaps"]
    rows = {kind.collection: kind.cls for kind in KINDS}
    assert listed == rows, f"records/kinds.py or Record lacks {set(listed) ^ set(rows)}: such claims would be lost"
    assert set(get_args(CollectionName)) == set(rows)
    assert set(get_args(KindName)) == {kind.singular for kind in KINDS}


def test_every_kind_has_a_letter_of_its_own() -> None:
    assert len(BY_LETTER) == len(KINDS)
    assert all(re.fullmatch("[a-z]", letter) for letter in BY_LETTER)
    assert "g" not in BY_LETTER, "g1, g2, … are gaps in the outline"


@EVERY_KIND
def test_the_row_names_fields_that_there_are(kind: ClaimKind) -> None:
    named = {name for group in kind.span_fields for name in group}
    named |= {*kind.label_fields, *kind.reference_fields, *kind.who_fields, *kind.needed_fields}
    named |= {*kind.measured_fields, *kind.measured_fields.values(), *([kind.rests_on] if kind.rests_on else [])}
    assert named <= set(_fields(kind))
    assert set("".join(kind.reference_fields.values())) <= set(BY_LETTER)
    assert set(kind.needed_fields) <= set(kind.reference_fields)
    never_empty = {name for name in kind.reference_fields if kind.field_types[name] is str}
    assert never_empty <= set(kind.needed_fields), (
        f"`needed_fields` must name {never_empty - set(kind.needed_fields)}: a {kind.singular} goes when they go"
    )
    if kind.cls is not Actor:
        assert bool(kind.span_fields) != bool(kind.rests_on), "it has words of its own, or rests on other claims"


@EVERY_KIND
def test_the_class_explains_its_fields(kind: ClaimKind) -> None:
    docs = inspect.getdoc(kind.cls) or ""
    missing = [name for name in _fields(kind) if not re.search(rf"^    {name}: ", docs, re.MULTILINE)]
    assert not missing, f"the docstring of {kind.cls.__name__} does not explain {missing}"


@EVERY_CLAIM
def test_the_class_has_a_key_and_a_confidence(kind: ClaimKind) -> None:
    assert {"key", "confidence"} <= set(_fields(kind)), f"{kind.cls.__name__} needs `key` and `confidence`"


@EVERY_KIND
def test_the_full_record_of_the_tests_holds_one(kind: ClaimKind) -> None:
    assert getattr(full_record(), kind.collection), (
        f"full_record() in tests/unit/archive/builders.py has no {kind.singular}"
    )


@EVERY_KIND
def test_the_sample_of_the_exchange_holds_one(kind: ClaimKind) -> None:
    assert getattr(leading().record, kind.collection), f"tests/unit/archive/exchange/samples.py has no {kind.singular}"


@EVERY_KIND
def test_the_reader_fills_it(kind: ClaimKind) -> None:
    in_substance = {one.name for one in dataclasses.fields(Substance)}
    named = f"{kind.collection}=" in inspect.getsource(reader) or kind.collection in in_substance
    assert named, f"neither reading/reader.py nor Substance in reading/substance/read.py has {kind.collection}"


# ── The archive ───────────────────────────────────────────────────────────────────────────────────────────────


@EVERY_CLAIM
def test_the_archive_has_its_table(kind: ClaimKind, archive: sqlite3.Connection) -> None:
    (layout,) = (layout for layout in CLAIMS if layout.table == kind.collection)
    columns = {row[1] for row in archive.execute(f"PRAGMA table_info({kind.collection})")}
    assert columns, f"a migration must make the table {kind.collection}"
    wanted = {"article", "review", *layout.columns, *(["words"] if layout.has_words else [])}
    assert columns == wanted, f"the table {kind.collection} lacks or has too many: {sorted(columns ^ wanted)}"


@EVERY_CLAIM
def test_the_archive_guards_its_table(kind: ClaimKind, archive: sqlite3.Connection) -> None:
    wrong = [name for name, sql in make_guards(kind).items() if plain_sql(_sql(archive, name)) != plain_sql(sql)]
    assert not wrong, (
        f"a migration must make the triggers {wrong} as python -m detente.archive.checks.guards {kind.collection} does"
    )


def test_the_archive_keeps_actors_that_any_kind_names(archive: sqlite3.Connection) -> None:
    assert plain_sql(_sql(archive, "actors_last")) == plain_sql(make_actor_guard()), (
        "a migration must make the trigger actors_last anew: python -m detente.archive.checks.guards"
    )


@EVERY_CLAIM
def test_the_archive_has_its_views(kind: ClaimKind, archive: sqlite3.Connection) -> None:
    sql = _sql(archive, f"{kind.collection}_wide")
    assert sql, f"a migration must make the view {kind.collection}_wide"
    columns = {row[1] for row in archive.execute(f"PRAGMA table_info({kind.collection}_wide)")}
    assert {f"{kind.singular}_id", "article", "key", "confidence", "review"} <= columns
    quotes = re.sub(r"\s+", " ", _sql(archive, "quotes"))
    for name in _span_fields(kind):
        held = f"'{name}'" in quotes or f"json_each({kind.letter}.pieces)" in quotes
        assert held, f"the view quotes leaves out {name} of {kind.collection}"
    assert not _span_fields(kind) or f"FROM {kind.collection}" in quotes, f"the view quotes lacks {kind.collection}"


@EVERY_KIND
def test_it_comes_back_from_the_archive(kind: ClaimKind, tmp_path: Path) -> None:
    with closing(connect(tmp_path / "news.sqlite", create=True)) as connection:
        record = select_record(connection, store(connection, full_record()))
    assert getattr(record, kind.collection) == getattr(full_record(), kind.collection)


# ── Changes and review ────────────────────────────────────────────────────────────────────────────────────────


@EVERY_CLAIM
def test_a_rereading_that_lacks_it_says_so(kind: ClaimKind) -> None:
    record = full_record()
    if any(kind.letter in letters for other in KINDS for letters in other.reference_fields.values()):
        gone = [c for c in compare_records(record, _without_claims(record)) if c.table == kind.collection]
    else:
        gone = [c for c in compare_records(record, _replace(record, kind)) if c.table == kind.collection]
    assert [change.kind for change in gone] == ["gone"] * len(getattr(record, kind.collection))
    assert all(change.words for change in gone)


def _replace(record: Record, kind: ClaimKind) -> Record:
    emptied: dict[str, Any] = {kind.collection: ()}
    return dataclasses.replace(record, **emptied)


def _without_claims(record: Record) -> Record:
    emptied: dict[str, Any] = {kind.collection: () for kind in CLAIM_KINDS}
    return dataclasses.replace(record, **emptied)


@EVERY_CLAIM
def test_it_can_be_reviewed(kind: ClaimKind, tmp_path: Path) -> None:
    anna = Signature("anna", "2025-03-11T09:00:00+00:00")
    with closing(connect(tmp_path / "news.sqlite", create=True)) as connection:
        number = store(connection, full_record())
        connection.execute("UPDATE statements SET review = NULL")
        asked = queue(connection, 99, (kind.collection,))
        assert {item.claim.key for item in asked} == {claim.key for claim in getattr(full_record(), kind.collection)}
        for item in asked:
            edit = reject(connection, number, item.anchor, anna).edit
            undo(connection, edit.number, anna)
            accept(connection, number, item.anchor, anna)
        assert select_record(connection, number) == full_record()


def _filed() -> Filed:
    found = Appearance("a.txt", None, None, None, None)
    return Filed(full_record(), story=1, leads=True, appearances=(found,), told={})


# ── Exports ───────────────────────────────────────────────────────────────────────────────────────────────────


@EVERY_KIND
def test_a_flat_table_holds_every_field(kind: ClaimKind) -> None:
    table = next((table for table in TABLES if table.name == kind.collection), None)
    assert table is not None, f"exchange has no flat table {kind.collection}"
    columns = [column.name for column in table.columns]
    for name, hint in kind.field_types.items():
        called = _CALLED.get((kind.singular, name), "id" if name == "key" else name)
        if _holds(hint, DateRange):
            called += "_start"
        assert called in columns, f"the flat table {kind.collection} has no column for {name} ({called})"
    assert len(list(table.rows(_filed()))) == len(getattr(full_record(), kind.collection))


@EVERY_CLAIM
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_a_format_holds_it_or_counts_it_as_lost(kind: ClaimKind, form: Any, tmp_path: Path) -> None:
    if form.name in {"csv", "parquet"} or kind.collection in {"events", *_HELD.get(form.name, ())}:
        return
    losses = export(form.name, [_filed()], tmp_path / f"out{form.suffix}", ExportOptions(CREATED))
    claims = getattr(full_record(), kind.collection)
    if form.name in _MARKS:
        wordless = [claim for claim in claims if not kind.spans_of(claim)]
        assert losses.count(f"{kind.collection} without words of their own: left out") == len(wordless)
        return
    lost = losses.count(f"{kind.collection} not held")
    assert lost == len(claims), f"{form.name} drops {kind.collection} silently"


def test_a_codebook_counts_the_claims_behind_its_codes(tmp_path: Path) -> None:
    losses = export("refi-codebook", [_filed()], tmp_path / "codes.qdc", ExportOptions(CREATED))
    held = [c for kind in CLAIM_KINDS for c in getattr(full_record(), kind.collection) if kind.spans_of(c)]
    assert losses.count("claims not held: only their codes") == len(held)


# ── Views ─────────────────────────────────────────────────────────────────────────────────────────────────────


@EVERY_KIND
def test_the_outline_has_a_card_for_it(kind: ClaimKind) -> None:
    assert kind.singular in WORDING, f"views/outline/wording.py has no words for {kind.singular}"
    outline = build_outline(full_record())
    sections = [section for section in outline.sections if section.kind == kind.singular]
    cards = [card for section in sections for card in (*section.cards, *section.folded)]
    assert len(cards) == len(getattr(full_record(), kind.collection)), f"views/outline has no card for {kind.singular}"


@EVERY_KIND
def test_the_page_has_a_colour_for_it(kind: ClaimKind) -> None:
    css = (Path(inspect.getfile(flow)).parent / "record.css").read_text(encoding="utf-8")
    assert css.count(f"--{kind.singular}:") == 3, f"record.css needs --{kind.singular}: light, dark, and on paper"
    assert f".k-{kind.singular}," in css, f"record.css has no rule .k-{kind.singular}"
    if kind.span_fields and kind.singular != "statement":  # the words of statements have a ground of their own
        assert kind.singular in flow.LINED, f"views/report/flow.py draws no line under {kind.collection}"


# ── Documents ─────────────────────────────────────────────────────────────────────────────────────────────────


@EVERY_KIND
def test_the_docs_explain_it(kind: ClaimKind) -> None:
    record = (PROJECT / "docs" / "record.md").read_text(encoding="utf-8")
    assert f"`{kind.collection}`" in record, f"docs/record.md has no section on `{kind.collection}`"
    missing = [name for name in _fields(kind) if name != "key" and f"`{name}`" not in record]
    assert not missing, f"docs/record.md does not explain {missing} of {kind.collection}"
    archive = (PROJECT / "docs" / "archive.md").read_text(encoding="utf-8")
    assert f"`{kind.collection}_wide`" in archive, f"docs/archive.md does not name the view {kind.collection}_wide"
    exchange = (PROJECT / "docs" / "exchange.md").read_text(encoding="utf-8")
    assert f"`{kind.collection}`" in exchange, f"docs/exchange.md does not name the table {kind.collection}"
