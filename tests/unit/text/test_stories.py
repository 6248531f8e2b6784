"""Which articles join a story, which begin one, and which only look as if they belonged."""

from __future__ import annotations

import pytest

from detente.text.fingerprints import shingles, sketch
from detente.text.stories import MOST_COMPARED, MOST_POSTINGS, Match, Overlap, StoryFinder, compare_texts


class Shelf:
    """Articles in memory, numbered from 1; a story index that counts what it is asked for."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.sketches: list[tuple[int, ...]] = []
        self.story: list[int] = []
        self.texts_read = 0

    def articles_with(self, fingerprint: int, most: int) -> list[int]:
        return [number for number, hashes in enumerate(self.sketches, 1) if fingerprint in hashes][:most]

    def text_of(self, article: int) -> str:
        self.texts_read += 1
        return self.texts[article - 1]

    def story_of(self, article: int) -> int:
        return self.story[article - 1]

    def find(self, words: list[str]) -> Match | None:
        text = " ".join(words)
        return StoryFinder(self).find_story(text, sketch(text))

    def add(self, words: list[str]) -> int:
        """Add an article as the archive does and return its story."""
        match = self.find(words)
        number = match.story if match else len(self.texts) + 1
        self.story = [number if match and story in match.merged else story for story in self.story]
        self.put(words, number)
        return number

    def put(self, words: list[str], story: int) -> None:
        """Add an article to a story without looking for one."""
        self.texts.append(" ".join(words))
        self.sketches.append(sketch(self.texts[-1]))
        self.story.append(story)


def write(count: int, seed: int) -> list[str]:
    """Return words that no other seed has."""
    return [f"w{seed}n{i}" for i in range(count)]


def edit(words: list[str], every: int) -> list[str]:
    """Return the words with one in `every` replaced."""
    return [f"other{i}" if i % every == 0 else word for i, word in enumerate(words)]


@pytest.fixture
def shelf() -> Shelf:
    """A shelf with two articles of 400 words, stories 1 and 2."""
    shelf = Shelf()
    assert [shelf.add(write(400, seed=1)), shelf.add(write(400, seed=2))] == [1, 2]
    return shelf


ARTICLE = write(400, seed=2)


@pytest.mark.parametrize(
    "copy",
    [
        ARTICLE,
        edit(ARTICLE, every=50),
        edit(ARTICLE, every=10),
        [*write(20, seed=91), *ARTICLE, *write(30, seed=92)],
        ARTICLE[:280],
        ARTICLE[:200],
        ARTICLE[200:],
        [*write(20, seed=91), *edit(ARTICLE[:200], every=10), *write(30, seed=92)],
    ],
    ids=["same", "2 %", "10 %", "framed", "cut to 70 %", "first half", "second half", "cut, edited and framed"],
)
def test_a_copy_joins_the_story_of_its_original(shelf: Shelf, copy: list[str]) -> None:
    match = shelf.find(copy)
    assert match is not None
    assert (match.article, match.story, match.merged) == (2, 2, ())
    assert match.overlap == compare_texts(shingles(" ".join(copy)), shingles(" ".join(ARTICLE)))


def test_the_original_joins_the_story_of_a_copy_that_came_first() -> None:
    shelf = Shelf()
    assert [shelf.add(ARTICLE[:200]), shelf.add(ARTICLE)] == [1, 1]


@pytest.mark.parametrize(
    "other",
    [write(400, seed=3), ARTICLE[:70], [*write(200, seed=4), *ARTICLE[:80], *write(200, seed=5)], []],
    ids=["a stranger", "a brief", "a passage quoted at length", "no words"],
)
def test_what_is_no_copy_begins_a_story(shelf: Shelf, other: list[str]) -> None:
    assert shelf.find(other) is None


def test_a_text_too_short_to_tell_from_standing_lines_begins_a_story() -> None:
    shelf = Shelf()
    assert [shelf.add(ARTICLE[:35]), shelf.add(ARTICLE[:35])] == [1, 2]


def test_a_round_up_does_not_make_its_parts_one_story(shelf: Shelf) -> None:
    match = shelf.find([*write(400, seed=1), *ARTICLE])
    assert match is not None
    assert (match.story, match.merged) == (1, ())


def test_two_stories_become_one_through_an_article_that_overlaps_them_both() -> None:
    shelf = Shelf()
    assert [shelf.add(write(400, seed=1)), shelf.add(ARTICLE[:220] + write(400, seed=8))] == [1, 2]
    assert shelf.add(ARTICLE[160:] + write(400, seed=9)) == 3
    match = shelf.find(ARTICLE)
    assert match is not None
    assert (match.story, match.merged) == (2, (3,))
    assert shelf.add(ARTICLE) == 2
    assert shelf.story == [1, 2, 2, 2]


def test_lines_that_stand_under_every_article_join_few() -> None:
    shelf = Shelf()
    standing = write(80, seed=50)
    stories = [shelf.add(write(90, seed=seed) + standing) for seed in range(100, 112)]
    # until three articles hold them, nobody can know that the lines are nobody's own
    assert stories[3:] == list(range(4, 13))


def test_copies_framed_differently_are_no_standing_lines() -> None:
    shelf = Shelf()
    stories = [shelf.add(write(25, seed) + ARTICLE[:150] + write(25, seed + 50)) for seed in range(100, 112)]
    assert set(stories) == {1}


def test_a_text_copied_a_thousand_times_is_still_found() -> None:
    shelf = Shelf()
    for _ in range(2 * MOST_POSTINGS):
        shelf.put(ARTICLE[:200], 1)
    match = shelf.find(edit(ARTICLE[:200], every=20))
    assert match is not None
    assert (match.article, match.story) == (1, 1)
    assert shelf.texts_read == MOST_COMPARED


def test_a_frame_that_hundreds_share_does_not_hide_the_original() -> None:
    shelf = Shelf()
    head, foot = write(25, seed=50), write(40, seed=51)
    for seed in range(100, 100 + MOST_POSTINGS):
        shelf.put([*head, *write(60, seed), *foot], seed)
    shelf.put(ARTICLE[:160], 1)
    match = shelf.find([*head, *ARTICLE[:60], *foot])
    assert match is not None
    assert match.story == 1


def test_the_nearest_of_several_articles_is_named(shelf: Shelf) -> None:
    assert shelf.add(ARTICLE[:200]) == 2
    match = shelf.find(ARTICLE[:210])
    assert match is not None
    assert match.article == 3


def test_texts_without_words_have_nothing_in_common() -> None:
    assert compare_texts(set(), {1, 2}) == Overlap(0, 0.0, 0.0)
    assert not compare_texts(set(), set()).is_near_duplicate
