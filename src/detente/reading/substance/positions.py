"""Positions: where an actor stands on another actor or on an issue, as one article shows it.

Every position rests on statements or events. A deed or word of conflict is a position against its target: whoever
imposes sanctions stands against relations with it. One of cooperation is a position for it. A demand is a position for
what is demanded, unless that is an end, a ban or a withdrawal: then it is one against what shall end. Acts that say
nothing about a stance (meetings) give none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.reading.grammar import clauses
from detente.reading.grammar.markers import load_words
from detente.reading.substance.sayings import speakers_of
from detente.records import Position

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from spacy.tokens import Token

    from detente.knowledge import Codebook
    from detente.reading.cast import Cast
    from detente.reading.document import Document, Sentence
    from detente.records import Event, Span, Statement
    from detente.records.claims import Stance

_TABLE = "stance_words.tsv"

#: What an event type says of its source's stance: 1 for, -1 against. CONSULT and MOBILIZE alone say nothing.
_POLARITY = {
    "AGREE": 1, "SUPPORT": 1, "CONCEDE": 1, "COOPERATE": 1, "AID": 1, "RETREAT": 1, "REQUEST": 1,
    "ACCUSE": -1, "REJECT": -1, "THREATEN": -1, "PROTEST": -1, "SANCTION": -1, "COERCE": -1, "ASSAULT": -1,
}  # fmt: skip

#: Types whose object may turn the stance: to welcome an end of the drills is to stand against the drills.
_TURNABLE = frozenset({"REQUEST", "SUPPORT", "AGREE", "REJECT"})

#: Deeds of conflict, which without a target may be no more than a topic ("the war").
_DEEDS = frozenset({"ASSAULT", "COERCE"})

#: Words of conflict that make a sanction without a target their topic ("criticised the tariffs").
_ABOUT = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "PROTEST"})

#: Used where neither pattern nor event type names an issue.
_OTHER_ISSUE = "relations"

#: The issue whose "for" is a stance against the actor it concerns.
_SANCTIONS = "sanctions"


@dataclass(frozen=True, slots=True)
class _Evidence:
    """One sign of a stance."""

    actor: str
    toward: str | None
    issue: str
    polarity: int
    key: str
    order: int


@dataclass(frozen=True, slots=True)
class _Ground:
    """What every step needs to know about the article."""

    document: Document
    cast: Cast
    codebook: Codebook
    said: Mapping[str, Statement]
    events: Sequence[Event]


def read_positions(
    document: Document,
    cast: Cast,
    statements: Sequence[Statement],
    events: Sequence[Event],
    codebook: Codebook,
    *,
    members: Callable[[str], frozenset[str]] | None = None,
) -> tuple[Position, ...]:
    """Return the positions that an article shows, in the order of their first evidence; keys "p1", "p2" and so on.

    Args:
        document: The article being read.
        cast: Its actors.
        statements: Its statements.
        events: Its events.
        codebook: The issues.
        members: From the entity id of a bloc to the ISO 3166-1 alpha-3 codes of its members on the article's day,
            empty for what is no bloc; None if nothing is known of blocs, and then nobody is marked as dissenting.
    """
    ground = _Ground(document, cast, codebook, {statement.key: statement for statement in statements}, events)
    signs: list[_Evidence] = []
    for event in events:
        if not _is_topic(document, event, events):
            signs.extend(_from_event(ground, event))
    for statement in statements:
        signs.extend(_from_statement(ground, statement, signs))
    signs.sort(key=lambda s: (s.order, s.key))
    groups: dict[tuple[str, str | None, str], list[_Evidence]] = {}
    for sign in signs:
        groups.setdefault((sign.actor, sign.toward, sign.issue), []).append(sign)
    positions = [
        Position(f"p{n}", actor, toward, issue, _stance(group), dissent=False, evidence=_keys(group))
        for n, ((actor, toward, issue), group) in enumerate(groups.items(), start=1)
    ]
    return _with_dissent(cast, positions, members)


def _stance(group: list[_Evidence]) -> Stance:
    signs = {sign.polarity for sign in group}
    if signs == {1}:
        return "for"
    return "against" if signs == {-1} else "mixed"


def _keys(group: list[_Evidence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sign.key for sign in group))


def _is_topic(document: Document, event: Event, events: Sequence[Event]) -> bool:
    """Tell whether a deed without a target is only what others speak of, and shows no stance of its source."""
    if event.targets or event.type not in _DEEDS | {"SANCTION"}:
        return False
    if event.type in _DEEDS:
        return True
    here = document.sentence_at(event.trigger.start)
    others = (e for e in events if e.type in _ABOUT and e.sources != event.sources)
    return any(document.sentence_at(e.trigger.start) == here for e in others)


# --- events ------------------------------------------------------------------------------------------------------


def _from_event(ground: _Ground, event: Event) -> list[_Evidence]:
    """Return what an event shows of its sources' stance; an act asked of somebody shows nothing of theirs."""
    polarity = _POLARITY.get(event.type)
    if polarity is None or event.status in {"proposed", "possible"} or _is_wished(ground, event):
        return []
    if event.status == "denied":
        if polarity < 0:
            return []
        polarity = -polarity
    found = _token_at(ground.document, event.trigger)
    if found is None:
        return []
    sentence, token = found
    words = _said_by(token)
    if event.type in _TURNABLE and _is_turned(words, token):
        polarity = -polarity
    issue = ground.codebook.issue_of(_forms(words), event.type) or _OTHER_ISSUE
    if event.type in _DEEDS | {"SANCTION"} and issue == ground.codebook.issue_of((), event.type):
        issue = _OTHER_ISSUE
    targets = [key for key in event.targets if key not in event.sources]
    toward = targets[0] if targets else None
    if toward is None or (event.type == "REQUEST" and toward not in ground.cast.within(sentence.span)):
        # Whom a request before was put to says less than whom its words are about: "called for easing the ban on Mali".
        own = _own_side(ground.cast, event.sources)
        toward = _named_in(ground, sentence, words, (*event.sources, *own)) or toward
    asked = _asked_act(ground, event)
    if asked is not None:
        toward, polarity = asked.targets[0], _POLARITY[asked.type] * (-1 if issue == _SANCTIONS else 1)
    reciprocal = len(event.sources) == 2 and not targets and event.type in {"AGREE", "COOPERATE"}
    signs = []
    for place, source in enumerate(event.sources):
        other = event.sources[1 - place] if reciprocal else toward
        signs.append(_Evidence(source, other, issue, polarity, event.key, event.trigger.start))
    return signs


def _asked_act(ground: _Ground, event: Event) -> Event | None:
    """Return the act towards a third that somebody is asked for: "urged the bloc to ease its sanctions on Mali"."""
    if event.type != "REQUEST" or not event.targets:
        return None
    here = ground.document.sentence_at(event.trigger.start)
    sides = {*event.sources, *event.targets, *_own_side(ground.cast, event.sources)}
    for other in ground.events:
        third = other.targets and not sides.intersection(other.targets)
        asked = other.status == "proposed" and other.type in _POLARITY and set(other.sources) == set(event.targets)
        if asked and third and ground.document.sentence_at(other.trigger.start) == here:
            return other
    return None


def _is_wished(ground: _Ground, event: Event) -> bool:
    """Tell whether a conditional or promised act is told by another than who would do it: no stance of its source."""
    if event.status not in {"conditional", "promised"} or event.said_in is None:
        return False
    said = ground.said.get(event.said_in)
    return said is not None and not set(speakers_of(said)) & set(event.sources)


def _token_at(document: Document, span: Span) -> tuple[Sentence, Token] | None:
    """Return the head word of a trigger: its first verb, else its last word."""
    inside = document.tokens_in(span)
    if not inside:
        return None
    return next(((s, t) for s, t in inside if t.pos_ == "VERB"), inside[-1])


def _said_by(token: Token) -> list[Token]:
    """Return a trigger with its objects and complements, in order."""
    head = token
    if token.pos_ not in {"VERB", "AUX"} and token.dep_ in {"dobj", "pobj", "attr"}:
        head = clauses.clause_head(token)
    nominal = set() if head == token else {t.i for t in token.subtree}
    # "Sanctions and aid for Kyiv": what is joined to a noun is another act, with words of its own.
    joined = [c for c in token.children if c.dep_ == "conj" and token.pos_ == "NOUN"]
    beside = {t.i for c in token.children if joined and c.i >= joined[0].i for t in c.subtree}
    words = [t for t in head.subtree if (t.i >= head.i or t.i in nominal) and t.i not in beside]
    subject = clauses.subject(head)
    if any(c.dep_ in {"nsubjpass"} for c in head.children) and subject is not None:
        words = [*subject.subtree, *words]
    return sorted(clauses.without_attribution(words, head), key=lambda t: t.i)


def _is_turned(words: list[Token], trigger: Token) -> bool:
    """Tell whether what is wanted is an end, a ban or a withdrawal: by an odd number of such words."""
    turning = load_words(_TABLE)["reverser"]
    count = 0
    for token in words:
        if token.i <= trigger.i or token.i > trigger.i + 14:
            continue
        governed = token.dep_ in {
            "dobj",
            "pobj",
            "xcomp",
            "ccomp",
            "advcl",
            "pcomp",
            "prep",
            "acl",
            "nsubjpass",
            "ROOT",
        }
        if (token.lemma_.lower() in turning and governed and not _is_object_of_turner(token, turning)) or (
            token.dep_ == "neg" and token.head.dep_ in {"xcomp", "ccomp"}
        ):
            count += 1
    return count % 2 == 1


def _is_object_of_turner(token: Token, turning: frozenset[str]) -> bool:
    """Tell whether "against" only belongs to a word before it, as in "lift the ban against"."""
    if token.lower_ != "against":
        return False
    head = token.head
    return head.lemma_.lower() in turning or head.lemma_.lower() in {
        "sanction",
        "war",
        "attack",
        "offensive",
        "measure",
    }


def _forms(words: list[Token]) -> tuple[tuple[str, str], ...]:
    return tuple((t.lower_, t.lemma_.lower()) for t in words)


def _named_in(ground: _Ground, sentence: Sentence, words: list[Token], without: tuple[str, ...]) -> str | None:
    """Return the first actor named among words other than `without`, or None."""
    for token in words:
        for key in ground.cast.of_token(sentence, token, joined=False):
            if key not in without:
                return key
    return None


# --- statements --------------------------------------------------------------------------------------------------


def _from_statement(ground: _Ground, statement: Statement, known: list[_Evidence]) -> list[_Evidence]:
    """Return what a statement shows of its speakers' stance: by its cue, or by what its content says outright."""
    speakers = speakers_of(statement)
    if not speakers or not statement.cue:
        return []
    content = ground.document.tokens_in(statement.content[0])
    cue = [t for part in statement.cue for _, t in ground.document.tokens_in(part)]
    if not content or not cue:
        return []
    words = [t for _, t in content]
    polarity = _cue_polarity(cue)
    if polarity and _is_turned(words, cue[0]) and words[0].i > cue[-1].i:
        polarity = -polarity
    if not polarity:
        polarity = _content_polarity(words)
    if not polarity:
        return []
    sentence = content[0][0]
    issue = ground.codebook.issue_of(_forms(words)) or _OTHER_ISSUE
    toward = _named_in(ground, sentence, words, (*speakers, *_own_side(ground.cast, speakers)))
    order = statement.cue[0].start
    signs = []
    for key in speakers:
        beside = _near(key, order, known, ground.document)
        sign = _Evidence(key, toward, issue, polarity, statement.key, order)
        signs.append(sign if beside is None else replace(beside, key=statement.key, order=order))
    return signs


def _own_side(cast: Cast, speakers: Sequence[str]) -> list[str]:
    """Return the states and governments for which the speakers speak: nobody stands for or against his own."""
    countries = {a.country for a in map(cast.actor, speakers) if a.sector in {"GOV", "MIL"}} - {None, "IGO"}
    own = [key for country in sorted(c for c in countries if c) for key in cast.of_country(country)]
    return [
        k
        for k in own
        if cast.actor(k).kind == "state" or (cast.actor(k).kind != "person" and cast.actor(k).sector == "GOV")
    ]


def _near(actor: str, order: int, known: list[_Evidence], document: Document) -> _Evidence | None:
    """Return what an event in the same sentence already shows of the actor; the statement is further evidence of it."""
    here = document.sentence_at(order)
    for other in known:
        there = document.sentence_at(other.order)
        if other.actor == actor and here is not None and there is not None and here.index == there.index:
            return other
    return None


def _cue_polarity(cue: list[Token]) -> int:
    """Return what the cue itself says: "urged" 1, "condemned" -1, "said" 0."""
    words = load_words(_TABLE)
    lemmas = {t.lemma_.lower() for t in cue}
    joined = "-".join(t.lemma_.lower() for t in cue)
    denied = any(c.dep_ == "neg" for t in cue for c in t.children)
    if lemmas & words["against-cue"] or joined in words["against-cue"]:
        return 1 if denied else -1
    if lemmas & words["for-cue"] or joined in words["for-cue"]:
        return -1 if denied else 1
    return 0


def _content_polarity(words: list[Token]) -> int:
    """Return what a content says outright: "we support …", "we will never accept …", "the raid was a crime"."""
    lists = load_words(_TABLE)
    head = next((t for t in words if t.pos_ in {"VERB", "AUX"} and t.dep_ in {"ROOT", "ccomp", "parataxis"}), None)
    lemmas = [t.lemma_.lower() for t in words]
    if head is not None:
        subject = clauses.subject(head)
        denied = any(c.dep_ == "neg" for c in head.children)
        own = subject is not None and subject.lower_ in {"we", "i", "he", "she", "it", "they"}
        if own and head.lemma_.lower() in lists["accepting"]:
            return -1 if denied else 1
        if own and head.lemma_.lower() in lists["refusing"]:
            return 1 if denied else -1
        if head.lemma_ == "work" and denied:
            return -1
    blames = sum(lemma in lists["blame-word"] for lemma in lemmas)
    praises = sum(lemma in lists["praise-word"] for lemma in lemmas)
    if blames == praises:
        return 0
    return -1 if blames > praises else 1


# --- dissent -----------------------------------------------------------------------------------------------------


def _with_dissent(
    cast: Cast, positions: list[Position], members: Callable[[str], frozenset[str]] | None
) -> tuple[Position, ...]:
    """Mark the positions by which a bloc's member leaves the bloc's line: same issue or actor, the other stance."""
    if members is None:
        return tuple(positions)
    lines = []
    for position in positions:
        entity = cast.actor(position.actor).entity
        belonging = frozenset() if entity is None else members(entity)
        if belonging:
            lines.append((position, belonging))
    return tuple(replace(p, dissent=any(_leaves(cast, p, *line) for line in lines)) for p in positions)


def _leaves(cast: Cast, position: Position, line: Position, belonging: frozenset[str]) -> bool:
    country = cast.actor(position.actor).country
    return country in belonging and position.actor != line.actor and _opposes(position, line)


def _favours(position: Position) -> Stance:
    """Return the stance towards the other actor: who stands against sanctions on somebody stands for them."""
    turned: dict[Stance, Stance] = {"for": "against", "against": "for", "mixed": "mixed"}
    return turned[position.stance] if position.issue == _SANCTIONS else position.stance


def _opposes(position: Position, line: Position) -> bool:
    if position.toward is not None and position.toward == line.toward:
        return {_favours(position), _favours(line)} == {"for", "against"}
    return position.issue == line.issue != _OTHER_ISSUE and {position.stance, line.stance} == {"for", "against"}
