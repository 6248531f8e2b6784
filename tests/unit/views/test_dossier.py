"""A dossier: whole, the same every time, inert, and refused where there is nothing to tell."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from detente.analysis.result import Chart, Result
from detente.archive import Archive, connect
from detente.errors import UsageError
from detente.runs.exploring.snapshot import SnapshotKeeper
from detente.views.report.dossier import DossierSubject, make_dossier, render_dossier
from detente.views.report.figures import draw_panels
from tests.unit.archive.builders import full_record, store
from tests.unit.views.samples import make_strait
from tests.unit.views.web.test_relations import import_events

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file: Path = tmp_path_factory.mktemp("dossier") / "news.sqlite"
    with closing(connect(file, create=True)) as connection:
        store(connection, make_strait())
        store(connection, full_record(), origin="b.txt")
    import_events(file)
    return file


@pytest.fixture(scope="module", autouse=True)
def _kept(path: Path) -> None:
    """Load the archive once for the tests that ask for a dossier of it as it was."""
    _KEEPERS[path] = SnapshotKeeper(path)


_KEEPERS: dict[Path, SnapshotKeeper] = {}


def _write(path: Path, subject: DossierSubject) -> str:
    with Archive(path) as archive:
        return render_dossier(make_dossier(archive, _KEEPERS[path].current(), subject))


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        (DossierSubject("Pavel Orlin"), ("<h1>Pavel Orlin</h1>", "declared readiness", "Articles quoted")),
        (DossierSubject("NOR", "SWE"), ("<h1>Norway and Sweden</h1>", "<svg", "verbal cooperation", "polyline")),
        (DossierSubject(issue="talks with Karsk"), ("<h1>Talks with karsk</h1>", "Not enough data", "Positions mixed")),
    ],
)
def test_a_dossier_is_whole_and_the_same_every_time(
    path: Path, subject: DossierSubject, words: tuple[str, ...]
) -> None:
    text = _write(path, subject)
    assert [word for word in words if word not in text] == []
    assert text == _write(path, subject)


def test_it_needs_nothing_else_and_runs_nothing(path: Path) -> None:
    text = _write(path, DossierSubject("NOR", "SWE"))
    assert "<script" not in text
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"', text) == []
    assert "default-src 'none'" in text


def test_every_reference_has_its_article(path: Path) -> None:
    text = _write(path, DossierSubject("Pavel Orlin"))
    assert set(re.findall(r'href="#(article-\d+)"', text)) == set(re.findall(r'<li id="(article-\d+)"', text))


@pytest.mark.parametrize("names", [("", "", ""), ("RUS", "", "aid"), ("", "UKR", ""), ("", "UKR", "aid")])
def test_a_subject_is_one_thing(names: tuple[str, str, str]) -> None:
    with pytest.raises(UsageError, match="a dossier is about"):
        DossierSubject(*names)


def test_nothing_to_tell_is_said(path: Path) -> None:
    with pytest.raises(UsageError, match=r"nothing in news\.sqlite is about Nobody"):
        _write(path, DossierSubject("Nobody"))


def test_a_line_has_a_gap_where_nothing_is_known() -> None:
    rows = [(date(2025, month, 1), value) for month, value in enumerate((1.0, 2.0, None, 3.0, 4.0), start=1)]
    table = pa.table({"period": [row[0] for row in rows], "share": pa.array([row[1] for row in rows], pa.float64())})
    result = Result(
        "m", "<q>?", table, (("period", "p"), ("share", "s")), None, "", None, 5, 5, "things", (), 1, "", "", "", "",
        Chart("lines", "period", "share"),
    )  # fmt: skip
    drawn = draw_panels(result)
    assert drawn.count("<polyline") == 2
    assert "<title>&lt;q&gt;?</title>" in drawn
