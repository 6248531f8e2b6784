"""The second voice on what carries an event: the words themselves, weighed by a table that a person can read.

A multinomial logistic regression over named features gives each word the probabilities q of carrying no event or one of
each type. They are pooled with the network's probabilities p of its tags, normalised over the tags:

    P(tag) ~ p(tag) * q(type of the tag) ** trust

(a log-linear pool, Genest and Zidek 1986; "outside" is no event, "begin" and "inside" of a type are that type).
`training/events/fit_words.py` writes the table.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from detente.reading.events.network.signals import TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Tags = npt.NDArray[np.float32]
    Tenths = npt.NDArray[np.int64]

BIAS, TRUST, NONE = "(bias)", "(trust)", "none"
"""Rows of the table that are no features, and the name of the outcome that a word carries no event."""

OUTCOMES = (NONE, *TYPES)
"""What a word can be, in the order of the probabilities."""

#: Weights such as "AID=.5" that are remembered at most.
_MOST_WEIGHTS = 2000

#: Log probability of outside from which the network alone decides; the words could not overrule it.
_SURELY_OUTSIDE = np.float32(np.log(0.98))


@dataclass(frozen=True, slots=True)
class Voice:
    """Weights of the features of words.

    Attributes:
        cells: Feature → its weights as the table has them, such as "AID=.5 none=-.3".
        bias: The weights of every word in tenths, 17.
        trust: The power of the words' probabilities.
    """

    cells: Mapping[str, str]
    bias: Tenths
    trust: float
    _rows: dict[str, int] = field(init=False, default_factory=dict)
    _table: Tenths = field(init=False)

    def __post_init__(self) -> None:
        # Cells are read when they are first asked for; row 0 is the bias.
        table = np.zeros((1 + len(self.cells), len(OUTCOMES)), np.int64)
        table[0] = self.bias
        object.__setattr__(self, "_table", table)

    def chances(self, words: Iterable[Iterable[str]]) -> Floats:
        """Return the log probabilities of `OUTCOMES` for each word with these features, words x 17."""
        cells, rows = self.cells, self._rows
        # The rows of features begin with 1, so 0 is none that is known yet.
        told = [[0, *(rows.get(one) or self._row(one) for one in features if one in cells)] for features in words]
        if not told:
            return np.zeros((0, len(OUTCOMES)))
        # Sums of whole tenths are exact, whatever the order of the features.
        firsts = np.cumsum([0, *(len(rows) for rows in told[:-1])])
        summed = np.add.reduceat(self._table[list(itertools.chain.from_iterable(told))], firsts, axis=0)
        return _log_chances(summed / 10)

    def _row(self, feature: str) -> int:
        """Read the weights of a feature that is new into the next row of the table, and return its number."""
        row = self._rows[feature] = len(self._rows) + 1
        self._table[row] = read_tenths(self.cells[feature], OUTCOMES)
        return row

    def join(self, tags: Tags, words: Mapping[int, Iterable[str]]) -> Tags:
        """Return the tags' log probabilities with what the words say.

        Args:
            tags: The network's log probabilities, N x 33.
            words: Row → the features of its word; other rows stay as they are.
        """
        joined, rows = tags.copy(), list(words)
        said = self.chances(words.values())
        pairs = np.concatenate([said[:, :1], np.repeat(said[:, 1:], 2, axis=1)], axis=1)
        joined[rows] = _log_chances(tags[rows] + self.trust * pairs)
        return joined


def _log_chances(scores: Floats) -> Floats:
    """Return the logarithms of the probabilities in each row."""
    top = scores - scores.max(1, keepdims=True)
    return np.asarray(top - np.log(np.exp(top).sum(1, keepdims=True)))


def asked(tags: Tags, others: Iterable[int]) -> list[int]:
    """Return the rows at which the words are asked: where the network is not sure that nothing is told, others too."""
    return sorted({*np.flatnonzero(tags[:, 0] < _SURELY_OUTSIDE).tolist(), *others})


def read_voice(table: str) -> Voice:
    """Return the weights that a table holds; the table is as `read_cells` has it.

    Raises:
        ValueError: A weight is no number or of no outcome, or the constants are missing.
    """
    cells, bias, trust = read_cells(table)
    return Voice(cells, np.array(read_tenths(bias, OUTCOMES)), trust)


def read_cells(table: str) -> tuple[dict[str, str], str, float]:
    """Return feature → its weights, the weights of every case, and the power of the table's probabilities.

    Args:
        table: Text: notes behind "#", then a line for each feature: its name, a tab, and its weights by outcome.

    Raises:
        ValueError: A line is no feature, or the constants are missing.
    """
    lines = [line for line in table.splitlines() if line and not line.startswith("#")]
    cells: dict[str, str] = dict(map(_parts, lines))
    if BIAS not in cells or TRUST not in cells:
        raise ValueError("the constants are missing")
    trust = float(cells.pop(TRUST))
    return cells, cells.pop(BIAS), trust


def read_tenths(cell: str, outcomes: tuple[str, ...]) -> list[int]:
    """Return the weights of a cell such as "AID=.5 none=-.3" in tenths, in the order of the outcomes.

    Raises:
        ValueError: A weight is no number, or of no outcome.
    """
    weights = [0] * len(outcomes)
    for part in cell.split():
        place, tenths = _read_weight(part, outcomes)
        weights[place] = tenths
    return weights


@functools.lru_cache(_MOST_WEIGHTS)
def _read_weight(part: str, outcomes: tuple[str, ...]) -> tuple[int, int]:
    """Return the place of an outcome and its weight in tenths; a table has the same few hundred again and again."""
    name, _, value = part.partition("=")
    return outcomes.index(name), round(10 * float(value))


def _parts(line: str) -> tuple[str, str]:
    feature, tab, cell = line.partition("\t")
    if not tab:
        raise ValueError(f"no feature with weights: {line[:40]!r}")
    return feature, cell
