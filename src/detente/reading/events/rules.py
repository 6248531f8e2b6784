"""Rules that turn what the words say into what PLOVER calls it: the future of cooperation is an agreement, and so on.

Sources: PLOVER manual, draft 2.0, sections 3.1 (future cooperation is AGREE), 3.4 and 3.7 (a retreat that is only
announced is CONCEDE), 3.11 (threats).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from detente.knowledge.plover.types import AGREED_BEFORE, COOPERATION, MATERIAL_CONFLICT, YIELDING
from detente.reading.events.model import EventDraft, Hit
from detente.reading.grammar import syntax

if TYPE_CHECKING:
    from detente.reading.events.scene import Scene
    from detente.reading.grammar.tokens import Token
    from detente.records import EventType, Statement

_FUTURE = frozenset({"will", "would", "'ll", "shall", "wo"})
_MUST = frozenset({"must", "should", "ought"})
#: Lemmas without which no sentence says what somebody must do.
DUTY = _MUST | {"need", "have"}
_ANNOUNCES = frozenset({"announce", "unveil"})
_INTENT = {"CONSULT": "036", "SUPPORT": "032", "COOPERATE": "031", "AID": "033", "RETREAT": "0356", "CONCEDE": "034"}
_THREAT = {"SANCTION": "131", "COERCE": "132", "ASSAULT": "138", "PROTEST": "133", "MOBILIZE": "138"}


def settle(scene: Scene, draft: EventDraft) -> EventDraft | str:
    """Return the draft as PLOVER has it, or why it is no event."""
    own = _own_word(scene, draft)
    future = _future_aux(draft)
    if draft.status == "denied" and _is_asked(draft.token, scene):
        return "asked not to be done"
    if own is not None and future is not None:
        changed = _declared(draft, own, scene)
        if changed is not None:
            return changed
    if draft.said_in is None and draft.status == "denied" and future is not None and draft.type in COOPERATION:
        return _turn(draft, "REJECT", "120", "will not")
    if draft.status == "promised" or (draft.status == "conditional" and future is not None):
        return _still_to_come(draft)
    return draft


def _own_word(scene: Scene, draft: EventDraft) -> Statement | None:
    """Return the statement in which an actor speaks of an act of its own, or None."""
    if draft.said_in is None:
        return None
    statement = scene.said.statement(draft.said_in)
    speakers = {*statement.speakers, *statement.on_behalf_of}
    if speakers.intersection(draft.sources):
        return statement
    countries = set(scene.cast.countries(speakers)) & set(scene.cast.countries(draft.sources))
    return statement if countries - {"IGO"} else None


def _future_aux(draft: EventDraft) -> Token | None:
    for verb in (draft.token, draft.carrier):
        if verb is None:
            continue
        node = verb
        for _ in range(3):
            for child in node.children:
                if child.dep_ == "aux" and child.lower_ in _FUTURE:
                    return child
            if node.dep_ not in {"xcomp", "conj"}:
                break
            node = node.head
    return None


def _declared(draft: EventDraft, statement: Statement, scene: Scene) -> EventDraft | None:
    """Read "said it would …": a threat, an agreement, a concession or a refusal, by what is to be done."""
    if draft.status == "denied" and draft.type in COOPERATION:
        return _turn(draft, "REJECT", "120", "says that it will not")
    if draft.status != "promised":
        return None
    if draft.type in MATERIAL_CONFLICT and not _announced(statement, scene):
        return _turn(draft, "THREATEN", _THREAT[draft.type], "says that it will do harm")
    if draft.type in AGREED_BEFORE:
        return _turn(draft, "AGREE", _INTENT[draft.type], "says that it will cooperate")
    if draft.type in YIELDING:
        return _turn(draft, "CONCEDE", draft.cameo, "says that it will yield")
    return None


def _announced(statement: Statement, scene: Scene) -> bool:
    cue = " ".join(span.words(scene.document.text).lower() for span in statement.cue)
    return any(word in cue for word in _ANNOUNCES)


def _turn(draft: EventDraft, to: EventType, cameo: str | None, rule: str) -> EventDraft:
    return replace(draft, type=to, cameo=cameo, status="actual", status_cue=None, rules=(*draft.rules, rule))


def _still_to_come(draft: EventDraft) -> EventDraft:
    """Read an act that is only planned: PLOVER has future cooperation as AGREE, a future retreat as CONCEDE."""
    if draft.type in AGREED_BEFORE:
        return replace(draft, type="AGREE", cameo=_INTENT[draft.type], rules=(*draft.rules, "future cooperation"))
    if draft.type == "RETREAT":
        return replace(draft, type="CONCEDE", rules=(*draft.rules, "future retreat"))
    return draft


def _is_asked(token: Token, scene: Scene) -> bool:
    """Tell whether a negated act is what somebody is urged not to do."""
    if token.dep_ not in {"xcomp", "ccomp", "advcl", "pcomp"}:
        return False
    head = token.head if token.head.pos_ != "ADP" else token.head.head
    return any(c.status == "proposed" for c in scene.lexicon.cues.get(("verb", head.lemma_.lower()), ()))


def modal_requests(scene: Scene) -> list[EventDraft]:
    """Return the requests that lie in "X said that Y must …": by the speaker, of the one who must."""
    found = []
    for token in scene.doc:
        obliged = _obliged(token)
        if obliged is None:
            continue
        trigger = scene.document.span_of(scene.sentence, token)
        key = scene.said.key_around(trigger)
        speakers = () if key is None else scene.said.statement(key).speakers
        speakers = speakers or _who_says(scene, token)
        targets = tuple(k for s in obliged for k in scene.arguments.phrases.of(s) if k not in speakers)
        if speakers and targets and not any(c.dep_ == "neg" for c in token.head.children if token.lower_ == "need"):
            found.append(_request(scene, token, (speakers, targets), key))
    return found


def _who_says(scene: Scene, token: Token) -> tuple[str, ...]:
    """Return the subject of the verb in whose that-clause a word stands."""
    node = token
    for above in syntax.ancestors(token):
        if node.dep_ == "ccomp" and above.pos_ == "VERB":
            return tuple(k for s in syntax.agents(above, frozenset()) for k in scene.arguments.phrases.inside(s))
        if node.dep_ not in {"aux", "ccomp", "conj"}:
            return ()
        node = above
    return ()


def _obliged(token: Token) -> list[Token] | None:
    """Return the subjects of a verb of duty: "must", "should", "needs to", "has to"."""
    if token.dep_ == "aux" and token.lower_ in _MUST:
        verb = token.head
    elif (
        token.lemma_ in {"need", "have"}
        and token.pos_ in {"VERB", "AUX"}
        and any(c.dep_ == "xcomp" and any(g.lower_ == "to" for g in c.children) for c in token.children)
    ):
        verb = token
    else:
        return None
    if any(c.dep_ == "aux" and c.lower_ in _FUTURE for c in verb.children):
        return None
    subjects = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
    return subjects or syntax.understood_subject(verb, frozenset())


def _request(
    scene: Scene, token: Token, actors: tuple[tuple[str, ...], tuple[str, ...]], key: str | None
) -> EventDraft:
    pattern = scene.lexicon.pattern("v-must-1")
    return EventDraft(
        sentence=scene.sentence,
        token=token,
        hit=Hit(token, pattern, None, None, 1),
        type="REQUEST",
        cameo=pattern.cameo,
        sources=actors[0],
        targets=actors[1],
        trigger=scene.document.span_of(scene.sentence, token),
        status="actual",
        status_cue=None,
        background=False,
        date=None,
        said_in=key,
        rules=("says what another must do",),
    )
