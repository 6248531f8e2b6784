"""Which words the event network sees together, and how their places relate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.reading.events.network.signals import TITLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float32]

CHUNK_WORDS = 448
"""Words that the network sees at once at most; an article of usual length is one chunk."""

SAME, BEFORE, EARLIER, AFTER, LATER, IN_TITLE = range(6)


def chunks_of(windows: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Join the windows of the attribution network to chunks.

    Args:
        windows: First row and row after the last of each window, without gaps.

    Returns:
        First row and row after the last of each chunk; together they cover all rows once.
    """
    chunks: list[tuple[int, int]] = []
    for first, after in windows:
        if chunks and after - chunks[-1][0] <= CHUNK_WORDS:
            chunks[-1] = (chunks[-1][0], after)
        else:
            chunks.append((first, after))
    return tuple(chunks)


def relations_of(windows: Sequence[tuple[int, int]], table: Ints, chunk: tuple[int, int]) -> tuple[Ints, Floats]:
    """Number how the place of each word looked at relates to that of the word that looks.

    That depends on the window of the one and on window and title of the other, so words looked at fall into C classes.

    Args:
        windows: The windows, whose places the encoder's states know.
        table: The signals of all words.
        chunk: Rows of the words.

    Returns:
        T x C: same window, window before, earlier, window behind, later; or in the title. And C x T: 1 for the class of
        each word, 0 for the others.
    """
    first, after = chunk
    own = np.zeros(after - first, np.int64)
    for number, (low, high) in enumerate(windows):
        if low >= first and high <= after:
            own[low - first : high - first] = number
    in_title = (table[first:after, TITLE] == 1).astype(np.int64)
    kinds, at = np.unique(2 * own + in_title, return_inverse=True)
    apart = (kinds // 2)[None, :] - own[:, None]
    numbers = np.select([apart == 0, apart == -1, apart < 0, apart == 1], [SAME, BEFORE, EARLIER, AFTER], LATER)
    classes = np.zeros((len(kinds), len(own)), np.float32)
    classes[at, np.arange(len(own))] = 1
    return np.where((kinds % 2 == 1)[None, :] & (apart != 0), IN_TITLE, numbers), classes
