"""The word lists of the reading room, each from one table in knowledge/words/, read once."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from detente.knowledge.rows import only_once, read_lists, read_rows, shipped
from detente.records import ActorKind, Sector

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.knowledge.rows import KnowledgeRow

#: The pronoun that a person takes.
Pronoun = Literal["he", "she"]

#: The frames in which a cue attributes; the head of cues.tsv says what each means.
CUE_FRAMES = frozenset({"clause", "object", "for", "infinitive", "report", "noun", "of", "quote", "to"})

#: The classes of classes.tsv, whose head says what each is. Rules ask for all of them, and for no others.
WORD_CLASSES = frozenset(
    "ahead at-home end-of-place foreign former from-abroad giving-office harm-toward hearsay home honorific "
    "judging-for keeping moving of-parties of-state other-than-name own-attitude part-of-town personal-adjective place "
    "playing predicate-of-possibility reaching saying seen-from-the-other-side serving speaking-for speaking-somewhere "
    "standing-towards talks timetabled to-come trip undecided".split()
)

_PRONOUNS: tuple[Pronoun, ...] = get_args(Pronoun)
_KINDS: tuple[ActorKind, ...] = get_args(ActorKind)
_SECTORS: tuple[Sector, ...] = get_args(Sector)
_NUMBERS = ("plural", "both", "one")


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
    rows = _rows("titles.tsv", "title", "codes", "sector")
    listed = (Title(r.text("title"), r.listed("codes", ","), r.maybe_one_of("sector", _SECTORS)) for r in rows)
    return {title.words: title for title in listed}


@functools.lru_cache(maxsize=16384)  # the same names and offices are asked for again and again
def title_at_end(words: str) -> Title | None:
    """Return the longest title with which these words end ("former foreign minister"), or None."""
    parts, listed = words.lower().split(), titles()
    for start in range(len(parts)):
        title = listed.get(" ".join(parts[start:]))
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
    rows = _rows("descriptions.tsv", "noun", "means", "sector")
    return {r.text("noun"): (r.one_of("means", _KINDS), r.maybe_one_of("sector", _SECTORS)) for r in rows}


@functools.cache
def organization_sectors() -> dict[str, Sector]:
    """Return head word of an organisation's name → sector, from organizations.tsv."""
    return {r.text("noun"): r.one_of("sector", _SECTORS) for r in _rows("organizations.tsv", "noun", "sector")}


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
        r.text("noun"): GroupNoun(
            r.maybe_one_of("sector", _SECTORS), r.text("number") == "both", r.one_of("number", _NUMBERS) == "one"
        )
        for r in _rows("groups.tsv", "noun", "sector", "number")
    }


@functools.cache
def anonymous_nouns() -> frozenset[str]:
    """Return nouns for people who are cited without being named, from anonymous.tsv."""
    return _one_column("anonymous.tsv", "noun")


@functools.cache
def gathering_nouns() -> frozenset[str]:
    """Return nouns that count or gather the people after "of", from gathering.tsv."""
    return _one_column("gathering.tsv", "noun")


@functools.cache
def things() -> frozenset[str]:
    """Return agent nouns that mostly mean a thing or a place, from things.tsv."""
    return _one_column("things.tsv", "noun")


@functools.cache
def kin() -> dict[str, Pronoun | None]:
    """Return word for a relative → the pronoun it takes, from kin.tsv."""
    return _pronouns(_rows("kin.tsv", "noun", "pronoun"), "noun")


@functools.cache
def gendered() -> dict[str, Pronoun | None]:
    """Return word of a title or description → the pronoun it takes, from gendered.tsv and kin.tsv."""
    return _pronouns(_rows("gendered.tsv", "word", "pronoun"), "word") | kin()


@functools.cache
def given_names() -> dict[str, Pronoun | None]:
    """Return given name in lower case → the pronoun of its bearers, from given_names.tsv."""
    return _pronouns(_rows("given_names.tsv", "name", "pronoun", "source"), "name")


@functools.cache
def national_bodies() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return name of a parliament or ministry, folded → ISO3 of the states that call theirs so, from bodies.tsv."""
    rows = _rows("bodies.tsv", "name", "countries")
    return {fold_words(r.text("name")): r.listed("countries", ",") for r in rows}


@functools.cache
def domestic_nouns() -> frozenset[str]:
    """Return the nouns for institutions that every state has, from domestic.tsv."""
    return _one_column("domestic.tsv", "noun")


@functools.cache
def local_words() -> frozenset[str]:
    """Return words that tie somebody to the place that a text is set in, from local.tsv."""
    return _one_column("local.tsv", "word")


@functools.cache
def combining_forms() -> dict[str, str]:
    """Return combining form of a country's name → ISO3 code, from combining.tsv."""
    return {r.text("form"): r.text("country") for r in _rows("combining.tsv", "form", "country")}


@functools.cache
def origin_verbs() -> dict[str, frozenset[str]]:
    """Return verb → prepositions between it and somebody's home, from origins.tsv."""
    rows = _rows("origins.tsv", "verb", "prepositions")
    return {r.text("verb"): frozenset(r.listed("prepositions", ",")) for r in rows}


@functools.cache
def sports_words() -> frozenset[str]:
    """Return words that tell of a match between teams, from sports.tsv."""
    return _one_column("sports.tsv", "word")


@functools.cache
def homographs() -> dict[str, frozenset[str]]:
    """Return name of a state → words beside it that tell that it means a thing, from homographs.tsv."""
    return {r.text("name"): frozenset(r.listed("words", ",")) for r in _rows("homographs.tsv", "name", "words")}


@functools.cache
def namesake_regions() -> dict[str, tuple[str, frozenset[str]]]:
    """Return state → (other state with a region of that name, words of that region), from namesakes.tsv."""
    rows = _rows("namesakes.tsv", "state", "other", "words")
    return {r.text("state"): (r.text("other"), frozenset(r.listed("words", ","))) for r in rows}


@functools.cache
def set_nouns() -> dict[str, ActorKind | None]:
    """Return noun → kind of the several that its plural takes up, None for any, from sets.tsv."""
    return {r.text("noun"): r.maybe_one_of("kind", _KINDS) for r in _rows("sets.tsv", "noun", "kind")}


@functools.cache
def media_nouns() -> frozenset[str]:
    """Return nouns for channels through which something is said, from media.tsv."""
    return frozenset(r.text("noun") for r in _rows("media.tsv", "noun", "authored"))


@functools.cache
def document_nouns() -> frozenset[str]:
    """Return nouns for texts whose author speaks through them ("a report by …"), from media.tsv."""
    rows = _rows("media.tsv", "noun", "authored")
    return frozenset(r.text("noun") for r in rows if r.one_of("authored", ("yes", "no")) == "yes")


@functools.cache
def acts() -> frozenset[str]:
    """Return verbs of acts that are no speech where only an object follows, from acts.tsv."""
    return _one_column("acts.tsv", "verb")


def word_class(name: str) -> frozenset[str]:
    """Return the lemmas of a class of words, from classes.tsv.

    Args:
        name: One of `WORD_CLASSES`.
    """
    return _word_classes()[name]


@functools.cache
def _word_classes() -> dict[str, frozenset[str]]:
    return read_lists(shipped("words"), "classes.tsv", WORD_CLASSES)


@functools.cache
def cue_frames() -> dict[str, frozenset[str]]:
    """Return cue lemma → frames in which it attributes, from cues.tsv."""
    frames: dict[str, frozenset[str]] = {}
    for row in read_rows(shipped("words"), "cues.tsv", ("cue", "frames")):
        cue = row.text("cue")
        listed = (row.known(frame, CUE_FRAMES, "frame") for frame in row.listed("frames", ","))
        frames[cue] = frames.get(cue, frozenset()) | frozenset(listed)
    return frames


def fold_words(name: str) -> tuple[str, ...]:
    """Return the words of a name in a form for comparison: lower case, no "the", no dots."""
    words = name.casefold().replace(".", "").replace("’", "'").split()
    return tuple(w for w in words if w != "the")


def _one_column(name: str, column: str) -> frozenset[str]:
    return frozenset(row.text(column) for row in _rows(name, column))


def _pronouns(rows: Sequence[KnowledgeRow], column: str) -> dict[str, Pronoun | None]:
    return {row.text(column): row.maybe_one_of("pronoun", _PRONOUNS) for row in rows}


def _rows(name: str, *columns: str) -> tuple[KnowledgeRow, ...]:
    """Return the rows of a table in which no two have the same first cell."""
    return only_once(read_rows(shipped("words"), name, columns), columns[0])
