"""Roles: from rows to records, and who holds an office on a day.

Codes: HOS head of state, HOG head of government, DHOG deputy or vice, FM foreign affairs, DM defence,
FIN finance, INT interior, JUS justice, MIN other minister, SEC national security or secretary of a
council, SPOX spokesperson, CHIEF head of the armed forces, CMD commander or head of a service, SPK
speaker of a chamber, LEG member of a legislature, JUD judge or prosecutor, CB central bank, AMB
ambassador, UNREP representative at the UN, ENVOY special envoy, PARTY party leader, OPP opposition
figure, HEAD head of an organisation or armed group, SPOUSE a leader's spouse, ADV adviser, REG head of
a region, OTH any other office.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from detente.knowledge.dates import parse_date, role_standing
from detente.knowledge.model import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.knowledge.model import EndKind, Trust

#: How prominent a class of office is, 0 to 1: breaks ties between people of one name.
PROMINENCE = {
    "HOS": 1.0,
    "HOG": 1.0,
    "FM": 0.8,
    "HEAD": 0.75,
    "DM": 0.7,
    "OPP": 0.65,
    "SPOX": 0.6,
    "SEC": 0.6,
    "DHOG": 0.55,
    "PARTY": 0.5,
    "ENVOY": 0.5,
    "CHIEF": 0.5,
    "CMD": 0.5,
    "INT": 0.45,
    "FIN": 0.45,
    "ADV": 0.4,
    "SPK": 0.4,
    "CB": 0.4,
    "JUS": 0.35,
    "REG": 0.35,
    "UNREP": 0.35,
    "LEG": 0.3,
    "JUD": 0.25,
    "MIN": 0.3,
    "SPOUSE": 0.2,
    "AMB": 0.2,
    "OTH": 0.15,
}
ROLE_COLUMNS = (
    "entity", "office", "country", "sector", "code", "start", "end", "end_kind", "source", "trust",
    "organization",
)  # fmt: skip


def read_role(entity_id: str, row: tuple[str, ...]) -> Role:
    """Return the role of one row of the table (the columns of `ROLE_COLUMNS` after the entity)."""
    office, country, sector, code, start, end, end_kind, source, trust, org = row
    first, first_precision = parse_date(start)
    last, last_precision = parse_date(end, last=True)
    kind: EndKind = end_kind or "unknown"  # type: ignore[assignment]  # checked when the table is built
    level: Trust = trust or "medium"  # type: ignore[assignment]  # checked when the table is built
    return Role(
        entity_id=entity_id,
        office=office,
        country=country or None,
        sector=sector or None,
        code=code,
        start=first,
        start_precision=first_precision,
        end=last,
        end_precision=last_precision,
        end_kind=kind,
        source=source,
        trust=level,
        organization=org or None,
    )


def pick_holders(roles: Sequence[Role], on: date | None) -> list[Role]:
    """Return the roles of one office that hold on a day.

    Args:
        roles: Roles of one class of office in one country.
        on: The day, or None for all of them.

    Returns:
        Roles that hold, latest start first. Where none surely holds, the one role that
        began last among those whose end nobody knows. All roles, latest first, without a day.
    """
    ordered = sorted(roles, key=lambda role: (role.start or date.min, role.entity_id), reverse=True)
    if on is None:
        return ordered
    holding = [role for role in ordered if role_standing(role, on) == "holds"]
    if holding:
        return holding
    begun = [role for role in ordered if role_standing(role, on) != "before"]
    if begun and role_standing(begun[0], on) == "unknown":
        return begun[:1]
    return []
