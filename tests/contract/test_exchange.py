"""What holds for every export format."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from tests.unit.archive.exchange.samples import CREATED, archive

from detente.archive import exchange
from detente.archive.exchange import FORMATS, TABLES, ExportFormat, ExportOptions, export, format_named, sidecar_of
from detente.archive.filed import Filed
from detente.errors import UsageError

OPTIONS = ExportOptions(CREATED)


def _content(target: Path) -> dict[str, bytes]:
    """Return the bytes of a file, or of all files of a folder."""
    if target.is_dir():
        return {path.name: path.read_bytes() for path in sorted(target.iterdir())}
    return {"": target.read_bytes()}


def test_none_is_left_out_of_the_registry() -> None:
    found = set()
    folder = Path(inspect.getfile(exchange)).parent
    for path in folder.rglob("*.py"):
        if path.stem == "contract":
            continue
        module = ".".join(["detente.archive.exchange", *path.relative_to(folder).with_suffix("").parts])
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                members = {item.name for item in node.body if isinstance(item, ast.FunctionDef)}
                if "write" in members and not node.name.startswith("_"):
                    found.add(getattr(importlib.import_module(module), node.name))
    assert found == {type(kind) for kind in FORMATS}
    assert len({kind.name for kind in FORMATS}) == len(FORMATS)


def test_every_format_and_table_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "exchange.md").read_text(encoding="utf-8")
    assert all(f"`{kind.name}`" in text for kind in FORMATS)
    assert all(f"`{table.name}`" in text for table in TABLES)
    assert all(kind.suffix in text for kind in FORMATS)


def test_unknown_format_lists_the_known_ones() -> None:
    with pytest.raises(UsageError) as error:
        format_named("excel")
    assert error.value.hint is not None
    assert all(kind.name in error.value.hint for kind in FORMATS)


@pytest.mark.parametrize("kind", FORMATS, ids=lambda f: f.name)
def test_format_has_the_signature_of_the_contract(kind: ExportFormat) -> None:
    assert list(inspect.signature(kind.write).parameters) == ["articles", "target", "options"]
    assert format_named(kind.name) is kind


@pytest.mark.parametrize("kind", FORMATS, ids=lambda f: f.name)
def test_export_goes_through_the_articles_once_and_tells_its_losses(kind: ExportFormat, tmp_path: Path) -> None:
    target = tmp_path / f"out{kind.suffix}"
    losses = export(kind.name, iter(archive()), target, OPTIONS)
    told = json.loads(sidecar_of(target).read_text(encoding="utf-8"))
    asked = {"statuses": None, "background": None, "reviewed_only": False}
    assert told == {"created": "2026-11-23T06:30:15+00:00", "options": asked, **losses.to_dict()}
    assert losses.format == kind.name
    assert losses.written
    assert losses.items
    assert all(item.count > 0 for item in losses.items)
    # Nothing is left beside the file.
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted((target.name, sidecar_of(target).name))


@pytest.mark.parametrize("kind", FORMATS, ids=lambda f: f.name)
def test_export_gives_the_same_bytes_twice(kind: ExportFormat, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    export(kind.name, archive(), first, OPTIONS)
    export(kind.name, archive(), second, OPTIONS)
    assert _content(first) == _content(second)


@pytest.mark.parametrize("kind", FORMATS, ids=lambda f: f.name)
def test_export_of_nothing_is_a_valid_file(kind: ExportFormat, tmp_path: Path) -> None:
    losses = export(kind.name, [], tmp_path / "out", OPTIONS)
    assert (tmp_path / "out").exists()
    assert losses.items == ()


@pytest.mark.parametrize("kind", FORMATS, ids=lambda f: f.name)
def test_failure_leaves_what_was_there(kind: ExportFormat, tmp_path: Path) -> None:
    target = tmp_path / "out"
    export(kind.name, archive(), target, OPTIONS)
    before = _content(target)

    def broken() -> Iterator[Filed]:
        yield archive()[0]
        raise RuntimeError("the archive went away")

    with pytest.raises(RuntimeError, match="went away"):
        export(kind.name, broken(), target, OPTIONS)
    assert _content(target) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "out.losses.json"]


@pytest.mark.parametrize("kind", FORMATS, ids=lambda f: f.name)
def test_target_that_cannot_be_written_is_the_callers_error(kind: ExportFormat, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        export(kind.name, archive(), tmp_path / "missing" / "out", OPTIONS)


@pytest.mark.parametrize("kind", FORMATS, ids=lambda f: f.name)
def test_file_is_not_put_in_place_of_a_folder_nor_a_folder_in_place_of_a_file(
    kind: ExportFormat, tmp_path: Path
) -> None:
    target = tmp_path / "out"
    if kind.suffix:
        target.mkdir()
    else:
        target.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="is none"):
        export(kind.name, archive(), target, OPTIONS)
    assert target.is_dir() == bool(kind.suffix)


@pytest.mark.parametrize("kind", FORMATS, ids=lambda f: f.name)
def test_reviewed_only_writes_less(kind: ExportFormat, tmp_path: Path) -> None:
    everything = export(kind.name, archive(), tmp_path / "all", OPTIONS)
    reviewed = export(kind.name, archive(), tmp_path / "some", ExportOptions(CREATED, reviewed_only=True))
    assert sum(item.count for item in reviewed.written) < sum(item.count for item in everything.written)
    assert any("nobody has reviewed" in item.what for item in reviewed.items)


def test_options_refuse_a_time_without_zone_and_no_status_at_all() -> None:
    with pytest.raises(UsageError, match="time zone"):
        ExportOptions(datetime(2026, 11, 23))  # noqa: DTZ001 - a time without zone is what is refused
    with pytest.raises(UsageError, match="status"):
        ExportOptions(CREATED, statuses=frozenset())
