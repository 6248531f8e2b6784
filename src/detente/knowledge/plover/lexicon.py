"""The event lexicon: patterns by lemma, status cues, CAMEO codes. Built once from the tables beside this file."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, cast, get_args

from detente.errors import KnowledgeError
from detente.knowledge.plover.model import CameoCode, Condition, Cue, CueKind, Frame, Inner, Part, Pattern
from detente.records import EventType, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Words in a condition that are tests on the words at the place, not lemmas.
SPECIAL = frozenset({"ACTOR", "HEAD", "JOINT", "HOSTILE", "VIOLENT"})


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
    classes = _grouped("classes.tsv", "class", "word")
    frames = {row["frame"]: _frame(row) for _, row in _rows("frames.tsv")}
    codes = {row["code"]: _code(row) for _, row in _rows("codes.tsv")}
    patterns: dict[str, list[Pattern]] = {}
    for line, row in _rows("patterns.tsv"):
        pattern = _pattern(line, row, frames, classes)
        if pattern.cameo is not None and pattern.cameo not in codes:
            raise KnowledgeError(f"patterns.tsv, line {line}: no CAMEO code {pattern.cameo!r}")
        patterns.setdefault(pattern.word, []).append(pattern)
    cues: dict[tuple[str, str], list[Cue]] = {}
    for line, row in _rows("cues.tsv"):
        cue = _cue(line, row)
        cues.setdefault((cue.kind, cue.word), []).append(cue)
    return EventLexicon(
        patterns={word: tuple(rows) for word, rows in patterns.items()},
        cues={key: tuple(rows) for key, rows in cues.items()},
        light={row["word"]: row["voice"] for _, row in _rows("light.tsv")},
        object_control=frozenset(row["word"] for _, row in _rows("control.tsv")),
        blocks=_grouped("blocks.tsv", "kind", "word"),
        classes=classes,
        codes=codes,
        lemmas={row["given"]: row["lemma"] for _, row in _rows("lemmas.tsv")},
    )


def _rows(name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line number and fields of each row of a table in this package; "-" stands for an empty field."""
    text = resources.files("detente.knowledge.plover").joinpath(name).read_text(encoding="utf-8")
    header: list[str] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#") or not line:
            continue
        fields = line.split("\t")
        if header is None:
            header = fields
        elif len(fields) != len(header):
            raise KnowledgeError(f"{name}, line {number}: {len(fields)} fields, {len(header)} expected")
        else:
            yield number, {key: "" if field == "-" else field for key, field in zip(header, fields, strict=True)}


def _grouped(name: str, key: str, value: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for _, row in _rows(name):
        found.setdefault(row[key], set()).add(row[value])
    return {group: frozenset(words) for group, words in found.items()}


def _frame(row: Mapping[str, str]) -> Frame:
    return Frame(row["frame"], tuple(row["sources"].split()), tuple(row["targets"].split()))


def _code(row: Mapping[str, str]) -> CameoCode:
    return CameoCode(
        code=row["code"],
        name=row["name"],
        type=row["type"] or None,
        mode=row["mode"] or None,
        contexts=tuple(row["contexts"].split()),
        goldstein=float(row["goldstein"]),
    )


def _pattern(
    line: int, row: Mapping[str, str], frames: Mapping[str, Frame], classes: Mapping[str, frozenset[str]]
) -> Pattern:
    if row["type"] not in get_args(EventType):
        raise KnowledgeError(f"patterns.tsv, line {line}: no PLOVER type {row['type']!r}")
    if row["frame"] not in frames:
        raise KnowledgeError(f"patterns.tsv, line {line}: no frame {row['frame']!r}")
    if row["part"] not in get_args(Part) or row["inner"] not in get_args(Inner):
        raise KnowledgeError(f"patterns.tsv, line {line}: wrong part or inner")
    word, *particles = row["word"].split("+")
    return Pattern(
        key=row["id"],
        word=word,
        particles=tuple(particles),
        part=cast("Part", row["part"]),
        conditions=tuple(_condition(text, classes) for text in row["where"].split()),
        type=cast("EventType", row["type"]),
        mode=row["mode"] or None,
        cameo=row["cameo"] or None,
        frame=frames[row["frame"]],
        inner=cast("Inner", row["inner"]),
        source=row["source"],
        line=line,
    )


def _condition(text: str, classes: Mapping[str, frozenset[str]]) -> Condition:
    """Read "obj=AID|food", "LIGHT" or "!sport"."""
    negated = text.startswith("!")
    slot, _, values = text.removeprefix("!").partition("=")
    words: set[str] = set()
    names: set[str] = set()
    for value in values.split("|") if values else ():
        if value in SPECIAL:
            names.add(value)
        elif value != "*":
            words |= classes.get(value, {value.lower()})
    return Condition(slot, frozenset(words), frozenset(names), negated)


def _cue(line: int, row: Mapping[str, str]) -> Cue:
    word, *particles = row["word"].split("+")
    status = None if row["status"] == "transparent" else row["status"]
    if row["kind"] not in get_args(CueKind) or (status is not None and status not in get_args(Status)):
        raise KnowledgeError(f"cues.tsv, line {line}: wrong kind or status")
    return Cue(cast("CueKind", row["kind"]), word, tuple(particles), cast("Status | None", status))
