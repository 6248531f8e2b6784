"""`detente explain`: from an event back to the words, the row and the rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.views.cli import main

pytestmark = pytest.mark.model

TEXT = "Kenya accused Uganda of arming rebels on Friday. Uganda rejected the claim and closed its border with Kenya.\n"


def run(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int | str | None, str, str]:
    with pytest.raises(SystemExit) as left:
        main.run(arguments)
    out, err = capsys.readouterr()
    return left.value.code, out, err


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "border.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_every_event_of_the_record_can_be_explained(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(["read", "--json", str(article)], capsys)
    events = json.loads(out)["events"]
    assert events
    for event in events:
        code, shown, _ = run(["explain", str(article), "--event", event["key"]], capsys)
        start, end = event["trigger"]
        assert code == 0
        assert f"{event['key']}  “{TEXT[start:end]}”" in shown
        assert "patterns.tsv" in shown
        assert "network     an event " in shown
        assert f"confidence  {event['confidence']:.2f}" in shown


def test_an_event_that_is_not_there_is_wrong_use(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(["explain", str(article), "--event", "e99"], capsys)
    assert (code, out) == (2, "")
    assert "e99" in err


def test_without_an_event_every_word_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    code, shown, _ = run(["explain", "--text", "Kenya accused Uganda. Uganda greylisted a bank."], capsys)
    assert code == 0
    assert "  accused  accuse  VBD    → e1" in shown
    assert "      v-accuse-1, line " in shown
    assert "greyliste" in shown


def test_text_and_event_do_not_go_together(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(["explain", "--text", "Kenya spoke.", "--event", "e1"], capsys)
    assert code == 2
    assert "do not go together" in err
