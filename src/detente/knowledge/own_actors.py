"""A user's own actors: a TSV file that adds to the shipped tables or overrides them.

The first line names the columns. `name` and `kind` are required; the others may be left out:

    name      the actor's name as it stands in texts
    aliases   other names, separated by ;
    kind      person, state, organization or group
    country   ISO3, or IGO
    sector    GOV MIL LEG JUD OPP REB CVL MED BUS PTY IGO NGO
    office    a person's title, such as "foreign minister"
    code      the class of office (FM, HOS, OPP ...); OTH if left out
    start     first day, month or year of the office
    end       last day, month or year, empty if not known
    entity    id of a shipped actor to which the row adds; empty makes a new actor
    replace   "yes": the shipped roles of that actor are left out

An actor with several offices has several lines with the same name and kind. Lines that begin with #
are comments.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, get_args

from detente.errors import KnowledgeError
from detente.knowledge.dates import parse_date
from detente.knowledge.folding import fold_name
from detente.knowledge.layers import Layer
from detente.knowledge.model import EntityKind
from detente.knowledge.roles import PROMINENCE

if TYPE_CHECKING:
    from pathlib import Path

    from detente.knowledge.base import Knowledge

    Rows = tuple[tuple[str, ...], ...]

COLUMNS = (
    "name", "aliases", "kind", "country", "sector", "office", "code", "start", "end", "entity", "replace",
)  # fmt: skip
_KINDS = tuple(kind for kind in get_args(EntityKind) if kind not in {"place", "bloc"})
_SECTORS = ("GOV", "MIL", "LEG", "JUD", "OPP", "REB", "CVL", "MED", "BUS", "PTY", "IGO", "NGO")


@dataclass(slots=True)
class _Collected:
    names: dict[str, list[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(list))
    entities: dict[str, Rows] = field(default_factory=dict)
    roles: dict[str, list[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(list))
    holders: dict[str, list[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(list))
    replaced: set[str] = field(default_factory=set)
    longest: dict[str, int] = field(default_factory=dict)


def read_own_actors(path: Path, shipped: Knowledge) -> Layer:
    """Read and check a user's actors.

    Args:
        path: The TSV file.
        shipped: The knowledge over which they lie.

    Returns:
        The layer.

    Raises:
        KnowledgeError: The file cannot be read, or a line is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise KnowledgeError(f"{path}: {error.strerror}", hint="name a readable TSV file") from error
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{path}: the file is not UTF-8", hint="save it as UTF-8") from error
    found = _Collected()
    header: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if not header:
            header = _read_header(line, f"{path.name}:{number}")
        else:
            _add_line(found, _read_line(line, header, f"{path.name}:{number}"), shipped, f"{path.name}:{number}")
    if not header:
        raise KnowledgeError(f"{path.name}: the file has no header", hint="columns: " + ", ".join(COLUMNS))
    return _finish(found, sha256(text.encode()).hexdigest())


def _read_header(line: str, where: str) -> list[str]:
    header = [cell.strip() for cell in line.split("\t")]
    unknown = [cell for cell in header if cell not in COLUMNS]
    if unknown or not {"name", "kind"} <= set(header):
        what = f"unknown column {unknown[0]!r}" if unknown else "the columns name and kind are required"
        raise KnowledgeError(f"{where}: {what}", hint="columns: " + ", ".join(COLUMNS) + ", separated by tabs")
    return header


def _read_line(line: str, header: list[str], where: str) -> dict[str, str]:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) > len(header):
        raise KnowledgeError(f"{where}: {len(cells)} cells for {len(header)} columns", hint="look for a tab too many")
    row = dict.fromkeys(COLUMNS, "") | dict(zip(header, cells, strict=False))
    if not row["name"]:
        raise KnowledgeError(f"{where}: no name", hint="fill the column name")
    _check_choice(row, "kind", _KINDS, where)
    if row["sector"]:
        _check_choice(row, "sector", _SECTORS, where)
    row["code"] = row["code"] or "OTH"
    _check_choice(row, "code", tuple(PROMINENCE), where)
    if row["country"] and not re.fullmatch(r"[A-Z]{3}", row["country"]):
        raise KnowledgeError(
            f"{where}: {row['country']!r} is no country", hint="write an ISO3 code such as FRA, or IGO"
        )
    _check_dates(row, where)
    return row


def _check_choice(row: dict[str, str], column: str, known: tuple[str, ...], where: str) -> None:
    if row[column] not in known:
        raise KnowledgeError(f"{where}: {row[column]!r} is no {column}", hint=f"{column} is one of " + ", ".join(known))


def _check_dates(row: dict[str, str], where: str) -> None:
    try:
        start, end = parse_date(row["start"])[0], parse_date(row["end"], last=True)[0]
    except ValueError as error:
        raise KnowledgeError(f"{where}: {error}", hint="write 2009, 2009-03 or 2009-03-17") from error
    if start and end and end < start:
        raise KnowledgeError(
            f"{where}: the end {row['end']} lies before the start {row['start']}", hint="swap or mend them"
        )


def _add_line(found: _Collected, row: dict[str, str], shipped: Knowledge, where: str) -> None:
    entity_id = row["entity"] or "own:" + "-".join(fold_name(row["name"]).split())
    if row["entity"]:
        try:
            known = shipped.entity(entity_id)
        except KeyError as error:
            raise KnowledgeError(
                f"{where}: no actor has the id {entity_id}", hint='find it with `detente who "NAME"`'
            ) from error
        country, sector = row["country"] or known.country or "", known.sector or ""
        found.entities[entity_id] = ((known.kind, known.name, country, sector, known.qid or "", "own actors"),)
    else:
        sector = "" if row["kind"] == "person" and row["office"] else row["sector"]
        found.entities[entity_id] = ((row["kind"], row["name"], row["country"], sector, "", "own actors"),)
    if row["replace"] == "yes":
        found.replaced.add(entity_id)
    if row["office"]:
        end_kind = "stated" if row["end"] else "unknown"
        found.roles[entity_id].append(
            (row["office"], row["country"], row["sector"], row["code"], row["start"], row["end"], end_kind,
             "own actors", "high", "")
        )  # fmt: skip
        found.holders[f"{row['country']}:{row['code']}"].append((entity_id,))
    for name in (row["name"], *row["aliases"].split(";")):
        _add_name(found, name.strip(), entity_id)


def _add_name(found: _Collected, name: str, entity_id: str) -> None:
    key = fold_name(name)
    if not key:
        return
    flags = "u" if name.isupper() and len(name) <= 6 else ""
    entry = ("f", flags, entity_id)
    if entry not in found.names[key]:
        found.names[key].append(entry)
    tokens = key.split(" ")
    found.longest[tokens[0]] = max(found.longest.get(tokens[0], 0), len(tokens))
    if len(tokens) > 2:
        found.names[f"^{tokens[0]} {tokens[1]}"] = [("+",)]


def _finish(found: _Collected, digest: str) -> Layer:
    names: dict[str, Rows] = {key: tuple(rows) for key, rows in found.names.items()}
    names |= {f"^{token}": ((str(length), "0"),) for token, length in found.longest.items()}
    return Layer(
        names=names,
        entities=found.entities,
        roles={key: tuple(rows) for key, rows in found.roles.items()},
        holders={key: tuple(rows) for key, rows in found.holders.items()},
        replaced=frozenset(found.replaced),
        digest=digest,
    )
