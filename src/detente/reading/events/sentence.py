"""One sentence → drafts of its events: which words carry one, which are part of another, and who does what to whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from detente.knowledge.plover.types import YIELDING
from detente.reading.events.arguments import Arguments
from detente.reading.events.listed import lemmas_of, listed_words
from detente.reading.events.lookup import Lookup
from detente.reading.events.model import Dropped, EventDraft
from detente.reading.events.politics import are_private, is_sport, speaks_against
from detente.reading.events.rules import DUTY, modal_requests, settle
from detente.reading.events.scene import Scene
from detente.reading.events.status import StatusFound, read_status
from detente.reading.events.timing import read_time
from detente.reading.grammar import syntax

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.knowledge.plover import EventLexicon
    from detente.reading.cast import Cast
    from detente.reading.document import Document, Sentence
    from detente.reading.events.model import Hit
    from detente.reading.grammar.tokens import Token
    from detente.reading.said import Said
    from detente.records import DateRange, Span

_FINITE = frozenset({"relcl", "advcl", "parataxis"})
_MAX_TRIGGER_GAP = 4
#: Marks a draft whose actors only the sentences before can tell; it is dropped if they do not.
LEFT_OPEN = "left to somebody told before"
_OWED = frozenset({"CONCEDE", "AID", "COOPERATE"})


def code_sentence(
    document: Document, sentence: Sentence, cast: Cast, lexicon: EventLexicon, said: Said
) -> tuple[list[EventDraft], list[Dropped]]:
    """Return the events of one sentence in the order of the text, and the words that were left out.

    Args:
        document: The article being read.
        sentence: The sentence.
        cast: The article's actors.
        lexicon: The event tables.
        said: The article's statements.

    Returns:
        The drafts, actors of a request and of the act that it asks for shared; and each word of the tables that carries
        no event here, with the reason.
    """
    doc = document.parsed(sentence)
    lemmas = lemmas_of(doc)
    places = listed_words(doc, lemmas, lexicon)
    if not places and DUTY.isdisjoint(lemmas):
        return [], []
    tokens = [doc[place] for place in places]
    scene = Scene(document, sentence, doc, cast, lexicon, said, Arguments(sentence, cast, lexicon))
    requests = [] if DUTY.isdisjoint(lemmas) else modal_requests(scene)
    if not tokens and not requests:
        return [], []
    if is_sport(doc, lemmas, lexicon):
        return [], [_dropped(scene, token, "-", "sport") for token in tokens[:1]]
    hits, dropped = _choose(scene, tokens)
    drafts = [*requests]
    for hit in hits:
        draft = _draft(scene, hit)
        if isinstance(draft, EventDraft):
            drafts.append(draft)
        else:
            dropped.append(_dropped(scene, hit.token, hit.pattern.key, draft))
    drafts.sort(key=lambda d: d.trigger)
    return _share_actors(drafts), dropped


def _choose(scene: Scene, tokens: Sequence[Token]) -> tuple[list[Hit], list[Dropped]]:
    """Return the pattern of each word that carries an event of its own, words nearer the root first."""
    lookup = Lookup(scene.lexicon, scene.arguments)
    hits: list[Hit] = []
    dropped: list[Dropped] = []
    taken: dict[int, str] = {}
    for token in sorted(tokens, key=lambda t: (syntax.depth(t), t.i)) if len(tokens) > 1 else tokens:
        hit = lookup.best(token)
        if hit is None:
            continue
        if token.i in taken:
            dropped.append(_dropped(scene, token, hit.pattern.key, f"part of {taken[token.i]}"))
            continue
        hits.append(hit)
        for other in _absorbed(hit):
            taken.setdefault(other.i, hit.pattern.key)
    return hits, dropped


def _absorbed(hit: Hit) -> list[Token]:
    """Return the words that are part of this event and carry none of their own."""
    found = [] if hit.theme is None else [hit.theme, *(c for c in hit.theme.children if c.dep_ == "conj")]
    found += syntax.particle_tokens(hit.token, hit.pattern.particles)
    if hit.carrier is not None:
        found.append(hit.carrier)
    if hit.pattern.inner == "absorb":
        for child in hit.token.children:
            if child.dep_ not in {*_FINITE, "conj", "nsubj", "nsubjpass", "aux", "poss"} or _is_to_clause(child):
                found.extend(_nominal_subtree(child))
    return found


def _is_to_clause(token: Token) -> bool:
    return token.dep_ == "advcl" and any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children)


def _nominal_subtree(token: Token) -> list[Token]:
    """Return a word with all below it, but not finite clauses that tell something else."""
    found = [token]
    for child in token.children:
        if child.dep_ not in _FINITE or _is_to_clause(child):
            found.extend(_nominal_subtree(child))
    return found


def _draft(scene: Scene, hit: Hit) -> EventDraft | str:
    """Return the event that a word carries, or why it is none."""
    against = speaks_against(hit, scene.arguments, scene.lexicon)
    if against is not None:
        return against
    sources = scene.arguments.sources(hit)
    targets = scene.arguments.targets(hit, sources)
    status = read_status(hit.token, hit.carrier, scene.lexicon)
    blaming = None if sources else scene.arguments.blaming_verb(hit)
    if blaming is not None:
        sources = tuple(key for key in scene.arguments.blamed(blaming) if key not in targets)
        status = StatusFound("possible", (blaming,)) if sources and status.status == "actual" else status
    left_open = not sources and not targets and not _speaks_for_itself(scene, hit)
    if left_open and not (status.status == "proposed" and hit.pattern.type in YIELDING and hit.token.dep_ == "pcomp"):
        return "no actor"
    if not left_open and are_private(map(scene.cast.actor, (*sources, *targets))):
        return "private people"
    if any(c.slot == "NEG" for c in hit.pattern.conditions) and status.status == "denied":
        status = StatusFound("actual", ())
    trigger = scene.document.span_of(scene.sentence, _trigger(hit))
    background, date = read_time(scene, hit, trigger)
    draft = EventDraft(
        sentence=scene.sentence,
        token=hit.token,
        hit=hit,
        type=hit.pattern.type,
        cameo=hit.pattern.cameo,
        sources=sources,
        targets=targets,
        trigger=trigger,
        status="promised" if status.status == "actual" and _lies_ahead(scene, hit, date) else status.status,
        status_cue=_cue_span(scene, status),
        background=background,
        date=date,
        said_in=scene.said.key_around(scene.document.span_of(scene.sentence, hit.token)),
        rules=(LEFT_OPEN,) if left_open else (),
    )
    return settle(scene, draft)


def _lies_ahead(scene: Scene, hit: Hit, date: DateRange | None) -> bool:
    """Tell whether an event is dated behind the article's day: it has not happened yet, unless its verb is past."""
    published = scene.document.article.published
    if date is None or published is None or date.start <= published:
        return False
    return (hit.carrier or hit.token).tag_ != "VBD"


def _speaks_for_itself(scene: Scene, hit: Hit) -> bool:
    """Tell whether a noun is made political by its own adjective, in an article that has actors: "diplomatic freeze".

    Its source and target then stay empty and become gaps: the text knows them, the sentence does not say.
    """
    specific = hit.pattern.part == "n" and any(c.slot == "mod" and c.words for c in hit.pattern.conditions)
    return specific and bool(scene.cast.actors)


def _cue_span(scene: Scene, status: StatusFound) -> Span | None:
    if not status.cue:
        return None
    return scene.document.span_of(scene.sentence, list(status.cue))


def _trigger(hit: Hit) -> list[Token]:
    """Return the words that carry the event: verb and particle, verb and what it acts with, noun and light verb."""
    words = [hit.token, *syntax.particle_tokens(hit.token, hit.pattern.particles)]
    for other in (hit.theme, hit.carrier):
        if (
            other is not None
            and abs(other.i - hit.token.i) <= _MAX_TRIGGER_GAP
            and other.dep_ not in {"nsubj", "nsubjpass"}
        ):
            words.append(other)
    return words


def _share_actors(drafts: list[EventDraft]) -> list[EventDraft]:
    """Let a request and the act that it asks for lend each other the actor that one of them leaves out."""
    done: list[EventDraft] = []
    for draft in drafts:
        asked = [d for d in drafts if d is not draft and d.status == "proposed" and _governs(draft, d)]
        asking = [d for d in drafts if d is not draft and d.type == "REQUEST" and _governs(d, draft)]
        new = draft
        if draft.type == "REQUEST" and asked and (not draft.targets or asked[0].token.dep_ in {"dobj", "pobj"}):
            keys = tuple(k for k in asked[0].sources if k not in draft.sources) or draft.targets
            new = replace(new, targets=keys, rules=(*new.rules, "asked of whom is to act"))
        if draft.status == "proposed" and not draft.sources and asking and asking[0].targets:
            keys = tuple(k for k in asking[0].targets if k not in draft.targets)
            new = replace(new, sources=keys, rules=(*new.rules, "who was asked is to act"))
        if new.status == "proposed" and new.type in _OWED and asking and _is_open(new):
            keys = tuple(k for k in asking[0].sources if k not in new.sources)
            new = replace(new, targets=keys, rules=(*new.rules, "who asks is to receive")) if keys else new
        done.append(new)
    return done


def _is_open(draft: EventDraft) -> bool:
    """Tell whether the words leave out who receives: no target, or a concession without "to" or "with".

    In "urged Peru to release the sailors of Chad" the words after "of" say what is conceded, and not to whom.
    """
    behind = syntax.by_preposition(draft.token)
    if LEFT_OPEN in draft.rules:
        return False
    return not draft.targets or (draft.type == "CONCEDE" and not behind.keys() & {"to", "with"})


def _governs(upper: EventDraft, lower: EventDraft) -> bool:
    return lower.token in upper.token.subtree


def _dropped(scene: Scene, token: Token, pattern: str, reason: str) -> Dropped:
    return Dropped(scene.document.span_of(scene.sentence, token), pattern, reason)
