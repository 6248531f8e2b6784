"""Quotations: marks of every kind, nested, running on, broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.records import Span
from detente.text import find_quotations


def found(text: str) -> list[tuple[str, bool, int]]:
    return [(q.span.words(text), q.closed, q.depth) for q in find_quotations(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "we go" and left.', ['"we go"']),
        ("He said “we go” and left.", ["“we go”"]),
        ("He said «we go» and left.", ["«we go»"]),
        ("Il a dit « nous partons » hier.", ["« nous partons »"]),
        ("Er sagte „wir gehen“ und ging.", ["„wir gehen“"]),
        ("Er sagte »wir gehen« und ging.", ["»wir gehen«"]),
        ("Han sade ”vi går” och gick.", ["”vi går”"]),
        ("He said ''we go'' and left.", ["''we go''"]),
        ("He said ``we go'' and left.", ["``we go''"]),
        ("He said ‘we go’ and left.", ["‘we go’"]),
        ("He said 'we go' and left.", ["'we go'"]),
        ("他说「我们走」。", ["「我们走」"]),
        ('"We go," he said. "They stay."', ['"We go,"', '"They stay."']),
        ("“We go!” “No.”", ["“We go!”", "“No.”"]),
        ("The ministers’ plan and the workers’ rights don’t count.", []),
        ("The ministers' plan and the workers' rights don't count.", []),
        ("‘The ministers’ plan’ failed.", ["‘The ministers’ plan’"]),
        ("‘the workers’ and ‘the rest’ left.", ["‘the workers’", "‘the rest’"]),
        ("‘It’s over,’ said Berg’s aide.", ["‘It’s over,’"]),
        ("'It's over,' said Berg's aide.", ["'It's over,'"]),
        ("Rock 'n' roll of the '90s and ’80s, 'til dawn.", []),
        ("The man is 6'2\" tall.", []),
        ('A 5" gun was found.', []),
        ('("We go")', ['"We go"']),
        ('He said—"we go"—and left.', ['"we go"']),
        ("Leader says he 'can' and 'may' act", ["'can'", "'may'"]),
        ('""', []),
        ("\u00a0“we\u00adgo”\U0001f600", ["“we\u00adgo”"]),
    ],
)
def test_outermost_quotations(text: str, quoted: list[str]) -> None:
    assert found(text) == [(words, True, 0) for words in quoted]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“He said ‘go’ to me,” said Roe.", [("“He said ‘go’ to me,”", 0), ("‘go’", 1)]),
        ("‘He said “go” to me,’ said Roe.", [("‘He said “go” to me,’", 0), ("“go”", 1)]),
        ("\"He said 'go'\" was all.", [("\"He said 'go'\"", 0), ("'go'", 1)]),
        ("“A “b” c,” said Roe.", [("“A “b” c,”", 0), ("“b”", 1)]),
        ('"A "b" c," said Roe.', [('"A "b" c,"', 0), ('"b"', 1)]),
        ("„Er sagte ‚geh‘ zu mir“", [("„Er sagte ‚geh‘ zu mir“", 0), ("‚geh‘", 1)]),
        ("“a ‘b “c” b’ a”", [("“a ‘b “c” b’ a”", 0), ("‘b “c” b’", 1), ("“c”", 2)]),
    ],
)
def test_nested(text: str, quoted: list[tuple[str, int]]) -> None:
    assert found(text) == [(words, True, depth) for words, depth in quoted]


def test_running_on_over_paragraphs_is_one_quotation() -> None:
    text = "She said: “First.\n\n“Second.\n\n“Third,” and “more.”"
    assert found(text) == [("“First.\n\n“Second.\n\n“Third,”", True, 0), ("“more.”", True, 0)]


def test_running_on_seen_from_one_paragraph_is_not_closed() -> None:
    text = "She said: “First.\n\n“Second.”"
    assert [q.closed for q in find_quotations(text, Span(0, 17))] == [False]


def test_unclosed_ends_with_its_paragraph() -> None:
    assert found("He said “we go.\n\nThen “no.”") == [("“we go.", False, 0), ("“no.”", True, 0)]


def test_unclosed_ends_before_the_next() -> None:
    assert found('"We go, he said. "They stay."') == [('"We go, he said.', False, 0), ('"They stay."', True, 0)]


def test_stray_closing_mark_is_nothing() -> None:
    assert found("We go” he said “no.”") == [("“no.”", True, 0)]


def test_inner_leaves_the_marks_out() -> None:
    text = "He said ''we go,'' twice."
    (quotation,) = find_quotations(text, Span(0, len(text)))
    assert quotation.inner.words(text) == "we go,"


def test_wrapped_paragraph_is_one_paragraph() -> None:
    quoted = "“the dams will be opened\nas soon as both sides agree,”"
    assert found(f"The president of Norland said on Monday that {quoted} and left.") == [(quoted, True, 0)]


@given(st.text(alphabet=st.sampled_from(list("ab .,\"'“”„«»‘’‚‹›`\n(-s")) | st.characters(), max_size=60))
def test_quotations_never_cross(text: str) -> None:
    quotations = find_quotations(text, Span(0, len(text)))
    enclosing: list[Span] = []
    for quotation in quotations:
        span, inner = quotation.span, quotation.inner
        assert 0 <= span.start < inner.start < inner.end <= span.end <= len(text)
        while enclosing and enclosing[-1].end <= span.start:
            enclosing.pop()
        assert all(outer.contains(span) for outer in enclosing)
        assert quotation.depth == len(enclosing)
        enclosing.append(span)


@pytest.mark.parametrize("text", ['"a b" ' * 10_000, '"a b ' * 10_000, "s' " * 20_000, "‘a " * 20_000, "“a " * 20_000])
def test_a_hostile_text_is_read_to_its_end(text: str) -> None:
    found = find_quotations(text, Span(0, len(text)))
    assert all(quotation.span.end <= len(text) for quotation in found)
