"""The second voice on who did it to whom: how a mention stands to a trigger, weighed by a table that a person can read.

Each pair of a trigger and a mention has features with names ("path nsubj<> to ACCUSE", "earlier rank 3"), and so has
"nobody". A conditional logit (McFadden 1974) gives each actor the probability q of being the source, and of being the
target: the exponentials of its mentions' sums of weights, against those of all others and of nobody. They are pooled
with the network's probabilities p,

    P(actor) ~ p(actor) * q(actor) ** trust

normalised over the actors and nobody (a log-linear pool, Genest and Zidek 1986). `training/events/fit_roles.py` writes
the table.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, get_args

import numpy as np

from detente.reading.attribution.windows import DEPENDENCIES
from detente.reading.events.network.pairs import PAIR
from detente.reading.events.network.signals import TYPES
from detente.reading.events.network.voice import read_cells, read_tenths
from detente.records.claims import ActorKind, MentionForm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from detente.reading.events.network.pairs import PairReader, Trigger
    from detente.reading.events.network.signals import Finding, Signals

    Floats = npt.NDArray[np.float32]
    Ints = npt.NDArray[np.int64]

ROLES = ("source", "target")
"""What an actor can be, in the order of the probabilities."""

_KINDS = ("", *get_args(ActorKind))
_FORMS = ("", *get_args(MentionForm), "inner head")
_LABELS = ("", *DEPENDENCIES)
_APART = ("same sentence", "one sentence before", "two or three before", "earlier", "one sentence behind", "later")
_SAID = ("nothing is said", "it says this", "it says what holds this", "both are said", "only this is said")
_RULES = ("no rules", "rules neither", "rules source", "rules target", "rules both")
_WITHIN = ("1", "2", "4", "8", "16", "40", "more")

_FORM, _KIND, _DISTANCE, _SENTENCES, _SAID_AT, _RULE, _RANK, _LABEL, _ABOVE = (
    PAIR.index(name) for name in ("form", "kind", "distance", "sentences", "said", "rule", "rank", "label", "above")
)

#: Added to probabilities before they are multiplied, so that no voice can rule out what the other is sure of.
_LEAST = 1e-5
_LOWEST = -1e4

#: Groups of features that are remembered at most, of each kind.
_MOST_GROUPS = 3000


@dataclass(frozen=True, slots=True)
class HeadWord:
    """The word that a trigger's others hang on.

    Attributes:
        lemma: In small letters.
        part: Part of speech of Universal Dependencies.
        tag: Part of speech of the Penn Treebank.
        label: What it is to its head.
        is_passive: Whether it is a verb in the passive.
    """

    lemma: str
    part: str
    tag: str
    label: str
    is_passive: bool


UNKNOWN = HeadWord("?", "?", "?", "?", is_passive=False)
"""Stands for a word that the parse does not have."""


#: Features that come together wherever one of them does, so that their weights are summed up once.
Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """How the mentions near a trigger stand to it.

    Attributes:
        actors: Position in the cast of each mention's actor, C.
        pairs: The features of each mention, C.
        nobody: The features of "nobody".
    """

    actors: Sequence[int]
    pairs: Sequence[Sequence[Group]]
    nobody: Group


class LinkReader:
    """Names how mentions stand to triggers, for one article.

    Args:
        pairs: Weighs the pairs of the article.
        signals: What is known of its words.
        word: Gives the word in a row; None where the parse has none.
    """

    def __init__(self, pairs: PairReader, signals: Signals, word: Callable[[int], HeadWord | None]) -> None:
        self._pairs, self._signals, self._word = pairs, signals, word

    def links(self, trigger: Trigger, candidates: Sequence[int], values: Ints) -> Links:
        """Return the features of the pairs of a trigger.

        Args:
            trigger: The trigger.
            candidates: Positions in `Signals.places`, as `PairReader.candidates` gives them.
            values: What `PairReader.read` says of them, C x len(`PAIR`).
        """
        head = self._pairs.head_of(trigger.rows)
        word, kind = self._word(head) or UNKNOWN, TYPES[trigger.type]
        places = [self._signals.places[number] for number in candidates]
        steps: dict[str, tuple[str, ...]] = {}
        pairs = []
        for place, known in zip(places, values.tolist(), strict=True):
            path = self._pairs.path(head, place.row)
            way = path if path is not None else _APART[known[_SENTENCES]]
            if way not in steps:
                steps[way] = tuple(_of_path(path, way, word, kind))
            pairs.append((steps[way], *_of_pair(known, kind, is_before=place.row < head)))
        ruled = next((one for one in self._signals.findings if not one.rows.isdisjoint(trigger.rows)), None)
        return Links([place.actor for place in places], pairs, tuple(_of_nobody(word, kind, ruled)))


def _of_path(path: str | None, way: str, word: HeadWord, kind: str) -> Iterator[str]:
    """Features of the path between mention and trigger; `way` is the path, or how many sentences are between."""
    held = f"{way} passive" if word.is_passive else way
    yield f"path {held}"
    yield f"path {held} to {kind}"
    yield f"path {held} to {word.part}"
    if path is None:
        yield f"step {way} to {word.tag}"
        return
    above, below = path.split("<>") if "<>" in path else (path, "")
    up, down = above.split("/"), below.split("/")
    passive = " passive" if word.is_passive else ""
    yield f"up {above}"
    yield f"down {below}{passive}"
    yield f"last step {up[-1]} to {word.lemma}"
    yield f"last step {up[-1]} to {kind}{passive}"
    yield f"last step {up[-1]} to {word.tag}"
    yield f"first step down {down[0]} to {kind}"
    if up[0] == "conj":
        yield "in a list"


def _of_pair(known: Sequence[int], kind: str, *, is_before: bool) -> tuple[Group, ...]:
    """Features of what else is known of a pair."""
    return (
        _of_distance(known[_DISTANCE], "before" if is_before else "behind", kind),
        _of_sentences(known[_SENTENCES], known[_RANK], kind),
        _with_kind(_RULES[known[_RULE]], kind),
        _with_kind(_SAID[known[_SAID_AT]], kind),
        _of_actor(known[_FORM], known[_KIND], kind),
        _of_labels(known[_LABEL], known[_ABOVE], kind),
    )


@functools.lru_cache(_MOST_GROUPS)
def _of_distance(distance: int, side: str, kind: str) -> Group:
    within = f"{side} within {_WITHIN[distance % len(_WITHIN)]}"
    return within, f"{within} of {kind}"


@functools.lru_cache(_MOST_GROUPS)
def _of_sentences(apart: int, rank: int, kind: str) -> Group:
    return f"{_APART[apart]} as {kind}", f"{_APART[apart]} rank {rank}"


@functools.lru_cache(_MOST_GROUPS)
def _with_kind(told: str, kind: str) -> Group:
    return told, f"{told} of {kind}"


@functools.lru_cache(_MOST_GROUPS)
def _of_actor(form: int, own: int, kind: str) -> Group:
    return f"form {_FORMS[form]}", f"{_KINDS[own]} in {kind}"


@functools.lru_cache(_MOST_GROUPS)
def _of_labels(label: int, above: int, kind: str) -> Group:
    labels = f"label {_LABELS[label]} under {_LABELS[above]}"
    return labels, f"{labels} in {kind}"


def _of_nobody(word: HeadWord, kind: str, ruled: Finding | None) -> Iterator[str]:
    yield f"nobody {kind}"
    yield f"nobody {word.part} {kind}"
    yield f"nobody lemma {word.lemma}"
    yield f"nobody tag {word.tag}"
    yield f"nobody label {word.label}"
    if word.is_passive:
        yield "nobody passive"
    if ruled is None:
        yield "nobody no rules"
    else:
        yield f"nobody rules {'some' if ruled.sources else 'no'} source"
        yield f"nobody rules {'some' if ruled.targets else 'no'} target"


@dataclass(frozen=True, slots=True)
class RoleVoice:
    """Weights of the features of pairs.

    Attributes:
        cells: Feature → its weights as the table has them, such as "source=.5 target=-.3".
        bias: The weights of every "nobody" in tenths, 2.
        trust: The power of these probabilities beside the network's.
    """

    cells: Mapping[str, str]
    bias: tuple[int, int]
    trust: float
    _parsed: dict[str, Sequence[int]] = field(default_factory=dict)
    _sums: dict[Group, tuple[int, int]] = field(default_factory=dict)

    def join(self, roles: Floats, links: Links) -> Floats:
        """Return the chances of nobody and of each actor with what the pairs say: (1 + actors) x 2.

        Args:
            roles: The network's, in the same form.
            links: How the mentions stand to the trigger.
        """
        said = self.chances(links, len(roles) - 1)
        pooled = (roles + _LEAST) * (said + _LEAST) ** self.trust
        return np.asarray(pooled / pooled.sum(0), np.float32)

    def chances(self, links: Links, count: int) -> Floats:
        """Return the probabilities of nobody and of each of `count` actors in each role: (1 + `count`) x 2."""
        nobody = self._sum((links.nobody,))
        found: dict[int, tuple[float, float]] = {}
        for actor, features in zip(links.actors, links.pairs, strict=True):
            source, target = self._sum(features)
            held = found.get(actor)
            mine = source / 10, target / 10
            found[actor] = mine if held is None else (_either(held[0], mine[0]), _either(held[1], mine[1]))
        scores = np.full((1 + count, 2), _LOWEST)
        scores[0] = [(own + constant) / 10 for own, constant in zip(nobody, self.bias, strict=True)]
        if found:
            scores[[1 + actor for actor in found]] = list(found.values())
        top = np.exp(scores - scores.max(0))
        return np.asarray(top / top.sum(0))

    def _sum(self, groups: Iterable[Group]) -> tuple[int, int]:
        """Return the summed weights. Sums of whole tenths are exact, whatever the order of the features."""
        source = target = 0
        for group in groups:
            own = self._sums.get(group) or self._learn(group)
            source += own[0]
            target += own[1]
        return source, target

    def _learn(self, group: Group) -> tuple[int, int]:
        """Sum up the weights of a group, and remember them."""
        if len(self._sums) > _MOST_GROUPS:
            self._sums.clear()
        listed = [self._weights(feature) for feature in group if feature in self.cells]
        own = self._sums[group] = sum(one[0] for one in listed), sum(one[1] for one in listed)
        return own

    def _weights(self, feature: str) -> Sequence[int]:
        known = self._parsed.get(feature)
        if known is None:
            known = self._parsed[feature] = read_tenths(self.cells[feature], ROLES)
        return known


def read_role_voice(table: str) -> RoleVoice:
    """Return the weights that a table holds; the table is as `read_cells` has it.

    Raises:
        ValueError: A weight is no number or of no role, or the constants are missing.
    """
    cells, bias, trust = read_cells(table)
    first, second = read_tenths(bias, ROLES)
    return RoleVoice(cells, (first, second), trust)


def _either(one: float, other: float) -> float:
    """Return the log of the sum of two exponentials."""
    low, high = min(one, other), max(one, other)
    return high + math.log1p(math.exp(low - high))
