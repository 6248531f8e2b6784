"""From a record to its outline."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def build_outline(record: Record) -> Outline:
    """Return what `record` says, in words and in reading order.

    Sections come in the order of a reader's questions: who, what was said, what was done, on which terms, how it is
    read, what stays open, where each stands, what is owed, and what was left uncoded.
    """
    index = Index(record)
    cards: dict[Kind, Iterable[Card]] = {
        "actor": (claims.actor_card(index, actor) for actor in record.actors),
        "statement": statement_cards(index),
        "event": (claims.event_card(index, event) for event in record.events),
        "condition": (claims.condition_card(index, condition) for condition in record.conditions),
        "interpretation": (claims.interpretation_card(index, reading) for reading in record.interpretations),
        "question": (claims.question_card(index, question) for question in record.questions),
        "position": (claims.position_card(index, position) for position in record.positions),
        "commitment": (claims.commitment_card(index, commitment) for commitment in record.commitments),
        "gap": (claims.gap_card(number, gap) for number, gap in enumerate(record.gaps, 1)),
    }
    sections = (Section(kind, KINDS[kind][0], tuple(made)) for kind, made in cards.items())
    full = tuple(section for section in sections if section.cards)
    return Outline(record, _title(record), _dateline(record), _counts(record, full), full)


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


def _counts(record: Record, sections: tuple[Section, ...]) -> tuple[str, ...]:
    counts = []
    for section in sections:
        words = describe_count(section.kind, len(section.cards))
        background = sum(event.background for event in record.events)
        if section.kind == "event" and background:
            words += f" ({background} background)"
        counts.append(words)
    return tuple(counts)
