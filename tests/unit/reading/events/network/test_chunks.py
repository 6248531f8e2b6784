"""Which words the network sees together."""

from __future__ import annotations

import numpy as np

from detente.reading.events.network.chunks import (
    AFTER,
    BEFORE,
    CHUNK_WORDS,
    EARLIER,
    IN_TITLE,
    LATER,
    SAME,
    chunks_of,
    relations_of,
)
from detente.reading.events.network.signals import TITLE


def test_windows_are_joined_up_to_the_limit_and_none_is_lost() -> None:
    windows = [(at, at + 100) for at in range(0, 1000, 100)]
    chunks = chunks_of(windows)
    assert chunks[0] == (0, 400)
    assert [chunk[1] for chunk in chunks[:-1]] == [chunk[0] for chunk in chunks[1:]]
    assert chunks[-1][1] == 1000
    assert all(after - first <= CHUNK_WORDS for first, after in chunks)


def test_a_window_beyond_the_limit_stands_alone() -> None:
    assert chunks_of([(0, 700), (700, 710)]) == ((0, 700), (700, 710))


def test_relations_of_places() -> None:
    table = np.zeros((5, 5), int)
    windows = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)]
    assert relations_of(windows, table, (0, 5))[2].tolist() == [EARLIER, BEFORE, SAME, AFTER, LATER]
    table[0, TITLE] = 1
    assert relations_of(windows, table, (0, 5))[2, 0] == IN_TITLE
    assert relations_of(windows, table, (0, 5))[0, 0] == SAME
