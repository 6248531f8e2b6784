"""`detente` from articles on disk to records, with the real reader."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from detente.records import Record
from detente.views.cli import main

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.model

_ARTICLE = """\
Peru and Chile settle their border dispute

LIMA, 2 May 2025 (Meridian) – Peru and Chile agreed on Friday to settle their border dispute. “We agree on all \
points of the map,” said Peruvian Foreign Minister Ana Ruiz. 🗺️

She said that the two countries would meet again in Santiago in June.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "talks.txt"
    path.write_bytes(_ARTICLE.replace("\n", "\r\n").encode())
    return path


def _run(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int | str | None, str, str]:
    with pytest.raises(SystemExit) as left:
        main.run(arguments)
    out, err = capsys.readouterr()
    return left.value.code, out, err


def test_an_article_becomes_a_view(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = _run(["read", str(article), "--width", "60"], capsys)
    assert (code, err) == (0, "")
    assert "Peru and Chile settle their border dispute" in out
    assert "“We agree on all points of the map,”" in " ".join(out.replace("│", " ").split())
    assert max(map(len, out.splitlines())) <= 60


def test_standard_input_is_read_without_a_location(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(_ARTICLE.encode()), encoding="utf-8"))
    code, out, _ = _run(["read", "--json", "--published", "2025-05-02"], capsys)
    assert code == 0
    record = Record.from_json(out)
    assert record.article.text == _ARTICLE
    assert record.article.published == "2025-05-02"


def test_one_bad_article_loses_no_other(article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    missing = tmp_path / "missing.txt"
    code, out, err = _run(["read", "--jsonl", str(picture), str(article), str(missing), str(article)], capsys)
    assert code == 1
    first, second = out.splitlines()
    assert first == second
    assert Record.from_dict(json.loads(first)).article.title == "Peru and Chile settle their border dispute"
    assert next(line for line in err.splitlines() if line.startswith("failed: ")).startswith(f"failed: {picture} (")
    assert f"failed: {missing} (" in err
    assert err.endswith("2 read, 2 failed\n")


def test_a_pipeline_that_is_not_installed_is_wrong_use(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = _run(["read", str(article), "--pipeline", "no_such_pipeline"], capsys)
    assert (code, out) == (2, "")
    assert "no_such_pipeline" in err


def test_the_demo_prints_a_record_and_writes_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "demo.html"
    code, out, err = _run(["demo", "-o", str(target)], capsys)
    assert code == 0
    assert "STATEMENTS" in out
    assert err.splitlines()[0] == f"The page is in {target}"
    assert "Next: detente read" in err
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")
