"""What the words say beside the network: tables of our own, and what they change."""

from __future__ import annotations

import numpy as np
import pytest

from detente.reading.events.network.signals import TYPES
from detente.reading.events.network.voice import OUTCOMES, asked, read_voice

ASSAULT = TYPES.index("ASSAULT")
TABLE = "# a note\n(bias)\tnone=1\n(trust)\t1\nlemma raid\tASSAULT=4 none=-1\nlemma tea\tnone=3\n"


def tags(*outside: float) -> np.ndarray:
    held = np.zeros((len(outside), 1 + 2 * len(TYPES)))
    held[:, 0] = outside
    held[:, 1:] = (1 - held[:, :1]) / (2 * len(TYPES))
    return np.log(held).astype(np.float32)


def test_chances_are_those_of_the_weights() -> None:
    said = np.exp(read_voice(TABLE).chances([{"lemma raid", "no such feature"}])[0])
    assert said.sum() == pytest.approx(1)
    assert OUTCOMES[int(said.argmax())] == "ASSAULT"
    assert said[OUTCOMES.index("ASSAULT")] / said[0] == pytest.approx(np.exp(4))


def test_words_raise_and_lower_what_the_network_says() -> None:
    voice, network = read_voice(TABLE), tags(0.7, 0.7, 0.7)
    joined = np.exp(voice.join(network, {0: {"lemma raid"}, 1: {"lemma tea"}}))
    assert np.allclose(joined.sum(1), 1, atol=1e-5)
    assert joined[0, 0] < 0.5
    assert joined[1, 0] > 0.7
    assert joined[0, 1 + 2 * ASSAULT] == joined[0, 1:].max()
    assert np.allclose(joined[2], np.exp(network[2]))


def test_words_are_asked_where_something_may_be_told() -> None:
    assert asked(tags(0.5, 0.999, 0.999, 0.9), [2]) == [0, 2, 3]


@pytest.mark.parametrize(
    "table", ["", "(bias)\tnone=1", f"{TABLE}lemma war", "(bias)\tpeace=1\n(trust)\t1", "(bias)\tnone=x\n(trust)\t1"]
)
def test_a_wrong_table_is_refused(table: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_voice(table)
