"""The README shows what the program prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detente.views.cli import main

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]


def blocks() -> list[str]:
    """Return the fenced blocks of the README without a language."""
    return re.findall(r"^```\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def printed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit):
        main.run(arguments)
    return capsys.readouterr().out


def test_the_excerpt_of_the_record_is_printed_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    out = printed(["read", "src/detente/examples/strait.txt", "--width", "92"], capsys).splitlines()
    excerpt = next(block for block in blocks() if "CONDITIONS" in block)
    missing = [line for line in excerpt.splitlines() if line.strip() and line not in out]
    assert not missing


def test_the_other_commands_print_what_is_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    shown = [b for b in blocks() if b.startswith(("$ detente who", "$ detente explain"))]
    assert len(shown) == 2
    for block in shown:
        command, _, expected = block.partition("\n")
        assert printed(command.split()[2:], capsys) == expected
