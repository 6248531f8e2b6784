"""What is in the wheel, and what is not."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from release.sbom import make_sbom
from release.wheel_check import ROOT, STEPS, build_wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    return zipfile.ZipFile(build_wheel(tmp_path_factory.mktemp("wheel")))


def test_every_file_of_the_package_is_in_it(wheel: zipfile.ZipFile) -> None:
    source = ROOT / "src"
    here = {
        path.relative_to(source).as_posix()
        for path in (source / "detente").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    packed = {name for name in wheel.namelist() if name.startswith("detente/")}
    assert here == packed


def test_nothing_else_is_in_it_but_its_description_and_licences(wheel: zipfile.ZipFile) -> None:
    others = {Path(name).parts[0].rpartition(".")[2] for name in wheel.namelist() if not name.startswith("detente/")}
    assert others == {"dist-info"}
    assert {Path(name).name for name in wheel.namelist() if "/licenses/" in name} == {"LICENSE", "NOTICE"}


def test_the_bill_of_materials_stands_in_it(wheel: zipfile.ZipFile) -> None:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/sboms/detente.cdx.json"))
    assert wheel.read(name).decode() == make_sbom()


def test_no_name_is_a_trap_on_windows(wheel: zipfile.ZipFile) -> None:
    """Reserved names, forbidden characters, names that differ in capitals only, paths over 200 characters."""
    reserved = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
    names = wheel.namelist()
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert len(name) < 200, name
        assert not set('<>:"|?*\\') & set(name), name
        assert not any(part.split(".")[0].lower() in reserved or part[-1] in ". " for part in Path(name).parts), name


def test_what_the_check_runs_are_commands_of_the_program() -> None:
    import typer.main  # noqa: PLC0415 - only this test needs it

    from detente.views.cli.main import app  # noqa: PLC0415 - the same

    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert all(words[0].startswith("--") or words[0] in commands for words, _, _ in STEPS)
