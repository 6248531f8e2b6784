"""What a notebook shows of a record, and what its tables become."""

from __future__ import annotations

import html
import re
from contextlib import closing
from typing import TYPE_CHECKING

import duckdb

import detente
from detente.archive import connect
from detente.views.report import notebook, render_notebook, render_page
from tests.unit.archive.builders import store
from tests.unit.views.samples import make_hostile, make_strait

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def _document(framed: str) -> str:
    (inside,) = re.findall(r'srcdoc="([^"]*)"', framed)
    return html.unescape(inside)


def test_a_record_shows_its_reader_in_a_frame() -> None:
    record = make_strait()
    framed = record._repr_html_()
    assert framed.startswith("<iframe sandbox srcdoc=")
    assert record.statements
    assert record.article.text.splitlines()[0] in html.unescape(_document(framed))


def test_nothing_of_a_hostile_article_leaves_the_frame_or_runs_in_it() -> None:
    framed = render_notebook(make_hostile())
    assert re.findall(r"<(?!iframe|/iframe)", framed) == []
    document = _document(framed)
    assert "<script" not in document
    assert re.findall(r"<[^>]+\son\w+=", document) == []
    assert "default-src 'none'" in html.unescape(document)


def test_the_same_record_gives_the_same_frame() -> None:
    assert render_notebook(make_strait()) == render_notebook(make_strait())


def test_a_long_one_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook, "MOST_CHARS", 1000)
    told = render_notebook(make_hostile())
    assert len(told) < 1000
    assert "record.to_html()" in told
    assert re.findall(r"<(?!/?p>|/?code>)", told) == []


def test_to_html_is_the_page() -> None:
    record = make_strait()
    assert record.to_html() == render_page(record)


def test_an_archive_says_what_it_holds_and_its_tables_go_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "news.sqlite"
    record = make_strait()
    with closing(connect(path, create=True)) as connection:
        store(connection, record)
    with detente.Archive(path) as archive:
        assert "1 article," in repr(archive)
        events = archive.events()
        assert len(events.to_pandas()) == len(record.events)
        with duckdb.connect() as database:
            counted = database.register("events", events).execute("SELECT count(*) FROM events").fetchall()
        assert counted == [(len(record.events),)]
