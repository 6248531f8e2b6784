"""Features of words, windows and batches."""

from __future__ import annotations

import numpy as np

from detente.reading.attribution.windows import (
    DEPENDENCIES,
    DEPENDENCY_NUMBERS,
    PARAGRAPH_WORDS,
    TAG_NUMBERS,
    Features,
    Syntax,
    batch,
    cut,
    featurize,
    layout_of,
    phrases,
)
from detente.reading.attribution.words import WordReader

#: As in the vocabulary of the model, where the full stop has this number.
READER = WordReader({"[PAD]": 0, "[UNK]": 1, ".": 1012})


def parsed(starts: list[int], tags: list[str], labels: list[str], heads: list[int]) -> Syntax:
    return Syntax(
        np.array(starts),
        np.array([TAG_NUMBERS.get(tag, 0) for tag in tags]),
        np.array([DEPENDENCY_NUMBERS.get(label, 0) for label in labels]),
        np.array(heads),
    )


def features(*paragraphs: str, syntax: Syntax | None = None) -> Features:
    text, words = "\n".join(paragraphs), []
    at = 0
    for paragraph in paragraphs:
        words.append(READER.read(text, at, at + len(paragraph)))
        at += len(paragraph) + 1
    return featurize(words, syntax)


def test_a_parse_is_carried_over_to_words() -> None:
    syntax = parsed([0, 5, 9], ["NNP", "VBD", "UH"], ["nsubj", "ROOT", "ccomp"], [1, 1, 1])
    table = features("Anna did so", syntax=syntax)
    assert table.heads[:, 0].tolist() == [1, 1, 1]
    assert table.flags[:, 3].tolist() == [TAG_NUMBERS[t] for t in ("NNP", "VBD", "UH")]
    below = {DEPENDENCIES[n - 1] for n in np.flatnonzero(table.children[1])}
    assert below == {"nsubj", "ccomp"}
    assert not table.children[[0, 2]].any()


def test_words_of_one_token_share_its_parse_and_count_once() -> None:
    syntax = parsed([0, 5], ["NNP", "VBD"], ["nsubj", "ROOT"], [1, 1])
    table = features("U.S. asks", syntax=syntax)
    assert table.heads[:, 0].tolist() == [4, 4, 4, 4, 4]
    assert table.children[4].sum() == 1


def test_unknown_labels_and_no_parse_are_zero() -> None:
    strange = features("Oui", syntax=parsed([0], ["V"], ["sujet"], [0]))
    assert strange.flags[0, 3:].tolist() == features("Oui").flags[0, 3:].tolist() == [0, 0, 0, 0]


#: "She said on Monday that the old deal died ." with the head of each word.
HEADS = np.array([1, 1, 1, 2, 8, 7, 7, 8, 1, 1])


def test_a_phrase_is_opened_and_closed_by_its_first_and_last_word() -> None:
    opened, closed = phrases(HEADS)
    assert opened.tolist() == [0, -1, 2, 3, 8, 7, 6, -1, -1, 9]
    assert closed.tolist() == [0, -1, -1, 2, 4, 5, 6, 7, 8, 9]


def test_phrases_of_nothing_and_of_circles_end() -> None:
    assert [found.tolist() for found in phrases(np.zeros(0, np.int64))] == [[], []]
    assert all(len(found) == 3 for found in phrases(np.array([1, 2, 0])))


def test_a_word_knows_what_governs_the_phrases_that_it_opens_and_closes() -> None:
    labels = ["nsubj", "ROOT", "prep", "pobj", "mark", "det", "amod", "nsubj", "ccomp", "punct"]
    text = "She said on Monday that the old deal died ."
    starts = [0, *(n + 1 for n, sign in enumerate(text) if sign == " ")]
    table = features(text, syntax=parsed(starts, ["NN"] * 10, labels, HEADS.tolist()))
    that, died, said = 4, 8, 1
    assert table.flags[that, 5] == table.flags[died, 6] == DEPENDENCY_NUMBERS["ccomp"]
    assert table.heads[that, 1] == table.heads[died, 2] == said
    assert table.flags[said, 5:].tolist() == [0, 0]
    assert table.heads[said, 1:].tolist() == [said, said]


def test_windows_cover_every_word_once_and_keep_short_paragraphs_whole() -> None:
    table = features("a b c", "", "d e f g", "h i j k l")
    assert cut(table, 7) == ((0, 7), (7, 12))
    assert cut(features("", " ")) == ()


def test_a_long_paragraph_is_cut_behind_a_sentence() -> None:
    table = features("Word word word word word. " * 100)
    windows = cut(table)
    assert [a for a, _ in windows[1:]] == [b for _, b in windows[:-1]]
    assert all(after - first <= PARAGRAPH_WORDS for first, after in windows)
    assert all(after % 6 == 0 for _, after in windows)


def test_a_batch_pads_and_keeps_heads_inside_the_window() -> None:
    syntax = parsed([0, 2, 4, 6, 8], ["NN"] * 5, ["dep"] * 5, [4, 0, 2, 2, 2])
    inputs = batch(features("a b", "c d e", syntax=syntax), [(0, 2), (2, 5)])
    assert inputs["mask"].tolist() == [[1, 1, 0], [1, 1, 1]]
    assert inputs["heads"][:, :, 0].tolist() == [[0, 0, 2], [0, 0, 0]]
    assert inputs["pieces"].shape == (2, 3, 3)


def test_layout_numbers_sentences_and_paragraphs() -> None:
    table = features('Yes. "No." Why', "So")
    layout = layout_of(table)
    assert layout.sentences.tolist() == [0, 0, 1, 1, 1, 2, 2, 2]
    assert layout.paragraphs.tolist() == [1, 1, 1, 1, 1, 1, 1, 2]
    assert layout.quoted.tolist() == [0, 0, 1, 1, 1, 1, 0, 0]


def test_part_of_a_layout_does_not_see_heads_outside() -> None:
    syntax = parsed([0, 2, 4], ["NN"] * 3, ["nsubj", "ROOT", "dobj"], [1, 1, 1])
    part = layout_of(features("a b c", syntax=syntax)).part(0, 1)
    assert part.heads[0, 0] == -1
    assert part.subjects.tolist() == [True]
    assert layout_of(features("a b c", syntax=syntax)).part(1, 3).heads[:, 0].tolist() == [0, 0]
