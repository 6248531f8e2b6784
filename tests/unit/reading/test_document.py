"""The document: sentences parsed on demand, offsets exact."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import DetenteError, UsageError
from detente.reading.document import MAX_SENTENCE_CHARS, MAX_SENTENCES, Document
from detente.reading.parse import Parser
from detente.text import make_article

pytestmark = pytest.mark.model


class CountingParser(Parser):
    """A parser that counts what it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def parse(self, texts):  # type: ignore[no-untyped-def]
        listed = list(texts)
        self.asked += listed
        return super().parse(listed)


def test_only_sentences_that_are_asked_for_are_parsed() -> None:
    parser = CountingParser()
    document = Document(make_article("Kenya thanked Ghana. Peru met Chile in Lima. Mali left."), parser)
    assert parser.asked == []
    document.parsed(document.sentences[1])
    document.parsed(document.sentences[1])
    assert parser.asked == ["Peru met Chile in Lima."]


def test_spans_are_offsets_into_the_unchanged_text() -> None:
    text = "😀 “We nego\u00adtiate with\u00a0Chad,”\r\nsaid Ana. Peru\tagreed.\n"
    document = Document(make_article(text), Parser())
    words = {}
    for sentence in document.sentences:
        for token in document.parsed(sentence):
            words[token.text] = document.span_of(sentence, token).words(text)
    assert words["negotiate"] == "nego\u00adtiate"
    assert words["Chad"] == "Chad"
    assert words["agreed"] == "agreed"


def test_a_prefix_stays_with_its_word() -> None:
    document = Document(make_article("France called for re-evaluating the de-escalation plan."), Parser())
    words = [token.text for token in document.parsed(document.sentences[0])]
    assert "re-evaluating" in words
    assert "de-escalation" in words


def test_a_stretch_without_sentence_end_is_left_unparsed() -> None:
    long = "Words " + "word " * (MAX_SENTENCE_CHARS // 4)
    document = Document(make_article(f"Peru met Chile. {long}"), Parser())
    assert [s.span.words(document.text) for s in document.sentences] == ["Peru met Chile."]
    assert len(document.too_long) == 1


def test_what_follows_a_thousand_sentences_is_kept_apart() -> None:
    document = Document(make_article("Peru met Chile. " * (MAX_SENTENCES + 5)), Parser())
    assert len(document.sentences) == MAX_SENTENCES
    assert len(document.unread) == 5


def test_quotations_of_what_is_not_read_are_not_looked_for() -> None:
    document = Document(make_article("“We met Chile,” said Peru. " * (MAX_SENTENCES + 50)), Parser())
    assert len(document.quotations) == MAX_SENTENCES
    assert document.read_until == document.unread[0].start


def test_the_sentence_at_an_offset_is_found() -> None:
    text = "Kenya thanked Ghana. Peru met Chile."
    document = Document(make_article(text), Parser())
    found = document.sentence_at(text.index("met"))
    assert found is not None
    assert found.index == 1
    assert document.sentence_at(len(text) + 5) is None


def test_a_pipeline_that_is_not_installed_is_named() -> None:
    with pytest.raises(UsageError, match="no_such_pipeline"):
        Parser("no_such_pipeline")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200))
def test_every_token_is_where_it_says(text: str) -> None:
    try:
        article = make_article(text)
    except DetenteError:
        return
    document = Document(article, Parser())
    for sentence in document.sentences:
        for token in document.parsed(sentence):
            span = document.span_of(sentence, token)
            shown = "".join(c for c in span.words(text) if c not in "\u00ad\u200b\u200c\u200d\u2060\ufeff")
            assert [" " if c.isspace() else c for c in shown] == [" " if c.isspace() else c for c in token.text]
