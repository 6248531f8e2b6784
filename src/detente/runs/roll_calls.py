"""Roll-call votes from CSV files of any layout, as the table of choices; and who belongs to which bloc."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import duckdb
import pyarrow as pa

from detente.analysis.choices import CHOICES, SCHEMA
from detente.errors import UsageError
from detente.knowledge.load import load_knowledge

if TYPE_CHECKING:
    from pathlib import Path

_MEMBERS: Final = pa.schema([
    ("bloc", pa.string()),
    ("member", pa.string()),
    ("start", pa.date32()),
    ("end", pa.date32()),
])


@dataclass(frozen=True, slots=True)
class RollCallLayout:
    """How a file of roll calls is laid out; docs/methods/cohesion.md shows one.

    Attributes:
        about: What it is, in words.
        call: Column with the vote's id.
        date: Column with its day.
        member: Column with who chooses, or None where groups are counted.
        bloc: Column with the group, or None.
        choice: Column with the choice, or None where choices are counted.
        values: For each choice, the values that mean it.
        counts: For each choice, the column with how many made it; empty where `choice` is given.
        join: Column of the second file that holds `call`, or None if one file has all.
        codes: "iso2" where members are two-letter country codes, else None.
    """

    about: str
    call: str
    date: str
    member: str | None
    bloc: str | None
    choice: str | None
    values: dict[str, tuple[str, ...]]
    counts: dict[str, str]
    join: str | None
    codes: str | None


@cache
def layouts() -> dict[str, RollCallLayout]:
    """Return the layouts that come with Détente, by name."""
    text = (resources.files("detente.runs") / "data" / "roll_call_layouts.toml").read_text(encoding="utf-8")
    return {name: _layout(entry, name) for name, entry in tomllib.loads(text).items()}


def layout_at(path: Path) -> RollCallLayout:
    """Return the layout in a TOML file: one table, of any name, or none.

    Raises:
        UsageError: It cannot be read, or lacks what a layout needs.
    """
    try:
        entry = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"the layout {path} cannot be read: {error}") from error
    if len(entry) == 1 and isinstance(next(iter(entry.values())), dict):
        entry = next(iter(entry.values()))
    return _layout(entry, str(path))


def _layout(entry: dict[str, Any], name: str) -> RollCallLayout:
    counts = entry.get("counts", {})
    missing = [key for key in ("call", "date") if key not in entry]
    missing += [] if "choice" in entry or counts else ["choice or counts"]
    missing += [] if "member" in entry or "bloc" in entry else ["member or bloc"]
    missing += [key for key in CHOICES if "choice" in entry and key not in entry]
    missing += [f"counts.{key}" for key in CHOICES if counts and key not in counts]
    if missing:
        raise UsageError(f"the layout {name} does not say {', '.join(missing)}", hint="docs/methods/cohesion.md: one.")
    return RollCallLayout(
        about=entry.get("about", name),
        call=entry["call"],
        date=entry["date"],
        member=entry.get("member"),
        bloc=entry.get("bloc"),
        choice=entry.get("choice"),
        values={key: tuple(entry[key]) for key in CHOICES} if "choice" in entry else {},
        counts=dict(counts),
        join=entry.get("join"),
        codes=entry.get("codes"),
    )


def read_roll_calls(path: Path, layout: RollCallLayout, *, calls: Path | None = None) -> pa.Table:
    """Return the votes of a CSV file, plain or packed with gzip, as a table of choices.

    Args:
        path: The file with the choices.
        layout: Its layout.
        calls: The file with the days, where the layout has them in a second one.

    Raises:
        UsageError: A file or a column is missing, no row has a known choice, or a day is none.
    """
    if (layout.join is not None) != (calls is not None):
        raise UsageError(
            f"this layout takes {'a second file with the days' if layout.join else 'one file'}",
            hint="--calls FILE names the second." if layout.join else "Leave --calls out.",
        )
    sql = f"SELECT * FROM ({_select(layout)}) WHERE call IS NOT NULL AND choice IS NOT NULL ORDER BY ALL"  # noqa: S608 - its parts are our own layouts
    values = [str(path), *([str(calls)] if calls else [])]
    try:
        with duckdb.connect(":memory:") as connection:
            connection.register("iso", _iso_codes())
            found = connection.sql(sql, params=values).to_arrow_table().cast(SCHEMA)
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        raise UsageError(f"{path} cannot be read as {layout.about}: {said}", hint="--layout names another.") from error
    if not len(found):
        raise UsageError(f"no row of {path} has a choice of {layout.about}", hint="Does the layout fit the file?")
    return found


def _select(layout: RollCallLayout) -> str:
    """Return the SELECT for a file; ids that were read as numbers ("3.0") lose their fraction."""
    call = f"regexp_replace(v.{_quote(layout.call)}, '\\.0+$', '')"
    source = "read_csv($1, all_varchar = true, header = true) AS v"
    day = f"{'c' if layout.join else 'v'}.{_quote(layout.date)}"
    if layout.join:
        join = f"regexp_replace(c.{_quote(layout.join)}, '\\.0+$', '')"
        source += f" JOIN read_csv($2, all_varchar = true, header = true) AS c ON {join} = {call}"
    member = f"v.{_quote(layout.member)}" if layout.member else "NULL::VARCHAR"
    if layout.codes == "iso2":
        source += f" LEFT JOIN iso ON iso.two = {member}"
        member = f"coalesce(iso.three, {member})"
    bloc = f"v.{_quote(layout.bloc)}" if layout.bloc else "NULL::VARCHAR"
    head = f"SELECT {call} AS call, {day}[:10]::DATE AS date, {bloc} AS bloc, {member} AS member"
    if layout.counts:
        parts = (
            f"{head}, '{one}' AS choice, try_cast(v.{_quote(column)} AS BIGINT) AS count, 1.0 AS weight FROM {source}"
            for one, column in layout.counts.items()
        )
        return " UNION ALL ".join(parts)
    whens = " ".join(
        f"WHEN lower(v.{_quote(layout.choice or '')}) IN ({', '.join(map(_text, values))}) THEN '{one}'"
        for one, values in layout.values.items()
    )
    return f"{head}, CASE {whens} END AS choice, 1::BIGINT AS count, 1.0 AS weight FROM {source}"


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.lower().replace("'", "''") + "'"


@cache
def _iso_codes() -> pa.Table:
    """Return two- and three-letter codes of all countries: columns two and three."""
    countries = load_knowledge().countries.by_code.values()
    return pa.table({"two": [one.iso2 for one in countries], "three": [one.iso3 for one in countries]})


def bloc_members(bloc: str) -> pa.Table:
    """Return who belonged to a bloc, and when: columns bloc, member, start, end.

    Args:
        bloc: Its id with or without "x:" ("eu"), or members of one's own, as "FRA,DEU,ITA".

    Raises:
        UsageError: There is no such bloc; the hint lists them.
    """
    known = load_knowledge()
    if "," in bloc:
        named = [name.strip().upper() for name in bloc.split(",") if name.strip()]
        unknown = [name for name in named if name not in known.countries.by_code]
        if unknown:
            raise UsageError(f"there is no country {', '.join(unknown)}", hint="Countries are three letters: FRA.")
        own: list[dict[str, Any]] = [
            {"bloc": ", ".join(named), "member": name, "start": None, "end": None} for name in named
        ]
        return pa.Table.from_pylist(own, schema=_MEMBERS)
    wanted = bloc.lower() if bloc.startswith("x:") else f"x:{bloc.lower()}"
    rows = [
        {"bloc": wanted.removeprefix("x:"), "member": spell.country, "start": spell.start, "end": spell.end}
        for spell in known.memberships
        if spell.bloc_id == wanted
    ]
    if not rows:
        names = sorted({spell.bloc_id.removeprefix("x:") for spell in known.memberships})
        raise UsageError(f"there is no bloc {bloc!r}", hint=f"Blocs: {', '.join(names)}; or members: FRA,DEU,ITA.")
    return pa.Table.from_pylist(rows, schema=_MEMBERS)
