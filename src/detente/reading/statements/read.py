"""Attributions → statements: who the speaker is, for whom, when, where, in which kind of speech."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.reading.grammar import phrases
from detente.reading.grammar.words import anonymous_nouns, document_nouns
from detente.reading.places import PlaceReader
from detente.reading.statements.circumstances import CircumstanceReader
from detente.reading.statements.unsaid import says_nothing
from detente.reading.voice import voice_of
from detente.records import Gap, Span, Statement, StatementKind, count_chars, hull

if TYPE_CHECKING:
    from detente.knowledge import Knowledge
    from detente.reading.attribution import Attribution
    from detente.reading.cast import Cast
    from detente.reading.document import Document, Sentence
    from detente.reading.grammar.tokens import Token
    from detente.records import DateRange

#: Words with which a group's name speaks of somebody in particular.
_POINTING = frozenset({"the", "this", "these", "those", "his", "her", "its", "their", "our", "both", "an", "a"})

#: Labels of whoever answers in an interview or at a press conference.
_ANSWERS = frozenset({"a", "answer"})

_SPOKESPERSONS = frozenset({"spokesman", "spokeswoman", "spokesperson", "mouthpiece"})


@dataclass(frozen=True, slots=True)
class StatementsFound:
    """What a reading for statements gives.

    Attributes:
        statements: In the order of the text; keys "s1", "s2", …
        gaps: Sources that name nobody we know.
    """

    statements: tuple[Statement, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """What of a statement does not depend on who is who.

    Attributes:
        attribution: Source, cue and content, no further than they reach.
        kind: Whether the words themselves are told.
        date: When it was said, where the cue's clause tells.
    """

    attribution: Attribution
    kind: StatementKind
    date: DateRange | None


def read_wordings(document: Document, attributions: tuple[Attribution, ...]) -> tuple[Wording, ...]:
    """Return how each statement of an article is worded, in the order of the text.

    Args:
        document: The article being read.
        attributions: Who said what, as spans.
    """
    kept = [_within_reach(document, a) for a in attributions if not says_nothing(document, a)]
    ordered = sorted(kept, key=lambda a: (hull([*a.source, *a.cue, *a.content]), a.cue, a.source))
    return tuple(Wording(one, _kind(document, one), _date(document, one)) for one in ordered)


def read_statements(
    document: Document, cast: Cast, wordings: tuple[Wording, ...], knowledge: Knowledge
) -> StatementsFound:
    """Return the statements of an article.

    Args:
        document: The article being read.
        cast: Its actors.
        wordings: How each is worded, by `read_wordings`.
        knowledge: The gazetteer, for where it was said.

    Returns:
        One statement an attribution, and a gap for each source whose speaker is unnamed or unknown and each place that
        could not be settled.
    """
    places = PlaceReader(document, cast, knowledge)
    circumstances = CircumstanceReader(document, cast, places)
    statements: list[Statement] = []
    gaps: list[Gap] = []
    for number, wording in enumerate(wordings, start=1):
        attribution = _with_inverted_source(document, cast, wording.attribution)
        speakers, behalf = _speakers(document, cast, attribution)
        if attribution.source and not speakers:
            gaps.append(Gap(hull(attribution.source), "statements", "no_speaker", "an unnamed or unknown source"))
        statements.append(
            Statement(
                key=f"s{number}",
                speakers=speakers,
                on_behalf_of=behalf,
                source=attribution.source,
                cue=attribution.cue,
                content=attribution.content,
                kind=wording.kind,
                inside=None,
                date=wording.date,
                place=circumstances.place(attribution.cue, attribution.content),
                medium=circumstances.medium(attribution.cue, attribution.content),
                confidence=attribution.confidence,
            )
        )
    return StatementsFound(_nested(statements), (*gaps, *places.gaps))


def _within_reach(document: Document, attribution: Attribution) -> Attribution:
    """Return an attribution without content in another sentence than its cue, unless that content is quoted.

    A quotation may run on over sentences and paragraphs; reported speech ends with its own sentence.
    """
    own = document.sentence_at(attribution.cue[0].start)
    pieces = tuple(piece for part in attribution.content for piece in _by_block(document, _with_words(document, part)))
    near = tuple(p for p in pieces if document.sentence_at(p.start) == own or document.quotations_in(p))
    near = _with_continuations(document, near)
    if len(near) > 1:
        near = tuple(p for p in near if not _is_opening(document, p, attribution)) or near
    return replace(attribution, content=near or pieces)


def _with_words(document: Document, part: Span) -> Span:
    """Return the whole quotation in place of its mark alone.

    The network knows no words of other scripts, and cuts a quotation that is written in one to its first mark.
    """
    if any(letter.isalnum() for letter in part.words(document.text)):
        return part
    return next((q.span for q in document.quotations_in(part) if q.span.start == part.start), part)


def _with_continuations(document: Document, pieces: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return pieces of a content with the paragraphs into which the quotations in them run on."""
    further = [
        span
        for piece in pieces
        for quotation in document.quotations_in(piece)
        for span in document.continuations_of(quotation)
        if quotation.depth == 0 and piece.start <= quotation.span.start < piece.end
    ]
    apart = [span for span in further if not any(piece.overlaps(span) for piece in pieces)]
    return (*pieces, *dict.fromkeys(apart))


def _is_opening(document: Document, piece: Span, attribution: Attribution) -> bool:
    """Tell whether a piece is the circumstance of what is said: "Speaking to Ann Hall" before "he said".

    So is "a question about the loan" in "In response to a question about the loan, Ms Hall said …".
    """
    words = document.tokens_in(piece)
    if not words or document.quotations_in(piece) or piece.start > attribution.cue[0].start:
        return False
    sentence, first = words[0]
    if first.tag_ in {"VBG", "VBN"} and document.span_of(sentence, first).start == sentence.span.start:
        return True
    opening = document.parsed(sentence)[0]
    inside = {token.i for token in opening.subtree}
    return opening.dep_ == "prep" and all(token.i in inside for _, token in words)


def _by_block(document: Document, part: Span) -> list[Span]:
    """Return a stretch cut at the ends of blocks: a title does not run on into the paragraph below it."""
    blocks = (b for b in document.article.blocks if b.is_read and b.span.overlaps(part))
    pieces = (Span(max(part.start, b.start), min(part.end, b.end)).trimmed(document.text) for b in blocks)
    return [piece for piece in pieces if piece.start < piece.end]


def _head_of(document: Document, span: Span) -> tuple[Sentence, Token] | None:
    """Return the head word of a stretch of text: the word whose governor lies outside of it."""
    inside = document.tokens_in(span)
    places = {(sentence.index, token.i) for sentence, token in inside}
    for sentence, token in inside:
        if not token.is_punct and (token.head == token or (sentence.index, token.head.i) not in places):
            return sentence, token
    return None


def _speakers(document: Document, cast: Cast, attribution: Attribution) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return who speaks, and for whom a spokesperson speaks."""
    if not attribution.source:
        return (), ()
    if attribution.cue[0].words(document.text) == ":":
        labelled = _labelled(document, cast, attribution.source[0])
        if labelled:
            return labelled, ()
    head = _head_of(document, attribution.source[0])
    if head is None:
        return (), ()
    sentence, token = head
    speakers = cast.of_token(sentence, token)
    if not speakers:
        apposed = [c for c in token.children if c.dep_ == "appos"]
        speakers = tuple(key for c in apposed for key in cast.of_token(sentence, c))
    if not speakers and token.lemma_.lower() in document_nouns():
        written = (phrases.object_of(token, frozenset({"by", "from", "of"})), phrases.possessor(token))
        authors = [t for t in written if t is not None] + [t for t in token.lefts if t.dep_ == "compound"]
        speakers = tuple(key for t in authors for key in cast.of_token(sentence, t))
    speakers = (*_beside_in_title(cast, sentence, token), *speakers)
    named = _named_at_end(document, cast, attribution.source[0])
    if named is not None and all(cast.actor(key).kind != "person" for key in speakers):
        speakers = (named,)
    speakers = tuple(key for key in dict.fromkeys(speakers) if not _is_unnamed(cast, key))
    behalf = _on_behalf_of(document, cast, attribution.source[0])
    return speakers, tuple(key for key in behalf if key not in speakers)


def _beside_in_title(cast: Cast, sentence: Sentence, token: Token) -> tuple[str, ...]:
    """Return the state with which another is named without "and", as titles do: "India, Pakistan agree to talk"."""
    doc = token.doc
    if token.i != 2 or doc[1].text != "," or len(doc) == 3 or doc[3].tag_ != "VBP":
        return ()
    first = cast.of_token(sentence, doc[0])
    return first if all(cast.actor(key).kind == "state" for key in (*first, *cast.of_token(sentence, token))) else ()


def _with_inverted_source(document: Document, cast: Cast, attribution: Attribution) -> Attribution:
    """Return an attribution with the person who ends the sentence behind its verb, where no source was found.

    "…," said Under Secretary of Trade for Fisheries Ann Hall.
    """
    sentence = document.sentence_at(attribution.cue[0].start)
    if attribution.source or sentence is None or attribution.cue[0].words(document.text) == ":":
        return attribution
    behind = Span(attribution.cue[-1].end, sentence.span.end)
    if any(part.overlaps(behind) for part in attribution.content) or not behind.words(document.text).strip():
        return attribution
    words = [token for _, token in document.tokens_in(behind)]
    if any(token.pos_ in {"VERB", "AUX"} for token in words):
        return attribution
    end = behind.start + len(behind.words(document.text).rstrip(" .\n"))
    named = [m for a in cast.actors if a.kind == "person" for m in a.mentions if m.form == "name" and m.end == end]
    if not named or min(m.start for m in named) < behind.start:
        return attribution
    return replace(attribution, source=(Span(behind.start, end).trimmed(document.text),))


def _named_at_end(document: Document, cast: Cast, source: Span) -> str | None:
    """Return the person whose name ends a source behind a comma: "Bloc Chairman, President Ann Hall"."""
    comma = document.text.rfind(", ", source.start, source.end)
    if comma < 0:
        return None
    last = Span(comma, source.end)
    persons = [a.key for a in cast.actors if a.kind == "person" for m in a.mentions if last.end == m.end]
    words = last.words(document.text)[2:].split()
    is_name = all(word[:1].isupper() for word in words)
    return persons[0] if len(persons) == 1 and is_name else None


def _labelled(document: Document, cast: Cast, label: Span) -> tuple[str, ...]:
    """Return who speaks under a label: the one person of its surname ("MR. HALL:"), or who answers in the text ("A:").

    Who answers is whoever the title names, else the one spokesperson of the text.
    """
    words = label.words(document.text).casefold().split()
    if words[-1] in _ANSWERS:
        spokespersons = [a.key for a in cast.actors if any(w in (a.role or "").casefold() for w in _SPOKESPERSONS)]
        return voice_of(document, cast) or (tuple(spokespersons) if len(spokespersons) == 1 else ())
    persons = [a.key for a in cast.actors if a.kind == "person" and a.name.casefold().split()[-1] == words[-1]]
    return tuple(persons) if len(persons) == 1 else ()


def _on_behalf_of(document: Document, cast: Cast, source: Span) -> tuple[str, ...]:
    """Return for whom a spokesperson speaks: "Hall's spokesman", "a spokesman for the council", "Kremlin spokesman"."""
    for sentence, token in document.tokens_in(source):
        if token.lemma_.lower() not in _SPOKESPERSONS:
            continue
        owner = phrases.possessor(token) or phrases.object_of(token, frozenset({"of", "for"}))
        owners = [owner] if owner is not None else [t for t in token.lefts if t.dep_ in {"compound", "nmod"}]
        found = (key for t in owners for key in cast.of_token(sentence, t))
        return tuple(dict.fromkeys(found))
    return ()


def _is_unnamed(cast: Cast, key: str) -> bool:
    """Tell whether an actor is nobody in particular: a country's "officials", or a bare plural ("world leaders")."""
    actor = cast.actor(key)
    if actor.kind != "group" or actor.entity is not None:
        return False
    words = actor.name.lower().split()
    is_cited = words[-1].removesuffix("s") in anonymous_nouns() and actor.country is None
    is_bare = actor.country is None and words[0] not in _POINTING
    return is_bare or is_cited or words[-1] in {"officials", "sources"}


def _kind(document: Document, attribution: Attribution) -> StatementKind:
    """Return direct, mixed or indirect by how many of the content's letters stand inside quotation marks."""
    letters = quoted = 0
    for part in attribution.content:
        letters += _letters(document, part.start, part.end)
        at = part.start
        # A quotation inside a quotation counts once.
        for mark in sorted(q.span for q in document.quotations_in(part)):
            quoted += _letters(document, max(mark.start, at), min(mark.end, part.end))
            at = max(at, mark.end)
    if quoted == 0:
        return "indirect"
    return "direct" if quoted == letters else "mixed"


def _letters(document: Document, start: int, end: int) -> int:
    """Count letters and digits in a stretch, which may be empty."""
    return sum(map(str.isalnum, document.text[start : max(start, end)]))


def _date(document: Document, attribution: Attribution) -> DateRange | None:
    """Return the day of a statement, where the cue's own clause gives one: "told reporters on Friday"."""
    sentence = document.sentence_at(attribution.cue[0].start)
    if sentence is None:
        return None
    for mention in document.dates_in(sentence, sentence.span):
        inside = any(part.overlaps(mention.span) for part in attribution.content)
        if not inside and mention.range is not None and mention.range.precision == "day":
            return mention.range
    return None


def _nested(statements: list[Statement]) -> tuple[Statement, ...]:
    """Set `inside` where a statement's cue lies in the content of another; the narrowest holder wins.

    Sweeps once over cues and contents in the order of the text, so that thousands of statements cost no more each.
    """
    parts = sorted((part.start, part.end, count_chars(s.content), s.key) for s in statements for part in s.content)
    inside: dict[str, str] = {}
    open_parts: list[tuple[int, int, int, str]] = []
    following = 0
    for statement in sorted(statements, key=lambda s: s.cue[0]):
        cue = statement.cue[0]
        while following < len(parts) and parts[following][0] <= cue.start:
            open_parts.append(parts[following])
            following += 1
        open_parts = [part for part in open_parts if part[1] > cue.start]
        holders = [(part[2], part[3]) for part in open_parts if part[1] >= cue.end and part[3] != statement.key]
        if holders:
            inside[statement.key] = min(holders)[1]
    return tuple(replace(s, inside=inside[s.key]) if s.key in inside else s for s in statements)
