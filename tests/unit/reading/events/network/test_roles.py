"""What the way from a mention to a trigger says beside the network: tables of our own, and what they change."""

from __future__ import annotations

import numpy as np
import pytest

from detente.reading.events.network.pairs import PairReader, Trigger, words_of
from detente.reading.events.network.roles import HeadWord, LinkReader, Links, read_role_voice
from detente.reading.events.network.signals import TYPES, Finding

from .articles import ATTACKED, TEXT, features, signals

ASSAULT = TYPES.index("ASSAULT")
ATTACK = Trigger((ATTACKED,), ASSAULT)
WORD = HeadWord("attack", "VERB", "VBN", "ROOT", is_passive=True)
HEAD = "# a note\n(bias)\tsource=1 target=2\n(trust)\t1\n"
TABLE = f"{HEAD}path nsubjpass<> passive\ttarget=5\nin front\tsource=3\nnobody passive\tsource=-2\n"

IN_FRONT = [("in front", "no such feature")]


def links(word: HeadWord | None = WORD, findings: tuple[Finding, ...] = ()) -> Links:
    known = signals(findings=findings)
    pairs = PairReader(words_of(TEXT, features()), features(), known)
    numbers = pairs.candidates(ATTACK)
    return LinkReader(pairs, known, lambda _row: word).links(ATTACK, numbers, pairs.read(ATTACK, numbers))


def named(found: Links) -> list[set[str]]:
    """The features of each mention."""
    return [{feature for group in groups for feature in group} for groups in found.pairs]


def test_pairs_are_named_by_path_side_and_what_is_known() -> None:
    found = links()
    assert list(found.actors) == [0, 1, 0]
    before, subject, agent = named(found)
    assert {"path one sentence before passive", "one sentence before rank 2", "no rules"} <= before
    assert {"path nsubjpass<> passive to ASSAULT", "up nsubjpass", "before within 2", "form name"} <= subject
    assert {"path pobj/agent<> passive", "last step agent to attack", "form inner head"} <= agent
    assert "nobody passive" in found.nobody


def test_what_the_rules_say_is_among_the_features() -> None:
    finding = Finding(
        0, frozenset({ATTACKED}), ASSAULT, frozenset({0}), frozenset(), "actual", background=False, sure=0.8
    )
    found = links(findings=(finding,))
    first, second, _ = named(found)
    assert "rules source of ASSAULT" in first
    assert "rules neither" in second
    assert {"nobody rules some source", "nobody rules no target"} <= set(found.nobody)


def test_a_word_that_the_parse_lacks_is_unknown() -> None:
    assert "nobody lemma ?" in links(word=None).nobody


def test_chances_follow_the_weights() -> None:
    voice = read_role_voice(TABLE)
    said = voice.chances(Links([0, 1, 0], [IN_FRONT, [("path nsubjpass<> passive",)], IN_FRONT], ()), 3)
    assert said.shape == (4, 2)
    assert np.allclose(said.sum(0), 1)
    # Two mentions of the first actor add up; the last actor has none near.
    assert said[1, 0] / said[0, 0] == pytest.approx(2 * np.exp(3 - 1))
    assert said[2, 1] / said[0, 1] == pytest.approx(np.exp(5 - 2))
    assert np.allclose(said[3], 0)


def test_both_voices_are_pooled() -> None:
    given = Links([0, 1], [IN_FRONT, []], ("nobody passive",))
    network = np.array([[0.2, 0.8], [0.3, 0.1], [0.5, 0.1]], np.float32)
    joined = read_role_voice(TABLE).join(network, given)
    assert np.allclose(joined.sum(0), 1, atol=1e-5)
    assert joined[1, 0] > joined[2, 0]
    assert np.array_equal(read_role_voice(TABLE).join(network, given), joined)
    silent = read_role_voice(TABLE.replace("(trust)\t1", "(trust)\t0"))
    assert np.allclose(silent.join(network, given), network, atol=1e-4)


def test_forgetting_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what is remembered nothing may show: the same chances once more, and after all was forgotten."""
    voice, given = read_role_voice(TABLE), Links([0, 1], [IN_FRONT, [("path nsubjpass<> passive",)]], ())
    told = voice.chances(given, 2)
    monkeypatch.setattr("detente.reading.events.network.roles._MOST_GROUPS", 0)
    assert np.array_equal(voice.chances(given, 2), told)


@pytest.mark.parametrize(
    "table",
    [
        "",
        "(bias)\tsource=1",
        f"{HEAD}no weight",
        HEAD.replace("target", "colour"),
        HEAD.replace("target=2", "target=y"),
    ],
)
def test_a_wrong_table_is_refused(table: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_role_voice(table)
