"""Annotated articles as the reading sees them up to the events, read once and kept in a scratch folder."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from detente.knowledge import load_knowledge
from detente.knowledge.plover import load_event_lexicon
from detente.reading.attribution import Encoded
from detente.reading.cast import Cast
from detente.reading.document import Document
from detente.reading.events.coder import code_by_rules
from detente.reading.events.learned import Learned, LearnedCoder, signals_of
from detente.reading.events.network import EventNetwork
from detente.reading.events.network.choose import Chooser
from detente.reading.events.network.pairs import Trigger
from detente.reading.events.network.signals import TYPES, Signals, rows_of
from detente.reading.reader import Reader
from detente.reading.said import Said
from detente.records import Span, Statement
from detente.text import make_article

#: Words refer to their sentence and back, so a kept parse is nested deeply.
_DEPTH = 100_000


@dataclass(frozen=True)
class Annotated:
    """One article: its gold record, and what events rest on.

    Attributes:
        name: Of its file, without ending.
        record: The gold record.
        document: Its parsed sentences.
        cast: Its actors.
        statements: Its statements.
        encoded: What the encoder saw.
        signals: What the network is told.
    """

    name: str
    record: dict[str, Any]
    document: Document
    cast: Cast
    statements: tuple[Statement, ...]
    encoded: Encoded
    signals: Signals

    def coder(self, network: EventNetwork) -> LearnedCoder:
        """Return the coder of its events."""
        learned = Learned(network, self.encoded)
        return LearnedCoder(self.document, self.cast, Said(self.statements), load_event_lexicon(), learned)

    def chooser(self, network: EventNetwork) -> Chooser:
        """Return what decides on its events."""
        parsed = self.coder(network).parsed(self.signals)
        return network.chooser(self.document.text, self.encoded, self.signals, parsed)

    def events(self) -> Iterator[tuple[Trigger, dict[str, Any]]]:
        """Yield the trigger and the rest of each gold event whose words stand in a sentence."""
        for event in self.record["events"]:
            rows = rows_of(self.encoded.features, Span(*event["trigger"]))
            if rows and self.signals.sentences[rows[0]] >= 0:
                yield Trigger(tuple(rows), TYPES.index(event["type"])), event

    def meant(self) -> dict[str, list[int]]:
        """Return gold actor → the positions in the cast of those that are this actor, as the scorer matches them."""
        text = self.document.text

        def letters(spans: Iterator[tuple[int, int]]) -> set[int]:
            return {at for start, end in spans for at in range(start, end) if not text[at].isspace()}

        gold = {a["key"]: letters((m["start"], m["end"]) for m in a["mentions"]) for a in self.record["actors"]}
        found: dict[str, list[int]] = defaultdict(list)
        for number, actor in enumerate(self.cast.actors):
            own = letters((m.start, m.end) for m in actor.mentions)
            best = max(((len(own & held), key) for key, held in gold.items() if own & held), default=None)
            if best is not None:
                found[best[1]].append(number)
        return found


@dataclass
class Annotations:
    """The annotated articles of gold/train and gold/valid.

    Attributes:
        shared: Folder with the data and the annotators' tool.
        work: Scratch folder. What was read is kept there: empty it when the reading has changed.
    """

    shared: Path
    work: Path
    _reader: Reader | None = field(default=None, init=False)

    def articles(self, part: str) -> Iterator[Annotated]:
        """Yield the articles of "train" or "valid" by name."""
        sys.setrecursionlimit(_DEPTH)
        records, kept = self.work / f"gold_{part}", self.work / f"read_{part}"
        if not records.exists():
            source, tool = self.shared / "data" / "gold" / part, self.shared / "bench" / "ann.py"
            subprocess.run([sys.executable, str(tool), "build", str(source), str(records)], check=True)
        kept.mkdir(parents=True, exist_ok=True)
        for path in sorted(records.glob("*.json")):
            held = kept / f"{path.stem}.pickle"
            if not held.exists():
                held.write_bytes(pickle.dumps(self._read(path)))
            yield pickle.loads(held.read_bytes())

    def _read(self, path: Path) -> Annotated:
        self._reader = self._reader or Reader(load_knowledge())
        record = json.loads(path.read_text(encoding="utf-8"))
        published = record["article"]["published"]
        day = date.fromisoformat(published) if published else None
        begun = self._reader._begin(make_article(record["article"]["text"], published=day))
        document, cast, statements = begun.document, begun.cast, begun.said.statements
        lexicon, encoded = self._reader._lexicon, begun.learned.encoded
        told, dropped = code_by_rules(document, cast, statements, lexicon)
        signals = signals_of(document, cast, statements, lexicon, encoded, told=told, dropped=dropped)
        document.prepare(document.sentences)
        # All is parsed, and a pipeline cannot be kept.
        document._parser = None  # type: ignore[assignment]
        return Annotated(path.stem, record, document, cast, statements, encoded, signals)
