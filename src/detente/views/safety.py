"""Makes foreign text harmless to show: no terminal escape, no hidden reordering, nothing that cannot be encoded."""

from __future__ import annotations

import re

_SURROGATES = re.compile("[\ud800-\udfff]")
_KEPT = {"\t": "\t", "\n": "\n", "\u0085": "\n", "\u2028": "\n", "\u2029": "\n"}
#: Marks that reorder what follows them: embeddings, overrides and isolates.
_REORDERING = tuple(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))


def _table() -> dict[int, str]:
    table = {code: chr(0x2400 + code) for code in range(0x20)}  # the control pictures: ␛ for an escape
    table[0x7F] = "\u2421"
    table |= {code: f"⟨U+{code:04X}⟩" for code in range(0x80, 0xA0)}
    table |= {ord(mark): f"⟨U+{ord(mark):04X}⟩" for mark in _REORDERING}
    return table | {ord(mark): shown for mark, shown in _KEPT.items()}


_TABLE = _table()


def neutralise(text: str) -> str:
    """Return `text` with everything visible that could act on the reader's screen unseen.

    Control characters become their pictures (`␛`), C1 controls and bidirectional overrides their code
    (`⟨U+202E⟩`), half surrogates the replacement character. Line ends, tabs, joiners and direction marks stay. A
    carriage return alone, behind which a line is written over, becomes its picture.
    """
    return _SURROGATES.sub("\ufffd", text.replace("\r\n", "\n").translate(_TABLE))
