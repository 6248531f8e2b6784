"""How sure the tagger is of an attribution: from the network's certainty about its words and links."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from detente.reading.attribution.decode import CONTENT, CUE, SOURCE, Fragment
from detente.reading.attribution.linking import Linked

Floats = npt.NDArray[np.float32]

FACTS = 10
"""Facts about an attribution that its confidence is weighed from."""

_LEAST, _MOST = 0.01, 0.99


def certainty(scores: Floats, tags: npt.NDArray[np.int64]) -> Floats:
    """Return the share of each word's chosen tag in the softmax of its tag scores.

    Args:
        scores: Tag scores, ... x 7.
        tags: The chosen tags, same shape without the last axis.

    Returns:
        Shares, 0-1, in the shape of `tags`.
    """
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    chosen = np.take_along_axis(powers, tags[..., None], -1)[..., 0]
    return np.asarray(chosen / powers.sum(-1), np.float32)


def facts(linked: Linked, sure: Floats) -> Floats:
    """Return what the calibration weighs of an attribution.

    Args:
        linked: The attribution.
        sure: Certainty of each word of its window.

    Returns:
        `FACTS` numbers: a constant; for cue, source and content the log-odds of the mean certainty of the words
        and of the least certain edge; the log-odds of the weakest link to a source and to a content; whether
        there is no source.
    """
    out = np.zeros(FACTS, np.float32)
    out[0] = 1
    for place, role in enumerate((CUE, SOURCE, CONTENT)):
        own = [f for f in linked.fragments if f.role == role]
        if own:
            words = np.concatenate([sure[f.first : f.after] for f in own])
            out[1 + 2 * place] = _log_odds(float(words.mean()))
            out[2 + 2 * place] = _log_odds(min(_edge(f, sure) for f in own))
    for place, role in ((7, SOURCE), (8, CONTENT)):
        links = [p for f, p in zip(linked.fragments, linked.links, strict=True) if f.role == role]
        # Nothing to weigh without a link; for sources the next fact tells such attributions apart.
        out[place] = _log_odds(min(links)) if links else 0
    out[9] = not any(f.role == SOURCE for f in linked.fragments)
    return out


def confidence(described: Floats, weights: Floats) -> float:
    """Return the calibrated probability that source, cue and content are all right.

    Args:
        described: What `facts` gave.
        weights: The fitted weights, as many.
    """
    return round(float(1 / (1 + np.exp(-(described @ weights)))), 4)


def _edge(fragment: Fragment, sure: Floats) -> float:
    """Return the certainty of the less certain end of a fragment: its first word, and the first word after it."""
    last = min(fragment.after, len(sure) - 1)
    return float(min(sure[fragment.first], sure[last]))


def _log_odds(share: float) -> float:
    kept = min(max(share, _LEAST), _MOST)
    return float(np.log(kept / (1 - kept)))
