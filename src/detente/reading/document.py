"""An article being read: its sentences, each parsed when somebody first asks for it.

The readers never see a parsed article, only sentences and `Document.parsed`. So a screen in front of them may
leave sentences unparsed, or parse many at once, without any reader knowing.
"""

from __future__ import annotations

import bisect
import itertools
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from detente.reading.grammar.ahead import is_ahead, is_timetabled
from detente.reading.grammar.tokens import Token
from detente.records import Span
from detente.text import find_dates_both_ways, find_quotations, split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detente.reading.grammar.tokens import Doc
    from detente.reading.parse import Parser
    from detente.records import Article
    from detente.text import DateMention, Quotation

#: Longer stretches without a sentence end are tables, code or damage; parsing them costs memory and finds nothing.
MAX_SENTENCE_CHARS = 2500

#: More sentences than this are no news article but a dump of many; what follows them is told as a gap.
MAX_SENTENCES = 1000

#: Characters that stand inside a word without being part of it. They are left out of what the parser sees.
_SPACE = re.compile(r"\s")
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the article's own text.

    Attributes:
        index: Position among the article's sentences, from 0.
        span: Its place in the text.
        block: Index of its block in `article.blocks`. Blocks are paragraphs, or the title, or a caption.
    """

    index: int
    span: Span
    block: int


class Document:
    """The sentences of one article, parsed on demand.

    Args:
        article: The article; its text never changes.
        parser: The pipeline that parses sentences.

    Attributes:
        day: The day of publication, from which "yesterday" counts; None if it is unknown.
    """

    def __init__(self, article: Article, parser: Parser) -> None:
        self.article = article
        self.text = article.text
        self.day: date | None = None if article.published is None else date.fromisoformat(article.published)
        self._parser = parser
        self._parsed: dict[int, Doc] = {}
        self._shifts: dict[int, tuple[int, ...] | None] = {}
        self._places: dict[int, tuple[Span, ...]] = {}
        self._dates: dict[Span, tuple[DateMention, ...]] = {}
        sentences: list[Sentence] = []
        too_long: list[Span] = []
        for number, block in enumerate(article.blocks):
            if not block.is_read:
                continue
            for span in split_sentences(self.text, block.span):
                if span.end - span.start > MAX_SENTENCE_CHARS:
                    too_long.append(span)
                else:
                    sentences.append(Sentence(len(sentences), span, number))
        self.sentences: tuple[Sentence, ...] = tuple(sentences[:MAX_SENTENCES])
        self.unread: tuple[Span, ...] = tuple(s.span for s in sentences[MAX_SENTENCES:])
        self.too_long: tuple[Span, ...] = tuple(too_long)
        # What nobody reads needs no quotations either: a transcript may have a hundred thousand.
        self.read_until: int = self.unread[0].start if self.unread else len(self.text)
        self.quotations: tuple[Quotation, ...]
        self.quotations, self._continued = _with_continuations([
            (block.start, [q for q in find_quotations(self.text, block.span) if q.span.start < self.read_until])
            for block in article.blocks
            if block.is_read and block.start < self.read_until
        ])
        self._quotations_by_depth: dict[int, list[Quotation]] = {}
        for quotation in self.quotations:
            self._quotations_by_depth.setdefault(quotation.depth, []).append(quotation)

    def parsed(self, sentence: Sentence) -> Doc:
        """Return the parse of one sentence; the same object each time.

        Token offsets in it (`token.idx`) are local: use `span_of` to get a place in the text.
        """
        if sentence.index not in self._parsed:
            self.prepare([sentence])
        return self._parsed[sentence.index]

    def prepare(self, sentences: Iterable[Sentence]) -> None:
        """Parse these sentences in one batch, which is faster than one at a time."""
        waiting = [s for s in sentences if s.index not in self._parsed]
        shown: dict[int, str] = {}
        for sentence in waiting:
            shown[sentence.index], self._shifts[sentence.index] = _shown_to_parser(sentence.span.words(self.text))
        # A sentence that stands twice, as boilerplate does, is parsed once.
        texts = tuple(dict.fromkeys(shown.values()))
        docs = dict(zip(texts, self._parser.parse(texts), strict=True))
        self._parsed.update((index, docs[text]) for index, text in shown.items())

    def span_of(self, sentence: Sentence, tokens: Token | Sequence[Token]) -> Span:
        """Return the place in the text of a token, or the hull of several tokens.

        Args:
            sentence: The sentence whose parse the tokens come from.
            tokens: One token, or a non-empty sequence of tokens in any order.
        """
        places = self.places(sentence)
        if isinstance(tokens, Token):
            return places[tokens.i]
        numbers = [token.i for token in tokens]
        return Span(places[min(numbers)].start, places[max(numbers)].end)

    def places(self, sentence: Sentence) -> tuple[Span, ...]:
        """Return the place in the text of each token of a sentence."""
        found = self._places.get(sentence.index)
        if found is None:
            doc = self.parsed(sentence)  # before the shifts are asked for, which come with the parse
            shifts, start = self._shifts[sentence.index], sentence.span.start
            ends = ((t.idx, t.idx + len(t.text)) for t in doc)
            if shifts is not None:
                ends = ((shifts[first], shifts[last - 1] + 1) for first, last in ends)
            found = self._places[sentence.index] = tuple(Span(start + first, start + last) for first, last in ends)
        return found

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds the character at `offset`, or None between sentences."""
        first = bisect.bisect_right(self.sentences, offset, key=lambda s: s.span.end)
        if first < len(self.sentences) and self.sentences[first].span.start <= offset:
            return self.sentences[first]
        return None

    def quotations_in(self, span: Span) -> tuple[Quotation, ...]:
        """Return the quotations that share a character with `span`, outer ones before those inside them."""
        found: list[Quotation] = []
        for listed in self._quotations_by_depth.values():
            first = bisect.bisect_right(listed, span.start, key=lambda q: q.span.end)
            for quotation in listed[first:]:
                if quotation.span.start >= span.end:
                    break
                found.append(quotation)
        return tuple(found)

    def continuations_of(self, quotation: Quotation) -> tuple[Span, ...]:
        """Return the paragraphs into which a quotation runs on, in order; () for most."""
        found: list[Span] = []
        span = self._continued.get(quotation.span)
        while span is not None:
            found.append(span)
            span = self._continued.get(span)
        return tuple(found)

    def dates_in(self, sentence: Sentence, span: Span) -> tuple[DateMention, ...]:
        """Return the dates that a part of a sentence speaks of, in order.

        "on Friday" is the next one in a clause that looks ahead ("will meet on Friday", "they meet on Friday"), else
        the last one.
        """
        if span not in self._dates:
            self._dates[span] = self._read_dates(sentence, span)
        return self._dates[span]

    def _read_dates(self, sentence: Sentence, span: Span) -> tuple[DateMention, ...]:
        behind, future = find_dates_both_ways(self.text, span, self.day)
        if self.day is None or not behind:
            return behind
        ahead = {mention.span: mention for mention in future}
        placed = zip(self.places(sentence), self.parsed(sentence), strict=True)
        tokens = [(place, token) for place, token in placed if not token.is_space]
        found = []
        for mention in behind:
            first = next((t for place, t in tokens if place.overlaps(mention.span)), None)
            looks_ahead = first is not None and (is_ahead(first) or is_timetabled(first))
            found.append(ahead.get(mention.span, mention) if looks_ahead else mention)
        return tuple(found)

    def tokens_in(self, span: Span) -> tuple[tuple[Sentence, Token], ...]:
        """Return the tokens that lie wholly inside `span`, each with its sentence, in the order of the text."""
        found = []
        first = bisect.bisect_right(self.sentences, span.start, key=lambda s: s.span.end)
        for sentence in self.sentences[first:]:
            if sentence.span.start >= span.end:
                break
            places, doc = self.places(sentence), self.parsed(sentence)
            for number in range(bisect.bisect_left(places, span.start, key=_start_of), len(places)):
                if places[number].end > span.end:
                    break
                if not doc[number].is_space:
                    found.append((sentence, doc[number]))
        return tuple(found)


def _start_of(span: Span) -> int:
    return span.start


def _with_continuations(
    blocks: Sequence[tuple[int, Sequence[Quotation]]],
) -> tuple[tuple[Quotation, ...], dict[Span, Span]]:
    """Return the quotations of all blocks in order, and which of them run on in which.

    A quotation of several paragraphs opens anew in each and closes only in the last: without a closing mark the earlier
    ones are complete all the same.
    """
    continued: dict[Span, Span] = {}
    for (_, here), (start, following) in itertools.pairwise(blocks):
        last = max((q for q in here if q.depth == 0), key=lambda q: q.span.start, default=None)
        first = min(following, key=lambda q: (q.span.start, -q.span.end), default=None)
        if last is not None and not last.closed and first is not None and first.span.start == start:
            continued[last.span] = first.span
    listed = (q for _, block in blocks for q in block)
    return tuple(replace(q, closed=True) if q.span in continued else q for q in listed), continued


def _shown_to_parser(words: str) -> tuple[str, tuple[int, ...] | None]:
    """Return what the parser sees of a sentence, and where each of its characters stands in the sentence.

    White space of every kind becomes a plain space, so a line break inside a sentence is no token of its own.
    The second value is None where every character kept its place.
    """
    plain = _SPACE.sub(" ", words)
    if _INVISIBLE.isdisjoint(plain):
        return plain, None
    kept = [(i, c) for i, c in enumerate(plain) if c not in _INVISIBLE]
    return "".join(c for _, c in kept), tuple(i for i, _ in kept)
