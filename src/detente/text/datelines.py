"""Lines that hold a date alone, and datelines in front of a paragraph ("PARIS, March 6 (AFP) –")."""

from __future__ import annotations

import re

from detente.text.tables import load_word_list

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"

#: A calendar date as sites and agencies print it, with a year or without.
_DATE = (
    rf"(?:{_WEEKDAY},?\s+)?"
    rf"(?:{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?|{_DAY}\s+(?:of\s+)?{_MONTH},?(?:\s+{_YEAR})?"
    rf"|{_YEAR}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR})"
)
_CLOCK = (
    r"(?:\s*(?:,|\||at|-|–|—|·|•|T)?\s*\d{1,2}(?:[:.]\d\d){1,2}\s*(?:[ap]\.?m\.?)?"
    r"|\s*(?:,|\||at|-|–|—|·|•)?\s*\d{1,2}\s*[ap]\.?m\.?)"
)
_ZONE = r"(?:\s*\(?(?:[A-Z]{2,5}(?:[+-]\d{1,2}(?::?\d\d)?)?|Z|[+-]\d\d:?\d\d|local time)\)?)?"
_STAMP = rf"{_DATE}(?:{_CLOCK}{_ZONE})?"
_LABEL = (
    r"(?i:(?:(?:first |last )?(?:published|updated|posted|modified)|date|issued|created|released)"
    r"(?:\s+(?:on|at))?\s*[:|]?\s*(?:on\s+)?)?"
)
_PLACE = r"[A-ZÀ-ÖØ-Þ][\w .'’-]{1,40}"  # parted from the date by a sign: "Westport | March 5, 2025"
_DATE_LINE = re.compile(
    rf"[\[(]?(?:{_PLACE}\s*[|•·]\s*)?{_LABEL}(?:{_CLOCK}{_ZONE}\s*[,|·•–-]?\s*)?{_STAMP}"
    rf"(?:\s*[|/·•,;–—-]?\s*{_LABEL}{_STAMP})?(?:\s*[|•·]\s*{_PLACE})?[\])]?[.]?"
)

_AGENCY = rf"(?:{'|'.join(re.escape(name) for name, _ in load_word_list('agencies'))}|[A-Z]{{2,6}})"
_CAPITAL_WORD = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’.-]+"
_CITY_CAPITALS = rf"{_CAPITAL_WORD}(?:[ /]{_CAPITAL_WORD}){{0,4}}"
_CITY = r"[A-ZÀ-ÖØ-Þ][\w'’.-]+(?:[ /](?:[A-ZÀ-ÖØ-Þ][\w'’.-]+|de|la|el|al|of|the)){0,4}"
_REGION = r"(?:,\s+[A-ZÀ-Þ][\w.'’-]*(?:\s+[A-ZÀ-Þ][\w.'’-]*){0,2}){0,2}"
_WIRE_DATE = rf"(?:(?:,\s+|\s+\(?|\s*[|·]\s*)(?:{_DATE}|{_WEEKDAY})\)?\.?)"
_DASH = r"(?:\s*(?:-{1,2}|–|—|―|:)\s*)"
_BY_AGENCY = rf"\s*[(\[/]\s*{_AGENCY}\s*[)\]/][.,]?"
_BY_ANYBODY = r"\s*\((?:[A-Z][\w.&'’-]*)(?:\s+[A-Z][\w.&'’-]*){0,3}\)"

#: A city with a full date, alone on its line: "Beijing, 3 June 2026", "GENEVA (6 March 2025)".
_CITY_LINE = re.compile(
    rf"(?:{_CITY_CAPITALS}|{_CITY}){_REGION}(?:,\s+|\s+\(?)(?:{_WEEKDAY},?\s+)?"
    rf"(?:{_MONTH}\s+{_DAY},?\s+{_YEAR}|{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR})\)?\.?"
)

_PREFIXES = tuple(
    re.compile(pattern)
    for pattern in (
        # PARIS, March 6 (AFP) –    KYIV/BRUSSELS (Reuters) -    Moscow, 6 March (TASS) —    MOSCOW, March 6. /TASS/.
        rf"(?:{_CITY_CAPITALS}|{_CITY}){_REGION}{_WIRE_DATE}?{_BY_AGENCY}{_DASH}?",
        # LIMA, May 2, 2025 (Andean Press Service) –    an agency that no table holds, told by place, brackets and dash
        rf"{_CITY_CAPITALS}{_REGION}{_WIRE_DATE}?{_BY_ANYBODY}{_DASH}",
        # (Reuters) -    [AFP] –    March 6 (Reuters) -
        rf"(?:{_DATE}\s*)?[(\[]{_AGENCY}[)\]]{_DASH}?",
        # PARIS, March 6 –    Geneva, 6 March 2025 —    GENEVA (6 March 2025) —
        rf"(?:{_CITY_CAPITALS}|{_CITY}){_REGION}{_WIRE_DATE}{_DASH}",
        # WASHINGTON —    UNITED NATIONS, New York –    ISLAMABAD:
        rf"{_CITY_CAPITALS}{_REGION}{_DASH}",
    )
)
#: Under these labels somebody asks who is not named: "Q: ", "QUESTION: ", "Reporter (off mike): ".
_ASKER = re.compile(
    r"(?:Q|Question|Questioner|Reporter|Moderator|QUESTION|QUESTIONER|REPORTER|MODERATOR)(?:\s\([^()]{1,40}\))?\s?:\s+(?=\S)"
)
_TURN = re.compile(rf"(?:{_CITY_CAPITALS}|[QA])(?:\s\([^()]{{1,40}}\))?:\s")


def is_date_line(line: str) -> bool:
    """Tell whether a line holds a date, perhaps with a clock time, "Published" or a city, and nothing else."""
    bare = line.strip()
    return len(line) <= 120 and any(form.fullmatch(bare) is not None for form in (_DATE_LINE, _CITY_LINE))


def asker_prefix(line: str) -> int:
    """Return the length of the label in front of what somebody asks who is not named: 3 for "Q: Will …"; 0 without."""
    found = _ASKER.match(line)
    return found.end() if found else 0


def is_turn(line: str) -> bool:
    """Tell whether a line begins with the name of who speaks in capitals, as in a transcript: "BERG: We will"."""
    return _TURN.match(line) is not None


def dateline_prefix(line: str, *, transcript: bool = False) -> tuple[int, int] | None:
    """Return where the dateline in front of a paragraph ends and where the paragraph's own text begins.

    Args:
        line: The paragraph, without white space at its ends.
        transcript: Whether capitals before a colon are speakers on this page, not cities.

    Returns:
        (length of the dateline, offset of the first own character), equal to the length of the line if the
        dateline is all there is; None if there is no dateline.
    """
    head = line[:160]
    for pattern in _PREFIXES:
        match = pattern.match(head)
        if match is None or (transcript and match.group().rstrip().endswith(":")):
            continue
        rest = match.end()
        while rest < len(line) and line[rest].isspace():
            rest += 1
        if rest < len(line) and not _begins_text(line, match, rest):
            continue
        return len(match.group().rstrip()), rest
    return None


def _begins_text(line: str, match: re.Match[str], rest: int) -> bool:
    """Tell whether what follows a dateline can begin a paragraph: a capital, a figure or a quotation mark."""
    parted = line[match.end() - 1].isspace() or not line[match.end() - 1].isalnum()
    first = line[rest]
    if not parted or not (first.isupper() or first.isdigit() or first in "\"“‘'«„("):
        return False
    # "TRUMP: I think …": a transcript, or a headline's label; a city in front of a colon has more text behind it
    return not (match.group().rstrip().endswith(":") and len(line) - rest < 60)
