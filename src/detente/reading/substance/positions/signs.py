"""Signs of a stance: every event and statement of an actor, with what it says of whom, before anybody weighs them.

A deed or word of conflict is a sign against its target, one of cooperation a sign for it. A demand is a sign for what
is demanded, unless that is an end, a ban or a withdrawal. What is denied turns. Acts that say nothing about a stance
(meetings) are signs of neither; they still count as dealings of the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.grammar import clauses
from detente.reading.substance.positions import words as stance
from detente.reading.substance.sayings import speakers_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from detente.knowledge import Codebook
    from detente.reading.cast import Cast
    from detente.reading.document import Document, Sentence
    from detente.reading.grammar.tokens import Token
    from detente.records import Actor, Event, Span, Statement
    from detente.records.claims import EventType

#: What an event type says of its source's stance: 1 for, -1 against. CONSULT and MOBILIZE alone say nothing.
POLARITY = {
    "AGREE": 1, "SUPPORT": 1, "CONCEDE": 1, "COOPERATE": 1, "AID": 1, "RETREAT": 1, "REQUEST": 1,
    "ACCUSE": -1, "REJECT": -1, "THREATEN": -1, "PROTEST": -1, "SANCTION": -1, "COERCE": -1, "ASSAULT": -1,
}  # fmt: skip

#: Types whose object may turn the stance: to welcome an end of the drills is to stand against the drills.
_TURNABLE = frozenset({"REQUEST", "SUPPORT", "AGREE", "REJECT"})

#: Deeds that an issue of the codebook may be named after.
_DEEDS = frozenset({"ASSAULT", "COERCE", "SANCTION"})

#: Acts that are done over what the other side does, and issues that one does not oppose by them: who condemns the
#: expulsion of envoys does not stand against diplomatic relations.
_REPROACHES = frozenset({"ACCUSE", "THREATEN", "PROTEST", "SANCTION", "COERCE", "ASSAULT", "MOBILIZE"})
_GOODS = frozenset(
    "talks diplomatic_relations recognition membership ceasefire peace_plan two_state defence_cooperation "
    "defence_spending arms_control humanitarian_aid economic_aid trade technology energy climate water fisheries "
    "migration border visas prisoners international_courts un_resolution peacekeeping human_rights democracy "
    "government".split()
)

#: What two do jointly against a third, or ask of it, unless the words say that they do it to each other.
_SPOKEN_AT_A_THIRD = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION"})

#: Sectors whose people stand for their state: a lawmaker may be against the government, not against the country.
_OF_STATE = frozenset({"GOV", "MIL", "LEG", "JUD"})

#: Last words of roles in which somebody speaks or works for an official.
_SERVANTS = frozenset({"spokesman", "spokeswoman", "spokesperson", "aide"})

#: So many targets of one act, and so many partners of a joint one, are looked at.
_TARGETS, _PARTNERS = 3, 2


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of a stance.

    Attributes:
        actor: Whose stance.
        toward: Whom it concerns; None if the words name nobody.
        way: How `toward` was found: "target", "named", "asked", "joint", "nobody"; for statements "said" or
            "said of nobody".
        polarity: 1 for, -1 against, 0 neither.
        traits: What is known of the event or statement, in words, for the scorers.
        key: The event or statement.
        order: Where it stands in the text.
        issue: The issue of the codebook that its words speak of, or None.
        event_type: PLOVER type of the event; None for a statement.
        certainty: The event's confidence; None for a statement, or where it is not estimated.
        words: Lemmas of what the act or statement says in so many words: verbs, nouns, adjectives and adverbs.
        is_deed: Whether the issue is the deed itself: who imposes sanctions is against whom they hit, not against them.
    """

    actor: str
    toward: str | None
    way: str
    polarity: int
    traits: frozenset[str]
    key: str
    order: int
    issue: str | None
    event_type: EventType | None = None
    certainty: float | None = None
    words: frozenset[str] = frozenset()
    is_deed: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """What every step needs to know about the article."""

    document: Document
    cast: Cast
    codebook: Codebook
    said: Mapping[str, Statement]
    events: Sequence[Event]


def read_signs(ground: Ground) -> list[Sign]:
    """Return the signs of an article, those of events before those of statements."""
    signs = [sign for event in ground.events for sign in _of_event(ground, event)]
    return signs + [sign for statement in ground.said.values() for sign in _of_statement(ground, statement)]


def own_side(cast: Cast, actors: Sequence[str]) -> list[str]:
    """Return the states and governments for which these actors speak: nobody stands for or against his own.

    Nor does a government's body towards its head or minister ("Kim's office rejected the charge"), nor a spokesperson
    towards the officials of the government for which he speaks.
    """
    speaking = [actor for actor in map(cast.actor, actors) if actor.sector in _OF_STATE and actor.country != "IGO"]
    countries = sorted({actor.country for actor in speaking if actor.country})
    governing = {actor.country for actor in speaking if actor.sector in {"GOV", "MIL"}}
    of_all = {a.country for a in speaking if _serves(a) or (a.sector == "GOV" and a.kind == "organization")}

    def is_own(other: Actor) -> bool:
        if other.kind == "state":
            return True
        is_governing = other.country in governing and other.sector == "GOV"
        return is_governing and (other.kind != "person" or other.country in of_all)

    return [key for country in countries for key in cast.of_country(country) if is_own(cast.actor(key))]


def _serves(actor: Actor) -> bool:
    """Tell whether an actor speaks or works for an official: a spokesman, an aide."""
    words = (actor.role or "").lower().split()
    return bool(words) and (words[-1] in _SERVANTS or words[-2:] == ["press", "secretary"])


# --- events ------------------------------------------------------------------------------------------------------


def _of_event(ground: Ground, event: Event) -> Iterator[Sign]:
    found = _token_at(ground.document, event.trigger)
    if found is None or not event.sources:
        return
    sentence, token = found
    if clauses.is_asked(token) or stance.denies_own_act(token) or _is_wanted_by_another(ground, event):
        return
    words = stance.said_by(token)
    polarity = POLARITY.get(event.type, 0)
    turned = event.type in _TURNABLE and not stance.praises(token) and stance.is_turned(words, token)
    if turned != (event.status == "denied"):
        polarity = -polarity
    issue = ground.codebook.issue_of(_forms(ground, sentence, words), event.type)
    if event.type in _REPROACHES and issue in _GOODS:
        issue = None
    is_deed = event.type in _DEEDS and issue == ground.codebook.issue_of((), event.type)
    traits = frozenset(_event_traits(ground, event, token, turned=turned))
    targets = [key for key in event.targets if key not in event.sources]
    for source in event.sources:
        partners = [key for key in event.sources if key != source]
        if event.type in _SPOKEN_AT_A_THIRD and not stance.is_mutual(words, token):
            partners = []  # "Oslo and Riga condemned the raid" says nothing of Oslo about Riga
        concerned: list[tuple[str | None, str]] = [(key, "joint") for key in partners[:_PARTNERS]]
        if targets or not partners:
            concerned = _concerned(ground, event, sentence, words, targets)
        for toward, way in concerned:
            yield Sign(
                actor=source,
                toward=toward,
                way=way,
                polarity=polarity,
                traits=traits,
                key=event.key,
                order=event.trigger.start,
                issue=issue,
                event_type=event.type,
                certainty=event.confidence,
                words=stance.content_words(words),
                is_deed=is_deed,
            )


def _is_wanted_by_another(ground: Ground, event: Event) -> bool:
    """Tell whether an act is only what somebody else wants of its sources: "urged Oslo to observe the truce"."""
    speakers = speakers_of(ground.said.get(event.said_in or ""))
    return event.status == "proposed" and bool(speakers) and not set(speakers) & set(event.sources)


def _event_traits(ground: Ground, event: Event, token: Token, *, turned: bool) -> Iterator[str]:
    yield event.type
    yield f"{event.type} {event.status}"
    yield event.status
    yield f"by {token.lemma_.lower()}"
    if turned:
        yield f"{event.type} of an end"
    if event.background:
        yield "background"
    if event.mentions:
        yield "told again"
    if token.pos_ != "VERB":
        yield "as a noun"
    speakers = speakers_of(ground.said.get(event.said_in or ""))
    yield "told" if event.said_in is None else "said by itself" if set(speakers) & set(event.sources) else "hearsay"


def _concerned(
    ground: Ground, event: Event, sentence: Sentence, words: list[Token], targets: list[str]
) -> list[tuple[str | None, str]]:
    """Return whom an act may concern, with how that was found: its targets, whom its words name, a third."""
    found: list[tuple[str | None, str]] = [(key, "target") for key in targets[:_TARGETS]]
    own = own_side(ground.cast, event.sources)
    named = _named_in(ground, ((sentence, word) for word in words), (*event.sources, *own))
    if named is not None and named not in targets:
        found.append((named, "named"))
    third = _asked_for(ground, event)
    if third is not None and third not in {key for key, _ in found}:
        found.append((third, "asked"))
    return found or [(None, "nobody")]


def _asked_for(ground: Ground, event: Event) -> str | None:
    """Return the third towards whom somebody is asked to act: "urged the bloc to ease its sanctions on Mali"."""
    if event.type != "REQUEST" or not event.targets:
        return None
    here = ground.document.sentence_at(event.trigger.start)
    sides = {*event.sources, *event.targets, *own_side(ground.cast, event.sources)}
    for other in ground.events:
        third = other.targets and not sides.intersection(other.targets)
        asked = other.status == "proposed" and other.type in POLARITY and set(other.sources) == set(event.targets)
        if asked and third and ground.document.sentence_at(other.trigger.start) == here:
            return other.targets[0]
    return None


def _forms(ground: Ground, sentence: Sentence, words: list[Token]) -> tuple[tuple[str, str], ...]:
    """Return the forms of words as a codebook wants them, without what bodies are called: "Democratic Forces"."""
    document, here = ground.document, sentence.span
    named = [
        mention.span
        for actor in ground.cast.actors
        if actor.kind in {"group", "organization"}
        for mention in actor.mentions
        if mention.form == "name" and here.contains(mention.span) and " " in mention.span.words(document.text)
    ]
    if not named:
        return stance.forms(words)
    places = document.places(sentence)
    return stance.forms([t for t in words if not any(span.contains(places[t.i]) for span in named)])


def _token_at(document: Document, span: Span) -> tuple[Sentence, Token] | None:
    """Return the head word of a trigger: its first verb, else its last word."""
    inside = document.tokens_in(span)
    if not inside:
        return None
    return next(((s, t) for s, t in inside if t.pos_ == "VERB"), inside[-1])


def _named_in(ground: Ground, words: Iterable[tuple[Sentence, Token]], without: tuple[str, ...]) -> str | None:
    """Return the first actor named among words other than `without`, or None."""
    for sentence, token in words:
        for key in ground.cast.of_token(sentence, token, joined=False):
            if key not in without:
                return key
    return None


# --- statements --------------------------------------------------------------------------------------------------


def _of_statement(ground: Ground, statement: Statement) -> Iterator[Sign]:
    speakers = speakers_of(statement)
    if not speakers or not statement.cue:
        return
    content = ground.document.tokens_in(statement.content[0])
    cue = [t for part in statement.cue for _, t in ground.document.tokens_in(part)]
    if not content or not cue or clauses.is_asked(cue[0]) or any(map(stance.denies_own_act, cue)):
        return
    words = [t for _, t in content]
    by_cue = stance.cue_polarity(cue)
    turned = bool(by_cue) and stance.is_turned(words, cue[0]) and words[0].i > cue[-1].i
    if turned:
        by_cue = -by_cue
    by_content = stance.content_polarity(words)
    named = _named_in(ground, content, (*speakers, *own_side(ground.cast, speakers)))
    issue = ground.codebook.issue_of(_forms(ground, content[0][0], words))
    if (by_cue or by_content) < 0 and not turned and issue in _GOODS:
        issue = None
    traits = frozenset(_statement_traits(statement, cue, words, by_cue, by_content))
    for speaker in speakers:
        yield Sign(
            actor=speaker,
            toward=named,
            way="said" if named else "said of nobody",
            polarity=by_cue or by_content,
            traits=traits | ({"a word of an end"} if turned else frozenset()),
            key=statement.key,
            order=statement.cue[0].start,
            issue=issue,
            words=stance.content_words(words),
        )


def _statement_traits(
    statement: Statement, cue: list[Token], words: list[Token], by_cue: int, by_content: int
) -> Iterator[str]:
    yield "a statement"
    yield f"{statement.kind} speech"
    yield f"cue {cue[0].lemma_.lower()}"
    yield f"cue says {by_cue:+d}"
    yield f"content says {by_content:+d}"
    if not by_cue and not by_content:
        yield "says nothing of a stance"
    if any(t.dep_ == "neg" for t in words):
        yield "content denied"
    if any(t.lower_ in {"must", "should"} for t in words):
        yield "content must"
