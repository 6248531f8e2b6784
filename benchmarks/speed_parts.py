"""Where the processor time of reading goes: part by part, without what other parts that it calls take.

Nothing in the package is written for this: functions are wrapped from outside while the clock runs.
"""

from __future__ import annotations

import functools
import json
import subprocess
import sys
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final
from unittest import mock

import onnxruntime
from spacy.language import Language

import detente
from detente.reading import reader
from detente.reading.engine import Engine
from detente.reading.engine.arcs import ArcFinder
from detente.reading.engine.attributes import AttributeReader
from detente.reading.engine.encoder import Encoder
from detente.reading.engine.names import NameRecogniser
from detente.reading.events import coder, learned
from detente.reading.events.network.tagger import EventNetwork
from detente.reading.grammar.tokens import TokenMaker
from detente.reading.substance import read as substance
from detente.records import Record
from detente.runs import local

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_OUTERMOST: Final = "rest"

#: Part, where its function stands, and the function's name.
_PARTS: Final[tuple[tuple[str, Any, str], ...]] = (
    ("text: blocks, language, dates", local, "make_article"),
    ("parse: tokeniser", Language, "make_doc"),
    ("parse: two encoders", Encoder, "encode"),
    ("parse: arcs", ArcFinder, "find"),
    ("parse: names", NameRecogniser, "find"),
    ("parse: attributes and lemmas", AttributeReader, "read"),
    ("parse: rest of the engine", Engine, "parse"),
    ("parse: words of ours", TokenMaker, "make"),
    ("attribution: features, decoding, linking", reader, "encode_document"),
    ("actors", reader, "read_actors"),
    ("actors", reader, "with_first_person"),
    ("actors", reader, "with_struck_places"),
    ("statements", reader, "find_nominal"),
    ("statements", reader, "find_reported"),
    ("statements", reader, "read_wordings"),
    ("statements", reader, "read_statements"),
    ("events: rules", coder, "code_by_rules"),
    ("events: signals", coder, "signals_of"),
    ("events: words as a second voice", EventNetwork, "_joined"),
    ("events: choosing", EventNetwork, "events"),
    ("events: in terms of the record", learned.LearnedCoder, "events"),
    ("events: rest", reader, "read_events"),
    ("substance: conditions", substance, "read_conditions"),
    ("substance: interpretations", substance, "read_interpretations"),
    ("substance: questions", substance, "read_questions"),
    ("substance: positions", substance, "read_positions"),
    ("substance: rest", reader, "read_substance"),
    ("record and its checks", Record, "__post_init__"),
    (_OUTERMOST, detente, "read"),
)

_NETWORKS: Final = {"scores": "attribution: network", "tags": "events: network", "statuses": "events: heads"}

_COLD: Final = """
import sys, time
begun = time.process_time()
def told(part):
    global begun
    now = time.process_time()
    print(f"{now - begun:.2f} {part}")
    begun = now
from detente.threads import use_one_thread
use_one_thread()
import spacy; told("import of spaCy")
import detente; from detente.reading import reader; from detente.runs import local; told("import of the readers")
from detente.reading.parse import Parser
Parser(); told("pipeline and engine")
local.load_reader(local.ReadingOptions()); told("networks and tables")
text = open(sys.argv[1], encoding="utf-8").read()
detente.read(text); told("first article")
detente.read(text); told("the same again")
"""

_WORKER: Final = """
import json, sys, time
from detente.threads import use_one_thread
use_one_thread()
import detente
texts = json.load(sys.stdin)
detente.read(texts[0])
begun, wall = time.process_time(), time.perf_counter()
for text in texts[1:]:
    detente.read(text)
print(time.process_time() - begun, time.perf_counter() - wall)
"""


class PartClock:
    """Counts the processor time of each part of reading while it is entered (`with`)."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._open: list[str] = []
        self._since = 0.0
        self._patches = ExitStack()

    def __enter__(self) -> PartClock:
        for part, owner, name in _PARTS:
            self._patches.enter_context(mock.patch.object(owner, name, self._timed(getattr(owner, name), part)))
        run = onnxruntime.InferenceSession.run
        self._patches.enter_context(mock.patch.object(onnxruntime.InferenceSession, "run", self._timed(run, None)))
        return self

    def __exit__(self, *_error: object) -> None:
        self._patches.close()

    def _timed(self, function: Callable[..., Any], part: str | None) -> Callable[..., Any]:
        """Return a function that counts for its part; None takes the part from the outputs that a network is asked."""

        @functools.wraps(function)
        def call(*arguments: Any, **options: Any) -> Any:
            # Stock spaCy calls some of these too; only what `detente.read` leads to is counted.
            if not self._open and part != _OUTERMOST:
                return function(*arguments, **options)
            self._switch()
            self._open.append(part or _NETWORKS[arguments[1][0]])
            try:
                return function(*arguments, **options)
            finally:
                self._switch()
                self._open.pop()

        return call

    def _switch(self) -> None:
        now = time.process_time()
        if self._open:
            self.spent[self._open[-1]] += now - self._since
        self._since = now


def parts_of(texts: Sequence[str]) -> dict[str, float]:
    """Return the processor seconds of each part of reading these texts."""
    with PartClock() as clock:
        for text in texts:
            detente.read(text)
    return dict(clock.spent)


def print_parts(first: dict[str, float], again: dict[str, float], stock: float) -> None:
    """Print each part as a share of stock spaCy's processor time over the same texts, groups first."""
    groups: dict[str, float] = defaultdict(float)
    for part, seconds in first.items():
        groups[part.partition(":")[0]] += seconds
    print("by part, as shares of stock spaCy   first pass   again")
    for group in sorted(groups, key=lambda name: -groups[name]):
        own = sorted((part for part in first if part.partition(":")[0] == group), key=lambda part: -first[part])
        if own != [group]:
            whole = sum(again.get(part, 0.0) for part in own)
            print(f"  {group:<42} {groups[group] / stock:.3f}   {whole / stock:.3f}")
        for part in own:
            name = part if part == group else "  " + part.partition(": ")[2]
            print(f"  {name:<42} {first[part] / stock:.3f}   {again.get(part, 0.0) / stock:.3f}")


def print_cold_start(article: str) -> None:
    """Print the processor seconds of what a new process does before and in its first article.

    Args:
        article: Path of a text.
    """
    done = subprocess.run([sys.executable, "-c", _COLD, article], capture_output=True, text=True, check=True)
    print("cold start by part, CPU s     " + "; ".join(done.stdout.split("\n")).strip("; "))


def two_processes(texts: Sequence[str]) -> tuple[float, float]:
    """Return how many times as much two processes read as one does: by processor time, and by the clock.

    Each reads the same texts for the first time; one reads alone, then two side by side, then one alone again.
    """
    alone, paired, late = _workers(1, texts), _workers(2, texts), _workers(1, texts)
    one = [(first + last) / 2 for first, last in zip(alone[0], late[0], strict=True)]
    two = [sum(times) / 2 for times in zip(*paired, strict=True)]
    return 2 * one[0] / two[0], 2 * one[1] / two[1]


def _workers(count: int, texts: Sequence[str]) -> list[tuple[float, ...]]:
    """Return processor seconds and seconds by the clock of so many processes at the same time."""
    started = [
        subprocess.Popen([sys.executable, "-c", _WORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(count)
    ]
    with ThreadPoolExecutor(count) as pool:
        told = list(pool.map(lambda worker: worker.communicate(json.dumps(texts))[0], started))
    return [tuple(map(float, one.split())) for one in told]
