"""The words and lines by which Factiva's layouts are known, in the languages of its pages."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: "EXTM000020200102eg120000d": code of the source, filled up with zeros, day, serial.
_NUMBER = r"[A-Za-z][A-Za-z0-9]{3,11}(?:19|20)\d{6}[A-Za-z0-9]{5,14}"


@functools.cache
def end_line() -> re.Pattern[str]:
    """Match the line that ends an article: "Document …", "Dokument …", "文件 …".

    The word differs with the language of the pages, the number does not.
    """
    return re.compile(rf"^[ \t]*(?:AN[ \t]+|AN[ \t]*\n[ \t]*)?[^\W\d_]{{2,14}}[ \t]+{_NUMBER}[ \t]*$", re.MULTILINE)


@functools.cache
def words_line() -> re.Pattern[str]:
    """Match the line with the number of words, "412 words"."""
    return re.compile(rf"^(?:WC)?[ \t]*\d[\d., ]*(?:{'|'.join(table()['words'])})[ \t]*$", re.MULTILINE | re.IGNORECASE)


@functools.cache
def table() -> Mapping[str, tuple[str, ...]]:
    """Return the lists of words and codes by their names."""
    text = resources.files("detente.sources").joinpath("data/factiva.toml").read_text(encoding="utf-8")
    return {key: tuple(words) for key, words in tomllib.loads(text).items()}
