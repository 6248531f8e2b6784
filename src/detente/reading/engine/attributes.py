"""Parts of speech, morphology and lemmas, by spaCy's own rules, applied to words of the same kind once.

spaCy's attribute ruler runs a matcher over every token, though nearly all of its patterns look at one token only, and
only at its word, its tag and its dependency: what they say of these is remembered. The few patterns over several tokens
are tried where their first token stands.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from detente.reading.engine.encoder import UnknownPipelineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from spacy.language import Language
    from spacy.strings import StringStore

#: What a pattern may ask of a token, in the order of `RuledToken`.
_ASKED: Final = ("TAG", "LOWER", "DEP", "IS_SPACE")
_TAG, _LOWER, _DEP = range(3)
#: Answers that are remembered; then all are forgotten at once.
_MOST_ANSWERS: Final = 60_000


#: A token as the patterns see it, in numbers of strings: tag, lower-case word, dependency; and 1 if it is a blank.
RuledToken = tuple[int, int, int, int]


class Attributes(NamedTuple):
    """What a token gets, in numbers of strings: tag, dependency, part of speech, morphology, lemma."""

    tag: int
    dep: int
    pos: int
    morph: int
    lemma: int


@dataclass(frozen=True, slots=True)
class _Kind:
    """What tokens get that look the same to the patterns.

    Attributes:
        rules: Numbers of the rules over one token that hold.
        begins: Patterns over several tokens that such a token could begin.
        given: What it gets; no lemma where no rule gives one.
        words: Form → what it gets, lemma included, for forms that were seen.
    """

    rules: tuple[int, ...]
    begins: tuple[_Pattern, ...]
    given: Attributes
    words: dict[int, Attributes] = field(default_factory=dict)


class AttributeReader:
    """Says what spaCy's attribute ruler and lemmatiser would say of tokens.

    Args:
        language: The pipeline, with the ruler and the lemmatiser.

    Raises:
        UnknownPipelineError: The ruler asks for something that is not known here, or the lemmatiser works in another
            way.
    """

    def __init__(self, language: Language) -> None:
        pipes: dict[str, Any] = dict(language.pipeline)
        ruler, self._lemmatizer = pipes["attribute_ruler"], pipes["lemmatizer"]
        self._strings = language.vocab.strings
        if self._lemmatizer.mode != "rule" or self._lemmatizer.overwrite:
            raise UnknownPipelineError("a lemmatiser that works in another way")
        self._changes = [_change_of(attributes, self._strings) for attributes in ruler.attrs]
        patterns = [
            _Pattern(number, rule["index"], tuple(_condition_of(token, self._strings) for token in tokens))
            for number, rule in enumerate(ruler.patterns)
            for tokens in rule["patterns"]
        ]
        self._several = [pattern for pattern in patterns if len(pattern.tokens) > 1]
        self._single: dict[int | None, list[_Pattern]] = {}
        for pattern in patterns:
            for tag in pattern.tokens[0].wanted.get(_TAG, (None,)) if len(pattern.tokens) == 1 else ():
                self._single.setdefault(tag, []).append(pattern)
        conditions = [token for pattern in patterns for token in pattern.tokens]
        self._named = {word for token in conditions for word in token.wanted.get(_LOWER, ())}
        self._named.update(word for token in conditions for word in token.barred.get(_LOWER, ()))
        self._forms = [token.held[_LOWER] for token in conditions if _LOWER in token.held]
        self._words: dict[int, int] = {}
        self._held = 0
        self._kinds: dict[RuledToken, _Kind] = {}
        self._lemmas: dict[tuple[int, int, int], int] = {}
        self._morphs: dict[int, _Morph] = {}

    def read(self, tokens: Sequence[RuledToken], forms: Sequence[int], sizes: Sequence[int]) -> list[Attributes]:
        """Return what tokens get.

        Args:
            tokens: The tokens of all sentences as the patterns see them.
            forms: Numbers of the words as printed.
            sizes: Number of tokens of each sentence; no pattern reaches from one into the next.
        """
        words = {lower: self._word(lower) for lower in {token[_LOWER] for token in tokens}}
        seen = [(tag, words[lower], dep, blank) for tag, lower, dep, blank in tokens]
        kinds = [self._kinds.get(token) or self._learn(token) for token in seen]
        found = [kind.words.get(form) or self._of_kind(kind, form) for kind, form in zip(kinds, forms, strict=True)]
        more: dict[int, list[int]] = {}
        ends = list(itertools.accumulate(sizes))
        for place, kind in enumerate(kinds):
            for pattern in kind.begins:
                if pattern.holds(seen, place, ends[bisect_right(ends, place)]):
                    more.setdefault(place + pattern.index, []).append(pattern.number)
        for place, numbers in more.items():
            given = self._apply(seen[place], (*kinds[place].rules, *numbers))
            found[place] = self._with_lemma(given, forms[place])
        return found

    def _word(self, lower: int) -> int:
        """Return a word if a pattern could tell it from others, 0 otherwise."""
        word = self._words.get(lower)
        if word is None:
            if len(self._words) > _MOST_ANSWERS:
                self._words.clear()
            is_told = lower in self._named or any(form.search(self._strings[lower]) for form in self._forms)
            word = self._words[lower] = lower if is_told else 0
        return word

    def _learn(self, token: RuledToken) -> _Kind:
        """Find the rules for tokens that look like this one, and remember them."""
        if len(self._kinds) > _MOST_ANSWERS:
            self._kinds.clear()
        single = (*self._single.get(token[_TAG], ()), *self._single.get(None, ()))
        rules = tuple(pattern.number for pattern in single if pattern.tokens[0].holds(token))
        begins = tuple(pattern for pattern in self._several if pattern.tokens[0].holds(token))
        kind = self._kinds[token] = _Kind(rules, begins, self._apply(token, rules))
        return kind

    def _apply(self, token: RuledToken, rules: Iterable[int]) -> Attributes:
        """Return what a token gets from these rules; of several that set the same, the last in the list counts."""
        given = {"TAG": token[_TAG], "DEP": token[_DEP], "POS": 0, "MORPH": 0, "LEMMA": 0}
        for number in sorted(rules):
            given.update(self._changes[number])
        return Attributes(given["TAG"], given["DEP"], given["POS"], given["MORPH"], given["LEMMA"])

    def _of_kind(self, kind: _Kind, form: int) -> Attributes:
        """Return what a word gets that looks like others, and remember it."""
        self._held += 1
        if self._held > _MOST_ANSWERS:
            self._held = 0
            for other in self._kinds.values():
                other.words.clear()
        found = kind.words[form] = self._with_lemma(kind.given, form)
        return found

    def _with_lemma(self, given: Attributes, form: int) -> Attributes:
        """Fill in the lemma where no rule gives one."""
        if given.lemma:
            return given
        key = (form, given.pos, given.morph)
        lemma = self._lemmas.get(key)
        if lemma is None:
            if len(self._lemmas) > _MOST_ANSWERS:
                self._lemmas.clear()
            lemma = self._lemmas[key] = self._lemma(form, given.pos, given.morph)
        return Attributes(given.tag, given.dep, given.pos, given.morph, lemma)

    def _lemma(self, form: int, pos: int, morph: int) -> int:
        """Return what the lemmatiser's rules make of a word."""
        told = self._morphs.get(morph)
        if told is None:
            told = self._morphs[morph] = _morph_of(morph, self._strings[morph])
        word = _Word(form, self._strings[form], pos, self._strings[pos], told)
        lemma: int = self._strings.add(self._lemmatizer.lemmatize(word)[0])
        return lemma


@dataclass(frozen=True, slots=True)
class _Morph:
    """Morphology as the lemmatiser asks for it."""

    key: int
    features: dict[str, str]

    def to_dict(self) -> dict[str, str]:
        """Return feature → value; several values as one."""
        return self.features


def _morph_of(key: int, text: str) -> _Morph:
    parts = (part.partition("=") for part in text.split("|"))
    return _Morph(key, {name: value for name, equals, value in parts if equals})


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as the lemmatiser asks for it, with spaCy's names."""

    orth: int
    text: str
    pos: int
    pos_: str
    morph: _Morph


@dataclass(frozen=True, slots=True)
class _Condition:
    """What a pattern asks of one token: for each of `_ASKED` what it must be, must not be, or must hold.

    Attributes:
        wanted: Column → the values of which it must have one.
        barred: Column → the values of which it must have none.
        held: Column → an expression that must be found in the string.
        strings: The strings behind the numbers.
    """

    wanted: Mapping[int, frozenset[int]]
    barred: Mapping[int, frozenset[int]]
    held: Mapping[int, re.Pattern[str]]
    strings: StringStore

    def holds(self, token: RuledToken) -> bool:
        """Tell whether a token is what is asked for."""
        return (
            all(token[column] in values for column, values in self.wanted.items())
            and all(token[column] not in values for column, values in self.barred.items())
            and all(form.search(self.strings[token[column]]) is not None for column, form in self.held.items())
        )


def _condition_of(token: Mapping[str, Any], strings: StringStore) -> _Condition:
    """Read one token of a pattern.

    Raises:
        UnknownPipelineError: It asks for something that is not known here.
    """
    asked: dict[str, dict[int, Any]] = {"IN": {}, "NOT_IN": {}, "REGEX": {}}
    for name, value in token.items():
        wishes = value if isinstance(value, dict) else {"IN": [value]}
        if name not in _ASKED or not wishes.keys() <= asked.keys() or (name != "LOWER" and "REGEX" in wishes):
            raise UnknownPipelineError(f"an attribute ruler that asks for {name} {value}")
        for kind, values in wishes.items():
            asked[kind][_ASKED.index(name)] = (
                re.compile(values) if kind == "REGEX" else frozenset(_number(one, strings) for one in values)
            )
    return _Condition(asked["IN"], asked["NOT_IN"], asked["REGEX"], strings)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Tokens that follow each other, and which of them gets something.

    Attributes:
        number: The rule; higher ones win.
        index: Which of the tokens it is about.
        tokens: What each must be.
    """

    number: int
    index: int
    tokens: tuple[_Condition, ...]

    def holds(self, seen: Sequence[RuledToken], place: int, end: int) -> bool:
        """Tell whether the tokens from a place on are those of the pattern; at `end` their sentence is over."""
        behind = place + len(self.tokens)
        if behind > end:
            return False
        return all(token.holds(one) for token, one in zip(self.tokens, seen[place:behind], strict=True))


def _number(value: Any, strings: StringStore) -> int:
    return strings.add(value) if isinstance(value, str) else int(value)


def _change_of(attributes: Mapping[int, int], strings: StringStore) -> dict[str, int]:
    """Return what a rule sets, by the names of `Attributes`."""
    change = {strings[number]: value for number, value in attributes.items()}
    if unknown := change.keys() - {"TAG", "DEP", "POS", "MORPH", "LEMMA"}:
        raise UnknownPipelineError(f"an attribute ruler that sets {', '.join(sorted(unknown))}")
    return change
