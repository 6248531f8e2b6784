"""All export formats, and the way from articles to a file with its sidecar."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from detente.archive.exchange.annotations.brat import Brat
from detente.archive.exchange.annotations.label_studio import LabelStudio
from detente.archive.exchange.annotations.refi import RefiCodebook, RefiProject
from detente.archive.exchange.annotations.web_annotation import WebAnnotation
from detente.archive.exchange.contract import Loss
from detente.archive.exchange.flat.table_files import CsvTables, ParquetTables
from detente.archive.exchange.formats.citations import BibTex, CslJson, Ris
from detente.archive.exchange.formats.dna import Dna
from detente.archive.exchange.formats.gdelt import GdeltEvents
from detente.archive.exchange.formats.gdelt_mentions import GdeltMentions
from detente.archive.exchange.formats.gexf import Gexf
from detente.archive.exchange.formats.graphml import GraphMl
from detente.archive.exchange.formats.icews import Icews
from detente.archive.exchange.formats.plover import Plover
from detente.archive.exchange.formats.polecat import Polecat
from detente.errors import UsageError
from detente.files import check_free, check_name, replacing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from detente.archive.exchange.contract import ExportFormat, ExportOptions, Losses
    from detente.archive.filed import Filed

#: In the order in which they are listed to people.
FORMATS: tuple[ExportFormat, ...] = (
    CsvTables(),
    ParquetTables(),
    GdeltEvents(),
    GdeltMentions(),
    Icews(),
    Polecat(),
    Plover(is_full=True),
    Plover(is_full=False),
    Dna(),
    GraphMl(),
    Gexf(),
    BibTex(),
    Ris(),
    CslJson(),
    RefiProject(),
    RefiCodebook(),
    WebAnnotation(),
    LabelStudio(),
    Brat(),
)


def format_named(name: str) -> ExportFormat:
    """Return the format of a name.

    Raises:
        UsageError: There is none; the hint lists them.
    """
    for kind in FORMATS:
        if kind.name == name:
            return kind
    raise UsageError(f"there is no export format {name!r}", hint="formats: " + ", ".join(kind.name for kind in FORMATS))


def sidecar_of(target: Path) -> Path:
    """Return where the losses of an export to `target` are told: `<target>.losses.json` beside it."""
    return target.with_name(target.name + ".losses.json")


def export(name: str, articles: Iterable[Filed], target: Path, options: ExportOptions) -> Losses:
    """Write articles in a format, and beside it what the format could not hold.

    Args:
        name: Name of the format.
        articles: Gone through once.
        target: The file or, for "csv" and "parquet", the folder; what is there is replaced.
        options: What is written.

    Raises:
        UsageError: There is no such format, or the target cannot be written.
    """
    kind = format_named(name)
    is_folder = kind.suffix == ""
    check_name(target)
    try:
        if target.exists() and target.is_dir() != is_folder:
            what = "a folder" if is_folder else "a file"
            raise UsageError(
                f"the format {name} is written to {what}, and {target} is none", hint="name another target"
            )
        for place in (sidecar_of(target),) if is_folder else (target, sidecar_of(target)):
            check_free(place)  # said before the articles are gone through, which may take an hour
        losses = _with_imported(kind.write(articles, target, options), options)
        data = {"created": options.created.isoformat(), "options": _describe(options), **losses.to_dict()}
        with replacing(sidecar_of(target)) as path:
            path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{target} cannot be written: {error.strerror or error}", hint="name another target"
        ) from error
    return losses


def _with_imported(losses: Losses, options: ExportOptions) -> Losses:
    """Return the losses of a format with the imported events that it did not take."""
    left = sum(batch.num_rows for batch in options.imported)
    if not left:
        return losses
    loss = Loss("imported events: only csv and parquet hold them", left)
    return replace(losses, items=tuple(sorted((*losses.items, loss), key=lambda one: one.what)))


def _describe(options: ExportOptions) -> dict[str, Any]:
    """Return what was asked for, null where the format's default held."""
    return {
        "statuses": None if options.statuses is None else sorted(options.statuses),
        "background": options.background,
        "reviewed_only": options.reviewed_only,
    }
