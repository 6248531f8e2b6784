"""Articles as a bibliography in BibTeX, for whoever takes a list away to cite from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from detente.archive.exchange import format_bibtex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from detente.runs.exploring.snapshot import Snapshot

#: Articles of one list at most.
MOST_ENTRIES: Final = 2_000


def list_articles(snapshot: Snapshot, numbers: Iterable[int]) -> str:
    """Return articles as BibTeX entries, the latest first, each once.

    Args:
        snapshot: The archive.
        numbers: Numbers of the articles; more than `MOST_ENTRIES` are cut.
    """
    wanted = list(dict.fromkeys(numbers))[:MOST_ENTRIES]
    rows = snapshot.ask(
        "SELECT id, title, published, publisher, url FROM article WHERE number IN (SELECT unnest(?::BIGINT[])) "
        "ORDER BY published DESC NULLS LAST, number DESC",
        [wanted],
    )
    return "".join(format_bibtex(_item(row)) for row in rows)


def _item(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return an article as CSL names its fields."""
    told = {"container-title": row["publisher"], "URL": row["url"]}
    return {
        "id": row["id"],
        "title": " ".join((row["title"] or "").split()),
        "day": row["published"] or "",
        **{name: " ".join(value.split()) for name, value in told.items() if value},
    }
