"""Articles as a bibliography in BibTeX, for whoever takes a list away to cite from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from detente.runs.exploring.snapshot import Snapshot

#: Articles of one list at most.
MOST_ENTRIES: Final = 2_000

_SPECIAL: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_NO_KEY: Final = re.compile(r"[^a-z0-9]+")


def list_articles(snapshot: Snapshot, numbers: Iterable[int]) -> str:
    """Return articles as BibTeX entries, the latest first, each once.

    The key is made of publisher, year and the beginning of the article's id, so that it is the same in every list.

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
    return "\n".join("\n".join(_entry(row)) for row in rows) + ("\n" if rows else "")


def _entry(row: dict[str, str | None]) -> Iterator[str]:
    day = row["published"] or ""
    who = _NO_KEY.sub("", (row["publisher"] or "unknown").lower())[:24] or "unknown"
    yield f"@misc{{{who}{day[:4]}-{(row['id'] or '')[:8]},"
    for name, value in (
        ("title", row["title"]), ("author", row["publisher"]), ("date", day), ("year", day[:4]), ("url", row["url"])
    ):  # fmt: skip
        if value:
            text = _escape(value)
            # An institution's name in braces of its own is not taken apart into first and last name.
            yield f"  {name} = {{{{{text}}}}}," if name == "author" else f"  {name} = {{{text}}},"
    yield f"  note = {{sha256 of the text: {row['id']}}}"
    yield "}"


def _escape(text: str) -> str:
    return "".join(_SPECIAL.get(letter, letter) for letter in " ".join(text.split()))
