"""How far two human annotators of PolNeAR agree, in the figures that benchmarks/attribution.py prints of a system.

    python -m benchmarks.agreement --polnear DIR --scorer score_attribution.py

Eighteen articles of train and dev were annotated by five or six people each. Every one of them is taken for the gold
and every other for a system, and all ordered pairs together are scored as one set of articles.
"""

from __future__ import annotations

import argparse
import itertools
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import spacy

from benchmarks.attribution import PIPELINE, ROLES, cue_classes, hits, load_scorer, paragraphs_of, parse, print_recall

if TYPE_CHECKING:
    from types import ModuleType

    from spacy.language import Language

METRICS = ("rel_full", "rel_exact", *(f"{role}/frag" for role in ROLES))


def shared_articles(scorer: ModuleType, polnear: Path) -> dict[str, Any]:
    """Articles of train and dev with more than one annotator, by name, as the scorer reads them."""
    parts = [scorer.load_gold(str(polnear / part)) for part in ("train", "dev")]
    return {name: article for part in parts for name, article in part.items() if len(article["ann"]) > 1}


def agreement(
    scorer: ModuleType, nlp: Language, articles: dict[str, Any]
) -> tuple[dict[str, float], dict[str, list[tuple[bool, bool]]]]:
    """F1 of each metric over all ordered pairs, and for each kind of cue which attributions the other annotator has.

    The second holds, for each attribution of each ordered pair, whether the cue alone and whether all roles agree.
    """
    wanted_of, found_of = {}, {}
    classes: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for name, article in articles.items():
        text = article["text"]
        docs = parse(nlp, text, paragraphs_of(text))
        kinds_of = {who: cue_classes(atts, docs, text) for who, (atts, _) in article["ann"].items()}
        for one, other in itertools.permutations(sorted(article["ann"]), 2):
            wanted, found = article["ann"][one][0], article["ann"][other][0]
            pair = f"{name} {one} {other}"
            wanted_of[pair], found_of[pair] = {"text": text, "ann": {one: article["ann"][one]}}, found
            met = {i for i, _ in hits(scorer, wanted, found, text)}
            seen = {i for i, _ in hits(scorer, wanted, found, text, roles=("cue",))}
            for number, kinds in enumerate(kinds_of[one]):
                for kind in kinds:
                    classes[kind].append((number in seen, number in met))
    metrics = scorer.report(scorer.score(wanted_of, found_of))["metrics"]
    return {metric: metrics[metric]["F"] for metric in METRICS}, classes


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    options = parser.parse_args()
    scorer = load_scorer(options.scorer)
    articles = shared_articles(scorer, options.polnear)
    figures, classes = agreement(scorer, spacy.load(PIPELINE, exclude=["ner"]), articles)
    print(f"articles {len(articles)}, F1 of two annotators:")
    for metric, value in figures.items():
        print(f"  {metric:24s} {value:.3f}")
    print("recall by kind of cue: the cue alone (dice50), all three roles (rel_full), attributions of all pairs:")
    print_recall(classes)


if __name__ == "__main__":
    main()
