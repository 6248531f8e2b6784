"""Adding people's names to the table of names: full names, spellings, surnames, press names."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from detente.knowledge.build.facts import read_words
from detente.knowledge.build.names_table import NameTable, is_prominent, person_weight
from detente.knowledge.build.variants import guess_surname, spell_name, spell_surname
from detente.knowledge.folding import PARTICLES, fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.knowledge.build.facts import PersonFact

# A word that is a first name of this many people cannot stand alone for one of them.
_COMMON_GIVEN = 4
# A full name of one token ("Juanes") is not a full name for us unless hand-kept.
_SHORTEST_SURNAME = 2
# A first name of this many people is not looked for as a surname unless a prominent person has it.
_GIVEN_ONLY = 12


def add_people(table: NameTable, people: Iterable[PersonFact]) -> None:
    """Add all names of all people."""
    bearers: dict[str, list[tuple[PersonFact, bool]]] = defaultdict(list)
    everybody = list(people)
    for person in everybody:
        _add_full_names(table, person)
        for surname, is_marked in _surnames(person).items():
            bearers[surname].append((person, is_marked))
    for surname in sorted(bearers):
        _add_surname(table, surname, bearers[surname])


def _add_full_names(table: NameTable, person: PersonFact) -> None:
    weight = person_weight(person)
    surname = min(sorted(person.surnames), key=len, default="")
    keys = {fold_name(name) for name in (person.name, *person.aliases)}
    for name in (person.name, *sorted(person.aliases)):
        keys |= spell_name(name, person.country, surname)
    for key in sorted(keys):
        if " " in key:
            is_plain = not is_prominent(person) and all(token in table.words for token in key.split())
            support = "s" if is_plain else ""
            table.add(key, "f", support, person.entity_id, weight)
    first = fold_name(person.name).split()[:1]
    if first and " " in fold_name(person.name):
        table.add_given_name(first[0])
    for press in sorted(person.press_names):
        bare = press.removeprefix("?")
        if " " in bare:
            table.add(bare, "f", "s" if press.startswith("?") else "", person.entity_id, weight)
        else:
            flags = "u" if bare.isupper() else ""
            table.add(bare, "s", flags + ("s" if press.startswith("?") else ""), person.entity_id, weight)


def _surnames(person: PersonFact) -> dict[str, bool]:
    """Return the person's surnames as keys, and whether a source marks them as such."""
    found: dict[str, bool] = {}
    for marked in person.surnames:
        _add_forms(found, fold_name(marked), is_marked=True)
    if not found:
        _add_forms(found, guess_surname(person.name, person.country), is_marked=False)
        tokens = fold_name(person.name).split()
        if len(tokens) > 2 and tokens[-2] in PARTICLES:
            found[" ".join(tokens[-2:])] = False
    press = {fold_name(name.removeprefix("?")) for name in person.press_names}
    return {key: mark for key, mark in found.items() if len(key) >= _SHORTEST_SURNAME and key not in press}


def _add_forms(found: dict[str, bool], surname: str, *, is_marked: bool) -> None:
    if not surname:
        return
    found[surname] = is_marked
    tokens = surname.split()
    bare = [token for token in tokens if token not in PARTICLES]
    if 1 <= len(bare) < len(tokens) and tokens[0] not in {"bin", "ibn"}:
        found[" ".join(bare)] = is_marked
    for other in spell_surname(tokens[-1]):
        found[" ".join([*tokens[:-1], other])] = is_marked


def _add_surname(table: NameTable, surname: str, bearers: list[tuple[PersonFact, bool]]) -> None:
    prominent = [person for person, _ in bearers if is_prominent(person)]
    if surname in read_words("function") or (table.given_names(surname) >= _GIVEN_ONLY and not prominent):
        return
    stands_alone = (
        surname not in table.words
        and table.given_names(surname) < _COMMON_GIVEN
        and len(surname) > _SHORTEST_SURNAME
        and len(prominent) == 1
        and len(bearers) <= 4
        and not table.has(surname, "fadcm")
    )
    for person, _ in bearers:
        table.add(surname, "s", "" if stands_alone else "s", person.entity_id, person_weight(person))
