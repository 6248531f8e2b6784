"""The best tag sequence, its fragments, and their links."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from detente.reading.attribution.decode import CONTENT, CUE, SOURCE, Fragment, best_tags, fragments, legal
from detente.reading.attribution.linking import FEATURES, REACH, WIDTH, Linker, WordLayout, link, pair_features


def test_best_tags_agree_with_trying_all_sequences() -> None:
    rng = np.random.default_rng(5)
    scores = rng.normal(size=(1, 4, 7)).astype(np.float32)
    first, transitions = legal(rng.normal(size=7).astype(np.float32), rng.normal(size=(7, 7)).astype(np.float32))
    best = max(
        itertools.product(range(7), repeat=4),
        key=lambda tags: (
            first[tags[0]]
            + sum(scores[0, t, tag] for t, tag in enumerate(tags))
            + sum(transitions[a, b] for a, b in itertools.pairwise(tags))
        ),
    )
    assert best_tags(scores, np.ones((1, 4), np.float32), first, transitions)[0].tolist() == list(best)


def test_inside_never_follows_another_role_and_padding_stays_outside() -> None:
    scores = np.zeros((2, 3, 7), np.float32)
    scores[:, :, 2] = 5
    mask = np.array([[1, 1, 1], [1, 0, 0]], np.float32)
    tags = best_tags(scores, mask, *legal(np.zeros(7, np.float32), np.zeros((7, 7), np.float32)))
    assert tags.tolist() == [[1, 2, 2], [0, 0, 0]] or tags.tolist() == [[1, 2, 2], [1, 0, 0]]


def test_a_window_decodes_alike_alone_and_beside_a_longer_one() -> None:
    rng = np.random.default_rng(6)
    rules = legal(rng.normal(size=7).astype(np.float32), rng.normal(size=(7, 7)).astype(np.float32))
    short = rng.normal(size=(1, 3, 7)).astype(np.float32)
    both = np.zeros((2, 6, 7), np.float32)
    both[0, :3], both[1] = short[0], rng.normal(size=(6, 7))
    mask = np.array([[1, 1, 1, 0, 0, 0], [1] * 6], np.float32)
    alone = best_tags(short, np.ones((1, 3), np.float32), *rules)
    assert best_tags(both, mask, *rules)[0, :3].tolist() == alone[0].tolist()


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ([], ()),
        ([0, 0], ()),
        ([3, 4, 1, 5, 6], (Fragment(SOURCE, 0, 2), Fragment(CUE, 2, 3), Fragment(CONTENT, 3, 5))),
        ([5, 5, 0, 5], (Fragment(CONTENT, 0, 1), Fragment(CONTENT, 1, 2), Fragment(CONTENT, 3, 4))),
    ],
)
def test_fragments(tags: list[int], expected: tuple[Fragment, ...]) -> None:
    assert fragments(tags) == expected


def _linker(weights: dict[int, float]) -> Linker:
    """A linker with one hidden unit that is a weighted sum of facts, shifted to stay positive."""
    hidden = np.zeros((3, FEATURES, 2), np.float32)
    hidden[:, 0, :] = 50
    for fact, weight in weights.items():
        hidden[:, fact, 0] = weight
    out = np.array([[1, -1]] * 3, np.float32)
    return Linker(np.zeros((3, 2 * REACH + 1), np.float32), hidden, out, (0.99, 0.9, 0.9), 0.1)


def _layout(size: int) -> WordLayout:
    zeros = np.zeros(size, np.int64)
    own = np.repeat(np.arange(size)[:, None], 3, axis=1)
    return WordLayout(zeros, zeros, zeros, own, zeros.astype(bool))


FOUND = (
    Fragment(SOURCE, 0, 1),
    Fragment(CUE, 1, 2),
    Fragment(CONTENT, 2, 5),
    Fragment(SOURCE, 6, 7),
    Fragment(CUE, 7, 8),
    Fragment(CONTENT, 8, 12),
)


def test_near_fragments_are_linked() -> None:
    vectors = np.zeros((12, 6 * WIDTH), np.float32)
    made = link(FOUND, vectors, _layout(12), _linker({3: -2, 4: -2}))
    assert [one.fragments for one in made] == [FOUND[:3], FOUND[3:]]
    assert all(0 <= p <= 1 for one in made for p in one.links)


def test_the_vectors_outweigh_distance() -> None:
    vectors = np.zeros((12, 6 * WIDTH), np.float32)
    # The first cue asks for the second source, in the part of the vectors that belongs to sources.
    vectors[1, WIDTH] = 6
    vectors[6, 4 * WIDTH] = 6
    made = link(FOUND, vectors, _layout(12), _linker({1: 3}))
    assert FOUND[3] in made[0].fragments
    assert FOUND[0] not in made[0].fragments


def test_without_a_cue_there_is_no_attribution() -> None:
    vectors = np.zeros((12, 6 * WIDTH), np.float32)
    assert link((FOUND[0], FOUND[2]), vectors, _layout(12), _linker({})) == ()
    assert link((), vectors, _layout(12), _linker({})) == ()


def test_every_content_goes_to_some_cue_but_a_source_may_stay_free() -> None:
    vectors = np.zeros((12, 6 * WIDTH), np.float32)
    far = link((FOUND[0], FOUND[4], FOUND[5]), vectors, _layout(12), _linker({3: -9}))
    assert far[0].fragments == (FOUND[4], FOUND[5])


def test_pair_facts_count_what_lies_between() -> None:
    facts = pair_features(FOUND, np.zeros((12, 6 * WIDTH), np.float32), _linker({}).near, _layout(12))
    assert facts.shape == (2, 6, FEATURES)
    assert facts[1, 0, 5] == 1  # one cue between the first source and the second cue
    assert facts[1, 0, 8] == 1  # and one content
    assert facts[0, 0, 2] == 1  # the source stands before its cue


def test_pair_facts_tell_what_the_parse_joins() -> None:
    layout = _layout(12)
    # The cue at 1 governs its subject, and the clause that its content closes; what heads word 8 is out of sight.
    layout.heads[0, 0] = layout.heads[4, 2] = 1
    layout.subjects[0] = True
    layout.heads[8] = -1
    # The content at 8-12 governs the second cue.
    layout.heads[7, 0] = 10
    facts = pair_features(FOUND, np.zeros((12, 6 * WIDTH), np.float32), _linker({}).near, layout)[..., 14:]
    assert facts[0, 0].tolist() == [1, 1, 0, 0]
    assert facts[0, 2].tolist() == [0, 0, 1, 0]
    assert facts[1, 5].tolist() == [0, 0, 0, 1]
    assert not facts[0, 3:].any()
    assert not facts[1, :4].any()


def test_no_fragment_is_joined_to_what_lies_outside_the_window() -> None:
    found = (Fragment(CUE, 0, 1), Fragment(CONTENT, 1, 3))
    layout = _layout(3)
    layout.heads[1:] = -1
    facts = pair_features(found, np.zeros((3, 6 * WIDTH), np.float32), _linker({}).near, layout)
    assert not facts[0, 1, 14:].any()
