"""RTF: its plain text. Fonts, styles, pictures and whatever else stands in groups of its own are passed over."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_MARK = b"{\\rtf"
_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)|(?P<other>\\)",
    re.DOTALL,
)
_SIGNS = {
    "par": "\n", "sect": "\n", "page": "\n", "line": "\n", "row": "\n", "cell": "\t", "tab": "\t", "emdash": "—",
    "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
}  # fmt: skip
_ESCAPED = {"~": "\u00a0", "_": "\u2011", "-": "", "\n": "\n", "\r": "\n", "{": "{", "}": "}", "\\": "\\"}
#: Groups whose content is no text of the document.
_SILENT = frozenset({
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr", "headerf", "footer",
    "footerl", "footerr", "footerf", "footnote", "listtable", "listoverridetable", "revtbl", "rsidtbl", "generator",
    "filetbl", "themedata", "datastore", "latentstyles", "xmlnstbl", "fldinst", "nonshppict", "listtext", "pntext",
})  # fmt: skip
_MOST_GROUPS = 1000


@dataclass(frozen=True, slots=True)
class _Group:
    is_silent: bool = False
    #: How many characters stand behind a Unicode one for readers that do not know it.
    fallback: int = 1


def is_rtf(head: bytes) -> bool:
    r"""Tell RTF by its first bytes, "{\rtf"."""
    return head.startswith(_MARK)


def read_rtf(data: bytes) -> str:
    """Return the text of an RTF document, a paragraph a line. What is broken in it is left out."""
    return _Reader().read(data.decode("latin-1"))


class _Reader:
    def __init__(self) -> None:
        self._parts: list[str] = []
        self._bytes = bytearray()
        self._groups = [_Group()]
        self._codepage = "cp1252"
        self._skip = 0

    def read(self, text: str) -> str:
        is_first = is_starred = False
        for token in _TOKEN.finditer(text):
            kind = token.lastgroup
            if kind in {"word", "number"}:
                self._take_word(token["word"], token["number"], is_first=is_first, is_starred=is_starred)
            elif kind == "byte":
                self._take_byte(int(token["byte"], 16))
            elif kind == "brace":
                self._take_brace(token["brace"])
            elif kind == "sign" and token["sign"] != "*":
                self._put(_ESCAPED.get(token["sign"], ""))
            elif kind == "text":
                self._put(token["text"])
            is_starred = kind == "sign" and token["sign"] == "*" and is_first
            is_first = (kind == "brace" and token["brace"] == "{") or is_starred
        self._flush()
        return _join_surrogates("".join(self._parts)).replace("\x00", "")

    def _take_word(self, word: str, number: str | None, *, is_first: bool, is_starred: bool) -> None:
        group = self._groups[-1]
        if is_first and (is_starred or word in _SILENT):
            self._groups[-1] = replace(group, is_silent=True)
        elif word == "u" and number is not None:
            self._put(chr(int(number) % 0x10000))
            self._skip = group.fallback
        elif word == "uc" and number is not None:
            self._groups[-1] = replace(group, fallback=min(max(int(number), 0), 8))
        elif word == "ansicpg" and number is not None:
            self._codepage = f"cp{number}"
        elif word in _SIGNS:
            self._put(_SIGNS[word])

    def _take_brace(self, brace: str) -> None:
        self._skip = 0
        if brace == "{":
            if len(self._groups) < _MOST_GROUPS:
                self._groups.append(self._groups[-1])
        elif len(self._groups) > 1:
            self._groups.pop()

    def _take_byte(self, value: int) -> None:
        if self._skip:
            self._skip -= 1
        elif not self._groups[-1].is_silent:
            self._bytes.append(value)  # characters of two bytes stand in two of these

    def _put(self, text: str) -> None:
        skipped = min(self._skip, len(text))
        self._skip -= skipped
        if not self._groups[-1].is_silent and len(text) > skipped:
            self._flush()
            self._parts.append(text[skipped:])

    def _flush(self) -> None:
        if self._bytes:
            try:
                self._parts.append(self._bytes.decode(self._codepage, errors="replace"))
            except LookupError:
                self._parts.append(self._bytes.decode("cp1252", errors="replace"))
            self._bytes.clear()


def _join_surrogates(text: str) -> str:
    """Return a text in which the halves of characters beyond 16 bits are joined, and lone halves replaced."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
