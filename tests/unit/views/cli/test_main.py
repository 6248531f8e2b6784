"""The command `detente` as a process meets it: exit codes, help, errors, encodings."""

from __future__ import annotations

import json

import pytest

from detente import __version__
from detente.errors import DetenteError, UsageError
from detente.records import json_schema
from detente.views.cli import main


def _run(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int | str | None, str, str]:
    with pytest.raises(SystemExit) as left:
        main.run(arguments)
    out, err = capsys.readouterr()
    return left.value.code, out, err


@pytest.mark.parametrize("arguments", [["version"], ["--version"]])
def test_version(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(arguments, capsys) == (0, f"detente {__version__}\n", "")


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _run(["--help"], capsys)
    assert code == 0
    assert all(f"  {name} " in out for name in ("read", "demo", "schema", "version"))


@pytest.mark.parametrize("command", ["read", "demo", "schema", "version"])
def test_every_option_of_every_command_has_a_help_text(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _run([command, "-h"], capsys)
    assert code == 0
    options = out.split("Options:")[1].splitlines()
    assert all(len(line.split("  ")) > 1 for line in options if line.strip().startswith("-"))


def test_schema_is_the_schema_of_records(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _run(["schema"], capsys)
    assert code == 0
    assert json.loads(out) == json_schema()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["read", "--json", "--jsonl", "a"], "contradict"),
        (["read", "--json", "a", "b"], "--jsonl"),
        (["read", "--published", "soon", "a"], "YYYY-MM-DD"),
        (["read", "--width", "3", "a"], "40"),
        (["read", "--nonsense"], "--nonsense"),
        (["nonsense"], "nonsense"),
        (["demo", "-o", "no/such/place.html"], "there is no directory"),
    ],
)
def test_wrong_use_leaves_with_2_and_a_word_on_stderr(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = _run(arguments, capsys)
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err


def test_an_error_is_a_message_and_a_hint_and_with_debug_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise UsageError("no\x1b[2J such thing", hint="Try another.")

    monkeypatch.setattr("detente.views.cli.read.choose_shape", fail)
    assert _run(["read", "a"], capsys) == (2, "", "detente: no␛[2J such thing\n  Try another.\n")
    code, _, err = _run(["--debug", "read", "a"], capsys)
    assert code == 2
    assert err.startswith("Traceback")


def test_other_errors_leave_with_their_own_code(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise DetenteError("broken")

    monkeypatch.setattr("detente.views.cli.read.choose_shape", fail)
    assert _run(["read", "a"], capsys) == (1, "", "detente: broken\n")


def test_an_interrupt_leaves_with_130(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("detente.views.cli.read.choose_shape", interrupt)
    code, out, err = _run(["read", "a"], capsys)
    assert (code, out) == (130, "")
    assert "Traceback" not in err
