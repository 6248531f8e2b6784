"""The word lists of the reading room, each from one table in knowledge/words/, read once."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    from detente.records import ActorKind, Sector

#: The pronoun that a person takes.
Pronoun = Literal["he", "she"]


@dataclass(frozen=True, slots=True)
class Title:
    """A title that one person holds.

    Attributes:
        words: The title in lower case.
        codes: Classes of office that it can mean in the knowledge tables; empty if none is kept there.
        sector: PLOVER sector of its holder; None where it is that of the organisation.
    """

    words: str
    codes: tuple[str, ...]
    sector: Sector | None


@functools.cache
def titles() -> dict[str, Title]:
    """Return title → `Title`, from titles.tsv."""
    found = {}
    for words, codes, sector in _rows("titles.tsv"):
        found[words] = Title(words, () if codes == "-" else tuple(codes.split(",")), _sector(sector))
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
def office_words() -> frozenset[str]:
    """Return the single words of which titles and organisations' names are made: "vice", "leader", "house"."""
    in_titles = (word for title in titles() for word in title.split())
    return frozenset([*in_titles, *organization_sectors(), *domestic_nouns()])


@functools.cache
def descriptions() -> dict[str, tuple[ActorKind, Sector | None]]:
    """Return noun → (kind of actor, sector) that it can take up, from descriptions.tsv."""
    return {noun: (cast("ActorKind", kind), _sector(sector)) for noun, kind, sector in _rows("descriptions.tsv")}


@functools.cache
def organization_sectors() -> dict[str, Sector]:
    """Return head word of an organisation's name → sector, from organizations.tsv."""
    return {noun: cast("Sector", sector) for noun, sector in _rows("organizations.tsv")}


@dataclass(frozen=True, slots=True)
class GroupNoun:
    """A noun for people or bodies that can act together.

    Attributes:
        sector: PLOVER sector, or None.
        singular: Whether it means a group in the singular too ("the opposition").
        person: Whether it means a person in the singular ("a witness").
    """

    sector: Sector | None
    singular: bool
    person: bool


@functools.cache
def groups() -> dict[str, GroupNoun]:
    """Return noun → what group it means, from groups.tsv."""
    return {
        noun: GroupNoun(_sector(sector), number == "both", number == "one")
        for noun, sector, number in _rows("groups.tsv")
    }


@functools.cache
def anonymous_nouns() -> frozenset[str]:
    """Return nouns for people who are cited without being named, from anonymous.tsv."""
    return frozenset(noun for (noun,) in _rows("anonymous.tsv"))


@functools.cache
def gathering_nouns() -> frozenset[str]:
    """Return nouns that count or gather the people after "of", from gathering.tsv."""
    return frozenset(noun for (noun,) in _rows("gathering.tsv"))


@functools.cache
def things() -> frozenset[str]:
    """Return agent nouns that mostly mean a thing or a place, from things.tsv."""
    return frozenset(noun for (noun,) in _rows("things.tsv"))


@functools.cache
def kin() -> dict[str, Pronoun | None]:
    """Return word for a relative → the pronoun it takes, from kin.tsv."""
    return {noun: _pronoun(pronoun) for noun, pronoun in _rows("kin.tsv")}


@functools.cache
def gendered() -> dict[str, Pronoun | None]:
    """Return word of a title or description → the pronoun it takes, from gendered.tsv and kin.tsv."""
    return {word: _pronoun(pronoun) for word, pronoun in _rows("gendered.tsv")} | kin()


@functools.cache
def given_names() -> dict[str, Pronoun | None]:
    """Return given name in lower case → the pronoun of its bearers, from given_names.tsv."""
    return {name: _pronoun(pronoun) for name, pronoun, _ in _rows("given_names.tsv")}


@functools.cache
def domestic_nouns() -> frozenset[str]:
    """Return the nouns for institutions that every state has, from domestic.tsv."""
    return frozenset(noun for (noun,) in _rows("domestic.tsv"))


@functools.cache
def local_words() -> frozenset[str]:
    """Return words that tie somebody to the place that a text is set in, from local.tsv."""
    return frozenset(word for (word,) in _rows("local.tsv"))


@functools.cache
def combining_forms() -> dict[str, str]:
    """Return combining form of a country's name → ISO3 code, from combining.tsv."""
    return {row[0]: row[1] for row in _rows("combining.tsv")}


@functools.cache
def origin_verbs() -> dict[str, frozenset[str]]:
    """Return verb → prepositions between it and somebody's home, from origins.tsv."""
    return {verb: frozenset(prepositions.split(",")) for verb, prepositions in _rows("origins.tsv")}


@functools.cache
def sports_words() -> frozenset[str]:
    """Return words that tell of a match between teams, from sports.tsv."""
    return frozenset(word for (word,) in _rows("sports.tsv"))


@functools.cache
def homographs() -> dict[str, frozenset[str]]:
    """Return name of a state → words beside it that tell that it means a thing, from homographs.tsv."""
    return {name: frozenset(words.split(",")) for name, words in _rows("homographs.tsv")}


@functools.cache
def set_nouns() -> dict[str, ActorKind | None]:
    """Return noun → kind of the several that its plural takes up, None for any, from sets.tsv."""
    return {noun: None if kind == "-" else cast("ActorKind", kind) for noun, kind in _rows("sets.tsv")}


@functools.cache
def media_nouns() -> frozenset[str]:
    """Return nouns for channels through which something is said, from media.tsv."""
    return frozenset(noun for noun, _ in _rows("media.tsv"))


@functools.cache
def document_nouns() -> frozenset[str]:
    """Return nouns for texts whose author speaks through them ("a report by …"), from media.tsv."""
    return frozenset(noun for noun, authored in _rows("media.tsv") if authored == "yes")


@functools.cache
def cue_frames() -> dict[str, frozenset[str]]:
    """Return cue lemma → frames in which it attributes, from cues.tsv."""
    frames: dict[str, frozenset[str]] = {}
    for cue, listed in _rows("cues.tsv"):
        frames[cue] = frames.get(cue, frozenset()) | frozenset(listed.split(","))
    return frames


def fold_words(name: str) -> tuple[str, ...]:
    """Return the words of a name in a form for comparison: lower case, no "the", no dots."""
    words = name.casefold().replace(".", "").replace("’", "'").split()
    return tuple(w for w in words if w != "the")


def _sector(cell: str) -> Sector | None:
    return None if cell == "-" else cast("Sector", cell)


def _pronoun(cell: str) -> Pronoun | None:
    return None if cell == "-" else cast("Pronoun", cell)


def _rows(name: str) -> list[list[str]]:
    """Return the rows of a table without comments and header."""
    text = resources.files("detente.knowledge").joinpath("words", name).read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return rows[1:]
