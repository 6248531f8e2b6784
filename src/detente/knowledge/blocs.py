"""Blocs: which states belong to which, on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.knowledge.dates import parse_date
from detente.knowledge.model import Membership

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


def read_memberships(text: str) -> tuple[Membership, ...]:
    """Return the spells of a table (bloc, country, start, end, source, note; no header)."""
    spells = []
    for line in text.splitlines():
        bloc_id, country, start, end, source, note = line.split("\t")
        spells.append(Membership(bloc_id, country, parse_date(start)[0], parse_date(end, last=True)[0], source, note))
    return tuple(spells)


def members_on(spells: Iterable[Membership], bloc_id: str, on: date | None) -> frozenset[str]:
    """Return the ISO3 codes of the states in a bloc on a day; those that never left it if the day is unknown."""
    return frozenset(spell.country for spell in spells if spell.bloc_id == bloc_id and _holds(spell, on))


def blocs_of(spells: Iterable[Membership], iso3: str, on: date) -> frozenset[str]:
    """Return the ids of the blocs in which a state is on a day."""
    return frozenset(spell.bloc_id for spell in spells if spell.country == iso3 and _holds(spell, on))


def _holds(spell: Membership, on: date | None) -> bool:
    if on is None:
        return spell.end is None
    return (spell.start is None or spell.start <= on) and (spell.end is None or on <= spell.end)
