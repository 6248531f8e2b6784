"""The codebook of issues: what actors stand for or against, and the words by which an issue is known.

A codebook is a TOML file of `[[issue]]` tables; the shipped one lies beside this module. A person's own has the same
form: the machine proposes positions by it, the person disposes.
"""

from __future__ import annotations

import functools
import importlib.resources
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args

from detente.errors import KnowledgeError
from detente.records import EventType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TEXTS = ("name", "label", "for", "against")
_LISTS = ("patterns", "events", "examples")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_EVENT_TYPES = frozenset(get_args(EventType))


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of a codebook.

    Attributes:
        name: What positions call it: lower-case letters, digits and "_".
        label: What people call it.
        means_for: What counts as standing for it.
        means_against: What counts as standing against it.
        patterns: Words in a row, lower case, each a word, a lemma, or a beginning followed by "*".
        events: PLOVER types that speak for the issue where no pattern does.
        examples: Sentences that show it.
    """

    name: str
    label: str
    means_for: str
    means_against: str
    patterns: tuple[tuple[str, ...], ...]
    events: frozenset[str]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Codebook:
    """The issues of a codebook, in the order of the file; an earlier one wins where two fit equally well."""

    issues: tuple[Issue, ...]
    _by_first: dict[str, list[tuple[int, tuple[str, ...]]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    # Of the beginnings of words that begin a pattern.
    _lengths: set[int] = field(default_factory=set, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """List the patterns by their first word, so that most of them need not be tried."""
        for order, issue in enumerate(self.issues):
            for pattern in issue.patterns:
                self._by_first.setdefault(pattern[0], []).append((order, pattern))
        self._lengths.update(len(first) - 1 for first in self._by_first if first.endswith("*"))

    def issue_of(self, words: tuple[tuple[str, str], ...], event_type: str | None = None) -> str | None:
        """Return the name of the issue that some words speak of, or None.

        Args:
            words: (lower-case form, lemma) of each word, in order.
            event_type: PLOVER type of the event that the words tell, used only where no pattern fits.

        Returns:
            The issue with the longest pattern in the words; among equals the one whose pattern comes first.
        """
        best: tuple[int, int, int] | None = None
        found = None
        for order, pattern in self._possible(words):
            place = _find(words, pattern)
            if place is None:
                continue
            rank = (-len(pattern), place, order)
            if best is None or rank < best:
                best, found = rank, self.issues[order].name
        if found is None and event_type is not None:
            found = next((issue.name for issue in self.issues if event_type in issue.events), None)
        return found

    def _possible(self, words: tuple[tuple[str, str], ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the patterns whose first word stands among the words, or begins one of them, with their issue."""
        for form in {form for word in words for form in word}:
            yield from self._by_first.get(form, ())
        for beginning in {form[:length] for form, _ in words for length in self._lengths if length <= len(form)}:
            yield from self._by_first.get(f"{beginning}*", ())


def _find(words: tuple[tuple[str, str], ...], pattern: tuple[str, ...]) -> int | None:
    """Return where a pattern first stands in the words, or None."""
    for start in range(len(words) - len(pattern) + 1):
        if all(_fits(words[start + i], wanted) for i, wanted in enumerate(pattern)):
            return start
    return None


def _fits(word: tuple[str, str], wanted: str) -> bool:
    if wanted.endswith("*"):
        return word[0].startswith(wanted[:-1])
    return wanted in word


def load_codebook(path: Path | None = None) -> Codebook:
    """Return the codebook in a file, or the shipped one.

    Args:
        path: A TOML file of `[[issue]]` tables; None for the shipped codebook.

    Raises:
        KnowledgeError: The file cannot be read or is no codebook; the message names the file, the line and the key.
    """
    if path is None:
        return _shipped()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"the codebook {path} cannot be read: {error}") from error
    return parse_codebook(text, str(path))


@functools.cache
def _shipped() -> Codebook:
    text = importlib.resources.files("detente.knowledge").joinpath("codebook.toml").read_text(encoding="utf-8")
    return parse_codebook(text, "codebook.toml")


def parse_codebook(text: str, where: str) -> Codebook:
    """Return the codebook that a TOML text holds.

    Args:
        text: The TOML text.
        where: What to call it in messages.

    Raises:
        KnowledgeError: It is no TOML, or an issue lacks a key, has an unknown one, or a wrong value.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(f"{where} is not TOML: {error}") from error
    tables = data.get("issue")
    if not isinstance(tables, list) or not tables or set(data) != {"issue"}:
        raise KnowledgeError(f"{where} holds no list of [[issue]] tables, or something else beside it")
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if line.strip() == "[[issue]]"]
    issues = []
    for number, table in enumerate(tables):
        line = lines[number] if number < len(lines) else 1
        issues.append(_issue(table, f"{where}, line {line}"))
    names = [issue.name for issue in issues]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise KnowledgeError(f"{where} names the issue {twice!r} twice")
    return Codebook(tuple(issues))


def _issue(table: dict[str, Any], where: str) -> Issue:
    for key in (*_TEXTS, *_LISTS):
        if key not in table:
            raise KnowledgeError(f"{where}: the issue has no {key!r}")
    unknown = sorted(set(table) - {*_TEXTS, *_LISTS})
    if unknown:
        raise KnowledgeError(f"{where}: unknown key {unknown[0]!r}", hint=f"Keys are {', '.join((*_TEXTS, *_LISTS))}.")
    for key in _TEXTS:
        if not isinstance(table[key], str) or not table[key].strip():
            raise KnowledgeError(f"{where}: {key!r} must be a text that is not empty")
    for key in _LISTS:
        if not isinstance(table[key], list) or not all(isinstance(item, str) and item.strip() for item in table[key]):
            raise KnowledgeError(f"{where}: {key!r} must be a list of texts")
    if not _NAME.fullmatch(table["name"]):
        raise KnowledgeError(f"{where}: the name {table['name']!r} must be lower-case letters, digits and '_'")
    wrong = next((item for item in table["events"] if item not in _EVENT_TYPES), None)
    if wrong is not None:
        raise KnowledgeError(f"{where}: {wrong!r} in 'events' is no PLOVER event type")
    return Issue(
        name=table["name"],
        label=table["label"],
        means_for=table["for"],
        means_against=table["against"],
        patterns=tuple(tuple(item.lower().split()) for item in table["patterns"]),
        events=frozenset(table["events"]),
        examples=tuple(table["examples"]),
    )
