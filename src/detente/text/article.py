"""Raw text → Article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.errors import DocumentError, EmptyTextError
from detente.records import Article, article_id
from detente.text.blocks import find_blocks
from detente.text.dates import find_publication_day
from detente.text.language import detect_language

if TYPE_CHECKING:
    from datetime import date

#: The longest text that is read: about a thousand pages, far more than any article.
MOST_CHARS = 5_000_000


def make_article(
    text: str,
    *,
    published: date | None = None,
    url: str | None = None,
    source: str | None = None,
    title: str | None = None,
) -> Article:
    """Return the article that a text is, with its blocks, title, day of publication and language.

    Args:
        text: The text, which is kept unchanged.
        published: The day of publication, if known from elsewhere; else it is taken from a dateline with a year.
        url: Where it was fetched.
        source: Who published it.
        title: The title, if known from elsewhere; else it is the title block.

    Returns:
        An article with at least one block that is read.

    Raises:
        EmptyTextError: There is nothing to read in the text.
        DocumentError: The text is too long, or holds half a character (a lone surrogate).
    """
    if len(text) > MOST_CHARS:
        raise DocumentError(
            f"the text has {len(text):,} characters, more than {MOST_CHARS:,}",
            stage="text",
            hint="Give one article at a time; split a file that holds many.",
        )
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise DocumentError(
            f"character {error.start} of the text is half a character (U+{ord(text[error.start]):04X})",
            stage="text",
            hint="The text was cut or decoded wrongly before it came here; decode the original bytes again.",
        ) from error
    if not any(c.isalnum() for c in text):
        raise EmptyTextError("there is nothing to read: the text is empty", stage="text", hint=_EMPTY_HINT)
    blocks = find_blocks(text, title=title)
    own = [block for block in blocks if block.is_read]
    if not own:
        raise EmptyTextError(
            "there is nothing to read: no line is an article's own text", stage="text", hint=_EMPTY_HINT
        )
    day = published or find_publication_day(text, blocks)
    heads = [block.span.words(text) for block in blocks if block.kind == "title"]
    return Article(
        id=article_id(text),
        title=title or (" ".join(heads[0].lstrip("# ").split()) if heads else None),
        published=day.isoformat() if day else None,
        url=url,
        source=source,
        language=detect_language("\n".join(block.span.words(text) for block in own)),
        text=text,
        blocks=blocks,
    )


_EMPTY_HINT = "Give the text of an article: a title and paragraphs, or paragraphs alone."
