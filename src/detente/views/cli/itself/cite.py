"""`detente cite`: what to write down so that somebody else can do it again."""

from __future__ import annotations

import json as json_module
import tomllib
from importlib import resources
from pathlib import Path
from typing import Annotated, Any

import typer

from detente import __version__
from detente.archive import Archive
from detente.counts import say_count
from detente.views.cli.output import write_stdout

_YEAR = "2026"
_TITLE = "Détente: reading the record of diplomacy from news"


def cite(
    *,
    archive: Annotated[Path | None, typer.Option("--archive", "-a", metavar="FILE", help="An archive, too.")] = None,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Print the BibTeX alone.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Print how to cite Détente, an archive and its sources.

    The version, the digests of models and knowledge, of the archive and its runs, and BibTeX. An archive's digest is
    over what it holds: a copy has the same one.
    """
    told = list_citations(archive)
    if json:
        write_stdout(json_module.dumps(told, ensure_ascii=False, indent=1) + "\n")
    else:
        write_stdout(told["bibtex"] if bibtex else render_citations(told))


def list_citations(archive: Path | None) -> dict[str, Any]:
    """Return what to cite, as plain JSON values.

    Args:
        archive: An archive, whose runs say which models and knowledge were used; None for those of this installation.

    Returns:
        "version"; "makers", each with version, models and knowledge; "archive" (None without one): its name, digest,
        articles, unsealed records and runs; "sources"; "bibtex" of all.
    """
    held = None if archive is None else _describe_archive(archive)
    makers = [_installed()] if held is None else held.pop("makers")
    kinds = {"always"} if held is None else {"always", *held["imports"]}
    sources = {key: source for key, source in read_sources().items() if source["used"] in kinds}
    entries = [_software(makers), *([] if held is None else [_dataset(held)])]
    entries += [_entry("misc", key, _fields(source)) for key, source in sources.items()]
    return {
        "version": __version__,
        "makers": makers,
        "archive": held,
        "sources": sources,
        "bibtex": "\n".join(entries),
    }


def read_sources() -> dict[str, dict[str, str]]:
    """Return the data sources of data_sources.toml, by their key."""
    text = (resources.files(__package__) / "data_sources.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def render_citations(told: dict[str, Any]) -> str:
    """Return what to cite for a person: the facts first, the BibTeX behind."""
    lines = [f"Détente {told['version']}"]
    for maker in told["makers"]:
        lines.append(f"read with version {maker['version']}, knowledge {maker['knowledge']}")
        lines += [f"  model {name}  {digest}" for name, digest in maker["models"].items()]
    held = told["archive"]
    if held is not None:
        count = say_count(held["articles"], "article")
        lines.append(f"archive {held['name']}: {count}, content sha256 {held['sha256']}")
        lines += [f"  run {run['run']}  {run['kind']}, {run['started']}, {run['read']:,} read" for run in held["runs"]]
        if held["unsealed"]:
            lines.append(f"  {held['unsealed']:,} records have no seal yet: detente doctor --archive {held['name']}")
    return "\n".join(lines) + f"\n\n{told['bibtex']}"


def _installed() -> dict[str, Any]:
    from detente.runs.local import ReadingOptions, current_maker  # noqa: PLC0415 - loads the parser

    maker = current_maker(ReadingOptions())
    return {"version": maker.version, "models": dict(maker.models), "knowledge": maker.knowledge}


def _describe_archive(path: Path) -> dict[str, Any]:
    with Archive(path) as archive:
        runs = archive.runs()
        digest, unsealed = archive.digest()
        made = {(run.version, run.knowledge, tuple(run.models.items())): run for run in runs if run.version is not None}
        return {
            "name": path.name,
            "sha256": digest,
            "articles": len(archive),
            "unsealed": unsealed,
            "imports": sorted({kind for _, _, kind, *_ in archive.imports()}),
            "runs": [{"run": one.run, "kind": one.kind, "started": one.started, "read": one.read} for one in runs],
            "makers": [
                {"version": one.version, "models": dict(one.models), "knowledge": one.knowledge}
                for one in made.values()
            ],
        }


def _software(makers: list[dict[str, Any]]) -> str:
    versions = sorted({maker["version"] for maker in makers}) or [__version__]
    knowledge = ", ".join(sorted({maker["knowledge"] for maker in makers}))
    fields = {"author": "{The Détente developers}", "title": _TITLE, "year": _YEAR, "version": ", ".join(versions)}
    return _entry("software", "detente", fields | ({"note": f"knowledge sha256 {knowledge}"} if knowledge else {}))


def _dataset(held: dict[str, Any]) -> str:
    runs = ", ".join(str(run["run"]) for run in held["runs"])
    note = f"content sha256 {held['sha256']}; {held['articles']} articles; runs {runs or 'none'}"
    name = held["name"].replace("{", "(").replace("}", ")")
    title = f"{name}: an archive of news read by Détente"
    return _entry("misc", "detente-archive", {"title": title, "note": note})


def _fields(source: dict[str, str]) -> dict[str, str]:
    licence = f"; licence: {source['licence']}" if source["licence"] else ""
    fields = {name: source[name] for name in ("author", "title", "year") if source[name]}
    return {**fields, "howpublished": source["in"], "note": f"for {source['for']}{licence}"}


def _entry(kind: str, key: str, fields: dict[str, str]) -> str:
    body = ",\n".join(f"  {name} = {{{_escape(value)}}}" for name, value in fields.items())
    return f"@{kind}{{{key},\n{body}\n}}\n"


def _escape(value: str) -> str:
    """Make what TeX would take for a command plain; braces around a whole name are ours and stay."""
    for sign in "\\&%$#_":
        value = value.replace(sign, r"\textbackslash{}" if sign == "\\" else f"\\{sign}")
    return value
