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


def _between(windows: list[tuple[int, int]], table: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> list[list[int]]:
    """The relation of each word to each other one."""
    relations, classes = relations_of(windows, table, (windows[0][0], windows[-1][1]))
    assert (classes.sum(0) == 1).all()
    between: list[list[int]] = relations[:, classes.argmax(0)].tolist()
    return between


def test_relations_of_places() -> None:
    table = np.zeros((5, 5), np.int64)
    windows = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)]
    assert _between(windows, table)[2] == [EARLIER, BEFORE, SAME, AFTER, LATER]
    table[0, TITLE] = 1
    assert _between(windows, table)[2][0] == IN_TITLE
    assert _between(windows, table)[0][0] == SAME


def test_a_title_and_its_window_are_two_classes() -> None:
    table = np.zeros((4, 5), np.int64)
    table[0, TITLE] = 1
    relations, classes = relations_of([(0, 2), (2, 4)], table, (0, 4))
    assert classes.tolist() == [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 1]]
    assert relations.tolist() == [
        [SAME, SAME, AFTER],
        [SAME, SAME, AFTER],
        [BEFORE, IN_TITLE, SAME],
        [BEFORE, IN_TITLE, SAME],
    ]
