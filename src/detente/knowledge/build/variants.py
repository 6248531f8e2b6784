"""Spellings of a person's name that newspapers use, made when the tables are built.

Every rule makes names that are written for that person somewhere; nothing is ever compared
by likeness when a text is read. Folding (case, diacritics, hyphens) is not a variant.
"""

from __future__ import annotations

import re
from itertools import islice

from detente.knowledge.folding import PARTICLES, fold_name

# Given names in the transliterations of several languages; one row is one name.
_GIVEN = (
    ("sergei", "sergey", "sergiy", "serhii", "serhiy"),
    ("volodymyr", "volodimir"),
    ("aleksandr", "alexander", "alexandr", "aleksander", "oleksandr", "alyaksandr"),
    ("aleksei", "aleksey", "alexei", "alexey", "oleksiy", "oleksii"),
    ("andrei", "andrey", "andriy", "andrii"),
    ("dmitri", "dmitry", "dmitriy", "dmytro"),
    ("yuri", "yury", "yuriy", "iurii"),
    ("yevgeny", "evgeny", "yevgeniy", "evgeniy", "yevgeni"),
    ("mikhail", "mykhailo", "mykhaylo"),
    ("vitaly", "vitaliy", "vitali", "vitalii"),
    ("valery", "valeriy", "valerii"),
    ("anatoly", "anatoliy"),
    ("grigory", "grigoriy", "hryhoriy"),
    ("mohammed", "muhammad", "mohamed", "mohammad", "muhammed", "mohamad"),
    ("ahmed", "ahmad"),
    ("hussein", "husayn", "hossein", "husain", "hussain", "hosein"),
    ("hassan", "hasan"),
    ("abdullah", "abdallah"),
    ("khaled", "khalid"),
    ("yousef", "yusuf", "youssef", "yousuf", "joseph"),
    ("ibrahim", "ebrahim"),
    ("said", "saeed", "sayed", "saied"),
    ("faisal", "faysal"),
    ("omar", "umar"),
    ("osama", "usama"),
    ("gholam", "qolam"),
    ("nikolai", "nikolay", "mykola"),
    ("vyacheslav", "viacheslav"),
    ("abdel fattah", "abdul fattah", "abd al fattah", "abdelfattah"),
)
_GIVEN_INDEX = {name: row for row in _GIVEN for name in row}
# Endings of surnames: (pattern, replacements), applied to the last token.
_ENDINGS = (
    (re.compile(r"(?:sky|skyy|skiy|skyi|skii)$"), ("sky", "skyy", "skiy", "skyi")),
    (re.compile(r"(?<=[a-z]{3})(?:oigu|oygu)$"), ("oigu", "oygu")),
    (re.compile(r"(?<=[^aeiou])(?:enko)$"), ("enko",)),
    (re.compile(r"(?:yev|iev)$"), ("yev", "iev", "ev")),
    (re.compile(r"(?<=[a-z]{2})(?:yeva|ieva)$"), ("yeva", "ieva", "eva")),
    (re.compile(r"(?<=[aeo])(?:y)(?=[dgklmnrstvz])"), ("i", "y")),
    (re.compile(r"^sh?oygu$"), ("shoigu",)),
    (re.compile(r"qadhafi|gaddafi|kaddafi|gadhafi|qaddafi"), ("gaddafi", "gadhafi", "qaddafi", "kadhafi")),
)
_LIMIT = 24


def spell_name(name: str, country: str, surname: str) -> set[str]:
    """Return the spellings of a full name.

    Args:
        name: As a source prints it, "Vladimir Vladimirovich Putin".
        country: ISO3 of the person: some rules hold for some languages only.
        surname: The surname if a source marks it, else "".

    Returns:
        Other spellings as folded keys, without the name itself; at most some twenty.
    """
    tokens = fold_name(name).split()
    if len(tokens) < 2 or any(len(token) > 30 for token in tokens):
        return set()
    forms = {tuple(tokens)}
    forms |= _drop_middle(tokens, country, fold_name(surname).split())
    if country in {"CHN", "TWN", "KOR", "PRK", "HKG", "JPN", "HUN", "VNM", "KHM"} and len(tokens) <= 3:
        forms |= _swap_order(tokens)
    for form in sorted(forms):
        forms |= _swap_given(form)
    for form in sorted(forms):
        forms |= {(*form[:-1], last) for last in spell_surname(form[-1])}
    if country in {"CHN", "TWN", "KOR", "PRK", "HKG"}:
        forms |= {(form[0], form[1] + form[2]) for form in forms if len(form) == 3}
    made = {" ".join(form) for form in forms} - {" ".join(tokens)}
    return set(islice(sorted(made, key=lambda form: (len(form), form)), _LIMIT))


def spell_surname(token: str) -> set[str]:
    """Return the other transliterations of one surname."""
    made: set[str] = set()
    for pattern, endings in _ENDINGS:
        if pattern.search(token):
            made |= {pattern.sub(ending, token) for ending in endings}
    return made - {token}


def canonical_token(token: str) -> str:
    """Return one stand-in for all transliterations of a name's token, to compare names of two sources."""
    row = _GIVEN_INDEX.get(token)
    return row[0] if row else min({token, *spell_surname(token)})


def _drop_middle(tokens: list[str], country: str, surname: list[str]) -> set[tuple[str, ...]]:
    """Return the name without patronymic or middle names, and without a second Spanish surname."""
    forms: set[tuple[str, ...]] = set()
    if len(tokens) == 3 and tokens[1] not in PARTICLES:
        forms.add((tokens[0], tokens[2]))
    if surname and surname[0] in tokens:
        at = tokens.index(surname[0])
        if at > 0:
            # "al-Sisi" and "bin Salman" keep the particle before the surname.
            start = at - 1 if tokens[at - 1] in PARTICLES and at > 1 else at
            forms.add((tokens[0], *tokens[start : at + len(surname)]))
            forms.add((*tokens[:at], *surname))
            forms.add((*tokens[:at][:2], *surname))
    if country == "RUS" and len(tokens) == 3 and re.search(r"(ich|vna|chna)$", tokens[1]):
        forms.add((tokens[0], tokens[2]))
    without = tuple(token for token in tokens if token not in {"al", "el", "bin", "ibn"})
    if 2 <= len(without) < len(tokens) and len(tokens) <= 4:
        forms.add(without)
    return {form for form in forms if len(form) >= 2}


def _swap_order(tokens: list[str]) -> set[tuple[str, ...]]:
    return {(tokens[-1], *tokens[:-1]), (*tokens[1:], tokens[0])}


def _swap_given(form: tuple[str, ...]) -> set[tuple[str, ...]]:
    row = _GIVEN_INDEX.get(form[0], ())
    return {(other, *form[1:]) for other in row}


def guess_surname(name: str, country: str) -> str:
    """Return the part of a full name that stands alone in later mentions, or "".

    Args:
        name: A full name without marks.
        country: ISO3; Chinese, Korean and Vietnamese names begin with the surname (Vietnamese
            people go by their last name all the same).

    Returns:
        The surname as a folded key, with its particle where it is kept in print ("de villepin" ->
        "villepin" is another alias); "" for single names.
    """
    tokens = fold_name(name).split()
    if len(tokens) < 2:
        return ""
    if country in {"CHN", "TWN", "KOR", "PRK", "HKG", "MAC"} and len(tokens) in {2, 3}:
        return tokens[0]
    return tokens[-1]
