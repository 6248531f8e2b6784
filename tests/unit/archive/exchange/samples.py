"""Records made by hand for the tests of the exchange: an article, a copy of it, and one that means harm."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.archive.exchange import ExportOptions, Losses, export
from detente.archive.filed import Appearance, Filed, Flag
from detente.records import (
    Actor,
    Article,
    Block,
    Commitment,
    Condition,
    DateRange,
    Event,
    Gap,
    Interpretation,
    Mention,
    Place,
    Position,
    Question,
    Record,
    Run,
    Span,
    Statement,
)
from detente.records.article import article_id
from tests.made_text import where as span

if TYPE_CHECKING:
    from collections.abc import Iterable

CREATED = datetime(2026, 11, 23, 6, 30, 15, tzinfo=UTC)

TEXT = (
    "Ankara hosts envoys\n\n"
    "Turkey and Ukraine met in Ankara on Monday. The Russian government accused Turkey and Ukraine of piracy, "
    "a charge it had made before. “We will join only if the port is reopened,” said Ada Kaya, who opposes the pact.\n\n"
    "The European Union promised sanctions against Russia. In 2019 the United Nations sent aid to Ukraine. "
    "A delegation denied that it had shelled the harbour. Whether the talks go on remains to be seen."
)
LONG = "Minister of " + "Very " * 60 + "Long Names"
NASTY_TEXT = 'A\tman\nsaid "=1+1" 🕊 and then\r\n@home, +3 − or -4 \x0bdid;\x00 it. So be it 🕊 twice.'


def actor(key: str, name: str, where: Span, **values: Any) -> Actor:
    """Return an actor with one mention by name; `values` replace fields."""
    fields: dict[str, Any] = {
        "key": key, "entity": None, "name": name, "kind": "state", "country": None, "sector": None, "role": None,
        "mentions": (Mention(where.start, where.end, "name"),),
    }  # fmt: skip
    return Actor(**(fields | values))


def event(key: str, kind: str, trigger: Span, **values: Any) -> Event:
    """Return an event that happened; `values` replace fields."""
    fields: dict[str, Any] = {
        "key": key, "type": kind, "mode": None, "cameo": None, "sources": (), "targets": (), "trigger": trigger,
        "status": "actual", "status_cue": None, "background": False, "said_in": None, "date": None, "place": None,
        "contexts": (), "intensity": None, "mentions": (), "confidence": None,
    }  # fmt: skip
    return Event(**(fields | values))


def statement(key: str, content: Span, **values: Any) -> Statement:
    """Return an indirect statement of nobody; `values` replace fields."""
    fields: dict[str, Any] = {
        "key": key, "speakers": (), "on_behalf_of": (), "source": (), "cue": (), "content": (content,),
        "kind": "indirect", "inside": None, "date": None, "place": None, "medium": None, "confidence": None,
    }  # fmt: skip
    return Statement(**(fields | values))


def record(text: str = TEXT, **values: Any) -> Record:
    """Return a record of a text without claims; `values` replace its fields or some of the article."""
    about = {name: values.pop(name, None) for name in ("title", "published", "url", "source", "blocks")}
    number = article_id(text)
    article = Article(
        number,
        about["title"],
        about["published"],
        about["url"],
        about["source"],
        "en",
        text,
        about["blocks"] or (),
    )
    run = Run("0.1.0", {"parser": "ab" * 32}, "cd" * 32)
    return dataclasses.replace(Record.empty(article, run), **values)


def filed(
    item: Record, *, story: int = 1, leads: bool = True, told: dict[str, str] | None = None, **values: Any
) -> Filed:
    """Return a record as the archive holds it, found in one place unless `appearances` says otherwise."""
    article = item.article
    places = values.pop("appearances", None) or (
        Appearance("news/a.txt", article.url, article.source, article.published, article.title),
    )
    return Filed(item, story, leads, places, told or {}, **values)


def _claims(text: str) -> dict[str, Any]:
    place = Place("Ankara", "TUR", 323786, 39.9199, 32.8543, span(text, "Ankara", 1))
    year = DateRange("2019-01-01", "2019-12-31", "year", span(text, "In 2019"))
    monday = DateRange("2025-03-03", "2025-03-03", "day", span(text, "on Monday"))
    delegation = span(text, "A delegation")
    return {
        "actors": (
            actor("a1", "Turkey", span(text, "Turkey"), entity="Q43", country="TUR"),
            actor("a2", "Ukraine", span(text, "Ukraine"), entity="Q212", country="UKR"),
            actor("a3", "Government of Russia", span(text, "The Russian government"), entity="gov:RUS", country="RUS",
                  sector="GOV", kind="organization"),
            actor("a4", "Ada Kaya", span(text, "Ada Kaya"), country="TUR", sector="OPP", kind="person",
                  role="opposition leader"),
            actor("a5", "European Union", span(text, "The European Union"), entity="x:eu", country="IGO", sector="IGO",
                  kind="organization"),
            actor("a6", "United Nations", span(text, "the United Nations"), entity="x:un", country="IGO", sector="IGO",
                  kind="organization"),
            actor("a7", "a delegation", delegation, kind="group",
                  mentions=(Mention(delegation.start, delegation.end, "description"),)),
        ),
        "statements": (
            statement("s1", span(text, "Turkey and Ukraine of"), speakers=("a3",), cue=(span(text, "accused"),),
                      source=(span(text, "The Russian government"),), confidence=0.91),
            statement("s2", span(text, "“We will join only if the port is reopened,”"), speakers=("a4",),
                      cue=(span(text, "said"),), source=(span(text, "Ada Kaya"),), kind="direct"),
            statement("s3", span(text, "that it had shelled the harbour"), cue=(span(text, "denied"),)),
        ),
        "events": (
            event("e1", "CONSULT", span(text, "met"), mode="visit", cameo="040", sources=("a1", "a2"), date=monday,
                  place=place, contexts=("diplomatic", "military"), intensity=1.0, confidence=0.873),
            event("e2", "ACCUSE", span(text, "accused"), mode="allege", cameo="112", sources=("a3",),
                  targets=("a1", "a2"), said_in="s1", intensity=-2.0, mentions=(span(text, "a charge"),)),
            event("e3", "SANCTION", span(text, "sanctions"), sources=("a5",), targets=("a3",), status="promised",
                  status_cue=span(text, "promised"), cameo="163", intensity=-8.0),
            event("e4", "AID", span(text, "sent aid"), cameo="073", sources=("a6",), targets=("a2",), background=True,
                  date=year, intensity=7.4),
            event("e5", "ASSAULT", span(text, "shelled"), cameo="19", sources=("a7",), status="denied",
                  status_cue=span(text, "denied"), said_in="s3", intensity=-10.0),
            event("e6", "AGREE", span(text, "join"), sources=("a4",), said_in="s2"),
        ),
        "conditions": (
            Condition("c1", span(text, "only if the port is reopened"), span(text, "only if"),
                      span(text, "We will join"), "demand", "a4", None, "s2", ("e6",), None),
        ),
        "interpretations": (
            Interpretation("i1", "a3", None, (span(text, "piracy"),), (), None),
        ),
        "questions": (
            Question("q1", span(text, "Whether the talks go on remains to be seen"), (span(text, "the talks go on"),),
                     ("e1",), ("a1",), None, "unclear", "0" * 64 + ":s1"),
        ),
        "positions": (
            Position("p1", "a4", "a2", "talks", "mixed", dissent=False, evidence=("s2",)),
            Position("p2", "a3", "a1", "shipping", "against", dissent=False, evidence=("s1", "e2")),
            Position("p3", "a4", None, "pact", "against", dissent=True, evidence=("e6",)),
        ),
        "commitments": (Commitment("m1", "e3", "a5", "a3", None, (), None, "broken", "0" * 64 + ":e2"),),
        "gaps": (Gap(span(text, "envoys"), "actors", "unresolved_description", None),),
    }  # fmt: skip


def leading() -> Filed:
    """Return the article that leads its story, looked at by people in part."""
    title = span(TEXT, "Ankara hosts envoys")
    first = span(TEXT, TEXT.split("\n\n")[1])
    blocks = (Block("title", *title), Block("paragraph", *first))
    item = record(
        TEXT, title="Ankara hosts envoys", published="2025-03-04", url="https://news.example.org/a",
        source="Example News", blocks=blocks, **_claims(TEXT),
    )  # fmt: skip
    number = item.article.id
    return filed(
        item,
        told={f"e{i}": f"{number}:e{i}" for i in range(1, 7)},
        reviews={"e1": "accepted", "s2": "corrected"},
        flags=(Flag(3, "e5", "shelled", "=who? the ministry\nor the army", "anna", "2025-03-11T09:00:00+00:00"),),
    )


def copy_of(first: Filed) -> Filed:
    """Return another agency's copy of the leading article, which appeared twice."""
    text = TEXT.replace("piracy", "open piracy")
    item = record(text, published="2025-03-05", **_claims(text))
    places = (
        Appearance("news/b.txt", "https://www.daily.example.com/b", None, "2025-03-05", None),
        Appearance("news/c.txt", None, "The Courier", None, None),
    )
    return filed(item, leads=False, told=dict(first.told), appearances=places)


def nasty() -> Filed:
    """Return an article whose names and words would break a careless writer."""
    text = NASTY_TEXT
    man, whole = span(text, "man"), Span(0, len(text))
    item = record(
        text,
        title="=HYPERLINK(\"x\")\t" + "t" * 300,
        published="2025-03-06",
        source="+News\n& <Views>",
        actors=(
            actor("a1", "=cmd|' /C calc'!A0\t\x01\"quoted\"", man, kind="person", country="RUS", sector="PTY"),
            actor("a2", LONG + " 🕊", man, kind="organization", country="XKX", sector="MIL", role="-1\r\nrole; two"),
            actor("a3", "</node> & Söhne", man, kind="group", country="ZAR", sector="REB"),
        ),
        statements=(
            statement("s1", whole, speakers=("a1", "a2"), source=(man,)),
            statement("s2", span(text, "🕊", 1), speakers=("a3",)),
        ),
        events=(
            event("e1", "MOBILIZE", span(text, "did"), cameo="154", sources=("a2",), targets=("a1", "a3"),
                  intensity=-7.2, contexts=("military", "@context"),
                  place=Place("Sea of\tStorms", None, None, 1.5, -2.25, man)),
        ),
        positions=(Position("p1", "a1", "a3", "@issue " + "i" * 300, "for", dissent=False, evidence=("s1",)),),
    )  # fmt: skip
    return filed(item, story=2)


def archive() -> list[Filed]:
    """Return all three."""
    first = leading()
    return [first, copy_of(first), nasty()]


def written(name: str, folder: Path, articles: Iterable[Filed] | None = None, **options: Any) -> tuple[Path, Losses]:
    """Export articles, by default `archive()`; return the file and what was lost."""
    target = folder / "out"
    chosen = ExportOptions(CREATED, **options)
    return target, export(name, archive() if articles is None else articles, target, chosen)
