"""The rows of the event tables as records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from detente.records import EventType, Status

Part = Literal["v", "n", "a"]
Inner = Literal["", "absorb", "proposed", "possible"]
CueKind = Literal[
    "verb", "passive", "noun", "adjective", "adverb", "modifier", "auxiliary", "negator", "marker",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PatternCondition:
    """What must stand beside a word for a pattern to hold.

    Attributes:
        slot: A grammatical place ("obj", "subj", "mod", a preposition), or a flag ("ACTOR", "LIGHT", …), as
            `vocabulary.py` lists them.
        words: The lemmas that may stand there; empty for a flag or where anything will do.
        names: Special tests on the place: "ACTOR", "JOINT", "HEAD", "HOSTILE", "VIOLENT".
        negated: The condition must not hold.
        text: The condition as the table writes it.
    """

    slot: str
    words: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    negated: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a pattern's source and target stand: grammatical places in the order in which they are tried."""

    name: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way in which a word carries an event.

    Attributes:
        key: The row's id in patterns.tsv, such as "v-accuse-1".
        word: The lemma.
        particles: Words that must hang on it ("call" + "on"); empty for most.
        part: "v" verb, "n" noun, "a" adjective.
        conditions: All must hold.
        type: The PLOVER type.
        mode: The PLOVER mode, or None.
        cameo: The CAMEO code, or None if the words carry only the type.
        frame: Where source and target stand.
        inner: What becomes of acts in the word's complement: "absorb" (part of this event), a status, or "" (coded).
        source: Which section of which manual the row rests on.
        line: The row's line in patterns.tsv, from 1.
    """

    key: str
    word: str
    particles: tuple[str, ...]
    part: Part
    conditions: tuple[PatternCondition, ...]
    type: EventType
    mode: str | None
    cameo: str | None
    frame: Frame
    inner: Inner
    source: str
    line: int


@dataclass(frozen=True, slots=True)
class CameoCode:
    """One CAMEO code: its name, its PLOVER reading, and its Goldstein value (-10 to 10)."""

    code: str
    name: str
    type: EventType | None
    mode: str | None
    contexts: tuple[str, ...]
    goldstein: float


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that sets a status. `status` None: the verb is transparent and passes on what holds above it."""

    kind: CueKind
    word: str
    particles: tuple[str, ...]
    status: Status | None
