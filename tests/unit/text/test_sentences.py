"""Sentences: hand-written texts with a bar where one ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.records import Span
from detente.text import split_sentences


def split(text: str) -> list[str]:
    return [sentence.words(text) for sentence in split_sentences(text, Span(0, len(text)))]


BARRED = [
    "He left.|She stayed.|They talked.",
    "The U.S. Senate met.|The U.N. Security Council did not.",
    "Talks were held in the U.S.|The envoy stayed.",
    "Gen. Mark Hill met Lt. Col. Anna Berg, Sen. Tom Roe (D-Ohio) and Gov. Ray Poe.|They talked.",
    "Mr. Berg, Mrs. Hill and Dr. Roe came.|Ms. Poe did not.",
    "Sens. Roe and Poe voted No.|He went home.",
    "He read No. 5 of the list.|Art. 5 was next.",
    "It began on Jan. 20, 2025.|It ended in Feb.|Nobody came.",
    "They met at 3 p.m. Monday.|They met at 9 a.m. Moscow time.|They left at 5 p.m.|It rained.",
    "The firm, Norgas Inc., pays.|The other, Sudgas Ltd. of Westport, does not.",
    "Talks with states, e.g. Norland, i.e. the north, failed.|Norland vs. Sudland was next.",
    "George W. Bush met J. K. Poe.|W. B. Roe was there.",
    "St. Petersburg lies on Wall St.|The river is near.",
    "He lives in Washington, D.C.|It is hot.",
    "The price rose by 3.5 percent to 1.25 million.|Then it fell.",
    "“We will go,” he said.|“They will stay.”|Then he left.",
    '"We will go," he said.|"They will stay."|Then he left.',
    '"Will you go?" he asked.|"No!" she said.|"Why?"|He did not answer.',
    '"Will you go?" Anna Berg asked.|"Yes."|Berg said nothing else.',
    "''We will go,'' he said.|''They will stay.''|Then he left.",
    "He said: “We go.”|Then he left.",
    "“We go… perhaps,” he said.|“We wait …”|“No.”",
    "He spoke... and left.|He waited...|Nobody came.",
    "It was old. ...|It was set up long ago.",
    "(He left at noon.)|She stayed.",
    "The plan (Nobody knew it. Really.) failed.|It was late.",
    "He left (see p. 5).|She stayed.",
    "Stop!|Who goes there?|Nobody.",
    "What?!|He left.",
    "The talks ended.|The envoys left.",
    "1. Open the dams.|2. Pay the farmers.",
    "Norland, Sudland, etc.|Nobody else came.",
    "He met al-Sadr Jr.|The two talked.",
    "They wrapped the line\nhere and went on.|Then they stopped.",
    "First paragraph without a stop\n\n|Second one.",
    "The word “no.” is short.|He knows.",
    "« Nous partons. »|Il est parti.",
    "Он ушёл.|Она осталась.",
    "他走了。|她留下了。",
    "He came from the U.S. to help.|Poe et al. wrote it.",
    "Talks resumed.|12 people came.",
    "She said: “Go.”|“Where?” asked Roe.",
    "He met Ph.D. students.|He has a Ph.D.|She has none.",
    "The ministers met in Art. 5 talks; they agreed.|",
    "This is the end.|al-Berg thinks so.",
    "Emoji 😀.|😀 He left.",
]  # fmt: skip


@pytest.mark.parametrize("barred", BARRED)
def test_sentences(barred: str) -> None:
    wanted = [part.strip() for part in barred.split("|") if part.strip()]
    text = barred.replace("|", " ").strip()
    assert split(text) == wanted


def test_only_the_span_is_split() -> None:
    text = "He left. She stayed. They talked."
    assert [s.words(text) for s in split_sentences(text, Span(9, 20))] == ["She stayed."]


def test_forgotten_space() -> None:
    assert split("The talks ended.The envoys left.") == ["The talks ended.", "The envoys left."]
    assert split("See Norland.Org or node.js for more.") == ["See Norland.Org or node.js for more."]


@given(
    st.text(
        alphabet=st.sampled_from(list("aA.!?…\"'“”‘’ ()\n\r\u2028\u00a0\u00ad19,;—。")) | st.characters(), max_size=80
    )
)
def test_sentences_hold_all_that_can_be_seen(text: str) -> None:
    sentences = split_sentences(text, Span(0, len(text)))
    end = 0
    for sentence in sentences:
        assert text[end : sentence.start].strip() == ""
        assert end <= sentence.start < sentence.end <= len(text)
        assert sentence == sentence.trimmed(text)
        end = sentence.end
    assert text[end:].strip() == ""


@pytest.mark.parametrize(
    "text", ["word and " * 110_000, '"a b" ' * 10_000, "(" * 200_000, ". " * 100_000, "A. " * 30_000]
)
def test_a_hostile_text_is_cut_to_its_end(text: str) -> None:
    assert split_sentences(text, Span(0, len(text)))[-1].end == len(text.rstrip())
