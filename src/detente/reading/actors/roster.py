"""Actors while an article is being read: drafts that gather mentions until the cast is complete."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from detente.reading.grammar.words import descriptions, fold_words

if TYPE_CHECKING:
    from detente.knowledge import Knowledge
    from detente.reading.actors.candidate import Candidate
    from detente.reading.grammar.words import Pronoun
    from detente.records import ActorKind, MentionForm, Sector, Span


@dataclass(slots=True, eq=False)
class ActorDraft:
    """One actor while it is being put together. The first fields are those of `Actor`.

    Attributes:
        words: For a person the parts of the fullest name, folded; for others the folded name.
        plural: Whether "they" is the pronoun for it.
        pronoun: The pronoun that a person takes, from words, given name or an earlier pronoun; None if unknown.
        is_relative: Whether the text brings a person in as somebody's relative: "his son, …".
        candidates: What named or described it, in the order in which it was read.
        heads: Offsets of the head words of its mentions.
    """

    name: str
    kind: ActorKind
    entity: str | None = None
    country: str | None = None
    sector: Sector | None = None
    role: str | None = None
    words: tuple[str, ...] = ()
    plural: bool = False
    pronoun: Pronoun | None = None
    is_relative: bool = False
    candidates: list[Candidate] = field(default_factory=list)
    mentions: dict[Span, MentionForm] = field(default_factory=dict)
    heads: set[int] = field(default_factory=set)

    def add(self, span: Span, heads: tuple[int, ...], form: MentionForm) -> None:
        """Record one mention, whose head words stand at these offsets."""
        self.mentions.setdefault(span, form)
        self.heads.update(heads)


class Roster:
    """The drafts of one article, found again by entity, by name, or by what they are.

    Args:
        knowledge: Where entities are looked up.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self.drafts: list[ActorDraft] = []
        self._by_entity: dict[str, ActorDraft] = {}

    def of_entity(self, entity_id: str) -> ActorDraft:
        """Return the draft of a known entity, a new one if it has not appeared yet."""
        draft = self._by_entity.get(entity_id)
        if draft is None:
            entity = self._knowledge.entity(entity_id)
            kind = "organization" if entity.kind in {"bloc", "place"} else entity.kind
            draft = ActorDraft(entity.name, cast("ActorKind", kind), entity_id, entity.country)
            draft.sector = cast("Sector | None", entity.sector)
            draft.words = fold_words(entity.name)
            draft.plural = kind == "group"
            self._by_entity[entity_id] = draft
            self.drafts.append(draft)
        return draft

    def persons_named(self, words: tuple[str, ...]) -> list[ActorDraft]:
        """Return the persons whose fullest name is `words`, else those for whom it is a shorter form.

        A first name alone means the one person who has it, if just one does.

        Args:
            words: Folded parts of a name, as `fold_words` gives them.
        """
        persons = [d for d in self.drafts if d.kind == "person" and d.words]
        exact = [d for d in persons if d.words == words]
        short = exact or [d for d in persons if _is_short_for(words, d.words)]
        by_first = [d for d in persons if len(d.words) > 1 and words == d.words[:1]]
        return short or (by_first if len(by_first) == 1 else [])

    def organization_named(self, words: tuple[str, ...]) -> ActorDraft | None:
        """Return the organisation with this folded name, or for which it is short, if there is just one.

        "Mahan" is short for "Mahan Air", "CBS" for "Council of Baltic States", "the Council" for the Security Council.
        """
        others = [d for d in self.drafts if d.kind in {"organization", "group"}]
        for draft in others:
            if draft.words == words:
                return draft
        short = [d for d in others if d.kind == "organization" and d.words[: len(words)] == words]
        short = short or [d for d in others if _is_acronym_of(words, d.words)]
        if len(words) == 1 and words[0] in descriptions():
            short = short or [d for d in others if d.words[-1:] == words]
        return short[0] if len(short) == 1 else None

    def described(self, country: str | None, sector: Sector | None, words: tuple[str, ...]) -> ActorDraft | None:
        """Return the nameless actor with this country, sector and description, or None."""
        for draft in self.drafts:
            if draft.entity is None and (draft.country, draft.sector, draft.words) == (country, sector, words):
                return draft
        return None

    def state_name(self, country: str) -> str:
        """Return the name of the state with this ISO3 code."""
        return self._knowledge.state(country).name

    def new(self, draft: ActorDraft) -> ActorDraft:
        """Take up a draft that is not in the knowledge tables, and return it."""
        self.drafts.append(draft)
        return draft

    def absorb(self, draft: ActorDraft, entity_id: str) -> None:
        """Let a draft turn out to be a known entity: its mentions become those of the entity's draft."""
        self.join(draft, self.of_entity(entity_id))

    def join(self, draft: ActorDraft, other: ActorDraft) -> None:
        """Let a draft turn out to be another: its mentions become the other's."""
        for span, form in draft.mentions.items():
            other.add(span, (), form)
        other.heads.update(draft.heads)
        other.candidates.extend(draft.candidates)
        self.drafts.remove(draft)

    def at(self, offset: int) -> list[ActorDraft]:
        """Return the drafts that have a mention whose head word stands at this offset."""
        return [draft for draft in self.drafts if offset in draft.heads]


def _is_short_for(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Tell whether a name is a shorter form of another: "Seibert" of "Steffen Seibert", first and last of three."""
    if not short or len(short) >= len(full):
        return False
    return full[-len(short) :] == short or (len(short) >= 2 and short[0] == full[0] and short[-1] == full[-1])


def _is_acronym_of(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Tell whether one word is made of the initials of a longer name, small words left out or not."""
    if len(words) != 1 or len(words[0]) < 2:
        return False
    letters = words[0]
    return letters in {
        "".join(w[0] for w in full),
        "".join(w[0] for w in full if w not in {"of", "for", "and", "on", "in", "to"}),
    }
