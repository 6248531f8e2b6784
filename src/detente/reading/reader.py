"""The reader: composes all that is read from one article into its record."""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.knowledge import load_codebook
from detente.knowledge.plover import load_event_lexicon
from detente.reading.actors import read_actors, with_first_person
from detente.reading.attribution import encode_document, load_tagger, nest
from detente.reading.document import Document
from detente.reading.events import (
    Learned,
    explain_event,
    load_event_network,
    read_events,
    trace_events,
    with_struck_places,
)
from detente.reading.parse import Parser
from detente.reading.places import PlaceReader
from detente.reading.statements import StatementsFound, find_nominal, find_reported, read_statements, read_wordings
from detente.reading.substance import read_substance
from detente.records import Gap, Record, Run, hull
from detente.version import __version__

if TYPE_CHECKING:
    from detente.knowledge import Codebook, Knowledge
    from detente.reading.cast import Cast
    from detente.reading.events import Explanation, SentenceTrace
    from detente.records import Article

#: The language that is read. Others give a record without claims and a gap that says so.
LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class _Begun:
    """What events and all that follows rest on.

    Attributes:
        document: The article's sentences.
        cast: Its actors, the states for which places stand included.
        said: Its statements.
        places: Finds where something was.
        learned: The event network, and the words as the encoder saw them.
    """

    document: Document
    cast: Cast
    said: StatementsFound
    places: PlaceReader
    learned: Learned


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
        self._tagger = load_tagger()
        self._network = load_event_network()
        models = {
            self._parser.name: self._parser.digest,
            "attribution": self._tagger.digest,
            "events": self._network.digest,
        }
        self._run = Run(__version__, models, knowledge.digest)

    @property
    def run(self) -> Run:
        """What makes the records: version, models, knowledge."""
        return self._run

    def read(self, article: Article) -> Record:
        """Return the record of one article.

        Args:
            article: The article, as `detente.text.make_article` gives it.

        Returns:
            Its record. An article in another language than English has no claims and one gap.
        """
        if article.language not in {LANGUAGE, None}:
            return self._unread(article)
        begun = self._begin(article)
        document, cast, said = begun.document, begun.cast, begun.said
        coded = read_events(document, cast, said.statements, self._lexicon, places=begun.places, learned=begun.learned)
        members = functools.partial(self._knowledge.bloc_members, on=document.day)
        substance = read_substance(document, cast, said.statements, coded.events, self._codebook, members=members)
        gaps = {*_text_gaps(document), *cast.gaps, *said.gaps, *coded.gaps, *substance.gaps}
        ordered = sorted(gaps, key=lambda gap: (gap.span, gap.stage, gap.reason, gap.note or ""))
        without_claims = Record.empty(article, self._run, *ordered)
        return dataclasses.replace(without_claims, actors=cast.actors, statements=said.statements, **substance.lists())

    def explain(self, article: Article, key: str) -> Explanation:
        """Return how one event of an article came about.

        Args:
            article: The article.
            key: The event's key in the article's record.

        Raises:
            KeyError: The article has no such event.
        """
        begun = self._begin(article)
        statements = begun.said.statements
        return explain_event(begun.document, begun.cast, statements, self._lexicon, key, learned=begun.learned)

    def trace(self, article: Article) -> tuple[SentenceTrace, ...]:
        """Return the sentences of an article word by word, with the event rows that were looked up and what failed."""
        begun = self._begin(article)
        return trace_events(begun.document, begun.cast, begun.said.statements, self._lexicon, learned=begun.learned)

    def _begin(self, article: Article) -> _Begun:
        """Read what events and all that follows rest on."""
        document = Document(article, self._parser)
        cast = read_actors(document, self._knowledge, document.day)
        # A paragraph may run on beyond the last sentence that is read.
        attributed, encoded = encode_document(self._tagger, document)
        tagged = tuple(a for a in attributed if document.sentence_at(a.cue[0].start))
        outer, inner = ([a for a in tagged if (a.inside is None) == is_outer] for is_outer in (True, False))
        attributions = nest((*outer, *find_nominal(document, tagged)), (*inner, *find_reported(document)))
        # Who "we" is follows from who speaks, and a speaker may be a "we" in somebody's quotation: statements twice.
        wordings = read_wordings(document, attributions)
        said = read_statements(document, cast, wordings, self._knowledge)
        cast = with_first_person(cast, document, said.statements, self._knowledge)
        said = read_statements(document, cast, wordings, self._knowledge)
        places = PlaceReader(document, cast, self._knowledge)
        cast = with_struck_places(cast, document, self._lexicon, places, self._knowledge)
        return _Begun(document, cast, said, places, Learned(self._network, encoded))

    def _unread(self, article: Article) -> Record:
        first = next((b.span for b in article.blocks if b.is_read), article.blocks[0].span)
        note = f"the text is in {article.language!r}; Détente reads English"
        gap = Gap(first, "text", "unsupported_language", note)
        return Record.empty(article, self._run, gap)


def _text_gaps(document: Document) -> list[Gap]:
    """Return what of the text could not be read as sentences and quotations."""
    gaps = [
        Gap(span, "parse", "sentence_too_long", f"{span.end - span.start} characters without a sentence end")
        for span in document.too_long
    ]
    if document.unread:
        note = f"{len(document.unread)} sentences after the first {len(document.sentences)} were not read"
        gaps.append(Gap(hull(document.unread), "parse", "article_too_long", note))
    gaps.extend(
        Gap(q.span, "text", "unbalanced_quotation", "a quotation mark opens here and never closes")
        for q in document.quotations
        if not q.closed
    )
    return gaps
