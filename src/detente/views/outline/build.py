"""From a record to its outline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detente.views.outline import claims
from detente.views.outline.index import Index
from detente.views.outline.model import Outline, Section
from detente.views.outline.statements import statement_cards
from detente.views.outline.wording import KINDS, describe_count, describe_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.records import Record
    from detente.views.outline.model import Card, Kind

_TITLE_CHARS = 90


#: Claims less likely right than this are shown on request only.
SURE: Final = 0.5


def build_outline(record: Record) -> Outline:
    """Return what `record` says, in words and in reading order.

    Sections come in the order of a reader's questions: what happened, what was said, on which terms, how it is read,
    what stays open, where each stands, what is owed; then what was left uncoded, and who is who. Claims whose
    confidence is below one half are folded away; so are actors that take part in no claim that is shown, and gaps.
    """
    index = Index(record)
    cards: dict[Kind, tuple[Card, ...]] = {
        "event": tuple(claims.event_card(index, event) for event in record.events),
        "statement": statement_cards(index),
        "condition": tuple(claims.condition_card(index, condition) for condition in record.conditions),
        "interpretation": tuple(claims.interpretation_card(index, reading) for reading in record.interpretations),
        "question": tuple(claims.question_card(index, question) for question in record.questions),
        "position": tuple(claims.position_card(index, position) for position in record.positions),
        "commitment": tuple(claims.commitment_card(index, commitment) for commitment in record.commitments),
    }
    sections = [_claims(kind, made) for kind, made in cards.items() if made]
    gaps = tuple(claims.gap_card(number, gap) for number, gap in enumerate(record.gaps, 1))
    if gaps:
        sections.append(Section("gap", KINDS["gap"][0], (), gaps, describe_count("gap", len(gaps))))
    if record.actors:
        sections.append(_actors(index, sections))
    return Outline(record, _title(record), _dateline(record), _counts(record, sections), tuple(sections))


def _claims(kind: Kind, cards: tuple[Card, ...]) -> Section:
    """Return the section of one kind of claim, the uncertain ones folded away."""
    folded = tuple(card for card in cards if card.confidence is not None and card.confidence < SURE)
    shown = tuple(card for card in cards if card not in folded)
    return Section(kind, KINDS[kind][0], shown, folded, f"{len(folded):,} uncertain" if folded else "")


def _actors(index: Index, sections: Iterable[Section]) -> Section:
    """Return the section of actors; those without a part in what is shown are folded away."""
    busy = {anchor for section in sections for card in section.cards for anchor in card.actors}
    cards = tuple(claims.actor_card(index, actor) for actor in index.record.actors)
    shown = tuple(card for card in cards if card.anchor in busy)
    idle = tuple(card for card in cards if card.anchor not in busy)
    return Section("actor", KINDS["actor"][0], shown, idle, f"{len(idle):,} with no part in the above" if idle else "")


def _title(record: Record) -> str:
    article = record.article
    for block in article.blocks:
        if block.kind == "title":
            return " ".join(block.span.words(article.text).split())
    if article.title:
        return article.title
    words = " ".join(article.text[: 4 * _TITLE_CHARS].split())
    return words if len(words) <= _TITLE_CHARS else words[:_TITLE_CHARS].rsplit(" ", 1)[0] + " …"


def _dateline(record: Record) -> tuple[str, ...]:
    article = record.article
    known = (
        article.source,
        describe_day(article.published) if article.published else "date unknown",
        f"language {article.language}" if article.language not in {None, "en"} else None,
        article.url,
    )
    return tuple(part for part in known if part)


def _counts(record: Record, sections: Iterable[Section]) -> tuple[str, ...]:
    counts = []
    for section in sections:
        words = describe_count(section.kind, len(section.cards) + len(section.folded))
        background = sum(event.background for event in record.events)
        if section.kind == "event" and background:
            words += f" ({background} background)"
        counts.append(words)
    return tuple(counts)
