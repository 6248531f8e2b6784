"""Who decides by which rule on a day: the rules of the analyses with the memberships of the tables of who is who."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from detente.analysis.decide import DecidingBody, rule_named
from detente.errors import UsageError
from detente.knowledge.load import load_knowledge

if TYPE_CHECKING:
    from detente.knowledge.base import Knowledge


def body_on(name: str, day: date | None) -> DecidingBody:
    """Return the body that decides by a rule.

    Args:
        name: Of the rule: "eu-qmv", "unsc", …
        day: The day; None takes the members who are not known to have left: for bodies with standing members only.

    Raises:
        UsageError: There is no such rule, it does not hold on the day, or nobody is known to sit there.
    """
    rule = rule_named(name)
    if day is not None and day < date.fromisoformat(rule.since):
        raise UsageError(f"{rule.title}: known from {rule.since} on", hint="Choose a later day with --on.")
    known = load_knowledge()
    members = _members(known, rule.bloc, day)
    if not members:
        raise UsageError(f"nobody is known to sit in {rule.title} on that day", hint="Name a day with --on.")
    if rule.vetoes and day is None:
        raise UsageError(f"{rule.title}: who sits there changes every year", hint="Name the day: --on 2025-06-01.")
    vetoes = _members(known, rule.vetoes, day) if rule.vetoes else ()
    return DecidingBody(rule, members, frozenset(vetoes))


def _members(known: Knowledge, bloc: str, day: date | None) -> tuple[str, ...]:
    return tuple(sorted(known.bloc_members(f"x:{bloc}", day)))
