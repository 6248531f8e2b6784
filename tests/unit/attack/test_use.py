"""Unlucky use: two at once, pipes, clocks, archives by mail, terminals, pages made to take for ever."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from detente.archive.database import connect
from detente.archive.exchange.flat.table_files import guard_formula
from detente.archive.run_log import find_resumable, start_run
from detente.errors import UsageError
from detente.runs.origin import check_begun_here, with_mark
from detente.sources.pages.attributes import MOST_ATTRIBUTES, without_excess
from detente.views.safety import neutralise
from tests.unit.sources.helpers import founds, take

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.attack.conftest import Detente

_WORDS = "Peru and Chile signed a treaty on the border on Friday, and both sides spoke of a new beginning. " * 3


def _gdelt_row(number: int) -> str:
    cells = [""] * 61
    cells[0], cells[1], cells[5], cells[6], cells[7] = str(number), "20250310", "PER", "PERU", "PER"
    cells[15], cells[16], cells[17], cells[26], cells[30], cells[31] = "CHL", "CHILE", "CHL", "057", "8.0", "3"
    return "\t".join(cells) + "\n"


def test_two_imports_of_one_file_at_once(archive: Path, tmp_path: Path, detente: Detente) -> None:
    path = tmp_path / "a.export.CSV"
    path.write_text("".join(map(_gdelt_row, range(1, 3000))))
    codes: list[int] = []

    def other() -> None:
        from detente.archive.imports import import_events  # noqa: PLC0415 - loaded only if it is asked for

        with closing(connect(archive)) as connection:
            try:
                import_events(connection, path, "2025-03-10T00:00:00+00:00")
                codes.append(0)
            except UsageError as error:
                codes.append(error.exit_code)

    thread = threading.Thread(target=other)
    thread.start()
    said = detente("import", str(path))
    thread.join()
    assert sorted([said.code, *codes]) == [0, 2]
    with closing(sqlite3.connect(archive)) as connection:
        assert connection.execute("SELECT count(*) FROM imported_dyads").fetchone() == (2999,)


def test_import_from_a_pipe(detente: Detente, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    threading.Thread(target=lambda: pipe.write_text(_gdelt_row(1)), daemon=True).start()
    said = detente("import", str(pipe))
    assert (said.code, "1 row taken" in said.out) == (0, True)


def test_event_files_and_tables_may_end_their_lines_in_cr(detente: Detente, tmp_path: Path) -> None:
    path = tmp_path / "a.CSV"
    path.write_bytes((_gdelt_row(1) + _gdelt_row(2)).replace("\n", "\r").encode())
    assert "2 rows taken, 0 lines malformed" in detente("import", str(path)).out
    table = tmp_path / "b.csv"
    table.write_bytes(f'text,title\r"{_WORDS}",a\r"{_WORDS}",b\r'.encode())
    items, _ = take(table)
    assert [found.title for found in founds(items)] == ["a", "b"]


def test_malformed_lines_do_not_write_over_what_stands_on_the_terminal(detente: Detente, tmp_path: Path) -> None:
    path = tmp_path / "a.CSV"
    path.write_bytes((_gdelt_row(1) + "1\t\ra.CSV (gdelt): 9 rows taken\x1b[2K\x9b1m\n").encode())
    said = detente("import", str(path))
    assert not set(said.out) & set("\r\x1b\x9b")


@pytest.mark.parametrize(
    "words", [("show",), ("doctor",), ("changes",), ("stories",), ("review", "log"), ("backup", "b\x1b[31m")]
)
def test_nothing_of_a_foreign_archive_steers_the_terminal(
    detente: Detente, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    evil = "char(27) || ']0;PWN' || char(7) || char(13) || char(155)"
    with closing(sqlite3.connect(archive)) as connection, connection:
        connection.execute(f"UPDATE runs SET started = {evil}, settings = '{{}}'")
        connection.execute(f"UPDATE makers SET version = {evil}, knowledge = {evil}")
        connection.execute(f"INSERT INTO failures (run, origin, stage, reason) VALUES (1, {evil}, {evil}, {evil})")
        connection.execute(f"CREATE VIEW evil AS SELECT {evil} AS a")
    said = detente(*words)
    assert not set(said.out + said.err) & set("\r\x1b\x9b\x07")


def test_carriage_returns_are_seen() -> None:
    assert neutralise("a\r\nb\rc") == "a\nb␍c"


def test_a_bare_dash_stays_one() -> None:
    assert [guard_formula(text) for text in ("-", "+", "-1", "--", "=")] == ["-", "+", "'-1", "'--", "'="]


def test_a_run_begun_here_goes_on_and_one_from_elsewhere_is_asked_about(archive: Path) -> None:
    settings = with_mark({"locations": ["/etc/passwd"], "actors": None})
    with closing(connect(archive)) as connection:
        start_run(connection, "add", settings, "2025-03-10T00:00:00+00:00")
        check_begun_here(find_resumable(connection, "add"), trust=False)
        connection.execute("UPDATE runs SET settings = json_set(settings, '$.locations', json_array('/etc/shadow'))")
        run = find_resumable(connection, "add")
    with pytest.raises(UsageError, match="/etc/shadow"):
        check_begun_here(run, trust=False)
    check_begun_here(run, trust=True)


@pytest.mark.parametrize("command", ["add", "reread"])
def test_resume_reads_no_file_that_a_mailed_archive_names(
    detente: Detente, archive: Path, tmp_path: Path, command: str
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(_WORDS)
    with closing(sqlite3.connect(archive)) as connection, connection:
        connection.execute(
            "UPDATE runs SET state = 'interrupted', kind = ?, settings = json_object('locations', json_array(?), "
            "'actors', ?, 'codebook', NULL, 'workers', 1, 'everything', 0, 'pipeline', NULL)",
            (command, str(secret), str(secret)),
        )
    said = detente(command, "--resume")
    assert said.code == 2
    assert str(secret) in said.err
    assert "--trust" in said.err


@pytest.mark.parametrize("attribute", ["a{}=1", "a{}='<x>'", 'a{}="> \'"', "a{}", "a{} = b", "/a{}"])
def test_elements_keep_their_first_attributes_only(attribute: str) -> None:
    many = " ".join(attribute.format(n) for n in range(5_000))
    cut = without_excess(f"<p {many}>words</p><a href='x'>more</a>")
    assert len(cut) < len(many) / 10
    assert cut.endswith(">words</p><a href='x'>more</a>")
    few = " ".join(attribute.format(n) for n in range(MOST_ATTRIBUTES))
    assert without_excess(f"<p {few}>words</p>") == f"<p {few}>words</p>"


def test_a_page_made_of_attributes_is_read(tmp_path: Path) -> None:
    many = " ".join(f"a{n}=1" for n in range(100_000))
    (tmp_path / "a.html").write_text(
        f"<html><head><title>T</title></head><body><p {many}>{_WORDS * 3}</p></body></html>"
    )
    items, _ = take(tmp_path / "a.html")
    assert "Peru and Chile" in founds(items)[0].text
