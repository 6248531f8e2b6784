"""Relations on the page: a figure with all that it rests on, or that the data are too few."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from detente.archive import connect, transaction

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient


def import_events(archive: Path, count: int = 48) -> None:
    """Put events of an invented data set into an archive: NOR toward SWE, four a month, of all four quad classes."""
    with closing(connect(archive)) as connection, transaction(connection):
        connection.execute(
            "INSERT INTO imports (import, path, kind, sha256, imported, rows, malformed, examples) "
            "VALUES (1, 'events.tab', 'icews', ?, '2025-03-10T00:00:00+00:00', ?, 0, '[]')",
            ("0" * 64, count),
        )
        connection.executemany(
            "INSERT INTO imported_dyads (import, event, told, date, type, quad, intensity, status, background, source, "
            "source_country, target, target_country, line) "
            "VALUES (1, ?, ?, ?, ?, ?, ?, 'actual', 0, 'Norland', 'NOR', 'Sund', 'SWE', ?)",
            [
                (f"i{n}", f"i{n}", f"2024-{n // 4 + 1:02}-15", "CONSULT", n % 4 + 1, 5.0 - 3 * (n % 4), n)
                for n in range(count)
            ],
        )


def test_nobody_is_named_yet(client: TestClient) -> None:
    page = client.get("/relations.json").json()
    assert page["frame"] is None
    assert "Name a side" in client.get("/relations").text


def test_too_few_events_are_an_answer(client: TestClient) -> None:
    frame = client.get("/relations.json?source=NOR").json()["frame"]
    assert frame["enough"] is False
    assert (frame["described"]["n"], frame["described"]["floor"]) == (0, 10)
    assert "Not enough data" in client.get("/relations?source=NOR").text


def test_the_figure_has_all_that_it_rests_on(client: TestClient, archive: Path) -> None:
    import_events(archive)
    page = client.get("/relations.json?source=NOR&target=SWE").json()
    told = page["frame"]["described"]
    assert (told["n"], told["n_distinct"]) == (48, 48)
    assert told["estimate"] == 0.5
    assert told["interval"]["low"] <= 0.5 <= told["interval"]["high"]
    assert len(page["rows"]) == 12 * 4
    assert page["frame"]["command"] == "detente relations NOR SWE --archive news.sqlite"
    html = client.get("/relations?source=NOR&target=SWE").text
    for words in ("What it does not mean", "Controls", "Cite", "Method", told["reference"][:20]):
        assert words in html


def test_the_figure_is_computed_again_when_the_archive_grows(client: TestClient, archive: Path) -> None:
    assert client.get("/relations.json?source=NOR").json()["frame"]["enough"] is False
    import_events(archive)
    assert client.get("/relations.json?source=NOR").json()["frame"]["enough"] is True


def test_the_table_is_csv(client: TestClient, archive: Path) -> None:
    import_events(archive)
    lines = client.get("/relations.csv?source=NOR").text.splitlines()
    assert lines[0].startswith("period,class,events,tellings,attention,value")
    assert len(lines) == 1 + 12 * 4


def test_the_events_behind_lead_to_their_words(client: TestClient) -> None:
    rows = client.get("/relations.json?source=Pavel%20Orlin&by=actor").json()["events"]
    assert rows
    assert {row["article"] for row in rows} == {1}
    assert f'href="/article/1#{rows[0]["key"]}"' in client.get("/relations?source=Pavel%20Orlin&by=actor").text


def test_a_wrong_choice_is_refused_with_its_reason(client: TestClient) -> None:
    answer = client.get("/relations.json?source=NOR&every=fortnight")
    assert answer.status_code == 400
    assert "every" in answer.json()["error"]
