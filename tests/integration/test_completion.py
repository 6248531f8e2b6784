"""What a shell offers when somebody presses the tabulator key."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def _offered(words: str, index: int) -> list[str]:
    asked = {**os.environ, "_DETENTE_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(index)}
    code = "from detente.views.cli.main import run; run()"
    done = subprocess.run([sys.executable, "-c", code], env=asked, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "index", "expected"),
    [
        ("detente re", 1, ["read", "reread", "review", "relations"]),
        ("detente review un", 2, ["undo", "unfit"]),
        ("detente --d", 1, ["--debug"]),
        ("detente read --ht", 2, ["--html"]),
    ],
)
def test_names_and_options_are_offered(words: str, index: int, expected: list[str]) -> None:
    assert _offered(words, index) == expected


def test_a_shell_does_not_wait_for_commands_to_load() -> None:
    code = (
        "import sys\nfrom detente.views.cli.main import run\n"
        "try:\n    run()\nexcept SystemExit:\n"
        "    print([name for name in ('spacy', 'pyarrow', 'detente.reading') if name in sys.modules])"
    )
    asked = {**os.environ, "_DETENTE_COMPLETE": "complete_bash", "COMP_WORDS": "detente re", "COMP_CWORD": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=asked, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert done.stdout.splitlines()[-1] == "[]"
