"""The word lists of the reading room, each from one table in data/, read once."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from detente.records import Sector


@dataclass(frozen=True, slots=True)
class Title:
    """A title that one person holds.

    Attributes:
        words: The title in lower case.
        codes: Classes of office that it can mean in the knowledge tables; empty if none is kept there.
        sector: PLOVER sector of its holder.
    """

    words: str
    codes: tuple[str, ...]
    sector: Sector


@functools.cache
def titles() -> dict[str, Title]:
    """Return title → `Title`, from data/titles.tsv."""
    found = {}
    for words, codes, sector in _rows("titles.tsv"):
        found[words] = Title(words, () if codes == "-" else tuple(codes.split(",")), cast("Sector", sector))
    return found


def title_at_end(words: str) -> Title | None:
    """Return the longest title with which these words end ("former foreign minister"), or None."""
    parts = words.lower().split()
    for start in range(len(parts)):
        title = titles().get(" ".join(parts[start:]))
        if title is not None:
            return title
    return None


@functools.cache
def descriptions() -> dict[str, tuple[str, str | None]]:
    """Return noun → (kind of actor, sector) that it can take up, from data/descriptions.tsv."""
    return {noun: (kind, None if sector == "-" else sector) for noun, kind, sector in _rows("descriptions.tsv")}


@functools.cache
def organization_sectors() -> dict[str, Sector]:
    """Return head word of an organisation's name → sector, from data/organizations.tsv."""
    return {noun: cast("Sector", sector) for noun, sector in _rows("organizations.tsv")}


@functools.cache
def cue_frames() -> dict[str, frozenset[str]]:
    """Return cue lemma → frames in which it attributes, from data/cues.tsv."""
    frames: dict[str, frozenset[str]] = {}
    for cue, listed in _rows("cues.tsv"):
        frames[cue] = frames.get(cue, frozenset()) | frozenset(listed.split(","))
    return frames


def _rows(name: str) -> list[list[str]]:
    """Return the rows of a table without comments and header."""
    text = resources.files("detente.reading").joinpath("data", name).read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return rows[1:]
