"""Whom a person means as a side of an analysis: "UKR", "Ukraine", "the EU"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detente.errors import UsageError
from detente.knowledge import load_knowledge

if TYPE_CHECKING:
    from detente.knowledge import Knowledge


#: A code has so many signs. Other data sets have codes of their own, which stay as they are typed.
_CODE: Final = 3


def find_side(words: str) -> str:
    """Return the side that a country's code, its name or the name of a body of states means.

    Args:
        words: As typed; case does not matter.

    Returns:
        The ISO 3166-1 alpha-3 code of a country, or the name of a body of states as the tables have it.

    Raises:
        UsageError: The words mean neither.

    Examples:
        >>> find_side("Ukraine"), find_side("ukr"), find_side("EU")
        ('UKR', 'UKR', 'European Union')
    """
    knowledge, asked = load_knowledge(), words.strip()
    if asked.upper() in knowledge.countries.by_code:
        return asked.upper()
    if len(asked) == _CODE and asked.isalnum() and asked == asked.upper():
        return asked
    for written in dict.fromkeys((asked, asked.title(), asked.upper())):
        side = _side_called(knowledge, written)
        if side is not None:
            return side
    raise UsageError(
        f"no country and no body of states is called {words!r}",
        hint="A country by its three letters (UKR) or its English name; a single actor by name with --by actor.",
    )


def _side_called(knowledge: Knowledge, name: str) -> str | None:
    """Return the side whose name these words are as a whole, or None."""
    whole = [match for match in knowledge.find_names(name) if (match.start, match.end) == (0, len(name))]
    entity = knowledge.entity(whole[0].entity_ids[0]) if whole and len(whole[0].entity_ids) == 1 else None
    if entity is None or entity.kind == "person":
        return None
    if entity.country == "IGO":
        return entity.name
    return entity.country if entity.kind == "state" else None
