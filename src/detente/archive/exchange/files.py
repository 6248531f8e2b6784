"""Writing files so that a failure leaves nothing half written, and text that a file can hold."""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from detente.archive.exchange.contract import Tally

#: What XML 1.0 cannot hold at all, however it is written.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: What ends a field or a line of a tab-separated file for one reader or another, and other control characters.
_NO_TSV = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]+")


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a path to write to, and put what is there in place of `target` once all is well.

    Args:
        target: The file or folder to be. A file is replaced; so are the files of a folder that bear the same names.

    Yields:
        A path beside the target where nothing is.
    """
    part = target.with_name(target.name + ".part")
    _remove(part)
    try:
        yield part
        if part.is_dir():
            target.mkdir(exist_ok=True)
            for path in sorted(part.iterdir()):
                path.replace(target / path.name)
        else:
            part.replace(target)
    finally:
        _remove(part)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


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
