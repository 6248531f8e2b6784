"""Positions against the line of a bloc, as the texts say them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detente.runs.exploring.search import with_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.archive import Archive
    from detente.runs.exploring.search import FoundClaim
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
        "SELECT 'position' AS kind, number, key, id AS told, date, issue AS type, stance AS status, actor AS source, "
        "actor_country AS source_country, toward AS target, toward_country AS target_country, publisher, "
        "confidence AS sure, review FROM position "
        "WHERE dissent AND leads AND actor_country IN (SELECT unnest(?::VARCHAR[])) "
        "AND (? = '' OR issue = ?) ORDER BY date DESC NULLS LAST, number DESC, n LIMIT ?",
        [list(countries), issue or "", issue or "", MOST_DISSENTS],
    )
    return with_words(archive, rows)
