"""Candidates of the substance in annotated articles, each with whether an annotator has it.

The annotated articles are records in format detente-record/1, one JSON file each; only their text and day are read.
An item is right by the rules of the scorer of records: spans overlap by half (Dice), an actor is the annotated one if
most of its mentions are. A condition's bearing has to overlap too. A stance is right if the annotator gives this actor
this stance; its target is right if it is the annotated one, or another actor of the same country.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import unittest.mock
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from detente.errors import DetenteError
from detente.knowledge import load_knowledge
from detente.reading import reader as reading
from detente.reading.substance.conditions.read import find_candidates as find_conditions
from detente.reading.substance.interpretations.read import find_candidates as find_interpretations
from detente.reading.substance.positions.features import make_scene, stance_features, stance_of, toward_features
from detente.reading.substance.positions.signs import Ground, own_side, read_signs
from detente.reading.substance.questions import find_candidates as find_questions
from detente.reading.substance.read import Substance
from detente.text import make_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from detente.knowledge import Knowledge
    from detente.records import Span

Chars = frozenset[int]
KINDS = ("conditions", "interpretations", "questions", "stances", "stance_targets")


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate: the article it is from, its features, and whether an annotator has it."""

    article: str
    features: frozenset[str]
    right: bool


@dataclass(slots=True)
class Gathered:
    """Candidates of a folder by kind, and how many items the annotators have of each kind."""

    rows: dict[str, list[Row]]
    gold: Counter[str]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the reader hands to the readers of the substance."""

    document: Any
    cast: Any
    statements: Any
    events: Any
    codebook: Any


def gather(folder: Path) -> Gathered:
    """Read every annotated article of a folder and return its candidates."""
    found = Gathered({kind: [] for kind in KINDS}, Counter())
    for name, gold, seen in read_folder(folder):
        text = gold["article"]["text"]
        for kind, rows, count in (
            ("conditions", *_conditions(gold, text, seen)),
            ("interpretations", *_interpretations(gold, text, seen)),
            ("questions", *_questions(gold, text, seen)),
        ):
            found.rows[kind] += [Row(name, features, right) for features, right in rows]
            found.gold[kind] += count
        stances, targets, count = _positions(gold, text, seen)
        found.rows["stances"] += [Row(name, features, right) for features, right in stances]
        found.rows["stance_targets"] += [Row(name, features, right) for features, right in targets]
        found.gold["stances"] += count
    return found


def gather_phenomena(folder: Path) -> Gathered:
    """Return the candidates in the development half of the phenomena set.

    Questions and positions are learned from real articles alone: with these their probabilities come out too high.
    """
    found = Gathered({kind: [] for kind in KINDS}, Counter())
    reader = reading.Reader(_knowledge())
    for kind in ("conditions", "interpretations"):
        for line in (folder / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            if hashlib.sha256(item["id"].encode()).digest()[0] % 2 == 0:
                _add_item(found, kind, item, _read(reader, item["text"], "2024-03-06"))
    return found


def _add_item(found: Gathered, kind: str, item: dict[str, Any], seen: Seen | None) -> None:
    """Add the candidates of one sentence of the phenomena set."""
    text = item["text"]
    if seen is None:
        return

    def place(quote: str | None) -> list[int] | None:
        return None if quote is None else [text.index(quote), text.index(quote) + len(quote)]

    if kind == "conditions":
        gold = {kind: [{"condition": place(i["condition"]), "on": place(i["on"])} for i in item[kind]]}
        rows, count = _conditions(gold, text, seen)
    else:
        parts = ("affirmed", "denied")
        gold = {kind: [{part: [place(quote) for quote in i[part]] for part in parts} for i in item[kind]]}
        rows, count = _interpretations(gold, text, seen)
    found.rows[kind] += [Row(item["id"], features, right) for features, right in rows]
    found.gold[kind] += count


def save(found: Gathered, path: Path) -> None:
    """Write candidates to a file."""
    rows = {kind: [[r.article, sorted(r.features), r.right] for r in rows] for kind, rows in found.rows.items()}
    path.write_text(json.dumps({"rows": rows, "gold": found.gold}), encoding="utf-8")


def load(path: Path) -> Gathered:
    """Return the candidates that `save` wrote."""
    held = json.loads(path.read_text(encoding="utf-8"))
    rows = {kind: [Row(name, frozenset(f), right) for name, f, right in rows] for kind, rows in held["rows"].items()}
    return Gathered(rows, Counter(held["gold"]))


def read_folder(folder: Path) -> Iterator[tuple[str, dict[str, Any], Seen]]:
    """Yield name, annotation and what was read before the substance, for each article that can be read."""
    reader = reading.Reader(_knowledge())
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        seen = _read(reader, gold["article"]["text"], gold["article"].get("published"))
        if seen is None:
            print(f"{path.stem} cannot be read")
        else:
            yield path.stem, gold, seen


@functools.cache
def _knowledge() -> Knowledge:
    return load_knowledge()


def _read(reader: reading.Reader, text: str, published: str | None) -> Seen | None:
    """Return what a text gives before its substance is read; None if it cannot be read."""
    caught: list[Seen] = []

    def catch(document: Any, cast: Any, statements: Any, events: Any, codebook: Any, **_: Any) -> Substance:
        caught.append(Seen(document, cast, statements, tuple(events), codebook))
        return Substance(tuple(events), (), (), (), (), (), ())

    with unittest.mock.patch.object(reading, "read_substance", catch), contextlib.suppress(DetenteError):
        reader.read(make_article(text, published=None if published is None else date.fromisoformat(published)))
    return caught[0] if caught else None


# --- spans -------------------------------------------------------------------------------------------------------


def _chars(text: str, spans: Iterable[Sequence[int]]) -> Chars:
    return frozenset(i for start, end in spans for i in range(start, end) if not text[i].isspace())


def _of(text: str, spans: Iterable[Span | None]) -> Chars:
    return _chars(text, [(s.start, s.end) for s in spans if s is not None])


def dice(one: Chars, other: Chars) -> float:
    """Return 2 |A and B| / (|A| + |B|)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def pair(gold: Sequence[Sequence[Chars]], found: Sequence[Sequence[Chars]]) -> dict[int, int]:
    """Return found → gold, each at most once, the closest first; the best part of each counts, from .5 on."""
    cells = sorted(
        (
            (max((dice(a, b) for a in one for b in other), default=0.0), -i, -j)
            for i, one in enumerate(gold)
            for j, other in enumerate(found)
        ),
        reverse=True,
    )
    matched: dict[int, int] = {}
    for value, i, j in cells:
        if value < 0.5:
            break
        if -j not in matched and -i not in matched.values():
            matched[-j] = -i
    return matched


Labelled = list[tuple[frozenset[str], bool]]


def _conditions(gold: dict[str, Any], text: str, seen: Seen) -> tuple[Labelled, int]:
    found = find_conditions(seen.document, seen.cast, seen.statements, seen.events)
    items = gold["conditions"]
    matched = pair(
        [[_chars(text, [item["condition"]])] for item in items], [[_of(text, [c.claim.condition])] for c in found]
    )
    bears = [
        j in matched and bool(_chars(text, _list(items[matched[j]]["on"])) & _of(text, [c.claim.on]))
        for j, c in enumerate(found)
    ]
    return [(c.features, right) for c, right in zip(found, bears, strict=True)], len(items)


def _list(span: Sequence[int] | None) -> list[Sequence[int]]:
    return [] if span is None else [span]


def _interpretations(gold: dict[str, Any], text: str, seen: Seen) -> tuple[Labelled, int]:
    found = find_interpretations(seen.document, seen.cast, seen.statements)
    items = [
        [_chars(text, [part]) for part in (*(item.get("affirmed") or ()), *(item.get("denied") or ()))]
        for item in gold["interpretations"]
    ]
    parts = [[_of(text, [part]) for part in (*c.claim.affirmed, *c.claim.denied)] for c in found]
    matched = pair(items, parts)
    return [(c.features, j in matched) for j, c in enumerate(found)], len(items)


def _questions(gold: dict[str, Any], text: str, seen: Seen) -> tuple[Labelled, int]:
    found = find_questions(seen.document, seen.cast, seen.events)
    matched = pair(
        [[_chars(text, [item["span"]])] for item in gold["questions"]], [[_of(text, [c.claim.span])] for c in found]
    )
    return [(c.features, j in matched) for j, c in enumerate(found)], len(gold["questions"])


# --- positions ---------------------------------------------------------------------------------------------------


def _positions(gold: dict[str, Any], text: str, seen: Seen) -> tuple[Labelled, Labelled, int]:
    said = {statement.key: statement for statement in seen.statements}
    ground = Ground(seen.document, seen.cast, seen.codebook, said, seen.events)
    scene = make_scene(ground, read_signs(ground))
    same = _same_actors(gold, text, seen)
    country = {actor["key"]: actor.get("country") for actor in gold["actors"]}
    wanted: dict[tuple[str, str], list[str | None]] = defaultdict(list)
    for item in gold["positions"]:
        wanted[item["actor"], item["stance"]].append(item["toward"])
    stances: Labelled = []
    targets: Labelled = []
    for actor, signs in scene.by_actor.items():
        own = own_side(seen.cast, [actor])
        concerned = [key for key in dict.fromkeys(sign.toward for sign in signs) if key not in own]
        for polarity in (1, -1):
            right = wanted.get((same.get(actor, ""), stance_of(polarity)))
            stances.append((stance_features(scene, actor, polarity), right is not None))
            for key in concerned if right else ():
                hit = any(_is_same(want, None if key is None else same.get(key, "?"), country) for want in right or ())
                targets.append((toward_features(scene, actor, polarity, key), hit))
    return stances, targets, len(wanted)


def _is_same(wanted: str | None, found: str | None, country: dict[str, str | None]) -> bool:
    if wanted is None or found is None or wanted == found:
        return wanted == found
    return country.get(wanted) not in {None, "IGO"} and country.get(wanted) == country.get(found)


def _same_actors(gold: dict[str, Any], text: str, seen: Seen) -> dict[str, str]:
    """Return actor read → annotated actor that holds most of its mention characters."""
    places = {a["key"]: _chars(text, [(m["start"], m["end"]) for m in a["mentions"]]) for a in gold["actors"]}
    same = {}
    for actor in seen.cast.actors:
        own = _of(text, [mention.span for mention in actor.mentions])
        shared = sorted(((len(own & chars), key) for key, chars in places.items() if own & chars), reverse=True)
        if shared:
            same[actor.key] = shared[0][1]
    return same
