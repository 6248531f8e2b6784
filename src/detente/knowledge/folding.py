"""Names as keys: tokens of a text, and the form under which the tables keep a name.

The builder and the reader use the same functions, so a name found by one is found by the
other. Folding drops case, diacritics, apostrophes, dots and hyphens; it never changes
letters otherwise, and nothing is compared by similarity.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from detente.knowledge.rows import only_once, read_rows, shipped

# A dotted acronym is one token ("U.S."); a word may hold apostrophes ("N'Djamena").
TOKEN = re.compile(r"(?:[A-Z]\.){2,}[A-Z]?(?![\w])|[^\W_]+(?:['’ʼ‘`][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_APOSTROPHES = re.compile(r"['’ʼ‘`.]")
# Letters that Unicode does not decompose.
_LETTERS = str.maketrans({
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ı": "i",
    "ə": "e",
})
#: Tokens of a name that may be written small: "Charles de Gaulle", "Muhammad bin Salman".
PARTICLES = frozenset(
    row.text("particle") for row in only_once(read_rows(shipped("words"), "particles.tsv", ("particle",)), "particle")
)


@lru_cache(maxsize=65536)
def fold(token: str) -> str:
    """Return the key form of one token.

    Args:
        token: A token of a text or of a name, without a possessive 's.

    Returns:
        Lower case, without diacritics, apostrophes and dots; "" if nothing is left.
    """
    if token.isascii():
        folded = token.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", token.lower())
        folded = "".join(char for char in decomposed if not unicodedata.combining(char)).translate(_LETTERS)
    return _APOSTROPHES.sub("", folded)


def possessive_length(token: str) -> int:
    """Return how many characters at a token's end are a possessive 's, 0 or 2."""
    return 2 if len(token) > 2 and token[-1] in "sS" and token[-2] in "'’" else 0


def fold_name(name: str) -> str:
    """Return the key of a whole name: its folded tokens with one space between.

    Args:
        name: A name as printed, such as "Mohammed bin Salman" or "U.S.".

    Returns:
        The key ("mohammed bin salman", "us").
    """
    tokens = (fold(_POSSESSIVE.sub("", match.group())) for match in TOKEN.finditer(name))
    return " ".join(token for token in tokens if token)
