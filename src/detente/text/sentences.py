"""Sentences, by rule: where a full stop, a question mark or an exclamation mark ends one, and where not."""

from __future__ import annotations

import re

from detente.records import Span
from detente.text.tables import load_word_classes, words_of_class

# a run of end marks (a spaced or glued ellipsis behind it included), and the closing marks that belong to it
_END = re.compile(r"(?:[.!?…]+(?:\s{0,2}\.(?:\s?\.){2,3})?|[。！？؟।॥]+)(?:''|[\"'”’»›)\]」』]|\s»(?=\s|$))*")
_BLANK_LINE = re.compile(r"(?:\r\n|[\n\r\x85\u2028])[^\S\n\r\x85\u2028]*(?:\r\n|[\n\r\x85\u2028])|[\u2029\x0c]")
_OPENERS = frozenset("\"'“‘„‚«‹([{`「『¿¡")
_DASHES = frozenset("-–—―,;:")
_BRACKET = re.compile(r"[()]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

#: What a question or an exclamation in quotation marks is followed by when the sentence goes on: a name and a verb.
_ATTRIBUTION = re.compile(
    r"(?:[A-Z][\w'’.-]*\s+){1,4}"
    r"(?:said|says|asked|asks|told|wrote|tweeted|added|replied|shouted|warned|demanded|wondered|exclaimed|posted)\b"
    r"(?=\s*[,.;:]|\s+(?:in|on|at|during|when|as|while|after|to|of|reporters|journalists)\b)"
)

#: The end of a web address that is written as a name: "Example.Org".
_DOMAIN = re.compile(r"(?:Com|Org|Net|Gov|Edu|Info|News|Eu|Uk|Us|Ru|De|Fr|Io|Tv)\b")

#: Small words that names begin with: "al-Assad", "de Gaulle".
_SMALL_NAME = re.compile(r"(?:(?:al|el|ar|as|an)-|(?:de|du|da|di|von|van|bin|ibn|der|den|la|le)\s)(?:\w+\s)?[A-Z]")

_ZONE_OR_DAY = re.compile(
    r"(?:[A-Z]{2,5}T|GMT|UTC|ET|PT|CT|MT|EDT|EST)\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|\w+\s+(?:time|Time|Standard|Daylight|Summer)\b"
)

#: A bracket longer than this is not looked through for the sentence that it stands in.
_MOST_BRACKET_CHARS = 400


def split_sentences(text: str, span: Span) -> tuple[Span, ...]:
    """Return the sentences of a part of a text, in order.

    Args:
        text: The article's text.
        span: A block, or any other part of it.

    Returns:
        Sentences without white space at their ends; together they hold all of `span` that is not white space.
        A blank line always ends a sentence, a single line break never does.
    """
    cuts = sorted({*_blank_lines(text, span), *_sentence_ends(text, span)})
    sentences = []
    start = span.start
    for cut in [*cuts, span.end]:
        found = Span(start, cut).trimmed(text)
        if found.start < found.end:
            sentences.append(found)
        start = cut
    return tuple(sentences)


def _blank_lines(text: str, span: Span) -> list[int]:
    return [match.end() for match in _BLANK_LINE.finditer(text, *span)]


def _sentence_ends(text: str, span: Span) -> list[int]:
    sheltered = _embedded_brackets(text, span)
    ends = []
    sentence_start = span.start
    shelter = 0
    for match in _END.finditer(text, *span):
        while shelter < len(sheltered) and sheltered[shelter].end <= match.start():
            shelter += 1
        inside = shelter < len(sheltered) and sheltered[shelter].start < match.start() < sheltered[shelter].end - 1
        if not inside and _ends_sentence(text, match, span, sentence_start):
            ends.append(match.end())
            sentence_start = match.end()
    return ends


def _embedded_brackets(text: str, span: Span) -> list[Span]:
    """Return the brackets that stand inside a sentence: what follows them goes on with it."""
    found = []
    opened: int | None = None
    for match in _BRACKET.finditer(text, *span):
        at = match.start()
        if match.group() == "(":
            opened = at
        elif opened is not None:
            after = _next_visible(text, at + 1, span.end)
            goes_on = after < span.end and (text[after].islower() or text[after] in ",;:.—–-")
            if goes_on and at - opened <= _MOST_BRACKET_CHARS:
                found.append(Span(opened, at + 1))
            opened = None
    return found


def _next_visible(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _ends_sentence(text: str, match: re.Match[str], span: Span, sentence_start: int) -> bool:
    """Tell whether the end marks at `match` end a sentence."""
    mark = match.group()
    following = _next_visible(text, match.end(), span.end)
    if following >= span.end:
        return True
    if mark[0] in "。！？؟।॥":
        return text[following] not in _DASHES and text[following] not in "，、；"
    if following == match.end():
        return _ends_without_space(text, match, span)
    if text[following] in _DASHES:
        return text[following] == "-" and text[following + 1 : following + 2].isspace() and len(mark) == 1
    opened = following
    while opened < span.end and text[opened] in _OPENERS:
        opened += 1
    first = text[opened : opened + 1]
    quoted = mark[-1] not in ".!?…"
    if first.islower():
        return _ends_before_small_letter(text, match, following, opened, quoted=quoted)
    if mark[0] in "!?":
        return not (quoted and _ATTRIBUTION.match(text, following, min(span.end, following + 120)))
    if mark[0] == "…" or len(mark.rstrip("\"'”’»›)]")) > 1 or quoted:
        return True
    return not _is_abbreviation(text, match.start(), opened, Span(sentence_start, span.end))


def _ends_without_space(text: str, match: re.Match[str], span: Span) -> bool:
    """Tell whether a sentence ends where the space behind it was forgotten: "ended.The"."""
    at = match.end()
    before = text[max(span.start, match.start() - 3) : match.start()]
    following = text[at : at + 2]
    if not (len(before) == 3 and before.isalpha() and before.islower()):
        return False
    return following[:1].isupper() and following[1:].islower() and not _DOMAIN.match(text, at)


def _ends_before_small_letter(text: str, match: re.Match[str], following: int, opened: int, *, quoted: bool) -> bool:
    """Tell whether a sentence ends before a small letter: only before a quotation or a small name word."""
    if quoted or match.group()[0] != ".":
        return False
    if len(match.group()) > 1:
        return False
    if _SMALL_NAME.match(text, following, following + 40) and opened == following:
        return not _is_abbreviation(text, match.start(), opened, Span(max(0, match.start() - 20), following + 1))
    return False


def _is_abbreviation(text: str, stop: int, following: int, sentence: Span) -> bool:
    """Tell whether the full stop at `stop` belongs to an abbreviation inside a sentence.

    Args:
        text: The article's text.
        stop: Where the full stop is.
        following: Where the next word begins, quotation marks and brackets left out.
        sentence: From where the sentence begins to the end of the part that is being split.
    """
    start = stop
    while start > max(sentence.start, stop - 24) and (text[start - 1].isalnum() or text[start - 1] in ".&"):
        start -= 1
    word = text[start:stop].lstrip(".&")
    if not word:
        return False
    if word.isdigit():
        return len(word) <= 2 and start <= _next_visible(text, sentence.start, stop)  # "1. First …": a list
    match = _WORD.match(text, following, min(sentence.end, following + 40))
    next_word = match.group() if match else ""
    kind = load_word_classes("abbreviations").get(word)
    if kind is None and (len(word) == 1 or re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", word)):
        kind = "end" if word[0].isupper() else "inner"
    if kind is None:
        return False
    return _goes_on(kind, next_word, text, following, opened=text[following - 1] in _OPENERS)


def _goes_on(kind: str, next_word: str, text: str, following: int, *, opened: bool) -> bool:
    """Tell whether a sentence goes on behind an abbreviation of this kind."""
    if kind in {"name", "inner"}:
        return True
    if kind == "number":
        return next_word[:1].isdigit()
    if kind == "close":
        return False
    if kind == "time":
        return bool(_ZONE_OR_DAY.match(text, following, following + 40))
    if next_word in words_of_class("starters", "starter"):
        return False
    return not (opened and text[following - 1] in "\"“«„'‘`" and next_word[:1].isupper())
