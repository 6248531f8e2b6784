"""Puts a record on a page: one HTML file that needs nothing else and sends nothing anywhere."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup

from detente.views.outline import Link, Plain, Who, Words, build_outline
from detente.views.report.flow import set_article
from detente.views.safety import neutralise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.records import Record, Span
    from detente.views.outline import Card, Fact, Kind, Outline, Piece, Quote, Tag
    from detente.views.report.flow import Paragraph

#: Characters that could end or disturb a script element; JSON reads the escapes back as the same characters.
_JSON_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Ink:
    """A few words in one style, perhaps leading somewhere on the page.

    Attributes:
        style: CSS class: "who", "words", "link", or a tone such as "quiet".
        text: What is shown.
        href: Address on the page, or None.
    """

    style: str
    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class InkedQuote:
    """Words on lines of their own: label, role, the words of each span, and their offsets ("12–34")."""

    label: str | None
    role: str
    parts: tuple[Ink, ...]
    offsets: str


@dataclass(frozen=True, slots=True)
class InkedFact:
    """A label, which may be empty, what is known, and whether that is a detail for those who ask."""

    label: str
    parts: tuple[Ink, ...]
    detail: bool


@dataclass(frozen=True, slots=True)
class InkedCard:
    """One claim as the page shows it; the fields are those of `outline.Card`."""

    anchor: str
    kind: Kind
    depth: int
    lead: tuple[Ink, ...]
    tags: tuple[InkedFact, ...]
    quotes: tuple[InkedQuote, ...]
    facts: tuple[InkedFact, ...]
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InkedSection:
    """All claims of one kind, with the kind's title; the fields are those of `outline.Section`."""

    kind: Kind
    title: str
    cards: tuple[InkedCard, ...]
    folded: tuple[InkedCard, ...]
    folded_as: str


@dataclass(frozen=True, slots=True)
class Chip:
    """An actor to filter by: its card's anchor, its name, and the number of claims it takes part in."""

    anchor: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the template `record.html.j2` shows.

    Attributes:
        title: The article's title; its first words where there is none.
        shows_title: Whether the page has to print the title because it is known, but not from the text.
        dateline: Source and day.
        address: Where the article was found, as text; None if unknown.
        href: The same as a link, if it is an address on the web.
        published: ISO day or None, for machines.
        language: ISO 639-1 code of the text or None.
        description: One sentence for link previews.
        counts: Number of claims of each kind, in words.
        paragraphs: The article.
        sections: The record.
        chips: Actors, the busiest first.
        version: Détente's version.
        knowledge: Digest of the knowledge tables.
        models: Name and digest of each model.
        record_json: The record as JSON, safe inside a script element.
        css: The style sheet.
        script: The script.
        policy: The content security policy, which allows that style sheet and that script and nothing else.
    """

    title: str
    shows_title: bool
    dateline: tuple[str, ...]
    address: str | None
    href: str | None
    published: str | None
    language: str | None
    description: str
    counts: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    sections: tuple[InkedSection, ...]
    chips: tuple[Chip, ...]
    version: str
    knowledge: str
    models: tuple[tuple[str, str], ...]
    record_json: Markup
    css: Markup
    script: Markup
    policy: str


def render_page(record: Record) -> str:
    """Return `record` as one HTML document.

    The document loads nothing and sends nothing; text of the article is never markup in it. It works without
    scripts, on paper and on a phone. The record itself is embedded as JSON in the element `#record-json`.

    Returns:
        The document, from its doctype on; it can always be encoded in UTF-8. The same record gives the same document.
    """
    return make_environment().get_template("record.html.j2").render(page=make_page(record))


def make_environment() -> jinja2.Environment:
    """Return what turns the templates of this room into HTML: everything is escaped that is not ours."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("detente.views.report", "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def style_policy(page: Page) -> str:
    """Return the content policy under which a page may have its style and nothing else."""
    return f"default-src 'none'; style-src '{_digest(page.css)}'; img-src data:; base-uri 'none'; form-action 'none'"


def make_page(record: Record) -> Page:
    """Return everything that the page of `record` shows."""
    outline = build_outline(record)
    article = record.article
    css, script = _asset("record.css"), _asset("record.js")
    address = neutralise(article.url) if article.url else None
    on_the_web = address is not None and address.startswith(("https://", "http://"))
    return Page(
        title=neutralise(outline.title),
        shows_title=bool(article.title) and not any(block.kind == "title" for block in article.blocks),
        dateline=tuple(neutralise(part) for part in outline.dateline if part != article.url),
        address=address,
        href=address if on_the_web else None,
        published=neutralise(article.published) if article.published else None,
        language=article.language,
        description=_description(outline),
        counts=outline.counts,
        paragraphs=set_article(outline),
        sections=tuple(
            InkedSection(
                section.kind,
                section.title,
                tuple(_card(record, card) for card in section.cards),
                tuple(_card(record, card) for card in section.folded),
                section.folded_as,
            )
            for section in outline.sections
        ),
        chips=_chips(outline),
        version=neutralise(record.run.version),
        knowledge=neutralise(record.run.knowledge),
        models=tuple((neutralise(name), neutralise(digest)) for name, digest in sorted(record.run.models.items())),
        record_json=_embed_json(record),
        css=Markup(css),  # noqa: S704 - our own file, in the package
        script=Markup(script),  # noqa: S704 - our own file, in the package
        policy=(
            f"default-src 'none'; style-src '{_digest(css)}'; script-src '{_digest(script)}'; "
            "img-src data:; base-uri 'none'; form-action 'none'"
        ),
    )


def _asset(name: str) -> str:
    return resources.files("detente.views.report").joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _embed_json(record: Record) -> Markup:
    """Return the record's JSON, with nothing in it that could end a script element or fail to encode."""
    text = json.dumps(record.to_dict(), ensure_ascii=False).translate(_JSON_ESCAPES)
    safe = _SURROGATES.sub(lambda half: f"\\u{ord(half[0]):04x}", text)
    return Markup(safe)  # noqa: S704 - no markup can be left in it


def _description(outline: Outline) -> str:
    words = "The record of one article: " + ", ".join(outline.counts) + ", each tied to the exact words."
    return words if outline.counts else "The record of one article, in which nothing was found to record."


def _chips(outline: Outline) -> tuple[Chip, ...]:
    counts: dict[str, int] = {}
    for card in outline.cards:
        if card.kind != "actor":
            for anchor in card.actors:
                counts[anchor] = counts.get(anchor, 0) + 1
    named = {
        piece.anchor: neutralise(piece.name)
        for card in outline.cards
        if card.kind == "actor"
        for piece in card.lead
        if isinstance(piece, Who)
    }
    chips = [Chip(anchor, name, counts[anchor]) for anchor, name in named.items() if anchor in counts]
    return tuple(sorted(chips, key=lambda chip: -chip.count))


def _card(record: Record, card: Card) -> InkedCard:
    return InkedCard(
        anchor=card.anchor,
        kind=card.kind,
        depth=card.depth,
        lead=_ink(record, card.lead, here=card.anchor),
        tags=tuple(_tag(record, tag) for tag in card.tags),
        quotes=tuple(_quote(record, quote) for quote in card.quotes),
        facts=tuple(_fact(record, fact) for fact in card.facts),
        actors=card.actors,
    )


def _ink(record: Record, pieces: Iterable[Piece], *, here: str = "") -> tuple[Ink, ...]:
    inked: list[Ink] = []
    for piece in pieces:
        match piece:
            case Plain(text, tone):
                inked.append(Ink(tone, neutralise(text)))
            case Who(anchor, name):
                inked.append(Ink("who", neutralise(name), None if anchor == here else f"#{anchor}"))
            case Link(anchor):
                inked.append(Ink("link", anchor, f"#{anchor}"))
            case Words(spans, _):
                inked += _words(record, spans)
    return tuple(inked)


def _words(record: Record, spans: tuple[Span, ...]) -> list[Ink]:
    """Return words of the article, each span leading to its place in the text."""
    inked: list[Ink] = []
    for span in spans:
        if inked:
            inked.append(Ink("quiet", " … "))
        inked.append(Ink("words", neutralise(span.words(record.article.text)), f"#t{span.start}"))
    return inked


def _quote(record: Record, quote: Quote) -> InkedQuote:
    offsets = ", ".join(f"{span.start}–{span.end}" for span in quote.spans)
    return InkedQuote(quote.label, quote.role, tuple(_words(record, quote.spans)), offsets)


def _fact(record: Record, fact: Fact) -> InkedFact:
    return InkedFact(fact.label, _ink(record, fact.pieces), fact.detail)


def _tag(record: Record, tag: Tag) -> InkedFact:
    return InkedFact(tag.text, tuple(_words(record, tag.words)), tag.detail)
