"""Make the error card: how often which field is wrong, where, and how sure one may be of that.

python -m benchmarks.error_card --shared ../shared [--keep DIR]

Writes src/detente/views/itself/error_card.json and docs/errors.md. Every figure is counted here: on gold/valid, the
reports that nothing was trained on (two whose story stands in the training part are left out), and for statements,
which are not annotated there, on gold/dev. Second readers' figures come from the tables beside the annotations and from
scoring the second pass against the first. Intervals are of 95 %, by drawing articles with replacement 1,000 times.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import detente
from benchmarks import unseen
from benchmarks.record import write_predictions
from detente.knowledge import load_knowledge
from detente.runs.local import ReadingOptions, current_maker
from detente.views.itself.card import CARD, render_markdown

HERE = Path(__file__).parent
DRAWS = 1000
BLOCS = {"x:eu": "European Union", "x:au": "African Union", "x:arableague": "Arab League", "x:cis": "CIS",
         "x:asean": "ASEAN", "x:nato": "NATO"}  # fmt: skip
#: The scorer's lines on the sets, and what they are called here.
FIELDS = {
    "actors found": "actors found", "actor country": "country of an actor that was found",
    "actor sector": "sector of an actor that was found", "events trig": "events: the words",
    "events trig+type": "events: words and type", "events trig+type+actors": "events: words, type and all actors",
    "event arguments": "events: single actors", "event status": "status of an event that was found",
    "event background": "background of an event that was found", "conditions": "conditions",
    "questions": "open questions", "interpretations": "interpretations", "positions": "positions",
    "statements": "statements: source, cue and content", "statement speakers": "speakers of a statement that was found",
}  # fmt: skip
OF_STATEMENTS = ("statements", "statement speakers")
#: Where the table of second readers has a field: row, and place among the figures of the row.
SECOND = {
    "actors found": ("actors found", 0), "actor country": ("actors found", 1), "actor sector": ("actors found", 2),
    "events trig": ("events: trigger", 0), "events trig+type": ("events: trigger", 1),
    "events trig+type+actors": ("events: trigger", 2), "event arguments": ("events: trigger", 3),
    "event status": ("event status", 0), "event background": ("event status", 1), "conditions": ("conditions /", 0),
    "interpretations": ("conditions /", 1), "positions": ("conditions /", 2), "questions": ("conditions /", 3),
}  # fmt: skip

Record = dict[str, Any]
Counts = Mapping[str, Sequence[int | None]]


@dataclass(frozen=True)
class Pair:
    """An article's gold record and ours."""

    name: str
    gold: Record
    ours: Record


def load_pairs(gold: Path, ours: Path) -> list[Pair]:
    """Return the articles that stand in both folders, by name."""
    return [
        Pair(path.stem, json.loads(path.read_text(encoding="utf-8")), json.loads((ours / path.name).read_text("utf-8")))
        for path in sorted(gold.glob("*.json"))
        if (ours / path.name).exists()
    ]


def count(pairs: Iterable[Pair], scorer: Any) -> list[Counts]:
    """Return the scorer's counts of each article: right, gold, and ours (None for a share) by line."""
    counted = []
    for pair in pairs:
        tally = scorer.Tally()
        scorer.score_article(pair.gold, pair.ours, tally)
        counted.append(dict(tally))
    return counted


def measure(counted: Sequence[Counts], line: str) -> dict[str, Any]:
    """Return precision, recall, F1 (or the share), n and interval of one line of the scorer."""
    value = _value(counted, line)
    drawn = random.Random(line)
    draws = (_value([drawn.choice(counted) for _ in counted], line) for _ in range(DRAWS))
    values = sorted(draw for draw in draws if draw is not None)
    low, high = values[int(0.025 * len(values))], values[int(0.975 * len(values)) - 1]
    right, gold, ours = _sum(counted, line)
    return {
        "value": _round(value),
        "precision": None if not ours else _round(right / ours),
        "recall": None if ours is None or not gold else _round(right / gold),
        "n": gold,
        "interval": [_round(low), _round(high)],
    }


def _sum(counted: Sequence[Counts], line: str) -> tuple[int, int, int | None]:
    rows = [one[line] for one in counted if line in one]
    right, gold = (sum(row[place] or 0 for row in rows) for place in (0, 1))
    return right, gold, None if any(row[2] is None for row in rows) else sum(row[2] or 0 for row in rows)


def _value(counted: Sequence[Counts], line: str) -> float | None:
    right, gold, ours = _sum(counted, line)
    whole = gold if ours is None else (gold + ours) / 2
    return right / whole if whole else None


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def second_readers(readme: Path) -> dict[str, float]:
    """Return how far a second reader agrees with the first on reports like those of valid, by line of the scorer."""
    part = readme.read_text(encoding="utf-8").partition("second reader against first")[2]
    rows = {m[1].strip(): re.findall(r"\d?\.\d+", m[2]) for m in re.finditer(r"^\| ([^|]+)\| ([^|]+)\|$", part, re.M)}
    return {
        line: float(next(figures for row, figures in rows.items() if row.startswith(start))[place])
        for line, (start, place) in SECOND.items()
    }


def match_events(pair: Pair, scorer: Any, *, same_type: bool) -> list[tuple[int, int]]:
    """Return pairs of a gold event and ours whose words overlap, and with `same_type` whose type is the same."""
    text = pair.gold["article"]["text"]

    def overlap(gold: Record, ours: Record) -> float:
        if same_type and gold["type"] != ours["type"]:
            return 0.0
        return float(scorer.dice(scorer.chars(text, gold["trigger"]), scorer.chars(text, ours["trigger"])))

    return list(scorer.match(pair.gold["events"], pair.ours["events"], overlap))


def split_events(
    pairs: Sequence[Pair], scorer: Any, groups: Callable[[Pair, Record, Record], Iterable[str]]
) -> dict[str, dict[str, Any]]:
    """Return precision and recall of words and type of events by group.

    Args:
        pairs: The articles.
        scorer: What matches events.
        groups: The groups of an event, from its article, its record, and itself.
    """
    gold, ours, found, right = (Counter[str]() for _ in range(4))
    for pair in pairs:
        matched = match_events(pair, scorer, same_type=True)
        for number, event in enumerate(pair.gold["events"]):
            names = list(groups(pair, pair.gold, event))
            gold.update(names)
            found.update(names if any(g == number for g, _ in matched) else ())
        for number, event in enumerate(pair.ours["events"]):
            names = list(groups(pair, pair.ours, event))
            ours.update(names)
            right.update(names if any(p == number for _, p in matched) else ())
    return {
        name: {
            "precision": _round(right[name] / ours[name]) if ours[name] else None,
            "recall": _round(found[name] / gold[name]) if gold[name] else None,
            "n": gold[name],
            "ours": ours[name],
        }
        for name, _ in gold.most_common()
    }


def kinds_of_text(sources: Path) -> dict[str, str]:
    """Return what kind of text each report of valid is."""
    kinds = {}
    for line in sources.read_text(encoding="utf-8").splitlines()[1:]:
        part, name, *rest = (*line.split("\t"), "")
        source = rest[0].lower()
        known = {"voa": "Voice of America", "voice of america": "Voice of America", "wikinews": "Wikinews",
                 "ukraine": "newspapers and agencies", "polnear": "newspapers and agencies",
                 "bbc": "newspapers and agencies", "taipei": "newspapers and agencies"}  # fmt: skip
        if part == "valid":
            kinds[name] = next((kind for word, kind in known.items() if word in source), "other")
    return kinds


def by_bloc(pair: Pair, record: Record, event: Record) -> list[str]:
    """Return the blocs of the states that take part in an event, on the article's day; "other states" for the rest."""
    knowledge = load_knowledge(None)
    day = date.fromisoformat(pair.gold["article"]["published"] or "2022-01-01")
    countries = {actor["key"]: actor.get("country") for actor in record["actors"]}
    states = {countries.get(key) for key in (*event["sources"], *event["targets"])} - {None, "IGO"}
    if not states:
        return ["no state"]
    found = {name for bloc, name in BLOCS.items() if states & knowledge.bloc_members(bloc, day)}
    found |= {"United States"} if "USA" in states else set()
    return sorted(found) or ["other states"]


def by_speech(pairs: Sequence[Pair], scorer: Any) -> dict[str, dict[str, Any]]:
    """Return the recall of statements (source, cue, content) by direct, indirect and mixed speech."""
    gold, found = Counter[str](), Counter[str]()
    for pair in pairs:
        text = pair.gold["article"]["text"]
        meant, _ = scorer.actor_map(text, pair.gold, pair.ours)
        theirs = scorer.statements(pair.gold, text, lambda key: key)
        own = scorer.statements(pair.ours, text, lambda key, meant=meant: meant.get(key, f"?{key}"))

        def alike(g: Any, p: Any) -> float:
            if any(bool(a) != bool(b) for a, b in zip(g[0], p[0], strict=True)):
                return 0.0
            parts = [scorer.dice(a, b) for a, b in zip(g[0], p[0], strict=True)]
            return float(sum(parts)) if min(parts) >= 0.5 else 0.0

        matched = {g for g, _ in scorer.match(theirs, own, alike)}
        for number, statement in enumerate(pair.gold["statements"]):
            gold[statement["kind"]] += 1
            found[statement["kind"]] += number in matched
    return {
        kind: {"precision": None, "recall": _round(found[kind] / n), "n": n, "ours": None} for kind, n in gold.items()
    }


def calibration(pairs: Sequence[Pair], scorer: Any) -> dict[str, Any]:
    """Return for bands of stated confidence how often events are right in type, status and all actors."""
    judged = [one for pair in pairs for one in unseen.judge(pair.gold, pair.ours, scorer)[0]]
    bands = []
    for low, high in itertools.pairwise(unseen.BANDS):
        band = [one for one in judged if low <= one.confidence < high]
        if band:
            mean = sum(one.confidence for one in band) / len(band)
            right = sum(one.all_right for one in band) / len(band)
            bands.append({
                "from": low,
                "to": min(high, 1.0),
                "n": len(band),
                "stated": _round(mean),
                "right": _round(right),
            })
    error = sum(abs(b["stated"] - b["right"]) * b["n"] for b in bands) / max(len(judged), 1)
    shown = [one for one in judged if one.confidence >= unseen.SHOWN]
    return {
        "of": "an event: type, status and all actors",
        "bands": bands,
        "expected_error": _round(error),
        "shown": {
            "from": unseen.SHOWN,
            "n": len(shown),
            "right": _round(sum(o.actors_right for o in shown) / len(shown)),
        },
    }


def confusions(pairs: Sequence[Pair], scorer: Any) -> list[dict[str, Any]]:
    """Return what is most often taken for what: types, statuses, and events missed or invented."""
    taken = Counter[tuple[str, str, str]]()
    for pair in pairs:
        matched = match_events(pair, scorer, same_type=False)
        for g, p in matched:
            gold, ours = pair.gold["events"][g], pair.ours["events"][p]
            for field in ("type", "status"):
                if gold[field] != ours[field]:
                    taken[field, gold[field], ours[field]] += 1
        for number, event in enumerate(pair.gold["events"]):
            taken["type", event["type"], "nothing"] += all(g != number for g, _ in matched)
        for number, event in enumerate(pair.ours["events"]):
            taken["type", "nothing", event["type"]] += all(p != number for _, p in matched)
    kinds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for (field, meant, read), n in taken.most_common():
        kind = f"{field}{' nothing' if 'nothing' in {meant, read} else ''}"
        kinds[kind].append({"field": field, "is": meant, "read_as": read, "n": n})
    return [one for kind in sorted(kinds) for one in kinds[kind][:5]]


def lines_of(record: Any) -> list[str]:
    """Return the claims of a record as the failures name them."""

    def names(keys: Iterable[str]) -> str:
        return ", ".join(record.actor(key).name for key in keys) or "nobody"

    events = [
        f"{e.type} {names(e.sources)} → {names(e.targets)}, {e.status}{' background' if e.background else ''}"
        for e in record.events
    ]
    conditions = [f"CONDITION {record.article.text[c.condition.start : c.condition.end]}" for c in record.conditions]
    positions = [f"POSITION {names([p.actor])} {p.stance} {p.issue}" for p in record.positions]
    return [*events, *conditions, *positions]


def failures() -> list[dict[str, Any]]:
    """Return the typical failures with what is read today.

    Raises:
        SystemExit: One of them has been mended: take another.
    """
    found = []
    for case in tomllib.loads((HERE / "failures.toml").read_text(encoding="utf-8"))["failure"]:
        read = lines_of(detente.read(case["text"]))
        if not (set(case.get("wrong", ())) & set(read) or set(case.get("missing", ())) - set(read)):
            sys.exit(f"this is no failure any more, take another: {case['kind']}: {read}")
        found.append({"kind": case["kind"], "text": case["text"], "should": case["should"], "read": read})
    return found


def make_card(shared: Path, keep: Path) -> dict[str, Any]:
    """Return the card, all figures counted now.

    Args:
        shared: The folder with annotations and scorer.
        keep: Folder for gold and predicted records; what is predicted there already is not read again.
    """
    gold_folder, scorer = shared / "data" / "gold", unseen.load_scorer(shared / "bench" / "score_record.py")
    valid = _pairs(keep, "valid", lambda out: unseen.build(shared, out))
    annotated = _pairs(keep, "dev", lambda out: _copy(gold_folder / "dev", out))
    again = load_pairs(gold_folder / "dev", gold_folder / "second")
    counted = {"valid": count(valid, scorer), "dev": count(annotated, scorer)}
    readers = second_readers(gold_folder / "README.md")
    readers |= {line: measure(count(again, scorer), line)["value"] for line in OF_STATEMENTS}
    kinds = kinds_of_text(gold_folder / "SOURCES.tsv")
    maker = current_maker(ReadingOptions())
    fields = [
        {
            "field": name,
            "set": held,
            **measure(counted[held], line),
            "second_reader": readers.get(line),
            "best_peer": None,
        }
        for line, name in FIELDS.items()
        for held in ("dev" if line in OF_STATEMENTS else "valid",)
    ]
    return {
        "format": "detente-error-card/1",
        "version": maker.version,
        "models": dict(maker.models),
        "knowledge": maker.knowledge,
        "command": "python -m benchmarks.error_card",
        "sets": {
            "valid": {"articles": len(valid), "readers": 1},
            "dev": {"articles": len(annotated), "readers": 2},
        },
        "fields": fields,
        "events_by": {
            "kind of text": split_events(valid, scorer, lambda pair, _, __: [kinds.get(pair.name, "other")]),
            "status": split_events(valid, scorer, lambda _, __, event: [event["status"]]),
            "news or background": split_events(
                valid, scorer, lambda _, __, event: ["background" if event["background"] else "news"]
            ),
            "bloc of a state that takes part": split_events(valid, scorer, by_bloc),
            "type": split_events(valid, scorer, lambda _, __, event: [event["type"]]),
        },
        "statements_by": {"speech": by_speech(annotated, scorer)},
        "calibration": calibration(valid, scorer),
        "confusions": confusions(valid, scorer),
        "failures": failures(),
    }


def _pairs(keep: Path, name: str, build: Callable[[Path], None]) -> list[Pair]:
    gold, ours = keep / f"{name}-gold", keep / f"{name}-ours"
    if not ours.is_dir():
        gold.mkdir(parents=True, exist_ok=True)
        ours.mkdir()
        build(gold)
        write_predictions(gold, ours)
    return load_pairs(gold, ours)


def _copy(source: Path, out: Path) -> None:
    for path in source.glob("*.json"):
        (out / path.name).write_bytes(path.read_bytes())


def main() -> None:
    """Write the card and its page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--keep", type=Path, help="folder to keep the records in")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        card = make_card(options.shared, options.keep or Path(folder))
    CARD.write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (HERE.parent / "docs" / "errors.md").write_text(render_markdown(), encoding="utf-8")
    print(f"{CARD}: {len(card['fields'])} fields")


if __name__ == "__main__":
    main()
