"""The headline of a page, without the name of the site that stands behind it in the page's title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detente.sources.pages.characters import letters_and_digits

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What stands between a headline and the name of a site: " - ", " | ", " * ", "｜", "：".
_BREAK = re.compile(r"\s+[-–—|·•«»:/*~]\s+|\s*[|｜ㅣ丨]\s*|：|\s*::\s*|-(?=[^\s-]{1,20}[ㅣ|｜])")
#: What stands between the name of a site in front and a headline: "The Example: ".
_FRONT = re.compile(r":\s+|\s+[-–—|]\s+")
_DAY = re.compile(r"[\d./\s-]{6,12}")
#: "Example.org" is the name of a site, whatever the site calls itself.
_DOMAIN = re.compile(r"[\w-]{2,40}(?:\.[A-Za-z]{2,4}){1,2}")
#: "by Ada Marsh", which some sites put behind their name.
_BYLINE = re.compile(r"by(?: [^\W\d_][\w.'’-]*){2,4}", re.IGNORECASE)
_LEAST_KEPT_CHARS = 8


def find_headline(title: str, headings: Sequence[str], sites: Sequence[str]) -> str:
    """Return the headline that a page's title holds.

    Args:
        title: The title as the page gives it, one line.
        headings: The page's headings of the first rank, and the headlines in its structured data.
        sites: The names of the site, and its host.

    Returns:
        The part before a break that is one of the headings, or that has only the site's name, with what stands around
        it, behind it; the whole title if there is none.
    """
    breaks = list(_BREAK.finditer(title))
    known = {letters_and_digits(heading) for heading in headings} - {""}
    if letters_and_digits(title) in known:
        return _without_exact_site(title, breaks, sites)
    for found in reversed(breaks):
        if letters_and_digits(title[: found.start()]) in known:
            return title[: found.start()].rstrip()
    for found in _FRONT.finditer(title):
        if letters_and_digits(title[found.end() :]) in known and _is_site(title[: found.start()], sites):
            return title[found.end() :].lstrip()
    for found in reversed(breaks):
        tail = _BREAK.split(title[found.end() :])
        if len(letters_and_digits(title[: found.start()])) < _LEAST_KEPT_CHARS or not _ends_in_site(tail, sites):
            break
        title = title[: found.start()].rstrip()
    return title


def _ends_in_site(parts: Sequence[str], sites: Sequence[str]) -> bool:
    return all(
        _is_site(part, sites) or any(form.fullmatch(part.strip()) for form in (_DAY, _DOMAIN, _BYLINE))
        for part in parts
    )


def _without_exact_site(heading: str, breaks: Sequence[re.Match[str]], sites: Sequence[str]) -> str:
    """Return a heading without the site's whole name behind its last break: some pages have it in every heading."""
    if breaks:
        tail, head = letters_and_digits(heading[breaks[-1].end() :]), heading[: breaks[-1].start()].rstrip()
        if tail and tail in map(letters_and_digits, sites) and len(letters_and_digits(head)) >= _LEAST_KEPT_CHARS:
            return head
    return heading


def _is_site(part: str, sites: Sequence[str]) -> bool:
    bare = letters_and_digits(part)
    return any(_names_site(bare, name) for name in map(letters_and_digits, sites) if bare and name)


def _names_site(bare: str, name: str) -> bool:
    """Tell whether some words are a site's name, a part of it or of its host, or the name with a word added."""
    is_part = len(bare) > 3 and bare in name
    return bare == name or is_part or (len(name) > 1 and bare.startswith(name) and len(bare) <= 2 * len(name) + 2)
