"""The reader: composes all that is read from one article into its record."""

from __future__ import annotations

import functools
from datetime import date
from typing import TYPE_CHECKING

from detente.knowledge import load_codebook
from detente.knowledge.plover import load_event_lexicon
from detente.reading.actors import read_actors
from detente.reading.attributions import find_attributions
from detente.reading.document import Document
from detente.reading.events import read_events
from detente.reading.parse import Parser
from detente.reading.statements import read_statements
from detente.reading.substance import read_substance
from detente.records import FORMAT, Gap, Record, Run
from detente.version import __version__

if TYPE_CHECKING:
    from detente.knowledge import Codebook, Knowledge
    from detente.records import Article

#: The language that is read. Others give a record without claims and a gap that says so.
LANGUAGE = "en"


class Reader:
    """Reads articles one at a time. Keeps nothing from one article to the next.

    Args:
        knowledge: Who is who, and the codes.
        parser: The spaCy pipeline; None loads the default one.
        codebook: The issues of positions; None loads the shipped ones.
    """

    def __init__(self, knowledge: Knowledge, parser: Parser | None = None, codebook: Codebook | None = None) -> None:
        self._knowledge = knowledge
        self._parser = parser or Parser()
        self._lexicon = load_event_lexicon()
        self._codebook = codebook or load_codebook()
        self._run = Run(__version__, {self._parser.name: self._parser.digest}, knowledge.digest)

    def read(self, article: Article) -> Record:
        """Return the record of one article.

        Args:
            article: The article, as `detente.text.make_article` gives it.

        Returns:
            Its record. An article in another language than English has no claims and one gap.
        """
        if article.language not in {LANGUAGE, None}:
            return self._unread(article)
        on = None if article.published is None else date.fromisoformat(article.published)
        document = Document(article, self._parser)
        cast = read_actors(document, self._knowledge, on)
        said = read_statements(document, cast, find_attributions(document))
        coded = read_events(document, cast, said.statements, self._lexicon)
        members = None if on is None else functools.partial(self._members, on=on)
        substance = read_substance(document, cast, said.statements, coded.events, self._codebook, members=members)
        gaps = [*_text_gaps(document), *cast.gaps, *said.gaps, *coded.gaps, *substance.gaps]
        return Record(
            format=FORMAT,
            article=article,
            actors=cast.actors,
            statements=said.statements,
            events=substance.events,
            conditions=substance.conditions,
            interpretations=substance.interpretations,
            questions=substance.questions,
            positions=substance.positions,
            commitments=substance.commitments,
            gaps=tuple(sorted(gaps, key=lambda gap: (gap.span, gap.stage, gap.reason))),
            run=self._run,
        )

    def _members(self, bloc: str, *, on: date) -> frozenset[str]:
        return self._knowledge.bloc_members(bloc, on)

    def _unread(self, article: Article) -> Record:
        first = next((b.span for b in article.blocks if b.is_read), article.blocks[0].span)
        note = f"the text is in {article.language!r}; Détente reads English"
        gap = Gap(first, "text", "unsupported_language", note)
        return Record(FORMAT, article, (), (), (), (), (), (), (), (), (gap,), self._run)


def _text_gaps(document: Document) -> list[Gap]:
    """Return what of the text could not be read as sentences and quotations."""
    gaps = [
        Gap(span, "parse", "sentence_too_long", f"{span.end - span.start} characters without a sentence end")
        for span in document.too_long
    ]
    gaps.extend(
        Gap(q.span, "text", "unbalanced_quotation", "a quotation mark opens here and never closes")
        for q in document.quotations
        if not q.closed
    )
    return gaps
