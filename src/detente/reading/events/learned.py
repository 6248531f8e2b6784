"""The network's events in the terms of the record: words, CAMEO code and mode from the lexicon, date and cue.

The network says which words carry an event, its type and status, whether it is background, and who did it to whom. The
lexicon says what it is below the type; where no row of it fits the words and the type, the code is the type's own,
"not specified below".
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from detente.reading.events.arguments import Arguments
from detente.reading.events.arguments.barred import BarReader
from detente.reading.events.circumstances import circumstances, draft_circumstances
from detente.reading.events.confidence import confidence_of
from detente.reading.events.lookup import Lookup
from detente.reading.events.model import EventDraft, Opinion
from detente.reading.events.network.roles import HeadWord
from detente.reading.events.network.signals import RULE, SAID, TITLE, TYPES, SignalFound, gather
from detente.reading.events.network.tagger import Parsed
from detente.reading.events.scene import Scene
from detente.reading.events.status import read_status
from detente.reading.events.timing import is_of_what_is_judged, read_date
from detente.reading.events.wording import CONTENT, Known, wording
from detente.reading.grammar.clauses import head_of, is_asked
from detente.reading.grammar.syntax import is_passive
from detente.records import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from detente.knowledge.plover import EventLexicon
    from detente.reading.attribution import Encoded
    from detente.reading.cast import Cast
    from detente.reading.document import Document, Sentence
    from detente.reading.events.model import Dropped, Hit
    from detente.reading.events.network import EventNetwork
    from detente.reading.events.network.choose import SeenEvent
    from detente.reading.events.network.pairs import Trigger
    from detente.reading.events.network.signals import ActorMention, Finding, Signals
    from detente.reading.grammar.tokens import Token
    from detente.reading.said import Said
    from detente.records import DateRange, EventType, Statement, Status

ROOTS: Mapping[EventType, str] = {
    "AGREE": "030", "CONSULT": "040", "SUPPORT": "050", "CONCEDE": "080", "COOPERATE": "060", "AID": "070",
    "RETREAT": "080", "REQUEST": "100", "ACCUSE": "110", "REJECT": "120", "THREATEN": "130", "PROTEST": "140",
    "SANCTION": "160", "MOBILIZE": "150", "COERCE": "170", "ASSAULT": "190",
}  # fmt: skip
"""The CAMEO code of a type as such."""


SHORT = 60
"""Fewer words than this are no article: the rules decide, and the network says how sure it is of what they found."""


_VERBS = frozenset({"VERB", "AUX"})

#: Types that are done by words.
_WORDS = frozenset({"SUPPORT", "ACCUSE", "REQUEST", "REJECT", "THREATEN"})

#: A trigger of more words holds other things too; then the word that the others hang on stands for it.
_LONGEST_TRIGGER = 5


@dataclass(frozen=True, slots=True)
class Learned:
    """What reads on from the encoder: the network, and the article as the encoder saw it."""

    network: EventNetwork
    encoded: Encoded


@dataclass(frozen=True, slots=True)
class _Sight:
    """A trigger in the parse of its sentence; `date` is when its clause says that it happened."""

    scene: Scene
    trigger: Span
    token: Token
    hit: Hit | None
    carrier: Token | None
    date: DateRange | None


def signals_of(  # noqa: PLR0913 - each of these is a source of its own
    document: Document,
    cast: Cast,
    statements: Sequence[Statement],
    lexicon: EventLexicon,
    encoded: Encoded,
    *,
    told: Sequence[EventDraft],
    dropped: Sequence[Dropped],
) -> Signals:
    """Return what the network is told of an article, the rules' events and what they left out included."""
    found = [
        SignalFound(trigger, d.type, number, d.sources, d.targets, d.status, d.background, confidence_of(d))
        for number, d in enumerate(told)
        for trigger in (*d.mentions, d.trigger)
    ]
    left = [SignalFound(one.span, lexicon.pattern(one.pattern).type) for one in dropped if one.pattern != "-"]
    return gather(document, cast, statements, encoded.features, found=found, dropped=left)


class LearnedCoder:
    """Codes the events of one article by the network.

    Args:
        document: The article.
        cast: Its actors.
        said: Its statements.
        lexicon: The event lexicon.
        learned: The network, and what the encoder saw.
    """

    def __init__(self, document: Document, cast: Cast, said: Said, lexicon: EventLexicon, learned: Learned) -> None:
        self._document, self._cast, self._said, self._lexicon, self._learned = document, cast, said, lexicon, learned
        self._keys = [actor.key for actor in cast.actors]
        self._bars = BarReader(document, cast)
        self._rows: dict[int, tuple[dict[int, Token], dict[int, str]]] = {}

    def events(self, signals: Signals, told: Sequence[EventDraft]) -> list[EventDraft]:
        """Return the events in the order of their triggers.

        Args:
            signals: What the network is told.
            told: The rules' events, in the numbers of `Finding.number`.
        """
        network, encoded, text = self._learned.network, self._learned.encoded, self._document.text
        parsed = self.parsed(signals)
        if len(encoded.features.starts) < SHORT:
            judged = network.judge(text, encoded, signals, parsed)
            return [self._judged(one, judged.get(number)) for number, one in enumerate(told)]
        seen = network.events(text, encoded, signals, parsed)
        return sorted((self._coded(one, signals, told) for one in seen), key=lambda one: one.trigger)

    def parsed(self, signals: Signals) -> Parsed:
        """Return what the parse says of the words.

        Args:
            signals: What the network is told.
        """
        return Parsed(
            lambda row: self._wording(row, signals),
            lambda row: self._word(row, signals),
            lambda trigger: self._ruled_out(trigger, signals),
        )

    def _ruled_out(self, trigger: Trigger, signals: Signals) -> tuple[frozenset[int], frozenset[int]]:
        """Return the positions in the cast of those who cannot be source, and target, of a trigger."""
        index = int(signals.sentences[trigger.rows[0]])
        tokens = [token for row in trigger.rows if (token := self._token(row, signals)[0]) is not None]
        if index < 0 or not tokens:
            return frozenset(), frozenset()
        barred = self._bars.read(self._document.sentences[index], tokens, TYPES[trigger.type])
        sources, targets = (
            frozenset(n for n, key in enumerate(self._keys) if key in side) for side in (barred.sources, barred.targets)
        )
        return sources, targets

    def _wording(self, row: int, signals: Signals) -> frozenset[str] | None:
        """Return the features of the word in a row; None outside of sentences, and for words that carry nothing."""
        token, actors = self._token(row, signals)
        if token is None or token.pos_ not in CONTENT:
            return None
        rule = int(signals.table[row, RULE])
        found = "-" if not rule else TYPES[(rule - 1) % len(TYPES)] + (" dropped" if rule > len(TYPES) else "")
        known = Known(found, int(signals.table[row, SAID]), bool(signals.table[row, TITLE]), actors)
        return wording(token, known)

    def _word(self, row: int, signals: Signals) -> HeadWord | None:
        token, _ = self._token(row, signals)
        if token is None:
            return None
        passive = token.pos_ in _VERBS and is_passive(token)
        return HeadWord(token.lemma_.lower(), token.pos_, token.tag_, token.dep_, passive)

    def _token(self, row: int, signals: Signals) -> tuple[Token | None, dict[int, str]]:
        """Return the word in a row, or None outside of sentences; and the kinds of its sentence's actors by head."""
        index = int(signals.sentences[row])
        if index < 0:
            return None, {}
        if index not in self._rows:
            self._rows[index] = self._rows_of(self._document.sentences[index], signals)
        tokens, actors = self._rows[index]
        return tokens.get(row), actors

    def _rows_of(self, sentence: Sentence, signals: Signals) -> tuple[dict[int, Token], dict[int, str]]:
        """Return row → word of a sentence, and index of a word → kind of the actor whose head it is."""
        starts = self._learned.encoded.features.starts
        places = np.array([place.start for place in self._document.places(sentence)], np.int64)
        rows = np.minimum(np.searchsorted(starts, places), len(starts) - 1)
        here = (starts[rows] == places).tolist()
        tokens = {
            row: token
            for row, is_here, token in zip(rows.tolist(), here, self._document.parsed(sentence), strict=True)
            if is_here and not token.is_space
        }
        kinds: dict[int, str] = {}
        first = bisect_left(signals.places, min(tokens, default=0), key=_row_of)
        for place in signals.places[first : bisect_right(signals.places, max(tokens, default=-1), key=_row_of)]:
            if place.row in tokens:
                kinds.setdefault(tokens[place.row].i, self._cast.actors[place.actor].kind)
        return tokens, kinds

    def circumstances(self, trigger: Trigger, signals: Signals) -> frozenset[str]:
        """Return what the words around a trigger say of whether it happened; () outside of sentences.

        Args:
            trigger: The words, and the type of the event.
            signals: What the network is told.
        """
        if signals.sentences[trigger.rows[0]] < 0:
            return frozenset()
        finding = next((f for f in signals.findings if not f.rows.isdisjoint(trigger.rows)), None)
        return self._circumstances(self._sight(trigger, signals, None), TYPES[trigger.type], finding)

    def _coded(self, seen: SeenEvent, signals: Signals, told: Sequence[EventDraft]) -> EventDraft:
        kind = TYPES[seen.trigger.type]
        draft = None if seen.finding is None else told[seen.finding.number]
        same = draft is not None and draft.type == kind
        sight = self._sight(seen.trigger, signals, draft if same else None)
        seen = self._learned.network.outlook.settle(seen, self._circumstances(sight, kind, seen.finding))
        if seen.status == "actual" and is_asked(sight.token):
            seen = replace(seen, status="possible")
        hit = sight.hit
        fits = hit is not None and hit.pattern.type == kind
        cameo = draft.cameo if same and draft is not None else hit.pattern.cameo if hit is not None and fits else None
        return EventDraft(
            sentence=sight.scene.sentence,
            token=sight.token,
            hit=hit,
            type=kind,
            cameo=cameo or ROOTS[kind],
            sources=tuple(self._keys[a] for a in seen.sources),
            targets=tuple(self._keys[a] for a in seen.targets),
            trigger=sight.trigger,
            status=seen.status,
            status_cue=self._cue(sight, seen.status),
            background=seen.background,
            date=_own_date(sight, kind),
            said_in=self._said.key_around(self._document.span_of(sight.scene.sentence, sight.token)),
            mentions=tuple(sorted(self._span(other) for other in seen.mentions)),
            confidence=self._learned.network.calibration.confidence(seen),
            rules=draft.rules if same and draft is not None else (),
            opinion=_opinion(seen, draft),
            ruled=False,
            source_confidences=seen.source_chances,
            target_confidences=seen.target_chances,
        )

    def _sight(self, trigger: Trigger, signals: Signals, draft: EventDraft | None) -> _Sight:
        """Find the words of a trigger in the parse, with the row of the lexicon that fits them.

        Args:
            trigger: The trigger.
            signals: What the network is told.
            draft: The rules' event of the same type on these words, or None.
        """
        sentence = self._document.sentences[int(signals.sentences[trigger.rows[0]])]
        span = self._span(trigger)
        tokens = list(self._tokens(sentence, span))
        if len(tokens) > _LONGEST_TRIGGER:
            span = self._document.span_of(sentence, head_of(tokens))
            tokens = [head_of(tokens)]
        # What happened may have been told in several sentences; the rules' words count where they are these.
        is_here = draft is not None and draft.sentence == sentence
        hit = draft.hit if draft is not None and is_here else self._hit(sentence, tokens, TYPES[trigger.type])
        token = hit.token if hit is not None else head_of(tokens)
        scene = Scene(
            self._document, sentence, token.doc, self._cast, self._lexicon, self._said,
            Arguments(sentence, self._cast, self._lexicon),
        )  # fmt: skip
        carrier = None if hit is None else hit.carrier
        return _Sight(scene, span, token, hit, carrier, read_date(scene, token, carrier, span))

    def _circumstances(self, sight: _Sight, kind: EventType, finding: Finding | None) -> frozenset[str]:
        around = circumstances(sight.scene, sight.token, sight.carrier, kind, sight.date, sight.trigger)
        return around | draft_circumstances(finding, kind)

    def _judged(self, told: EventDraft, seen: SeenEvent | None) -> EventDraft:
        """Return an event of the rules with the network's opinion."""
        if seen is None:
            return replace(told, confidence=confidence_of(told))
        return replace(
            told,
            confidence=self._learned.network.calibration.confidence(seen),
            opinion=_opinion(seen, told),
            source_confidences=self._listed(seen.sources, seen.source_chances, told.sources),
            target_confidences=self._listed(seen.targets, seen.target_chances, told.targets),
        )

    def _listed(self, actors: tuple[int, ...], chances: tuple[float, ...], keys: tuple[str, ...]) -> tuple[float, ...]:
        """Return the chances in the order of the keys."""
        known = dict(zip((self._keys[actor] for actor in actors), chances, strict=True))
        return tuple(known[key] for key in keys)

    def _span(self, trigger: Trigger) -> Span:
        features = self._learned.encoded.features
        return Span(int(features.starts[trigger.rows[0]]), int(features.ends[trigger.rows[-1]]))

    def _tokens(self, sentence: Sentence, trigger: Span) -> Iterator[Token]:
        for token in self._document.parsed(sentence):
            if not token.is_space and self._document.span_of(sentence, token).overlaps(trigger):
                yield token

    def _hit(self, sentence: Sentence, tokens: Sequence[Token], kind: EventType) -> Hit | None:
        """Return the most specific row of the lexicon that fits one of the words and the type, or None."""
        lookup = Lookup(self._lexicon, Arguments(sentence, self._cast, self._lexicon))
        hits = [hit for token in tokens for hit in lookup.hits(token) if hit.pattern.type == kind]
        return max(hits, key=lambda hit: (hit.weight, -hit.token.i), default=None)

    def _cue(self, sight: _Sight, status: Status) -> Span | None:
        """Return the words that set a status, where they are among those that the rules know."""
        reading = read_status(sight.token, sight.carrier, self._lexicon)
        if reading.status != status or not reading.cue:
            return None
        return self._document.span_of(sight.scene.sentence, list(reading.cue))


def _own_date(sight: _Sight, kind: EventType) -> DateRange | None:
    """Return the date of an event; None for words whose clause only dates what they are about."""
    if sight.date is None or kind not in _WORDS or sight.token.pos_ != "VERB":
        return sight.date
    return None if is_of_what_is_judged(sight.scene, sight.token, sight.date) else sight.date


def _row_of(place: ActorMention) -> int:
    return place.row


def _opinion(seen: SeenEvent, draft: EventDraft | None) -> Opinion:
    return Opinion(
        event=seen.chance,
        type=seen.type_chance,
        status=seen.status_chance,
        sources=seen.role_chances[0],
        targets=seen.role_chances[1],
        background=seen.background_chance,
        rules=None if draft is None else f"{draft.type} {draft.status}",
    )
