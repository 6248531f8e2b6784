"""A record in a notebook: the reader in a frame of its own, which keeps its style and the article's words inside."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

from detente.views.outline import build_outline
from detente.views.report.page import make_environment, make_page, style_policy
from detente.views.safety import neutralise

if TYPE_CHECKING:
    from detente.records import Record

#: A notebook keeps its outputs in its file: what is longer is told in a line instead.
MOST_CHARS: Final = 600_000
_HEIGHT_PX: Final = 640


def render_notebook(record: Record) -> str:
    """Return a record as HTML for the output of a notebook's cell: no script, nothing loaded, at most `MOST_CHARS`.

    Args:
        record: The record; text of the article is never markup.

    Returns:
        A frame that holds the reader, or for a long article a line with its title and counts.
    """
    page = make_page(record)
    document = make_environment().get_template("notebook.html.j2").render(page=page, policy=style_policy(page))
    framed = (
        f'<iframe sandbox srcdoc="{html.escape(document)}" title="{html.escape(page.title)}" '
        f'style="width:100%;height:{_HEIGHT_PX}px;border:1px solid #8888"></iframe>'
    )
    return framed if len(framed) <= MOST_CHARS else _in_a_line(record)


def _in_a_line(record: Record) -> str:
    outline = build_outline(record)
    told = f"{neutralise(outline.title)[:300]}: {', '.join(outline.counts) or 'nothing to record'}"
    return f"<p>{html.escape(told)}. Too long to show here: <code>record.to_html()</code> gives the page.</p>"
