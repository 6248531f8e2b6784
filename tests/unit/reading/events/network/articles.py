"""A short article of two sentences with a parse made by hand, as the event network is given it."""

from __future__ import annotations

import numpy as np

from detente.reading.attribution.windows import DEPENDENCY_NUMBERS, TAG_NUMBERS, Features, Syntax, featurize
from detente.reading.attribution.words import WordReader
from detente.reading.events.network.signals import INNER, ActorMention, Finding, Saying, Signals

TEXT = "Ruritania met . Graustark was attacked by Ruritania ."

#: Word, tag, label, position of the head.
_WORDS = (
    ("Ruritania", "NNP", "nsubj", 1),
    ("met", "VBD", "ROOT", 1),
    (".", ".", "punct", 1),
    ("Graustark", "NNP", "nsubjpass", 5),
    ("was", "VBD", "auxpass", 5),
    ("attacked", "VBN", "ROOT", 5),
    ("by", "IN", "agent", 5),
    ("Ruritania", "NNP", "pobj", 6),
    (".", ".", "punct", 5),
)

MET, GRAUSTARK, ATTACKED, BY = 1, 3, 5, 7


def features() -> Features:
    """Return the words of the article."""
    starts, at = [], 0
    for word, *_ in _WORDS:
        starts.append(at)
        at += len(word) + 1
    syntax = Syntax(
        np.array(starts),
        np.array([TAG_NUMBERS[tag] for _, tag, _, _ in _WORDS]),
        np.array([DEPENDENCY_NUMBERS[label] for _, _, label, _ in _WORDS]),
        np.array([head for *_, head in _WORDS]),
    )
    reader = WordReader({"[PAD]": 0, "[UNK]": 1, ".": 1012})
    return featurize([reader.read(TEXT, 0, len(TEXT))], syntax)


def signals(*, findings: tuple[Finding, ...] = (), sayings: tuple[Saying, ...] = ()) -> Signals:
    """Return what is known of it: Ruritania is actor 0, Graustark actor 1."""
    sentences = np.array([0, 0, 0, 1, 1, 1, 1, 1, 1])
    places = (ActorMention(0, 0, 1, 2), ActorMention(1, GRAUSTARK, 1, 2), ActorMention(0, BY, INNER, 2))
    return Signals(np.zeros((9, 5), np.int64), sentences, places, 2, sayings, findings)
