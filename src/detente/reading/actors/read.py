"""Mentions → actors: which words mean the same person, state or organisation, and what each is at the date."""

from __future__ import annotations

import bisect
import itertools
import re
from typing import TYPE_CHECKING

from detente.reading.actors.antecedents import Antecedents
from detente.reading.actors.candidate import Candidate
from detente.reading.actors.countries import settle_origins
from detente.reading.actors.describing import RELATIONAL
from detente.reading.actors.descriptions import DescriptionReader
from detente.reading.actors.groups import GroupReader
from detente.reading.actors.mentions import MentionFinder
from detente.reading.actors.name_resolution import NameReader
from detente.reading.actors.pronouns import PronounReader
from detente.reading.actors.roster import ActorDraft, Roster
from detente.reading.cast import Cast
from detente.reading.grammar import phrases
from detente.reading.grammar.words import cue_frames, kin
from detente.records import Actor, Mention, MentionForm, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from detente.knowledge import Knowledge
    from detente.reading.document import Document, Sentence
    from detente.reading.grammar.tokens import Token
    from detente.records import Sector

#: The preposition that leads from a mention to a name in it.
_TIE = re.compile(r"[ \n](?:of|for|from|with|at|in)[ \n]+$")

#: Words that say whose somebody is, and mean something only beside what was said before.
_WHOSE = frozenset({"his", "her", "its", "their", "whose"})

_RELATIVE_TAGS = frozenset({"WP", "WDT", "WP$"})


def read_actors(document: Document, knowledge: Knowledge, on: date | None) -> Cast:
    """Return who appears in an article, each actor once, with every mention.

    Args:
        document: The article being read.
        knowledge: Who is who.
        on: The day for which roles are asked: the publication day, or None if unknown.

    Returns:
        The cast; names and pronouns that could not be resolved are in its gaps.
    """
    return _ActorReader(document, knowledge, on).read()


class _ActorReader:
    """Puts the actors of one document together, in three passes: full names, short names, everything else."""

    def __init__(self, document: Document, knowledge: Knowledge, on: date | None) -> None:
        document.prepare(document.sentences)
        self._document = document
        self._knowledge = knowledge
        self._candidates = MentionFinder(document, knowledge).find()
        names = [c for c in self._candidates if c.form == "name"]
        self._roster = Roster(knowledge)
        self._names = NameReader(document, knowledge, on, self._roster, names)
        self._named: dict[int, ActorDraft] = self._read_names(names)
        self._heads_of_names = {
            self._offset(c.sentence, head): self._named[id(c)]
            for c in names
            if id(c) in self._named
            for head in c.heads
        }
        self._speakers = self._speakers_of_quotations(names)
        self._antecedents = Antecedents([q.span for q in document.quotations])
        self._descriptions = DescriptionReader(self._antecedents, knowledge, on, self._roster, self._owners_of)
        self._groups = GroupReader(document, self._roster, self._owners_of)
        self._pronouns = PronounReader(self._antecedents, self._speakers_around, self._named_at)

    def read(self) -> Cast:
        unsettled = {gap.span for gap in self._names.gaps}
        for candidate in self._candidates:
            if candidate.form == "pronoun" and candidate.head.tag_ in _RELATIVE_TAGS:
                self._enter_relative(candidate)
                continue
            heads = tuple(self._offset(candidate.sentence, token) for token in candidate.heads)
            listed = self._listed_beside(candidate)
            for draft in listed:
                # Their names follow at once: the plural before them is no mention of each.
                draft.heads.update(heads)
            found = listed or self._resolve(candidate)
            for draft in found if not listed else ():
                if _is_in_phrase_of_another(candidate):
                    draft.heads.update(heads)
                    continue
                draft.add(self._part_of(candidate, draft, among=len(found)), heads, _form(candidate))
                if candidate.form == "description" and len(found) == 1:
                    draft.candidates.append(candidate)
            if found or candidate.span in unsettled:
                self._antecedents.enter(candidate, found)
        names = [c for c in self._candidates if c.form == "name"]
        settle_origins(self._roster, self._document, self._knowledge, self._owners_of, names=names)
        return self._cast()

    def _resolve(self, candidate: Candidate) -> list[ActorDraft]:
        if candidate.form == "name":
            named = self._named.get(id(candidate))
            return [] if named is None else [named]
        if candidate.form == "pronoun":
            return self._pronouns.read(candidate)
        return self._descriptions.read(candidate) or self._groups.read(candidate)

    def _part_of(self, candidate: Candidate, draft: ActorDraft, *, among: int) -> Span:
        """Return the words of a joint description that mean one of its actors, all of them if they cannot be told.

        In "Malian and Chadian officials" the first are "Malian", the second "Chadian officials".
        """
        parts = candidate.parts
        if among < 2 or len(parts) != among or draft.country not in dict(parts):
            return candidate.span
        return dict(parts)[draft.country]

    def _listed_beside(self, candidate: Candidate) -> list[ActorDraft]:
        """Return those whose names follow a plural: "her French and Greek counterparts, Luc Morel and Petros Nikou".

        As many countries as names belong to them in this order.
        """
        head = candidate.head
        if not candidate.plural or candidate.form != "description":
            return []
        outer = [head, head.head] if head.dep_ == "conj" else [head]
        beside = [c for token in outer for c in token.children if c.dep_ == "appos" and c.i > head.i]
        offsets = [self._offset(candidate.sentence, t) for name in beside for t in phrases.joined(name)]
        found = [self._heads_of_names[offset] for offset in offsets if offset in self._heads_of_names]
        if len(found) < 2:
            return []
        if len(found) == len(candidate.described.countries):
            for draft, country in zip(found, candidate.described.countries, strict=True):
                draft.country = draft.country or country
        return found

    def _read_names(self, names: Sequence[Candidate]) -> dict[int, ActorDraft]:
        """Return the draft of each name, by the candidate's identity; full names are read before short ones."""
        found: dict[int, ActorDraft] = {}
        for full in (True, False):
            for candidate in names:
                if self._names.is_full(candidate) is full:
                    draft = self._names.read(candidate)
                    if draft is not None:
                        found[id(candidate)] = draft
        return found

    def _named_at(self, candidate: Candidate, word: Token) -> ActorDraft | None:
        """Return whom a word in a candidate's sentence names, or None."""
        return self._heads_of_names.get(self._offset(candidate.sentence, word))

    def _offset(self, sentence: Sentence, token: Token) -> int:
        return self._document.span_of(sentence, token).start

    def _owners_of(self, candidate: Candidate) -> list[ActorDraft]:
        """Return the actors to whom a candidate belongs, as far as they are resolved by now."""
        owners = map(_antecedent, candidate.described.owners)
        found = (self._roster.at(self._offset(candidate.sentence, t)) for t in owners)
        return list(dict.fromkeys(draft for drafts in found for draft in drafts))

    def _enter_relative(self, candidate: Candidate) -> None:
        """Let "who" and "which" mean what their antecedent means; they are no mentions of their own."""
        verb = candidate.head.head
        while verb.dep_ not in {"relcl", "ROOT"} and verb.head != verb:
            verb = verb.head
        if verb.dep_ == "relcl":
            for draft in self._roster.at(self._offset(candidate.sentence, verb.head)):
                draft.heads.add(self._offset(candidate.sentence, candidate.head))

    def _speakers_of_quotations(self, names: Sequence[Candidate]) -> dict[Span, frozenset[ActorDraft]]:
        """Return quotation → those named as the subject of a verb of speech beside it."""
        found: dict[Span, frozenset[ActorDraft]] = {q.span: frozenset() for q in self._document.quotations}
        for candidate in names:
            draft, head = self._named.get(id(candidate)), candidate.head
            if draft is None or head.dep_ != "nsubj" or head.head.lemma_ not in cue_frames():
                continue
            for span in found:
                if span.overlaps(candidate.sentence.span) and not span.overlaps(candidate.span):
                    found[span] |= {draft}
        return found

    def _speakers_around(self, candidate: Candidate) -> frozenset[ActorDraft]:
        """Return who says the words in which a candidate stands; empty outside of quotations."""
        for span, drafts in self._speakers.items():
            if span.contains(candidate.span):
                return drafts
        return frozenset()

    def _cast(self) -> Cast:
        """Number the drafts in the order of the text and freeze them."""
        drafts = [d for d in self._roster.drafts if any(form != "pronoun" for form in d.mentions.values())]
        drafts.sort(key=lambda d: (min(d.mentions), d.name))
        starts = sorted(span.start for draft in drafts for span, form in draft.mentions.items() if form == "name")
        for draft in drafts:
            _cut_tails(draft, drafts, starts, self._document.text)
        covers = _Covers([span for draft in drafts for span, form in draft.mentions.items() if form != "pronoun"])
        actors: list[Actor] = []
        heads: dict[int, tuple[str, ...]] = {}
        for number, draft in enumerate(drafts, start=1):
            key = f"a{number}"
            kept = _outer_mentions(draft, covers)
            mentions = tuple(Mention(span.start, span.end, form) for span, form in kept)
            sector: Sector | None = None if draft.kind == "state" else draft.sector
            name = self._called(draft)
            actors.append(Actor(key, draft.entity, name, draft.kind, draft.country, sector, draft.role, mentions))
            for head in sorted(draft.heads):
                heads[head] = (*heads.get(head, ()), key)
        gaps = tuple(sorted([*self._names.gaps, *self._pronouns.gaps], key=lambda g: g.span))
        return Cast(self._document, tuple(actors), heads, gaps)

    def _called(self, draft: ActorDraft) -> str:
        """Return a name that says by itself whose somebody is: "Chad's troops" for "its troops".

        A body that is called by a common noun has the words of its first mention: "Peru's foreign ministry".
        """
        if draft.entity is not None:
            return draft.name
        first = " ".join(min(draft.mentions).words(self._document.text).split())
        if draft.name.islower() and draft.kind != "person" and first.endswith(f" {draft.name}"):
            return first
        whose, _, rest = draft.name.partition(" ")
        if not draft.candidates or whose.lower() not in _WHOSE:
            return draft.name
        owners = self._owners_of(draft.candidates[0])
        return f"{owners[0].name}'s {rest}" if len(owners) == 1 and rest else draft.name


def _antecedent(owner: Token) -> Token:
    """Return what "whose" takes up: the noun that its clause hangs on; any other owner is itself."""
    verb = owner.head if owner.tag_ == "WP$" else owner
    while verb is not owner and verb.dep_ != "relcl" and verb.head != verb:
        verb = verb.head
    return verb.head if verb is not owner and verb.dep_ == "relcl" else owner


def _form(candidate: Candidate) -> MentionForm:
    match = candidate.match
    if candidate.form == "name" and match is not None and match.kind in {"metonym", "capital"}:
        return "metonym"
    return candidate.form


def _is_in_phrase_of_another(candidate: Candidate) -> bool:
    """Tell whether a word only says whose somebody else is: "his" in "his father", "Iranian" in "Iranian allies"."""
    noun = candidate.head.head.lemma_.lower()
    is_before = candidate.head.tag_ == "PRP$" or (
        candidate.form == "name" and candidate.head.dep_ in {"amod", "compound", "poss"}
    )
    return is_before and (noun in kin() or noun in RELATIONAL or noun == "counterpart")


def _cut_tails(draft: ActorDraft, drafts: Sequence[ActorDraft], starts: Sequence[int], text: str) -> None:
    """End a name's mention before words that name somebody else: "Ann Hall, a critic of Paul Lind".

    So, too, at the preposition in "Ann Hall of the Liberal Party". States and international bodies do not count:
    "Ann Hall, the president of Norway" names her office. `starts` tells where mentions by name begin, ascending.
    """
    for span, form in list(draft.mentions.items()):
        own = min((head for head in draft.heads if span.start <= head < span.end), default=None)
        if form != "name" or own is None:
            continue
        behind = bisect.bisect_right(starts, own)
        if behind == len(starts) or starts[behind] >= span.end:  # no name begins behind its head, as in most
            continue
        ends = [
            end
            for other in drafts
            if other is not draft and other.kind != "state" and other.country != "IGO"
            for inner, f in other.mentions.items()
            if f == "name" and inner != span and span.contains(inner) and inner.start > own
            if (end := _end_before(span, inner, text)) is not None and end > own
        ]
        if ends:
            del draft.mentions[span]
            draft.mentions.setdefault(Span(span.start, min(ends)), form)


def _end_before(span: Span, inner: Span, text: str) -> int | None:
    """Return where a mention ends before a name in it: at the comma, or at the preposition that leads to the name."""
    comma = text.find(",", span.start, inner.start)
    tie = _TIE.search(text, span.start, inner.start)
    return comma if comma > span.start else None if tie is None else tie.start()


class _Covers:
    """Stretches of text that may hold others.

    Args:
        spans: The stretches.
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        # Those before a stretch in this order begin before it, or with it and end behind it.
        self._order = sorted({(span.start, -span.end) for span in spans})
        self._furthest = list(itertools.accumulate((-end for _, end in self._order), max))

    def hold(self, span: Span) -> bool:
        """Tell whether a stretch lies inside a longer one."""
        before = bisect.bisect_left(self._order, (span.start, -span.end))
        return before > 0 and self._furthest[before - 1] >= span.end


def _outer_mentions(draft: ActorDraft, covers: _Covers) -> list[tuple[Span, MentionForm]]:
    """Return an actor's mentions without those inside a longer mention, its own or another actor's.

    "Iran" in "Iran's foreign minister" only helps to say who is meant. An actor that is named nowhere else keeps the
    first of such mentions.
    """
    outer = [(span, form) for span, form in sorted(draft.mentions.items()) if not covers.hold(span)]
    if any(form != "pronoun" for _, form in outer):
        return outer
    first = next((span, form) for span, form in sorted(draft.mentions.items()) if form != "pronoun")
    return sorted([*outer, first])
