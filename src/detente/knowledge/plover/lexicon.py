"""The event lexicon: patterns by lemma, status cues, CAMEO codes. Built once from the tables beside this file.

Every cell is checked: a table with a word that no reader understands is refused with its file and line.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from detente.errors import KnowledgeError
from detente.knowledge.plover.conditions import read_condition, read_frame_place
from detente.knowledge.plover.model import CameoCode, Cue, CueKind, Frame, Inner, Part, Pattern
from detente.knowledge.plover.types import EVENT_TYPES, MODES
from detente.knowledge.plover.vocabulary import BLOCKS, READ_CLASSES, VOICES
from detente.knowledge.rows import only_once, read_rows, shipped
from detente.records import Status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

    from detente.knowledge.rows import KnowledgeRow

_PATTERN_COLUMNS = ("id", "word", "part", "where", "type", "mode", "cameo", "frame", "inner", "source")
_CODE_COLUMNS = ("code", "name", "type", "mode", "contexts", "goldstein", "basis")
_BASES = frozenset({"table", "manual", "root"})
_TRANSPARENT = "transparent"


@dataclass(frozen=True, slots=True)
class EventLexicon:
    """Everything that event coding knows about words.

    Attributes:
        patterns: Lemma → its patterns, in the order of the table.
        cues: (kind, lemma) → cues, in the order of the table.
        light: Light verb (with "+particle") → "agent" or "patient".
        object_control: Verbs whose object is the understood subject of the clause below.
        blocks: Kind of block ("sport", "abstract", "nonpolitical") → lemmas.
        classes: Noun class → lemmas.
        codes: CAMEO code → what it means.
        lemmas: Lemma that the pipeline gives → the right one, where the pipeline is known to err.
    """

    patterns: Mapping[str, tuple[Pattern, ...]]
    cues: Mapping[tuple[str, str], tuple[Cue, ...]]
    light: Mapping[str, str]
    object_control: frozenset[str]
    blocks: Mapping[str, frozenset[str]]
    classes: Mapping[str, frozenset[str]]
    codes: Mapping[str, CameoCode]
    lemmas: Mapping[str, str]

    def lemma(self, given: str) -> str:
        """Return the right lemma for one that the pipeline gives."""
        return self.lemmas.get(given, given)

    def pattern(self, key: str) -> Pattern:
        """Return the pattern with this row id.

        Raises:
            KeyError: There is none.
        """
        for rows in self.patterns.values():
            for row in rows:
                if row.key == key:
                    return row
        raise KeyError(key)


@functools.lru_cache(maxsize=1)
def load_event_lexicon() -> EventLexicon:
    """Return the lexicon built from the shipped tables; the same object each time.

    Raises:
        KnowledgeError: A table is wrong; the message names the file and the line.
    """
    return build_event_lexicon(shipped("plover"))


def build_event_lexicon(folder: Traversable) -> EventLexicon:
    """Return the lexicon built from the tables of a folder.

    Args:
        folder: Where the nine tables lie that docs/methods/events.md lists.

    Raises:
        KnowledgeError: A table is wrong; the message names the file and the line.
    """
    classes = _grouped(read_rows(folder, "classes.tsv", ("class", "word")), "class")
    missing = sorted(READ_CLASSES - classes.keys())
    if missing:
        raise KnowledgeError(f"{folder.name}/classes.tsv: no word of the class {missing[0]}, which the readers ask for")
    codes = {row.text("code"): _code(row) for row in only_once(read_rows(folder, "codes.tsv", _CODE_COLUMNS), "code")}
    frames = {
        row.text("frame"): _frame(row) for row in read_rows(folder, "frames.tsv", ("frame", "sources", "targets"))
    }
    patterns: dict[str, list[Pattern]] = {}
    for row in only_once(read_rows(folder, "patterns.tsv", _PATTERN_COLUMNS), "id"):
        pattern = _pattern(row, frames, classes, codes)
        patterns.setdefault(pattern.word, []).append(pattern)
    cues: dict[tuple[str, str], list[Cue]] = {}
    for row in read_rows(folder, "cues.tsv", ("kind", "word", "status")):
        cue = _cue(row)
        cues.setdefault((cue.kind, cue.word), []).append(cue)
    blocks = read_rows(folder, "blocks.tsv", ("kind", "word"))
    light = only_once(read_rows(folder, "light.tsv", ("word", "voice")), "word")
    lemmas = only_once(read_rows(folder, "lemmas.tsv", ("given", "lemma")), "given")
    return EventLexicon(
        patterns={word: tuple(rows) for word, rows in patterns.items()},
        cues={key: tuple(rows) for key, rows in cues.items()},
        light={row.text("word"): row.one_of("voice", VOICES) for row in light},
        object_control=frozenset(row.text("word") for row in read_rows(folder, "control.tsv", ("word",))),
        blocks=_grouped(tuple(row for row in blocks if row.one_of("kind", BLOCKS)), "kind"),
        classes=classes,
        codes=codes,
        lemmas={row.text("given"): row.text("lemma") for row in lemmas},
    )


def _grouped(rows: tuple[KnowledgeRow, ...], key: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.text(key), set()).add(row.text("word"))
    return {group: frozenset(words) for group, words in found.items()}


def _frame(row: KnowledgeRow) -> Frame:
    sources, targets = (
        tuple(read_frame_place(row, place) for place in row.listed(side)) for side in ("sources", "targets")
    )
    return Frame(row.text("frame"), sources, targets)


def _code(row: KnowledgeRow) -> CameoCode:
    kind = row.maybe_one_of("type", EVENT_TYPES)
    row.one_of("basis", _BASES)
    try:
        goldstein = float(row.text("goldstein"))
    except ValueError:
        raise row.error(f"goldstein is no number: {row.text('goldstein')!r}") from None
    return CameoCode(
        code=row.text("code"),
        name=row.text("name"),
        type=kind,
        mode=None if kind is None else row.maybe_one_of("mode", MODES[kind]),
        contexts=row.listed("contexts"),
        goldstein=goldstein,
    )


def _pattern(
    row: KnowledgeRow,
    frames: Mapping[str, Frame],
    classes: Mapping[str, frozenset[str]],
    codes: Mapping[str, CameoCode],
) -> Pattern:
    word, *particles = row.text("word").split("+")
    kind = row.one_of("type", EVENT_TYPES)
    cameo = row.maybe_one_of("cameo", codes)
    meant = None if cameo is None else codes[cameo].type
    if meant is not None and meant != kind:
        raise row.error(f"the CAMEO code {cameo} means {meant}, and the row {kind}", hint="codes.tsv lists the codes.")
    return Pattern(
        key=row.text("id"),
        word=word,
        particles=tuple(particles),
        part=row.one_of("part", get_args(Part)),
        conditions=tuple(read_condition(row, text, classes) for text in row.listed("where")),
        type=kind,
        mode=row.maybe_one_of("mode", MODES[kind]),
        cameo=cameo,
        frame=frames[row.one_of("frame", frames)],
        inner=row.maybe_one_of("inner", get_args(Inner)) or "",
        source=row.text("source"),
        line=row.line,
    )


def _cue(row: KnowledgeRow) -> Cue:
    word, *particles = row.text("word").split("+")
    status = None if row.text("status") == _TRANSPARENT else row.one_of("status", (*get_args(Status), _TRANSPARENT))
    return Cue(row.one_of("kind", get_args(CueKind)), word, tuple(particles), status)
