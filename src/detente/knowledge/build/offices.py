"""Offices: from the title in a source to a class of office, a sector and a printed title."""

from __future__ import annotations

import re

# First pattern that matches wins; the titles are lower case.
_RULES: tuple[tuple[str, str, str], ...] = (
    (r"^(first|second) lady|spouse|first gentleman", "SPOUSE", "GOV"),
    (r"\bambassador|high commissioner to|charg[eé] d", "AMB", "GOV"),
    (r"permanent representative", "UNREP", "GOV"),
    (r"(deputy|vice|assistant|junior|shadow|parliamentary secretary|state secretary|under-?secretary)"
     r".*(minister|secretary)|^state secretary|^secretary of state for|^minister of state", "MIN", "GOV"),
    (r"vice[- ]president|deputy prime|vice premier|vice-premier|first deputy p|tánaiste|vice chancellor", "DHOG", "GOV"),
    (r"^(interim |acting |transitional )?(president|state president|federal president)"
     r"( of the (republic|state|confederation))?$", "HOS", "GOV"),
    (r"^(king|queen|emir|sultan|emperor|monarch|pope|grand duke|prince of|supreme leader)\b", "HOS", "GOV"),
    (r"^(interim |acting |transitional |caretaker )?(prime minister|premier|federal chancellor|chancellor|taoiseach|"
     r"president of the government|chairman of the council of ministers|president of the council of ministers)"
     r"( of the (republic|state council|government))?$", "HOG", "GOV"),
    (r"speaker|president of the (senate|national assembly|chamber|parliament|house|federal council|national council)|"
     r"chair(man|person)? of the (state duma|federation council|national assembly|parliament)", "SPK", "LEG"),
    (r"(minister|secretary|ministry).*(foreign|external (affairs|relations)|international relations)|foreign minister|"
     r"^secretary of state$|minister of external", "FM", "GOV"),
    (r"(minister|secretary).*(defen[cs]e|armed forces|\bwar\b)|defen[cs]e minister", "DM", "GOV"),
    (r"(minister|secretary).*(finance|treasury)|treasurer|chancellor of the exchequer|finance minister", "FIN", "GOV"),
    (r"(minister|secretary).*(interior|internal|home affairs|homeland|public security)|home secretary", "INT", "GOV"),
    (r"(minister|secretary).*justice|attorney[- ]general", "JUS", "GOV"),
    (r"spokes", "SPOX", "GOV"),
    (r"security (council|advis)|national security", "SEC", "GOV"),
    (r"chief of (the )?(general|defen[cs]e|army|naval|air|joint|armed|staff of the)|commander|joint chiefs|admiral|chief of staff of the (army|air|navy)",
     "CHIEF", "MIL"),
    (r"central bank|national bank|reserve bank|bank of|federal reserve", "CB", "GOV"),
    (r"judge|justice of|chief justice|supreme court|constitutional court|prosecutor|ombuds|solicitor", "JUD", "JUD"),
    (r"senator|member of (the )?(parliament|house|national assembly|congress)|deputy of", "LEG", "LEG"),
    (r"minister|secretary of (state|the|homeland|defense|energy|health|labor|veterans|agriculture|commerce|education|"
     r"housing|transportation)", "MIN", "GOV"),
    (r"governor|mayor|head of the republic|wali|^premier of|^president of|minister[- ]president", "REG", "GOV"),
    (r"advis[oe]r", "ADV", "GOV"),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern), code, sector) for pattern, code, sector in _RULES)
_PRINTED = {"FM": "foreign minister", "DM": "defence minister", "FIN": "finance minister", "INT": "interior minister"}
#: The sector of a class of office where the row does not say otherwise.
SECTORS = {
    "OPP": "OPP", "PARTY": "PTY", "LEG": "LEG", "SPK": "LEG", "JUD": "JUD", "CHIEF": "MIL", "CMD": "MIL",
}  # fmt: skip
#: Offices that one person holds at a time.
SINGLE_HOLDER = frozenset({"HOS", "HOG", "FM", "DM", "FIN", "INT"})


def classify_office(title: str) -> tuple[str, str, str]:
    """Return code, sector and printed title of an office.

    Args:
        title: The title as a source has it, such as "Minister of Foreign Affairs".

    Returns:
        Class of office (see `roles.py`), PLOVER sector, and the title to print.
    """
    lowered = title.lower().strip()
    for pattern, code, sector in _COMPILED:
        if pattern.search(lowered):
            return code, sector, _PRINTED.get(code) or lowered
    return "OTH", "GOV", lowered
