"""Fit the weights of `detente.reading.actors.surroundings` on annotated articles.

python -m training.countries.fit GOLD_RECORDS [--write] [--limit N]

GOLD_RECORDS holds records with annotated actors. Every actor of the reader to whom the rules give no country is one
observation: the countries that the article names and "none" are its choices, the gold actor's country the right one.
Conditional logit with a ridge penalty; cross-validated by article before all are used.
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from detente.knowledge import load_knowledge
from detente.reading.actors import countries, read_actors, surroundings
from detente.reading.document import Document
from detente.reading.parse import Parser
from detente.text import make_article

Floats = npt.NDArray[np.float64]
Choice = tuple[dict[str, float], ...]

TABLE = Path(surroundings.__file__).with_name("surroundings.tsv")
RIDGE = 2.0
FOLDS = 5


class _Recorder(surroundings.Surroundings):
    """Settles nothing and keeps what it was asked."""

    asked: list[tuple[Any, dict[str, dict[str, float]], dict[str, float]]]

    def country_of(self, draft: Any) -> str | None:
        if draft.candidates and self._counts:
            type(self).asked.append((draft, self.facts(draft), self.facts_of_none(draft)))
        return None


def observations(gold: Path, limit: int) -> list[tuple[int, list[str | None], list[dict[str, float]], str | None]]:
    """Return (article, options, their facts, right option) of every actor without a country of its own."""
    knowledge, parser = load_knowledge(), Parser()
    countries.Surroundings = _Recorder  # type: ignore[misc]
    found = []
    for number, path in enumerate(sorted(gold.glob("*.json"))[:limit]):
        record = json.loads(path.read_text(encoding="utf-8"))
        printed = record["article"]["published"]
        day = None if printed is None else date.fromisoformat(printed)
        article = make_article(record["article"]["text"], published=day)
        _Recorder.asked = []
        document = Document(article, parser)
        read_actors(document, knowledge, day)
        for draft, facts, none in _Recorder.asked:
            owner = _gold_of(draft, record)
            if owner is None:
                continue
            right = owner["country"] if owner["country"] in facts else None
            options: list[str | None] = [None, *facts]
            found.append((number, options, [none, *facts.values()], right))
    return found


def _gold_of(draft: Any, record: dict[str, Any]) -> dict[str, Any] | None:
    """Return the gold actor with whose mentions those of a draft share most characters."""
    mine = {i for span, form in draft.mentions.items() if form != "pronoun" for i in range(*span)}
    shared = [
        (len(mine & {i for m in actor["mentions"] for i in range(m["start"], m["end"])}), actor["key"], actor)
        for actor in record["actors"]
    ]
    best = max(shared, key=lambda item: item[:2], default=(0, "", None))
    return best[2] if best[0] else None


def fit(rows: list[Any], names: list[str]) -> Floats:
    """Return the weights that make the right options likeliest."""
    tables = [np.array([[facts.get(n, 0.0) for n in names] for facts in listed]) for _, _, listed, _ in rows]
    right = [options.index(answer) for _, options, _, answer in rows]

    def loss(weights: Floats) -> tuple[float, Floats]:
        value, slope = RIDGE * float(weights @ weights) / 2, RIDGE * weights
        for table, answer in zip(tables, right, strict=True):
            scores = table @ weights
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            value -= float(np.log(chance[answer] + 1e-12))
            slope = slope + chance @ table - table[answer]
        return value, slope

    return np.asarray(minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x)


def judge(rows: list[Any], names: list[str], weights: Floats) -> tuple[int, int, int, int]:
    """Return how many get a country, how many of them the right one, how many have one in gold, and of how many."""
    given = right = wanted = 0
    for _, options, listed, answer in rows:
        scores = np.array([[facts.get(n, 0.0) for n in names] for facts in listed]) @ weights
        chance = np.exp(scores - scores.max())
        chance /= chance.sum()
        best = int(chance[1:].argmax()) + 1
        wanted += answer is not None
        if chance[best] >= surroundings.LEAST:
            given += 1
            right += options[best] == answer
    return given, right, wanted, len(rows)


def main() -> None:
    """Fit, print the cross-validated figures, and write the table if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--limit", type=int, default=10**9)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rows = observations(options.gold, options.limit)
    names = sorted({name for _, _, listed, _ in rows for facts in listed for name in facts})
    totals = np.zeros(4, int)
    for fold in range(FOLDS):
        held = [row for row in rows if row[0] % FOLDS == fold]
        rest = [row for row in rows if row[0] % FOLDS != fold]
        totals += np.array(judge(held, names, fit(rest, names)))
    given, right, wanted, number = totals
    print(f"actors {number}  with a country in gold {wanted}  given one {given}  rightly {right} ({right / given:.3f})")
    weights = fit(rows, names)
    if options.write:
        head = (
            "# Weights of the facts around an actor of whom no word says the country (conditional logit).\n"
            f"# Fitted by training/countries/fit.py on {number} actors; cross-validated by article: {given} got a\n"
            f"# country, {right} of them the right one; {wanted} have one that the article names.\n"
        )
        lines = [f"{name}\t{weight:.3f}" for name, weight in zip(names, weights, strict=True)]
        TABLE.write_text(head + "fact\tweight\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
