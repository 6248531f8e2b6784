"""One list of people from several sources, and ends for roles that none of them states."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, timedelta
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from detente.knowledge.build.factbook_source import Spell
from detente.knowledge.build.facts import PersonFact, RoleFact, read_hand
from detente.knowledge.build.offices import SINGLE_HOLDER
from detente.knowledge.build.variants import canonical_token
from detente.knowledge.dates import parse_date
from detente.knowledge.folding import PARTICLES, fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Two sources mean one spell if their first days are this close; the Factbook updates within weeks.
_SAME_SPELL_DAYS = 120
# A successor ends an open role only if the source still had the holder this shortly before.
_SUCCESSOR_DAYS = 500
# The Factbook's editions are a year apart, and each shows some day of its year.
_EDITION_DAYS = 760
# Whom the Factbook had last in this time may have stayed for the whole of its pause, from 2017 to November 2020.
_PAUSE = (date(2016, 11, 1), date(2017, 12, 31))
_PAUSE_DAYS = 1300
# Two sources may disagree by this about the day on which an office changed hands.
_OVERLAP_DAYS = 60
# Between one minister and the next there may be so many days without any.
_HANDOVER_DAYS = 31
# Surnames in two transliterations (Shoygu, Shoigu) in the same office from the same days.
_SIMILAR = 0.6


# One person who is head of state of some fifteen states.
_REALM_MONARCH = re.compile(r"(Elizabeth II|Charles III)\b")


# What ties a name to the father's.
_PATRONYMIC = frozenset({"bin", "ibn", "bint"})
# Particles that are first names too.
_FIRST_NAMES = frozenset({"ed", "ben", "von", "ap"})


class People:
    """All people so far, to be found by country and name.

    Args:
        people: The first source.
    """

    def __init__(self, people: Iterable[PersonFact]) -> None:
        self._apart = {(row["name"], row["country"], row["other"]) for _, row in read_hand("people_apart.tsv")}
        self.all: list[PersonFact] = list(people)
        self._by_token: dict[tuple[str, str], list[PersonFact]] = defaultdict(list)
        for person in self.all:
            self._index(person)

    def _index(self, person: PersonFact) -> None:
        for token in set().union(*_name_tokens(person)) - PARTICLES:
            self._by_token[person.country, token].append(person)

    def add(self, person: PersonFact) -> None:
        """Add a person who is in no earlier source."""
        self.all.append(person)
        self._index(person)

    def find(self, name: str, surname: str, country: str) -> PersonFact | None:
        """Return the person of a country who bears a name, transliteration and middle names apart, or None.

        One name must be part of the other, or they must agree in the first token and the surname;
        both need two tokens in common, unless the name has only one. A son is not his father: where one name goes on
        with "bin", both must begin alike. Pairs in `people_apart.tsv` are never the same.
        """
        tokens = _telling_tokens(name)
        last = [canonical_token(token) for token in fold_name(surname).split() if token not in PARTICLES][-1:]
        wanted = frozenset(tokens)
        if not tokens:
            return None
        best: PersonFact | None = None
        best_score = (0, 0)
        candidates = {id(one): one for token in tokens for one in self._by_token.get((country, token), ())}
        for person in candidates.values():
            others = {person.qid, person.name, "*" if person.qid else person.name}
            if any((name, country, other) in self._apart for other in others) or _is_kin(name, person.name):
                continue
            overlap = max(_agreement(wanted, tokens[0], last, spelled) for spelled in _name_tokens(person))
            score = (overlap, len(person.roles))
            if overlap >= min(2, len(wanted)) and score > best_score:
                best, best_score = person, score
        return best


def _name_tokens(person: PersonFact) -> list[frozenset[str]]:
    spelled = (person.name, *sorted(person.aliases), *sorted(person.press_names))
    return [frozenset(_telling_tokens(name)) for name in spelled]


def _telling_tokens(name: str) -> list[str]:
    """Return the tokens of a name without particles; the first name "Ed" and the number in "Juan Carlos I" are none."""
    tokens = fold_name(name).split()
    last = len(tokens) - 1 if name.endswith(" I") else None
    kept = (t for n, t in enumerate(tokens) if t not in PARTICLES or n == last or (n == 0 and t in _FIRST_NAMES))
    return [canonical_token(t) for t in kept]


def _is_kin(name: str, other: str) -> bool:
    """Return whether two names may be those of relatives: they begin differently, and fathers' names follow.

    "Khalid bin Salman" and "Salman bin Abdulaziz"; "Nawaf al-Ahmad al-Sabah" and "Sabah al-Ahmad al-Sabah". A single
    name ("Henri") is not taken for a part of a longer one, unless that says of where: "Henri of Luxembourg".
    """
    one, two = fold_name(name).split(), fold_name(other).split()
    if len(_telling_tokens(name)) == 1:
        return len(_telling_tokens(other)) > 1 and "of" not in two
    is_chain = bool(_PATRONYMIC & {*one, *two}) or max(one.count("al"), two.count("al")) > 1
    return is_chain and canonical_token(one[0]) != canonical_token(two[0])


def _agreement(wanted: frozenset[str], first: str, last: list[str], spelled: frozenset[str]) -> int:
    """Return how many tokens two names share if they may be one person's, else 0."""
    common = wanted & spelled
    if common in (wanted, spelled):
        return len(common)
    by_ends = bool(last) and first != last[0] and {first, last[0]} <= common
    return len(common) if by_ends else 0


def merge_spells(people: People, spells: Sequence[Spell]) -> None:
    """Add the Factbook's heads to the people: as a second witness of a role, or as a new one."""
    heads = _heads_by_country(people)
    for spell in spells:
        if not spell.title:
            continue
        home = "GBR" if _REALM_MONARCH.match(spell.name) else spell.iso3
        person = people.find(spell.name, spell.surname, home) or _same_office(heads, spell)
        if person is None:
            person = PersonFact(spell.name, home, "", "factbook", surnames={spell.surname})
            people.add(person)
        else:
            person.aliases.add(spell.name)
            person.surnames.add(spell.surname)
        _add_spell(person, spell)
        newest = max(person.roles, key=lambda role: (role.code == spell.code, role.start == spell.since))
        heads[spell.iso3, spell.code].append((person, newest))


def _heads_by_country(people: People) -> dict[tuple[str, str], list[tuple[PersonFact, RoleFact]]]:
    heads: dict[tuple[str, str], list[tuple[PersonFact, RoleFact]]] = defaultdict(list)
    for person in people.all:
        for role in person.roles:
            if role.code in {"HOS", "HOG"}:
                heads[role.country, role.code].append((person, role))
    return heads


def _same_office(heads: dict[tuple[str, str], list[tuple[PersonFact, RoleFact]]], spell: Spell) -> PersonFact | None:
    """Return who took the same office within a month, the surname being alike; or None."""
    for person, role in heads.get((spell.iso3, spell.code), ()):
        if _days_between(role.start, spell.since) > 31:
            continue
        surname = fold_name(spell.surname)
        ratios = [SequenceMatcher(None, token, surname).ratio() for token in fold_name(person.name).split()]
        if max(ratios) >= _SIMILAR:
            return person
    return None


def _add_spell(person: PersonFact, spell: Spell) -> None:
    by_distance = sorted(person.roles, key=lambda role: (_days_between(role.start, spell.since), role.start))
    for role in by_distance:
        if role.code != spell.code or role.country != spell.iso3:
            continue
        if _days_between(role.start, spell.since) <= _SAME_SPELL_DAYS or _lies_within(spell, role):
            if len(role.start) < len(spell.since) and role.start[:4] == spell.since[:4]:
                role.start = spell.since
            role.seen = max(role.seen, spell.last_seen)
            if "factbook" not in role.source:
                role.source, role.trust = f"{role.source}; factbook", "high"
            return
    person.roles.append(
        RoleFact(
            office=spell.title,
            country=spell.iso3,
            sector="GOV",
            code=spell.code,
            start=spell.since,
            end="",
            end_kind="unknown",
            seen=spell.last_seen,
            source="factbook",
            trust="medium",
        )
    )


def _lies_within(spell: Spell, role: RoleFact) -> bool:
    return bool(role.start) and role.start <= spell.since <= (role.end or role.seen)


def _days_between(one: str, other: str) -> int:
    first, second = parse_date(one)[0], parse_date(other)[0]
    return abs((first - second).days) if first and second else 10**6


def demote_unconfirmed(people: Iterable[PersonFact]) -> None:
    """Take the class of a head or minister from Wikidata's rows where others surely held the office then.

    Presidents of courts, councils and regions are listed under the bare word "President". What does not
    overlap with a head that the Factbook knows is kept: the Factbook has no editions with
    leaders from 2018 to 2020. State secretaries, civil servants and junior ministers are listed as ministers of
    foreign affairs and defence: those go whose whole spell lies within those of ministers in the hand tables.
    """
    known: dict[tuple[str, str], list[tuple[date, date, PersonFact]]] = defaultdict(list)
    everybody = list(people)
    for person in everybody:
        for role in person.roles:
            is_head, is_minister = role.code in {"HOS", "HOG"}, role.code in {"FM", "DM"}
            if (is_head and "factbook" in role.source) or ((is_head or is_minister) and "hand" in role.source):
                start, end = _extent(role)
                known[role.country, role.code + office_family(role)].append((start, end, person))
    for person in everybody:
        for role in person.roles:
            if role.code not in {"HOS", "HOG", "FM", "DM"} or role.source != "wikidata":
                continue
            others = known[role.country, role.code + office_family(role)]
            if _is_refuted(person, role, others):
                role.code, role.trust = "OTH", "low"


def _is_refuted(person: PersonFact, role: RoleFact, others: list[tuple[date, date, PersonFact]]) -> bool:
    """Tell whether others held an office when a person is said to: heads by any one, ministers by all together."""
    start, end = _extent(role)
    if role.code in {"HOS", "HOG"}:
        shared = (min(end, stop) - max(start, begin) for begin, stop, other in others if other is not person)
        return any(days.days > _OVERLAP_DAYS for days in shared)
    if any(begin <= end and start <= stop and _share_token(person, other) for begin, stop, other in others):
        return False
    covered = sum(max((min(end, stop) - max(start, begin)).days + 1, 0) for begin, stop, _ in others)
    return covered >= max((end - start).days + 1 - _HANDOVER_DAYS, 1)


def _share_token(one: PersonFact, other: PersonFact) -> bool:
    """Return whether two people have a word of their names in common: the sources may mean one person."""
    return bool(set().union(*_name_tokens(one)) & set().union(*_name_tokens(other)) - PARTICLES)


def _extent(role: RoleFact) -> tuple[date, date]:
    start = parse_date(role.start)[0] or date(2000, 1, 1)
    end = parse_date(role.end or role.seen, last=True)[0] or start
    return start, end


def close_ends(people: Iterable[PersonFact]) -> None:
    """Give open roles of single-holder offices the end that follows from the successor.

    A role whose source stopped more than `_SUCCESSOR_DAYS` before the next known holder began keeps
    its last-seen day: there may have been others between. What is left open and was seen
    gets that day as a `last_seen` end; what was never seen again stays `unknown`.
    """
    offices: dict[tuple[str, str, str], list[tuple[RoleFact, PersonFact]]] = defaultdict(list)
    for person in people:
        _join_spells(person)
        for role in person.roles:
            if role.code in SINGLE_HOLDER or (role.code == "HEAD" and role.org):
                offices[role.org or role.country, role.code, office_family(role)].append((role, person))
    for _, held in sorted(offices.items()):
        held.sort(key=lambda pair: (pair[0].start, pair[1].entity_id))
        for number, (role, person) in enumerate(held):
            if not role.end:
                _close(role, [later for later, other in held[number + 1 :] if other is not person])
    for person in people:
        for role in person.roles:
            if not role.end and role.seen:
                role.end, role.end_kind = max(role.seen, role.start), "last_seen"
        _end_with_presidency(person)


def _end_with_presidency(person: PersonFact) -> None:
    """Let a president's spell as head of government end with that as head of state, where this one is known to end."""
    for role in person.roles:
        if not office_family(role) or role.end_kind != "last_seen":
            continue
        for other in person.roles:
            if (other.code, other.country) != ("HOS", role.country) or other.end_kind not in {"stated", "successor"}:
                continue
            if _days_between(role.start, other.start) <= _HANDOVER_DAYS and other.end < role.end:
                role.end, role.end_kind = other.end, other.end_kind


def _close(role: RoleFact, later: list[RoleFact]) -> None:
    seen = parse_date(role.seen or role.start, last=True)[0]
    if seen is None:
        return
    # Who was seen well after somebody else began was only interrupted, by a caretaker say.
    earliest = seen - timedelta(days=_OVERLAP_DAYS)
    starts = (parse_date(one.start)[0] for one in later if one.start > (role.start or "0"))
    start = next((day for day in starts if day is not None and day > earliest), None)
    limit = _EDITION_DAYS if role.source == "factbook" else _SUCCESSOR_DAYS
    if "factbook" in role.source and _PAUSE[0] <= seen <= _PAUSE[1]:
        limit = _PAUSE_DAYS
    if start is None or (start - seen).days > limit:
        return
    role.end, role.end_kind = (start - timedelta(days=1)).isoformat(), "successor"


def _join_spells(person: PersonFact) -> None:
    """Join one person's spells in one office that follow upon each other within a fortnight or overlap."""
    joined: list[RoleFact] = []
    for role in sorted(person.roles, key=lambda one: (one.country, one.org, one.code, office_family(one), one.start)):
        last = joined[-1] if joined else None
        if last is not None and _is_same_office(last, role) and _follows(last, role):
            last.end = "" if not role.end else max(last.end, role.end)
            last.end_kind = role.end_kind if not last.end else last.end_kind
            last.seen = max(last.seen, role.seen)
            last.trust = "high" if "high" in {last.trust, role.trust} else last.trust
        else:
            joined.append(role)
    person.roles = joined


def _is_same_office(one: RoleFact, other: RoleFact) -> bool:
    return (
        one.code in SINGLE_HOLDER
        and (one.country, one.org, one.code) == (other.country, other.org, other.code)
        and office_family(one) == office_family(other)
    )


def office_family(role: RoleFact) -> str:
    """Return which of several heads of government a role is.

    Where president and prime minister share the government, sources differ in whom they call its head.
    """
    return (
        "president" if role.code == "HOG" and re.match(r"(\w+ )?president\b(?! of the (gov|coun))", role.office) else ""
    )


def _follows(last: RoleFact, role: RoleFact) -> bool:
    start = parse_date(role.start)[0]
    end = parse_date(last.end or last.seen, last=True)[0]
    return start is not None and end is not None and start <= end + timedelta(days=14) and end > date.min
