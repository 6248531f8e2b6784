"""Loading the knowledge, with or without a user's own actors."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from detente.knowledge.base import Knowledge
from detente.knowledge.layers import TableSet
from detente.knowledge.own_actors import read_own_actors

if TYPE_CHECKING:
    from pathlib import Path


@lru_cache(maxsize=1)
def _load_shipped() -> Knowledge:
    return Knowledge(TableSet())


def load_knowledge(extra: Path | None = None) -> Knowledge:
    """Return the shipped knowledge, or with a user's actors over it.

    Args:
        extra: A TSV file of actors (see `own_actors.py`), or None.

    Returns:
        The knowledge; without `extra` always the same object.

    Raises:
        KnowledgeError: A table is missing, or a line of `extra` is wrong: the message says
            which line and what is wrong, the hint what to do.
    """
    shipped = _load_shipped()
    if extra is None:
        return shipped
    return Knowledge(TableSet(layer=read_own_actors(extra, shipped)))
