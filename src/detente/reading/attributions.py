"""Attributions by rule: reporting verbs, "according to", quotations, and nouns such as "offer".

Works on the dependency parse of each sentence and on the quotations of each paragraph. Gives spans only; who the
speaker is and where and when it was said is settled in `statements`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading import phrases
from detente.reading.words import cue_frames
from detente.records import Span, hull

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from detente.reading.document import Document, Sentence
    from detente.text import Quotation

_CLAUSAL = frozenset({"ccomp", "parataxis"})

#: A quotation of fewer words is a title or a scare quote, not speech.
_SPOKEN_WORDS = 4

_MARKS = "\"“”«»„'‘’,;: "


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution as spans: who (in words), by which cue, what.

    Attributes:
        source: Words for the speaker; empty if there are none.
        cue: The words that attribute.
        content: What is said, quotation marks included.
        confidence: Probability that all three are right, or None if not estimated.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float | None


def find_attributions(document: Document) -> tuple[Attribution, ...]:
    """Return the attributions of an article's own text, in the order of their cues.

    Args:
        document: The article being read.

    Returns:
        Outermost and nested attributions alike; no two have the same cue and source.
    """
    found: list[Attribution] = []
    for sentence in document.sentences:
        found.extend(_SentenceFinder(document, sentence).find())
    return tuple(sorted(_with_continuations(document, found), key=lambda a: (a.cue, a.source)))


class _SentenceFinder:
    """Finds the attributions of one sentence."""

    def __init__(self, document: Document, sentence: Sentence) -> None:
        self._document = document
        self._sentence = sentence
        self._quotations = [q for q in document.quotations_in(sentence.span) if q.depth == 0]

    def find(self) -> Iterator[Attribution]:
        for token in self._document.parsed(self._sentence):
            if token.pos_ == "VERB":
                yield from self._by_verb(token)
            elif token.pos_ == "NOUN":
                yield from self._by_noun(token)
            elif token.lower_ == "according":
                yield from self._by_according(token)

    def _span(self, tokens: Token | list[Token]) -> Span:
        return self._document.span_of(self._sentence, tokens)

    def _subtree(self, token: Token, *, without: Token | None = None) -> Span | None:
        """Return the place of a word with all that depends on it, without the branch of `without`."""
        left_out = set() if without is None else {t.i for t in without.subtree}
        tokens = [t for t in token.subtree if t.i not in left_out and not t.is_space]
        while tokens and tokens[-1].is_punct and tokens[-1].text not in {")", "”", '"', "’"}:
            tokens.pop()
        while tokens and tokens[0].is_punct and tokens[0].text in {",", ";", ":", "-", "–", "—"}:
            tokens.pop(0)
        return self._span(tokens) if tokens else None

    def _by_verb(self, verb: Token) -> Iterator[Attribution]:
        frames = cue_frames().get(verb.lemma_.lower(), frozenset()) - {"noun"}
        if not frames:
            return
        content, cue = self._content_of(verb, frames)
        if content is None:
            return
        subject = phrases.subject_of(verb)
        if subject is not None and any(span.contains(self._span(subject)) for span in content):
            subject = None
        sources = self._sources(subject, verb)
        if not sources and subject is None and "clause" not in frames:
            return
        for source in sources or [()]:
            yield Attribution(source, (cue,), content, None)

    def _sources(self, subject: Token | None, verb: Token) -> list[tuple[Span, ...]]:
        """Return the words for the speaker; a passive has its speaker after "by"."""
        if any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children):
            agent = next((c for c in verb.children if c.dep_ == "agent"), None)
            subject = None if agent is None else next((c for c in agent.children if c.dep_ == "pobj"), None)
        if subject is None:
            return []
        relative = next((c for c in subject.children if c.dep_ in {"relcl", "acl"}), None)
        tokens = phrases.phrase_tokens(subject)
        span = self._span([*tokens, subject])
        whole = self._subtree(subject, without=relative) if subject.dep_ != "conj" else None
        return [(whole if whole is not None and whole.contains(span) else span,)]

    def _content_of(self, verb: Token, frames: frozenset[str]) -> tuple[tuple[Span, ...] | None, Span]:
        """Return the content that a reporting verb governs, and its cue; None if it governs none."""
        cue = self._span(verb)
        quoted = self._quoted_around(verb, frames)
        for frame, dependencies in (("clause", _CLAUSAL), ("infinitive", {"ccomp", "xcomp"}), ("to", {"xcomp"})):
            if frame not in frames:
                continue
            clause = next((c for c in verb.children if c.dep_ in dependencies), None)
            if clause is not None:
                return self._clause_content(verb, clause, quoted), cue
        if quoted is not None:
            return (quoted,), cue
        return self._object_content(verb, frames, cue)

    def _clause_content(self, verb: Token, clause: Token, quoted: Span | None) -> tuple[Span, ...] | None:
        span = self._subtree(clause, without=verb if clause in verb.ancestors else None)
        mark = next((c for c in clause.children if c.dep_ == "mark" and c.lower_ == "that"), None)
        if span is not None and mark is not None and self._span(mark).start == span.start:
            span = Span(self._span(mark).end, span.end).trimmed(self._document.text)
        if span is None:
            return None
        addressee = next((c for c in verb.children if c.dep_ == "dobj" and c.i < clause.i), None)
        if addressee is not None and clause.dep_ == "xcomp":
            span = hull([span, self._span(addressee.left_edge)])
        if quoted is not None:
            span = hull([span, quoted]) if not self._crosses_cue(verb, span, quoted) else span
        return self._around(span, self._span(verb), verb)

    def _crosses_cue(self, verb: Token, first: Span, second: Span) -> bool:
        cue = self._span(verb)
        return hull([first, second]).contains(cue)

    def _around(self, span: Span, cue: Span, verb: Token) -> tuple[Span, ...]:
        """Return a content without the cue's own clause, where that stands in the middle of it."""
        if not span.contains(cue):
            return (span,)
        subject = phrases.subject_of(verb)
        inner = hull([cue] if subject is None else [cue, self._span(phrases.phrase_tokens(subject))])
        text = self._document.text
        parts = [Span(span.start, inner.start), Span(inner.end, span.end)]
        return tuple(p.trimmed(text) for p in parts if p.words(text).strip(_MARKS))

    def _object_content(self, verb: Token, frames: frozenset[str], cue: Span) -> tuple[tuple[Span, ...] | None, Span]:
        for child in verb.children:
            if "for" in frames and child.dep_ == "prep" and child.lower_ in {"for", "on"}:
                inner = [c for c in child.children if c.dep_ in {"pobj", "pcomp"}]
                if inner:
                    spans = [s for s in (self._subtree(c) for c in inner) if s is not None]
                    return (hull(spans),), hull([cue, self._span(child)])
            if "object" in frames and child.dep_ == "dobj" and child.pos_ != "PRON":
                span = self._subtree(child)
                return (None if span is None else (self._with_as(verb, span),)), cue
            if "of" in frames and child.dep_ == "prep" and child.lower_ in {"of", "for"}:
                span = self._subtree(child)
                return (None if span is None else (span,)), cue
        return None, cue

    def _with_as(self, verb: Token, span: Span) -> Span:
        """Extend an object by "as …": "described the move as a provocation"."""
        ends = [self._subtree(c) for c in verb.children if c.dep_ in {"prep", "oprd", "conj"} and c.i > verb.i]
        following = [s for s in ends if s is not None and s.words(self._document.text).startswith("as ")]
        return hull([span, *following])

    def _quoted_around(self, verb: Token, frames: frozenset[str]) -> Span | None:
        """Return the quotation that a speech verb introduces or closes in this sentence, or None."""
        if not frames & {"clause", "quote"}:
            return None
        cue = self._span(verb)
        outside = [q.span for q in self._quotations if not q.span.contains(cue)]
        if len(outside) != len(self._quotations) or not outside:
            return None
        long_enough = [s for s in outside if len(s.words(self._document.text).split()) >= 3]
        return min(long_enough, key=lambda s: min(abs(s.start - cue.end), abs(cue.start - s.end)), default=None)

    def _by_noun(self, noun: Token) -> Iterator[Attribution]:
        if "noun" not in cue_frames().get(noun.lemma_.lower(), frozenset()):
            return
        complement = next(
            (
                c
                for c in noun.children
                if c.dep_ in {"prep", "acl"} and c.i > noun.i and c.lower_ not in {"by", "from"}
            ),
            None,
        )
        owner = phrases.possessor(noun)
        if complement is None or owner is None:
            return
        if complement.dep_ == "prep" and complement.lower_ in {"for", "of", "to", "against"}:
            inner = next((c for c in complement.children if c.dep_ in {"pobj", "pcomp"}), None)
            complement = inner if inner is not None and complement.lower_ in {"for", "of"} else complement
        content = self._subtree(complement)
        if content is not None:
            yield Attribution((self._span(phrases.phrase_tokens(owner)),), (self._span(noun),), (content,), None)

    def _by_according(self, token: Token) -> Iterator[Attribution]:
        to = next((c for c in token.children if c.lower_ == "to"), None)
        if to is None and token.i + 1 < len(token.doc) and token.nbor(1).lower_ == "to":
            to = token.nbor(1)
        speaker = None if to is None else next((c for c in to.children if c.dep_ == "pobj"), None)
        if to is None or speaker is None:
            return
        source = self._subtree(speaker)
        root = next((t for t in token.doc if t.dep_ == "ROOT"), None)
        if source is None or root is None:
            return
        own = hull([self._span(token), source])
        text = self._document.text
        whole = self._sentence.span
        parts = [Span(whole.start, own.start), Span(own.end, whole.end)]
        content = tuple(_stripped(p, text) for p in parts if p.words(text).strip(_MARKS + ".!?"))
        if content:
            yield Attribution((source,), (self._span([token, to]),), content, None)


def _stripped(span: Span, text: str) -> Span:
    """Return a span without commas and white space at its ends, and without the final full stop."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in ",;:–—"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:–—."):
        end -= 1
    return Span(start, end)


def _with_continuations(document: Document, found: list[Attribution]) -> list[Attribution]:
    """Give quotations that nobody claims to the speaker before them in the same paragraph.

    Also widens a content that begins or ends inside a quotation to the whole quotation.
    """
    widened = sorted((_widened(a, document) for a in found), key=lambda a: a.cue)
    claimed = {offset for a in widened for part in a.content for offset in range(part.start, part.end)}
    last, following = -1, 0
    for quotation in document.quotations:
        while following < len(widened) and widened[following].cue[0].start < quotation.span.start:
            last = following if widened[following].source else last
            following += 1
        spoken = quotation.depth == 0 and len(quotation.span.words(document.text).split()) >= _SPOKEN_WORDS
        if not spoken or last < 0 or quotation.inner.start in claimed:
            continue
        before = widened[last]
        if _same_block(document, before, quotation) and _stands_alone(document, quotation):
            content = (*before.content, quotation.span)
            widened[last] = Attribution(before.source, before.cue, content, before.confidence)
    return widened


def _stands_alone(document: Document, quotation: Quotation) -> bool:
    """Tell whether a quotation is a sentence of its own, not a few words inside somebody's sentence."""
    sentence = document.sentence_at(quotation.span.start)
    return sentence is not None and quotation.span.start - sentence.span.start <= 1


def _same_block(document: Document, attribution: Attribution, quotation: Quotation) -> bool:
    cue = document.sentence_at(attribution.cue[0].start)
    here = document.sentence_at(quotation.span.start)
    return cue is not None and here is not None and cue.block == here.block and cue.span.start < here.span.start


def _widened(attribution: Attribution, document: Document) -> Attribution:
    parts = []
    for part in attribution.content:
        whole = part
        for quotation in document.quotations_in(part):
            if not quotation.span.overlaps(attribution.cue[0]):
                whole = hull([whole, quotation.span])
        parts.append(whole)
    return Attribution(attribution.source, attribution.cue, tuple(dict.fromkeys(parts)), attribution.confidence)
