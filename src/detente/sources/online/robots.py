"""robots.txt: what a site asks of programs. Lines that make no sense are passed over, as RFC 9309 wants it."""

from __future__ import annotations

import re
import urllib.parse
import urllib.robotparser

#: RFC 9309: a crawler reads at least 500 KiB. What comes behind is not read, and not held against the site.
MOST_BYTES = 512_000
_DELAY = re.compile(r"[0-9]{1,6}")


def parse_robots(data: bytes) -> urllib.robotparser.RobotFileParser:
    """Return the rules in a robots.txt, whatever else is in it.

    Args:
        data: The file, or its first `MOST_BYTES`.
    """
    rules = urllib.robotparser.RobotFileParser()
    text = data[:MOST_BYTES].decode("utf-8-sig", errors="replace")
    rules.parse([line for line in text.splitlines() if _makes_sense(line)])
    return rules


def may_fetch(rules: urllib.robotparser.RobotFileParser, robot: str, url: str) -> bool:
    """Tell whether a site lets a robot read a page; no where its rules cannot be held against the address."""
    try:
        return rules.can_fetch(robot, url)
    except ValueError:
        return False


def _makes_sense(line: str) -> bool:
    """Tell whether the standard library can take a line; empty ones stay, for they part the groups."""
    name, colon, value = line.partition("#")[0].partition(":")
    field = name.strip().lower()
    if field == "request-rate":  # nothing here keeps to it
        return False
    if field == "crawl-delay":
        return _DELAY.fullmatch(value.strip()) is not None
    if not colon or field not in {"allow", "disallow"}:
        return True
    try:
        urllib.parse.urlparse(urllib.parse.unquote(value.strip()))
    except ValueError:
        return False
    return True
