"""Parts of speech, morphology and lemmas, by a memory of what spaCy's rules said of the same word before.

spaCy's attribute ruler runs a matcher over every token, though nearly all of its patterns look at one token only, and
only at its word, its tag and its dependency: the same three always get the same answer. A sentence in which one of the
few patterns over several tokens could hold is given to spaCy itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from detente.reading.engine.encoder import UnknownPipelineError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt
    from spacy.language import Language
    from spacy.tokens import Doc

#: Attributes that single-token patterns may ask for. They make up the key of the memory.
_KNOWN: Final = frozenset({"TAG", "LOWER", "DEP", "IS_SPACE"})
#: Answers that are remembered; then all are forgotten at once.
_MOST_ANSWERS: Final = 60_000

#: tag, dependency, and the lower-case word if any pattern names it (0 otherwise), with whether it is white space.
_Key = tuple[int, int, int, int]
#: tag, part of speech, morphology, lemma (0 if the ruler gives none), as ids of strings.
_Answer = tuple[int, int, int, int]


class Attributes:
    """Gives tokens what spaCy's attribute ruler and lemmatiser would give them.

    Args:
        language: The pipeline; its ruler and its lemmatiser stay in charge of what is new.

    Raises:
        UnknownPipelineError: The ruler asks for something that this memory does not know.
    """

    def __init__(self, language: Language) -> None:
        pipes: dict[str, Any] = dict(language.pipeline)
        self._ruler, self._lemmatizer = pipes["attribute_ruler"], pipes["lemmatizer"]
        self._strings = language.vocab.strings
        patterns = [tokens for rule in self._ruler.patterns for tokens in rule["patterns"]]
        single = [tokens[0] for tokens in patterns if len(tokens) == 1]
        unknown = {name for token in single for name in token} - _KNOWN
        if unknown or any("OP" in token for tokens in patterns for token in tokens):
            raise UnknownPipelineError(
                f"an attribute ruler that looks at {', '.join(sorted(unknown)) or 'repetitions'}"
            )
        if self._lemmatizer.mode != "rule" or self._lemmatizer.overwrite:
            raise UnknownPipelineError("a lemmatiser that works in another way")
        self._words = {self._strings.add(word) for token in single for word in _values(token.get("LOWER"))}
        several = [tokens for tokens in patterns if len(tokens) > 1]
        self._several = tuple(tuple(_Possible(self._strings, token) for token in tokens) for tokens in several)
        self._answers: dict[_Key, _Answer] = {}
        self._lemmas: dict[tuple[int, int, int], int] = {}

    def set(self, doc: Doc, tags: npt.NDArray[np.uint64]) -> None:
        """Set tag, part of speech, morphology and lemma of every token of a sentence that has been parsed.

        Args:
            doc: The sentence.
            tags: Ids of the tags, one for each token.
        """
        rows = doc.to_array(["LOWER", "DEP", "IS_SPACE"]).tolist()
        if self._may_look_around(rows):
            self._ask_spacy(doc, tags)
            self._lemmatizer(doc)
            return
        keys = [
            (tag, dep, lower if lower in self._words or space else 0, space)
            for tag, (lower, dep, space) in zip(tags.tolist(), rows, strict=True)
        ]
        if any(key not in self._answers for key in keys):
            self._learn(doc, tags, keys)
        answers = [self._answers[key] for key in keys]
        _set(doc, ["TAG", "POS", "MORPH", "LEMMA"], np.array(self._with_lemmas(doc, answers), np.uint64))

    def _may_look_around(self, rows: Sequence[Sequence[int]]) -> bool:
        """Tell whether a pattern over several tokens could hold somewhere: each of its tokens has a candidate."""
        words, deps = {row[0] for row in rows}, {row[1] for row in rows}
        return any(all(token.may_hold(words, deps) for token in tokens) for tokens in self._several)

    def _ask_spacy(self, doc: Doc, tags: npt.NDArray[np.uint64]) -> None:
        _set(doc, ["TAG"], tags.reshape(-1, 1))
        self._ruler(doc)

    def _learn(self, doc: Doc, tags: npt.NDArray[np.uint64], keys: Sequence[_Key]) -> None:
        if len(self._answers) > _MOST_ANSWERS:
            self._answers.clear()
        self._ask_spacy(doc, tags)
        self._answers.update(
            zip(keys, map(tuple, doc.to_array(["TAG", "POS", "MORPH", "LEMMA"]).tolist()), strict=True)
        )

    def _with_lemmas(self, doc: Doc, answers: Sequence[_Answer]) -> list[_Answer]:
        """Fill in the lemmas that the ruler does not give."""
        forms = doc.to_array(["ORTH"]).tolist()
        keys = [(form, pos, morph) for form, (_, pos, morph, _) in zip(forms, answers, strict=True)]
        new = [i for i, key in enumerate(keys) if not answers[i][3] and key not in self._lemmas]
        if new:
            if len(self._lemmas) > _MOST_ANSWERS:
                self._lemmas.clear()
                new = [i for i, answer in enumerate(answers) if not answer[3]]
            _set(doc, ["TAG", "POS", "MORPH"], np.array([answer[:3] for answer in answers], np.uint64))
            self._lemmas.update((keys[i], self._strings.add(self._lemmatizer.lemmatize(doc[i])[0])) for i in new)
        return [
            answer if answer[3] else (*answer[:3], self._lemmas[key]) for answer, key in zip(answers, keys, strict=True)
        ]


def _set(doc: Any, names: list[str], rows: npt.NDArray[np.uint64]) -> None:
    """Set attributes of all tokens. `doc` is a Doc, whose declared types know no arrays of unsigned numbers."""
    doc.from_array(names, rows)


class _Possible:
    """What a token of a longer pattern must at least be: one of some words, or in one of some dependencies."""

    def __init__(self, strings: Any, token: Mapping[str, Any]) -> None:
        self._words = {strings.add(word) for word in _values(token.get("LOWER"))}
        self._deps = {strings.add(dep) for dep in _values(token.get("DEP"))}

    def may_hold(self, words: set[int], deps: set[int]) -> bool:
        """Tell whether any of a sentence's words and dependencies could be meant. A regular expression always could."""
        if self._words:
            return not self._words.isdisjoint(words)
        return not self._deps or not self._deps.isdisjoint(deps)


def _values(asked: Any) -> list[str]:
    """Return the strings that a pattern asks for: one, some, or (for a regular expression) none that can be listed."""
    if isinstance(asked, str):
        return [asked]
    return list(asked.get("IN", ())) if isinstance(asked, dict) else []
