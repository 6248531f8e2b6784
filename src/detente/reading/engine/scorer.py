"""The small network that scores the moves of a transition system by the words that a state looks at.

    score = U · max over pieces of (b + sum over slots s of W_s · y(word in s)) + c,   y(word) = V · vector + v

(Chen and Manning 2014, "A fast and accurate dependency parser using neural networks"; maxout by Goodfellow et al.
2013.) The products W_s · y do not depend on the state, so they are computed once for all words, as spaCy does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from detente.reading.engine.encoder import UnknownPipelineError, read_weights

if TYPE_CHECKING:
    import numpy.typing as npt
    from thinc.api import Model

    Floats = npt.NDArray[np.float32]

_PIECES: Final = 2


class StateScorer:
    """Scores states.

    Args:
        model: spaCy's network of a transition system: encoder and narrowing, products by slot, scores.
        slots: How many words a state looks at.

    Raises:
        UnknownPipelineError: It is built in another way.

    Attributes:
        moves: How many moves are scored.
    """

    def __init__(self, model: Model[Any, Any], slots: int) -> None:
        if [layer.name for layer in model.layers[1:]] != ["precomputable_affine", "linear"]:
            raise UnknownPipelineError(f"a transition system of {', '.join(layer.name for layer in model.layers)}")
        narrow, lower, upper = model.get_ref("tok2vec").layers[-1], model.get_ref("lower"), model.get_ref("upper")
        sizes = {name: lower.get_dim(name) for name in ("nF", "nP", "nO", "nI")}
        if sizes["nF"] != slots or sizes["nP"] != _PIECES or narrow.name != "linear" or model.attrs["unseen_classes"]:
            raise UnknownPipelineError("a transition system that looks at other words")
        self._narrow, self._narrow_bias = _transposed(narrow), read_weights(narrow, "b")
        self._upper, self._upper_bias = _transposed(upper), read_weights(upper, "b")
        self._width: int = sizes["nO"]
        # Piece by piece, so that the larger of each is found in stretches that lie together: slots, pieces x width.
        weights = read_weights(lower, "W").transpose(0, 2, 1, 3).reshape(slots, -1, sizes["nI"])
        self._slots = np.ascontiguousarray(weights.transpose(0, 2, 1))
        self._all_slots = np.ascontiguousarray(weights.reshape(-1, sizes["nI"]).T)
        #: What a slot adds that holds no word: slots x (pieces times width).
        self.empty = np.ascontiguousarray(read_weights(lower, "pad")[0].transpose(0, 2, 1)).reshape(slots, -1)
        self.bias = read_weights(lower, "b").T.reshape(-1).copy()
        self.moves: int = len(self._upper_bias)

    def narrow(self, vectors: Floats) -> Floats:
        """Return y of each word, from the encoder's vectors."""
        narrowed: Floats = vectors @ self._narrow
        narrowed += self._narrow_bias
        return narrowed

    def slot(self, narrowed: Floats, number: int) -> Floats:
        """Return what each word adds in a slot: words x (pieces times width)."""
        product: Floats = narrowed @ self._slots[number]
        return product

    def table(self, narrowed: Floats) -> Floats:
        """Return what each word adds in each slot, behind what an empty slot adds.

        Returns:
            ((1 + words) times slots) x (pieces times width): the row of word w in slot s is (1 + w) · slots + s.
        """
        filled = np.empty((len(narrowed) + 1, self._all_slots.shape[1]), np.float32)
        filled[0] = self.empty.reshape(-1)
        np.matmul(narrowed, self._all_slots, out=filled[1:])
        return filled.reshape(-1, len(self.bias))

    def score(self, summed: Floats) -> Floats:
        """Return the scores of all moves, states x `moves`, from the sums over slots with `bias`."""
        scores: Floats = np.maximum(summed[:, : self._width], summed[:, self._width :]) @ self._upper
        scores += self._upper_bias
        return scores


def _transposed(node: Model[Any, Any]) -> Floats:
    return np.ascontiguousarray(read_weights(node, "W").T)
