"""Titles, names and addresses from foreign hands, made fit for one line of the archive."""

from __future__ import annotations

import re
import unicodedata

_MOST_CHARS = 2_000
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean_line(value: object) -> str | None:
    """Return a value as one line of at most 2,000 characters, without control characters; None if nothing is left."""
    if not isinstance(value, str):
        return None
    line = " ".join(value[: 4 * _MOST_CHARS].split())
    line = "".join(c for c in line if unicodedata.category(c) not in {"Cc", "Cs"})
    return line[:_MOST_CHARS].strip() or None


def clean_address(value: object) -> str | None:
    """Return an http or https address as one line; None for anything else."""
    line = clean_line(value)
    return line if line and re.match(r"https?://[^\s/]", line, re.IGNORECASE) else None


def printable(name: str) -> str:
    """Return a name of a file as it can be printed and stored: control characters and broken bytes are escaped.

    A name may hold anything but "/" and NUL: line ends, codes that steer a terminal, bytes of no encoding.
    """
    if name.isprintable() and not _SURROGATES.search(name):
        return name
    # bytes that are no UTF-8 came in as lone surrogates, U+DC80 for 0x80
    name = _SURROGATES.sub(lambda m: f"\\x{ord(m[0]) - 0xDC00:02x}" if ord(m[0]) >= 0xDC00 else "\\ufffd", name)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in name)
