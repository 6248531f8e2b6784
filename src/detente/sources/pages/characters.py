"""Characters that a page may not hold, and references to them ("&#0;", "&#xD800;"), which the parser refuses."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9A-Fa-f]{1,8})|([0-9]{1,10}));?")


def replace_forbidden(markup: str) -> str:
    """Return a page with U+FFFD for forbidden references, as HTML 5 has it, and without forbidden characters.

    References to U+0080 to U+009F are those of Windows-1252, as HTML 5 reads them.
    """
    return _REFERENCE.sub(_replace, _FORBIDDEN.sub("", markup))


def letters_and_digits(text: str) -> str:
    """Return the letters and digits of a text, in lower case: what stays of words when signs and blanks differ."""
    return "".join(c for c in text.casefold() if c.isalnum())


def _replace(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else int(match[2])
    if 0x80 <= code <= 0x9F:
        return bytes([code]).decode("cp1252", "replace")
    if code == 0 or code > 0x10FFFF or _FORBIDDEN.match(chr(code)):
        return "\ufffd"
    return match[0]
