"""PLOVER's event types: their quads, their modes, and the groups of types that rules speak of.

Source of quads and modes: PLOVER manual, draft 2.0 (Open Event Data Alliance), sections 3.1 to 3.16 and table 7.2. The
manual counts SANCTION as verbal conflict in table 7.2 and as material conflict in section 3.13; here it is material.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, get_args

from detente.records import EventType

if TYPE_CHECKING:
    from collections.abc import Mapping

#: All types, in the order of the manual.
EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)

VERBAL_COOPERATION: frozenset[EventType] = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE"})
MATERIAL_COOPERATION: frozenset[EventType] = frozenset({"COOPERATE", "AID", "RETREAT"})
VERBAL_CONFLICT: frozenset[EventType] = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN"})
MATERIAL_CONFLICT: frozenset[EventType] = frozenset({"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})

#: Type → quad, from 1 (verbal cooperation) to 4 (material conflict).
QUADS: Mapping[EventType, int] = MappingProxyType({
    kind: number
    for number, quad in enumerate((VERBAL_COOPERATION, MATERIAL_COOPERATION, VERBAL_CONFLICT, MATERIAL_CONFLICT), 1)
    for kind in EVENT_TYPES
    if kind in quad
})

COOPERATION = VERBAL_COOPERATION | MATERIAL_COOPERATION

#: What is AGREE when it is still to come ("will meet"): manual, section 3.1.
AGREED_BEFORE: frozenset[EventType] = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})

#: Giving way: the one by words, the other by deeds. A RETREAT to come is CONCEDE: manual, section 3.7.2.
YIELDING: frozenset[EventType] = frozenset({"CONCEDE", "RETREAT"})

#: Force or restraint on somebody: sections 3.15 and 3.16.
FORCE: frozenset[EventType] = frozenset({"COERCE", "ASSAULT"})

#: Force, and making ready for it.
ARMED: frozenset[EventType] = FORCE | {"MOBILIZE"}

#: Material conflict of those in power; protest is that of the others.
HARM: frozenset[EventType] = MATERIAL_CONFLICT - {"PROTEST"}

#: Verdicts on somebody's act.
JUDGING: frozenset[EventType] = frozenset({"SUPPORT", "ACCUSE", "REJECT"})

#: Types whose section of the manual says "requires recipient: yes": 3.5.2, 3.6.1, 3.13.1.
NEEDS_TARGET: frozenset[EventType] = frozenset({"COOPERATE", "AID", "SANCTION"})

_MANUAL: dict[EventType, str] = {
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": (
        "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone "
        "heavy-weapons crowd-control unconventional"
    ),
}

#: Modes that the manual's draft 2.0 no longer has, but the table of CAMEO codes of 2021 does (CAMEO2PLOVER-2021).
_TABLE_2021: dict[EventType, str] = {
    "RETREAT": "ease return",
    "THREATEN": "ban political",
    "COERCE": "ban",
    "ASSAULT": "assassinate massacre cleansing seize",
}

#: Type → its modes: tables 3.1 to 3.11 of the manual, and those that only the table of 2021 has.
MODES: Mapping[EventType, frozenset[str]] = MappingProxyType({
    kind: frozenset([*_MANUAL.get(kind, "").split(), *_TABLE_2021.get(kind, "").split()]) for kind in EVENT_TYPES
})
