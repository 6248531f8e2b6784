"""Positions against the line of a bloc, as the texts say them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detente.runs.exploring.search import FoundClaim
from detente.runs.exploring.words import ClaimWords, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.archive import Archive
    from detente.runs.exploring.snapshot import Snapshot

MOST_DISSENTS: Final = 12


def dissents_of(
    archive: Archive, snapshot: Snapshot, countries: Sequence[str], issue: str | None = None
) -> tuple[FoundClaim, ...]:
    """Return what members of a bloc hold against its line, the latest first, with their words.

    Args:
        archive: For the words.
        snapshot: The same archive in memory.
        countries: The members.
        issue: Only on this issue; None for all.
    """
    rows = snapshot.ask(
        "SELECT number, key, id, date, issue, stance, actor, actor_country, toward, toward_country, publisher, "
        "confidence, review FROM position WHERE dissent AND leads AND actor_country IN (SELECT unnest(?::VARCHAR[])) "
        "AND (? = '' OR issue = ?) ORDER BY date DESC NULLS LAST, number DESC, n LIMIT ?",
        [list(countries), issue or "", issue or "", MOST_DISSENTS],
    )
    words = words_of(archive, [(row["number"], row["key"]) for row in rows])
    none = ClaimWords("", "", "")
    return tuple(
        FoundClaim(
            kind="position",
            article=row["number"],
            key=row["key"],
            id=row["id"],
            date=None if row["date"] is None else row["date"].isoformat(),
            type=row["issue"],
            status=row["stance"],
            source=row["actor"],
            source_country=row["actor_country"],
            target=row["toward"],
            target_country=row["toward_country"],
            publisher=row["publisher"],
            confidence=row["confidence"],
            review=row["review"],
            before=(told := words.get((row["number"], row["key"]), none)).before,
            words=told.words,
            after=told.after,
        )
        for row in rows
    )
