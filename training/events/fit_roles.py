"""Fit what the way from a mention to a trigger says of who did it to whom, and write the model's roles.tsv.

    python training/events/fit_roles.py --shared ../shared --work DIR --model src/detente/reading/events/network/model

Learns from the annotated events of gold/train: for each, the mentions that reading weighs with the features of
`detente.reading.events.network.roles`, and which of them are source and target. Conditional logit with a ridge penalty,
by L-BFGS; the network's own scores, which are too sure of what it was trained on, take no part. How much the table is
trusted beside the network is chosen on gold/valid, which neither was trained on.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from annotated import Annotated, Annotations
from logistic import common, matrix_of
from voice_table import VoiceTable

from detente.reading.events.network import EventNetwork, load_event_network
from detente.reading.events.network.pairs import PairReader, words_of
from detente.reading.events.network.roles import ROLES, Group, LinkReader, Links

SEEN, RIDGE, PASSES = 5, 1.5, 60
"""How often a feature must occur, the penalty, and the most steps."""

TRUSTED = 0.4
"""The power of the table's probabilities beside the network's, chosen on gold/valid."""

LEAST = 0.1
"""Weights below this are left out of the table."""

NOT_NEAR = 0.3
"""What it counts as "nobody" that no mention of the actor is weighed."""


@dataclass(frozen=True)
class Case:
    """One annotated event: its pairs, and for each role the actors of the cast that each gold actor is."""

    links: Links
    gold: tuple[list[list[int]], list[list[int]]]


def cases_of(article: Annotated, network: EventNetwork) -> list[Case]:
    """Return the annotated events of an article."""
    features, signals = article.encoded.features, article.signals
    pairs = PairReader(words_of(article.document.text, features), features, signals)
    reader = LinkReader(pairs, signals, article.coder(network).parsed(signals).word)
    meant, cases = article.meant(), []
    for trigger, event in article.events():
        candidates = pairs.candidates(trigger)
        links = reader.links(trigger, candidates, pairs.read(trigger, candidates))
        sources, targets = ([meant.get(key, []) for key in event[side]] for side in ("sources", "targets"))
        cases.append(Case(links, (sources, targets)))
    return cases


@dataclass(frozen=True)
class Table:
    """Cases as matrices: P pairs of S actors of E events.

    Attributes:
        pairs: Features of the pairs, sorted by event and actor: P x F.
        nobody: Features of nobody: E x F.
        actor: Actor of each pair, P.
        event: Event of each actor, S.
        right: Share of each actor in being the source and the target, S x 2.
        none: The same of nobody, E x 2.
    """

    pairs: sparse.csr_matrix
    nobody: sparse.csr_matrix
    actor: np.ndarray
    event: np.ndarray
    right: np.ndarray
    none: np.ndarray


def named(groups: Sequence[Group]) -> list[str]:
    """Return the features of a mention."""
    return [feature for group in groups for feature in group]


def table_of(cases: Sequence[Case], names: Sequence[str]) -> Table:
    """Return cases as matrices."""
    features, nobody, actors, events, right, none = [], [], [], [], [], []
    for number, case in enumerate(cases):
        order = np.argsort(case.links.actors, kind="stable")
        own = sorted(set(case.links.actors))
        place = {actor: n for n, actor in enumerate(own)}
        features += [named(case.links.pairs[n]) for n in order]
        actors += [len(events) + place[case.links.actors[n]] for n in order]
        events += [number] * len(own)
        nobody.append(case.links.nobody)
        shares, rest = shares_of(case, place)
        right.append(shares)
        none.append(rest)
    return Table(
        matrix_of(features, names), matrix_of(nobody, names), np.array(actors), np.array(events),
        np.concatenate(right), np.array(none),
    )  # fmt: skip


def shares_of(case: Case, place: dict[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return the shares of the near actors and of nobody in both roles; `place` numbers the near actors."""
    shares, rest = np.zeros((len(place), 2)), np.zeros(2)
    for role, meant in enumerate(case.gold):
        near = [own for one in meant if (own := [place[actor] for actor in one if actor in place])]
        for own in near:
            shares[own, role] += 1 / len(near) / len(own)
        if not near:
            rest[role] = NOT_NEAR if meant else 1.0
    return shares, rest


def fit(table: Table) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights of the features for both roles, F x 2, and the constants of nobody."""
    width = table.pairs.shape[1]
    turned, turned_nobody = table.pairs.T.tocsr(), table.nobody.T.tocsr()
    first_pair = np.flatnonzero(np.diff(table.actor, prepend=-1))
    first_actor = np.flatnonzero(np.diff(table.event, prepend=-1))
    with_actors = table.event[first_actor]
    whole = table.none.copy()
    np.add.at(whole, table.event, table.right)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights, constants = flat[:-2].reshape(width, 2), flat[-2:]
        scores, nobody = table.pairs @ weights, table.nobody @ weights + constants
        actors = np.logaddexp.reduceat(scores, first_pair, axis=0)
        total = nobody.copy()
        total[with_actors] = np.logaddexp(nobody[with_actors], np.logaddexp.reduceat(actors, first_actor, axis=0))
        said, none = actors - total[table.event], nobody - total
        value = -(table.right * said).sum() - (table.none * none).sum() + RIDGE / 2 * (weights**2).sum()
        at_actors = np.exp(said) * whole[table.event] - table.right
        at_pairs = np.exp(scores - actors[table.actor]) * at_actors[table.actor]
        at_nobody = np.exp(none) * whole - table.none
        slope = turned @ at_pairs + turned_nobody @ at_nobody + RIDGE * weights
        return float(value), np.concatenate([slope.ravel(), at_nobody.sum(0)])

    found = minimize(loss, np.zeros(2 * width + 2), jac=True, method="L-BFGS-B", options={"maxiter": PASSES}).x
    return found[:-2].reshape(width, 2), found[-2:]


def main() -> None:
    """Gather, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    options = parser.parse_args()
    network = load_event_network()
    read = Annotations(options.shared, options.work).articles("train")
    cases = [case for article in read for case in cases_of(article, network)]
    told = [features for case in cases for features in (*map(named, case.links.pairs), case.links.nobody)]
    names = common(told, SEEN)
    weights, constants = fit(table_of(cases, names))
    notes = (
        f"What speaks for a mention's actor being source or target, in log odds; learned from {len(cases)} events.",
        "Written by training/events/fit_roles.py. (trust): the power of these probabilities beside the network's.",
    )
    path = options.model / "roles.tsv"
    listed = VoiceTable(notes, ROLES, TRUSTED, LEAST).write(path, names, weights, constants)
    print(listed, "features")


if __name__ == "__main__":
    main()
