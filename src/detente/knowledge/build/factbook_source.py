"""Heads of state and government with the day since when: the World Factbook's editions and snapshots."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from detente.knowledge.build.facts import read_csv, read_words
from detente.knowledge.dates import parse_date

if TYPE_CHECKING:
    from pathlib import Path

    from detente.knowledge.build.country_sources import Countries

#: The last commit of the snapshots that changed data: what stood there then is vouched for until then.
LAST_DATA = "2026-01-22"
_OTHERS = re.compile(
    r"\b(vice|deputy|deputies|governor general|governor-general|lieutenant governor|administrator|"
    r"commissioner|"
    r"crown|speaker|heir|second|first minister|president of france|of france|represented|co-prince|"
    r"high representative|mayor|bailiff|first vice|resident|coregent|minister of state|first deputy)\b",
    re.IGNORECASE,
)
# From the end of 2020 on the snapshots are complete, and the later editions have lost letters.
_LAST_EDITION = 2020
_LONGEST_PAUSE_DAYS = 60
_FIRST_EDITION = 2000
# Editions and snapshots may tell a first day late, but not by a dozen years.
_LATEST_EDITION_DAYS = 12 * 366
# Where the head of state stands without a title.
_UNTITLED_HEADS = frozenset({"PRK", "WSM"})
# Where names without a title under "head of government" are those of its deputies.
_UNTITLED_DEPUTIES = frozenset({"PRK"})
_GOVERNMENT = frozenset({"prime minister", "premier"})
_NO_OFFICE = frozenset({"dr.", "gen.", "maj. gen.", "lt. gen.", "brig. gen.", "col.", "engineer"})
_STATES = frozenset({"VAT", "PSE", "TWN", "XKX"})


@dataclass(slots=True)
class Spell:
    """One head of state or government as the Factbook has it."""

    iso3: str
    code: str
    title: str
    name: str
    surname: str
    since: str
    first_seen: str
    last_seen: str


def read_spells(sources: Path, countries: Countries) -> list[Spell]:
    """Return the heads of all countries, by country, office and first day."""
    folder = sources / "cia-factbook-derived"
    found: dict[tuple[str, str, str, str], Spell] = {}
    # The snapshots first: they kept titles and diacritics that the yearly editions lost.
    rows = list(read_csv(folder / "factbook_hist.csv"))
    snapshots = sorted({row["first_seen"] for row in rows})
    for row in rows:
        iso3 = countries.by_fips.get(row["fips"], "")
        last = max(row["first_seen"], _last_snapshot(snapshots, min(row["last_seen"], LAST_DATA)))
        _add(found, countries, (iso3, row["role"], row["text"], row["since"]), (row["first_seen"], last))
    for row in read_csv(folder / "cia_leaders_raw.csv"):
        # The name goes first: the code of Man, Jersey and Guernsey is that of the state to which they belong.
        iso3 = countries.by_name.get(row["country"].lower()) or countries.by_iso2.get(row["iso2"], "")
        if int(row["year"]) > _LAST_EDITION:
            continue
        # An edition describes some day of its year; the middle is wrong by half a year at most.
        seen = f"{row['year']}-06-30"
        _add(found, countries, (iso3, row["role"], row["text"], row["since"]), (seen, seen))
    # A name's other spellings begin on the same day.
    first_seen: dict[tuple[str, str, str], str] = {}
    for spell in found.values():
        begun = spell.iso3, spell.code, spell.since
        first_seen[begun] = min(spell.first_seen, first_seen.get(begun, spell.first_seen))
    spells = (found[key] for key in sorted(found))
    return [spell for spell in spells if not _is_misdated(spell, first_seen[spell.iso3, spell.code, spell.since])]


def _is_misdated(spell: Spell, first_seen: str) -> bool:
    """Tell whether a head is said to be in office since long before any edition had him: a slip in the year."""
    since, first = parse_date(spell.since)[0], parse_date(first_seen)[0]
    if since is None or first is None or since.year < _FIRST_EDITION:
        return False
    return (first - since).days > _LATEST_EDITION_DAYS


def _last_snapshot(snapshots: list[str], last_seen: str) -> str:
    """Return the day on which a row was really seen last.

    The source gives the day before the first snapshot without it. The first snapshot after a pause of more than two
    months (2017 to 2020) still holds what stood there before the pause, so it vouches for nothing: the last one before
    the pause counts.
    """
    at = max(bisect_right(snapshots, last_seen) - 1, 0)
    days = [parse_date(day)[0] for day in (*snapshots[max(at - 1, 0) : at + 1], last_seen)]
    sure = [day for day in days if day is not None]
    if len(sure) > 1 and (sure[-1] - sure[-2]).days > _LONGEST_PAUSE_DAYS:
        return snapshots[at]
    is_first_after_pause = len(sure) > 2 and (sure[-2] - sure[-3]).days > _LONGEST_PAUSE_DAYS
    return snapshots[at - 1] if is_first_after_pause else last_seen


def _add(
    found: dict[tuple[str, str, str, str], Spell],
    countries: Countries,
    entry: tuple[str, str, str, str],
    seen: tuple[str, str],
) -> None:
    first, last = seen
    iso3, role, text, since_text = entry
    since = _read_day(since_text)
    parsed = split_title(text)
    if not iso3 or not since or parsed is None:
        return
    title, name, surname = parsed
    code = "HOS" if "state" in role else "HOG"
    if code == "HOS" and title in _GOVERNMENT:
        code = "HOG"  # listed beside the head of state
    if code == "HOG" and title in _NO_OFFICE:
        return  # a deputy whose own title is left out
    if not title and iso3 in _UNTITLED_HEADS:
        title = "head of state"
        if code == "HOG" and iso3 in _UNTITLED_DEPUTIES:
            code, title = "DHOG", "deputy premier"
    if code == "HOS" and not countries.by_code[iso3].un_member and iso3 not in _STATES:
        return  # the head of a territory is that of the state to which it belongs
    key = (iso3, code, since, surname.lower())
    spell = found.get(key)
    if spell is None:
        found[key] = Spell(iso3, code, title, name, surname, since, first, last)
    else:
        spell.first_seen = min(spell.first_seen, first)
        spell.last_seen = max(spell.last_seen, last)


def split_title(text: str) -> tuple[str, str, str] | None:
    """Return title, name and surname of "President Emmanuel MACRON".

    Args:
        text: A leader as the Factbook prints it, the surname in capitals.

    Returns:
        Title in lower case, name in normal capitals, surname; None for deputies, governors
        general, lists of several people, and texts without a capital surname.
    """
    text = re.sub(r"\s+", " ", html.unescape(text)).strip()
    text = re.sub(
        r", (also spelled .*|Jr\.?|M\.D\.?|(Lt\. |Maj\. |Brig\. )?Gen\.?( \(Ret\.\))?)$|^the appointed ",
        "",
        text,
    )
    text = re.sub(r"^(Vice President and Prime Minister|Prime Minister (and )?Vice President)", "Prime Minister", text)
    parts = text.split(",")
    if sum(any(_is_capital(word) for word in part.split()) for part in parts) == 1:
        text = " ".join(part.strip() for part in parts)
    if _OTHERS.search(text) or "," in text or ";" in text or " is " in text or len(text) > 90:
        return None
    text = re.sub(
        r"\bof (the )?(Netherlands|Denmark|TISA|Islamic Republic of Afghanistan|Marshall Islands)\b| - |"
        r"\([^)]*\)|\"[^\"]*\"",
        "",
        text,
    ).strip()
    words = text.split()
    split = 0
    while (
        split < len(words) and words[split].lower().strip(",") in read_words("title") and not _is_capital(words[split])
    ):
        split += 1
    name_words = words[split:]
    capital = [word for word in name_words if _is_capital(word)]
    if not capital or len(name_words) > 8:
        return None
    decapitalized = [_decapitalize(word, first=number == 0) for number, word in enumerate(name_words)]
    surname = [plain for plain, word in zip(decapitalized, name_words, strict=True) if _is_capital(word)]
    return " ".join(words[:split]).lower(), " ".join(decapitalized), " ".join(surname)


def _is_capital(word: str) -> bool:
    core = re.sub(r"^(al|el|ad|as|an|ar|at|az|Al|El|Mc|Mac|de|D'|d')-?", "", word)
    letters = [char for char in core if char.isalpha()]
    if len(letters) > 1 and all(char.isupper() for char in letters):
        return True
    # "SASSOU-Nguesso"
    return any(len(part) > 2 and part.isupper() and part.isalpha() for part in core.split("-"))


def _decapitalize(word: str, *, first: bool) -> str:
    """Return "MACRON" as "Macron", "al-SISI" as "al-Sisi", a monarch's II as it is (but "XI Jinping")."""
    if not _is_capital(word) or (not first and re.fullmatch(r"[IVX]+", word)):
        return word
    return re.sub(
        r"[^\W\d_]+",
        lambda match: match.group() if match.group().islower() else match.group().capitalize(),
        word,
    )


def _read_day(text: str) -> str:
    text = html.unescape(text).replace("NA ", "").strip()
    for pattern, shape in (("%d %B %Y", "%Y-%m-%d"), ("%B %Y", "%Y-%m"), ("%Y", "%Y")):
        try:
            return datetime.strptime(text, pattern).strftime(shape)  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return ""
