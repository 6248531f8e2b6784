"""The hand-kept tables: officials, organisations and groups with their names, places, blocs, nouns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from detente.errors import KnowledgeError
from detente.knowledge.build.facts import PersonFact, RoleFact, read_hand
from detente.knowledge.build.merge import People
from detente.knowledge.build.offices import SECTORS
from detente.knowledge.dates import parse_date
from detente.knowledge.folding import fold_name
from detente.knowledge.roles import PROMINENCE

# What a mark before an alias means: the kind of name it is.
_MARKS = {"m": "m", "t": "t", "v": "v", "d": "d", "c": "c", "a": "a", "f": "f"}
_ALIAS = re.compile(r"(?P<marks>[a-z?!]+:)?(?P<name>.+)$")
_SECTORS = frozenset({"GOV", "MIL", "LEG", "JUD", "OPP", "REB", "CVL", "MED", "BUS", "PTY", "IGO", "NGO"})


@dataclass(frozen=True, slots=True)
class AliasFact:
    """One name of an entity: kind letter and flags as in `names.py`."""

    name: str
    letter: str
    flags: str


@dataclass(slots=True)
class OrgFact:
    """An organisation, group, bloc or government with its names."""

    entity_id: str
    kind: str
    name: str
    country: str
    sector: str
    source: str
    aliases: list[AliasFact] = field(default_factory=list)


def read_alias(text: str) -> AliasFact:
    """Return the alias of one cell part.

    Args:
        text: A name, before it perhaps marks and a colon: a kind letter (m metonym, t title, v vague,
            a acronym, c capital), i any case, l small letters after the first word, ? needs support,
            ! surely in capitals and yet a word.

    Returns:
        The alias. A single word in capitals is an acronym without being marked.
    """
    match = _ALIAS.match(text.strip())
    if match is None:
        raise KnowledgeError(f"{text!r} is no alias", hint="write a name, or marks, a colon and a name")
    marks, name = (match["marks"] or "")[:-1], match["name"].strip()
    if any(mark not in "mtvdcafil?!" for mark in marks):
        marks, name = "", text.strip()
    letter = next((_MARKS[mark] for mark in marks if mark in _MARKS), "")
    core = re.sub(r"[^\w]", "", name)
    is_acronym = core.isupper() and " " not in name and len(core) <= 8
    flags = (
        ("s" if "?" in marks else "")
        + ("i" if "i" in marks else "")
        + ("l" if "l" in marks else "")
        + ("w" if "!" in marks else "")
    )
    if is_acronym:
        flags += "u"
    return AliasFact(name, letter or ("a" if is_acronym else "f"), flags)


def read_orgs() -> list[OrgFact]:
    """Return the organisations, groups and governments of `orgs_*.tsv`, in file order."""
    orgs: dict[str, OrgFact] = {}
    for name in ("orgs_igo.tsv", "orgs_state.tsv", "orgs_groups.tsv", "orgs_media.tsv", "orgs_vague.tsv"):
        for number, row in read_hand(name):
            where = f"{name}:{number}"
            if row["sector"] and row["sector"] not in _SECTORS:
                raise KnowledgeError(f"{where}: {row['sector']} is no sector", hint=", ".join(sorted(_SECTORS)))
            entity_id = row["id"] if row["id"].startswith(("gov:", "state:")) else f"x:{row['id']}"
            org = orgs.get(entity_id)
            if org is None:
                org = orgs[entity_id] = OrgFact(
                    entity_id, row["kind"], row["name"], row["country"], row["sector"], row["source"]
                )
            is_named = not entity_id.startswith(("gov:", "state:")) and name != "orgs_vague.tsv"
            names = [row["name"]] if is_named else []
            org.aliases += [read_alias(part) for part in (*names, *row["aliases"].split(";")) if part.strip()]
    return list(orgs.values())


def merge_officials(people: People, files: tuple[str, ...]) -> None:
    """Add the hand-kept officials: roles of known people, and people whom no other source has.

    A hand row with the same country, code and a first day within the same year replaces what the
    other sources say of that spell; its surname is trusted as a later mention.
    """
    for name in files:
        for number, row in read_hand(name):
            where = f"{name}:{number}"
            _check_official(row, where)
            person = people.find(row["name"], row["surname"] or row["name"], row["country"])
            if person is None:
                person = PersonFact(row["name"], row["country"], "", row["source"])
                people.add(person)
            elif person.name != row["name"]:
                # The hand table's spelling is that of today's newspapers.
                person.aliases.add(person.name)
                person.name = row["name"]
            _add_official(person, row)


def _check_official(row: dict[str, str], where: str) -> None:
    if row["code"] not in PROMINENCE:
        raise KnowledgeError(f"{where}: {row['code']} is no class of office", hint=", ".join(PROMINENCE))
    if not re.fullmatch(r"[A-Z]{3}", row["country"]):
        raise KnowledgeError(f"{where}: {row['country']!r} is no ISO3 code")
    for column in ("start", "end", "seen"):
        try:
            parse_date(row[column])
        except ValueError as error:
            raise KnowledgeError(f"{where}: {column}: {error}") from error


def _add_official(person: PersonFact, row: dict[str, str]) -> None:
    if row["surname"]:
        person.surnames.add(row["surname"])
    person.aliases.add(row["name"])
    person.press_names |= {part.strip() for part in row["press"].split(";") if part.strip()}
    organization = row["org"]
    in_igo = organization.startswith("igo:")
    role = RoleFact(
        office=row["office"],
        country="IGO" if in_igo else row["country"],
        sector=row["sector"] or ("IGO" if in_igo else SECTORS.get(row["code"], "GOV")),
        code=row["code"],
        start=row["start"],
        end=row["end"],
        end_kind="stated" if row["end"] else "unknown",
        seen=row["seen"],
        source=row["source"],
        trust="high",
        org=f"x:{organization.removeprefix('igo:')}" if organization else "",
    )
    person.roles = [old for old in person.roles if not _is_same_spell(old, role)]
    person.roles.append(role)


def _is_same_spell(old: RoleFact, new: RoleFact) -> bool:
    if (old.code, old.country) != (new.code, new.country) or "hand" in old.source:
        return False
    if new.start and old.start[:4] == new.start[:4]:
        return True
    return bool(new.start) and bool(old.start) and new.start <= old.start <= (new.end or new.seen)


def person_slug(name: str, taken: set[str]) -> str:
    """Return a slug for a person without a Wikidata number, unlike all that are taken."""
    base = "-".join(fold_name(name).split())
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    taken.add(slug)
    return slug
