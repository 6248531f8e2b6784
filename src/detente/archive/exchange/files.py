"""Tab-separated files, and text that a file can hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from detente.archive.exchange.contract import Tally

#: What XML 1.0 cannot hold at all, however it is written.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: What ends a field or a line of a tab-separated file for one reader or another, and other control characters.
_NO_TSV = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]+")


def write_tab_separated(rows: Iterable[Iterable[str]], path: Path, tally: Tally) -> int:
    """Write rows the way GDELT, ICEWS and POLECAT do: UTF-8, tabs, no quotes, a line feed at the end of each.

    Args:
        rows: The cells as text. Tabs, line ends and control characters in them become a space, and are counted.
        path: Where to write.
        tally: Counts the cells that were changed.

    Returns:
        How many rows were written.
    """
    count = 0
    with path.open("w", encoding="utf-8", newline="", errors="replace") as out:
        for row in rows:
            cells = []
            for cell in row:
                clean = _NO_TSV.sub(" ", cell)
                tally.lost["values with tabs, line ends or control characters: a space instead"] += clean != cell
                cells.append(clean)
            out.write("\t".join(cells) + "\n")
            count += 1
    return count


def xml_text(text: str) -> str:
    """Return a text without the characters that XML 1.0 cannot hold."""
    return _NO_XML.sub("", text)


def cut(text: str, length: int) -> str:
    """Return at most `length` characters of a text, an ellipsis at the end if some are missing."""
    return text if len(text) <= length else text[: length - 1] + "…"
