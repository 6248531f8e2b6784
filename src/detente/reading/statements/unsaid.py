"""What looks like a statement and says nothing: acts, what nobody says, what a reporter asks, labels of a title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.grammar.words import acts

if TYPE_CHECKING:
    from detente.reading.attribution import Attribution
    from detente.reading.document import Document
    from detente.reading.grammar.tokens import Token

#: With these a subject is nobody, so that what follows is said by no one.
_NOBODY = frozenset({"nobody", "none", "neither", "no-one"})
_NO = frozenset({"no", "none", "neither"})
_VERBS = frozenset({"VERB", "AUX"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})


def says_nothing(document: Document, attribution: Attribution) -> bool:
    """Tell whether an attribution is none.

    Args:
        document: The article being read.
        attribution: Source, cue and content.
    """
    cue = [token for _, token in document.tokens_in(attribution.cue[0])]
    return (
        _is_act(document, attribution, cue)
        or _is_of_nobody(document, attribution)
        or _is_asked(document, attribution, cue)
        or _asks_for_cover(document, attribution, cue)
        or _is_label_of_title(document, attribution)
    )


def _is_act(document: Document, attribution: Attribution, cue: list[Token]) -> bool:
    """Tell whether what looks like speech is an act: "summons Chad's envoy" says nothing; "recalled that …" does.

    Nor does "forcing the bloc to act": what somebody is made to do is not said.
    """
    if not any(_names_act(token) for token in cue):
        return False
    words = [token for part in attribution.content for _, token in document.tokens_in(part)]
    is_quoted = any(q.span.contains(part) for part in attribution.content for q in document.quotations_in(part))
    return bool(words) and not is_quoted and words[0].dep_ != "mark" and not any(map(_is_told, words))


def _names_act(cue: Token) -> bool:
    """Tell whether a cue is an act's word; in a title every word has a capital: "Treasury Sanctions Firms"."""
    if cue.pos_ == "PROPN":
        return cue.lower_.removesuffix("s") in acts()
    return cue.pos_ in {"VERB", "NOUN"} and cue.lemma_.lower() in acts()


def _is_told(word: Token) -> bool:
    """Tell whether a verb heads a clause of its own that something is told in; one with "to" is done."""
    has_to = any(child.tag_ == "TO" for child in word.children)
    return word.dep_ == "ccomp" and word.pos_ in _VERBS and not has_to


def _is_of_nobody(document: Document, attribution: Attribution) -> bool:
    """Tell whether the source is nobody: "No government has recognised the council", "Nobody threatens Mali"."""
    if not attribution.source:
        return False
    words = [token for _, token in document.tokens_in(attribution.source[0])]
    if not words:
        return False
    first = words[0]
    return first.lower_ in _NOBODY or (first.lower_ in _NO and (len(words) > 1 or first.pos_ == "PRON"))


def _is_asked(document: Document, attribution: Attribution, cue: list[Token]) -> bool:
    """Tell whether a question asks whether somebody said it: "Has the minister told them that …?".

    So does one behind a label that names nobody: "Q: Would you talk to them?".
    """
    verb = next((token for token in cue if token.pos_ in _VERBS), None)
    sentence = document.sentence_at(attribution.cue[0].start)
    if sentence is None or not sentence.span.words(document.text).rstrip(" \n\"'”’").endswith("?"):
        return False
    if verb is None:
        return not attribution.source and attribution.cue[0].words(document.text) == ":"
    verb = verb.head if verb.dep_ in {"aux", "auxpass"} else verb
    subject = next((c.i for c in verb.children if c.dep_ in _SUBJECTS), None)
    helpers = [c.i for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    return subject is not None and bool(helpers) and min(helpers) < subject < verb.i


def _asks_for_cover(document: Document, attribution: Attribution, cue: list[Token]) -> bool:
    """Tell whether somebody only asks for no name in print: "who asked not to be named because …"."""
    if not any(token.lemma_.lower() in {"ask", "request", "decline", "refuse"} for token in cue):
        return False
    said = " ".join(part.words(document.text).lower() for part in attribution.content)
    return said.startswith(("not to be ", "to be ", "that he not be ", "that she not be ", "anonymity")) and any(
        word in said.split() for word in ("named", "identified", "quoted", "anonymity")
    )


def _is_label_of_title(document: Document, attribution: Attribution) -> bool:
    """Tell whether a title's colon parts a label from a heading without a verb: "Trade Ministry: weekly bulletin"."""
    if attribution.cue[0].words(document.text) != ":":
        return False
    block = next((b for b in document.article.blocks if b.span.contains(attribution.cue[0])), None)
    words = [token for part in attribution.content for _, token in document.tokens_in(part)]
    is_quoted = any(document.quotations_in(part) for part in attribution.content)
    return block is not None and block.kind == "title" and not is_quoted and not any(t.pos_ in _VERBS for t in words)
