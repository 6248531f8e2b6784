"""Stretches of a sentence that are names: known to the tables, or seen by the entity recogniser, or both.

The tables know a name only as long as they have it; the recogniser sees where a name ends but not whose it is.
Together: "Eliot Engel" is not the Engel of the tables, and "United States Department of Defense" is not the state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.knowledge import NameMatch, NameSense
from detente.reading.actors.candidate import Name
from detente.reading.grammar.located import is_located
from detente.reading.grammar.words import (
    combining_forms,
    given_names,
    office_words,
    organization_sectors,
    title_at_end,
    word_class,
)
from detente.records import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from detente.knowledge import Knowledge
    from detente.reading.actors.candidate import NameKind
    from detente.reading.document import Document, Sentence
    from detente.reading.grammar.tokens import Token

#: Kinds of alias that mean a person when the entity is one.
PERSONAL = frozenset({"full", "surname", "title"})

_HONORIFICS = word_class("honorific")

_LONGEST_PERSON = 3

_HYPHENS = frozenset({"-", "–", "‑"})

#: A town of this size is meant by its name where a town would stand, a larger one even if it looks like a person there.
_LARGE_TOWN = 100_000
_METROPOLIS = 1_000_000

_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})

_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})

#: Nouns that a head of state or government gives the name to.
_OF_A_HEAD = frozenset({"administration", "presidency"})

#: Months that are surnames or given names too, words after which they are months, and nouns whose "in" they are not of.
_MONTHS = frozenset({"march", "april", "may", "june", "august"})
_BEFORE_MONTHS = frozenset({
    "in", "until", "till", "since", "before", "during", "early", "late", "mid", "mid-", "last", "next", "this", "every",
    "between", "through", "throughout", "on", "around",
})  # fmt: skip
_IN_SOMEBODY = word_class("other-than-name")

#: Nouns with which names of places end, and words with which names of operations and ships begin.
_PLACES = word_class("end-of-place")
_THINGS_FIRST = frozenset({"operation", "uss", "hms", "flight", "hurricane", "typhoon"})

#: Days that the recogniser takes for the end of a name: "Mr. Lind Tuesday".
_DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})

#: Verbs whose bare capitalised subject is an outlet: "Meridian reports …". Abstract nouns do other things.
_REPORTING = frozenset({"report"})

#: What the entity recogniser calls things that are no actors.
_NO_ACTOR = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY", "LAW", "LANGUAGE"})


def find_names(document: Document, sentence: Sentence, knowledge: Knowledge) -> tuple[Name, ...]:
    """Return the names of a sentence in order; none overlap.

    Args:
        document: The article being read.
        sentence: One of its sentences.
        knowledge: The tables of names.
    """
    tokens = [t for t in document.parsed(sentence) if not t.is_space]
    spans = document.places(sentence)
    matches = _known(document, sentence, tokens, spans, knowledge)
    found: list[Name] = []
    for words, kind in _recognised(tokens):
        words = _after_place(words, matches, knowledge)  # noqa: PLW2901 - the same name, better cut
        span = Span(spans[words[0].i].start, spans[words[-1].i].end)
        if words[-1].text.endswith(("’s", "'s")):
            span = Span(span.start, span.end - 2)
        inner = tuple(m for m, _ in matches if m.start < span.end and span.start < m.end)
        taken = any(span.overlaps(name.span) for name in found)
        if not taken and _is_longer(document.text, span, kind, inner, knowledge):
            found.append(Name(span, tuple(words), kind, None, inner))
    for match, words in matches:
        span = Span(match.start, match.end)
        if any(span.overlaps(name.span) for name in found):
            continue
        longer = _branch(words, match, knowledge)
        if longer:
            whole = Span(spans[longer[0].i].start, span.end)
            found.append(Name(whole, tuple(longer), "organization", None, (match,)))
        else:
            found.append(Name(span, tuple(words), "known", match))
    return tuple(sorted(found, key=lambda name: name.span))


def _known(
    document: Document, sentence: Sentence, tokens: Sequence[Token], spans: Sequence[Span], knowledge: Knowledge
) -> list[tuple[NameMatch, list[Token]]]:
    """Return the known names of a sentence that are used as names here, each with its tokens, in order."""
    found: list[tuple[NameMatch, list[Token]]] = []
    for token in tokens:
        if _is_combining(token):
            state = knowledge.state(combining_forms()[token.lower_])
            sense = NameSense("demonym", (state.entity_id,), needs_support=False)
            found.append((NameMatch(spans[token.i].start, spans[token.i].end, (sense,)), [token]))
    for match in knowledge.find_names(document.text, sentence.span.start, sentence.span.end):
        place = Span(match.start, match.end)
        words = [t for t in tokens if spans[t.i].overlaps(place)]
        if words and not any(map(_is_combining, words)):
            match = _as_place(match, words, knowledge)  # noqa: PLW2901 - the same name, better understood
            if _looks_like_name(words, match):
                found.append((match, words))
    apart = {t.i for match, words in found for t in words if match.kind != "surname"}
    kept = [(m, words) for m, words in found if m.kind != "surname" or not _is_first_name(words, apart)]
    return sorted(kept, key=lambda pair: pair[0].start)


def _is_combining(token: Token) -> bool:
    """Tell whether a word is the first half of two countries' adjective: "Franco" in "Franco-German"."""
    after = token.i + 2
    if token.lower_ not in combining_forms() or after >= len(token.doc) or not token.text[0].isupper():
        return False
    return token.doc[token.i + 1].text in _HYPHENS and token.doc[after].text[:1].isupper()


def _as_place(match: NameMatch, words: Sequence[Token], knowledge: Knowledge) -> NameMatch:
    """Return a known surname as the large town or region of that name where one would stand: "in Lagos"."""
    place = match.sense("place")
    head = words[-1]
    if match.kind != "surname" or place is None or not is_located(head):
        return match
    people = knowledge.place_by_id(place.entity_ids[0]).population
    is_person = head.ent_type_ == "PERSON" and not (head.head.lower_ == "in" and people >= _METROPOLIS)
    if is_person or people < _LARGE_TOWN:
        return match
    return NameMatch(match.start, match.end, (place, *(r for r in match.senses if r != place)))


def with_short_names(
    document: Document, sentence: Sentence, names: tuple[Name, ...], short: frozenset[str]
) -> tuple[Name, ...]:
    """Return the names of a sentence with bare surnames and first names that neither tables nor recogniser saw.

    Args:
        document: The article being read.
        sentence: One of its sentences.
        names: Its names, as `find_names` gives them.
        short: Last words of the full names of the article's persons, and first words that only one of them has.
    """
    taken = {token.i for name in names for token in name.tokens}
    overlooked = [
        Name(document.span_of(sentence, words), words, "person")
        for token in document.parsed(sentence)
        if token.text in short and token.i not in taken and token.pos_ in {"PROPN", "NOUN", "X"}
        for words in [(*_first_name_before(token, taken), token)]
    ]
    return tuple(sorted([*names, *overlooked], key=lambda name: name.span)) if overlooked else names


def _first_name_before(token: Token, taken: Collection[int]) -> tuple[Token, ...]:
    """Return the first name before a surname known from somebody else: "Seth" in "Seth Hall, son of Ann Hall"."""
    if token.i == 0:
        return ()
    before = token.nbor(-1)
    is_one_name = before.ent_type_ == token.ent_type_ != "" and before.dep_ == "compound" and before.head == token
    is_free = before.i not in taken and before.tag_ == "NNP" and before.text.istitle() and before.text.isalpha()
    return (before,) if is_one_name and is_free and not is_title(before) and not is_honorific(before) else ()


def _recognised(tokens: Sequence[Token]) -> list[tuple[list[Token], NameKind]]:
    """Return the recogniser's persons and organisations, and names that it overlooked, in this order."""
    found: list[tuple[list[Token], NameKind]] = []
    covered: set[int] = set()
    for entity in tokens[0].doc.ents if tokens else ():
        if entity.label_ in _NO_ACTOR:
            covered.update(t.i for t in entity.tokens)
        if entity.label_ not in {"PERSON", "ORG"} or any(map(_is_combining, entity.tokens)):
            continue
        words = _bare([t for t in entity.tokens if not t.is_space], is_person=entity.label_ == "PERSON")
        covered.update(t.i for t in entity.tokens)
        if words and (_ends_title(words) or _is_in_title(words) or _are_offices(words) or _is_title_alone(words)):
            continue
        if entity.label_ == "PERSON" and _is_no_person(words):
            continue
        body, person = _parted(words) if entity.label_ == "ORG" else (words, [])
        if person:
            found += [(body, "organization"), (person, "person")]
        elif words and any(t.pos_ == "PROPN" for t in words):
            named = _behind_title(words)
            is_person = entity.label_ == "PERSON" or bool(named) or _is_like_person(words)
            found.append((named or words, "person" if is_person else "organization"))
    return [*found, *_titled(tokens, covered), *_spoken_of(tokens, covered)]


def _titled(tokens: Sequence[Token], covered: set[int]) -> list[tuple[list[Token], NameKind]]:
    """Return runs of proper nouns after a title, members joined to one, and overlooked first names with surnames."""
    found: list[tuple[list[Token], NameKind]] = []
    done = set(covered)
    for token in tokens:
        if token.i in done or not _is_proper(token) or token.i == 0:
            continue
        words = [token]
        while words[-1].i + 1 < len(token.doc) and _is_proper(token.doc[words[-1].i + 1]):
            words.append(token.doc[words[-1].i + 1])
        done.update(t.i for t in words)
        before = token.doc[token.i - 1]
        titled = before.pos_ in {"PROPN", "NOUN"} and is_title(before) and not _is_of_office(words)
        if titled or (len(words) > 1 and _is_joined_to_person(words[-1])):
            found.append((words, "person"))
        elif person := _from_given_name(words):
            found.append((person, "person"))
    return found


def _is_no_person(words: Sequence[Token]) -> bool:
    """Tell whether what the recogniser took for a person is a place or a thing: "Lake Province", "Delta F-16s".

    Nobody is written in small letters throughout: "20 tons of marijuana".
    """
    if not words:
        return False
    last = words[-1]
    has_figure = any(c.isdigit() for t in words for c in t.text)
    is_place = len(words) > 1 and last.lower_ in _PLACES and last.text.istitle()
    is_cut = last.lower_ in {"of", "the"}  # "JOINT STATEMENT OF THE"
    is_address = len(words) == 1 and is_honorific(last)
    is_small = all(t.text.islower() for t in words)
    return has_figure or is_place or is_cut or is_address or is_small or words[0].lower_ in _THINGS_FIRST


def _behind_title(words: list[Token]) -> list[Token]:
    """Return the person's name in what the recogniser took for an organisation: "Spokesperson Ann Hall"; or []."""
    rest = words[1:]
    is_name = 2 <= len(rest) <= _LONGEST_PERSON and all(t.pos_ == "PROPN" and t.text[:1].isupper() for t in rest)
    is_apart = all(t.lower_ not in office_words() for t in rest)
    return rest if is_name and is_apart and title_at_end(words[0].text) is not None else []


def _parted(words: list[Token]) -> tuple[list[Token], list[Token]]:
    """Return a body and the person whose name the recogniser took for its end: "Trade Committee Ann Hall"."""
    for at in range(1, len(words) - 1):
        person = words[at:]
        follows_body = words[at - 1].lower_ in organization_sectors()
        if follows_body and person == _from_given_name(person, is_known=True):
            return words[:at], person
    return words, []


def _is_of_office(words: Sequence[Token]) -> bool:
    """Tell whether words after a title only go on with it: "High" in "Deputy High Commissioner"."""
    return all(t.lower_ in office_words() for t in words)


def _from_given_name(words: Sequence[Token], *, is_known: bool = False) -> list[Token]:
    """Return the first name and surname that end a run of proper nouns which the recogniser left alone, or [].

    Args:
        words: The run.
        is_known: Whether it may be one that the recogniser did see, as something else.
    """
    for start, word in enumerate(words[:-1]):
        rest = words[start:]
        is_free = all((is_known or not t.ent_type_) and t.lower_ not in office_words() for t in rest)
        if word.lower_ in given_names() and len(rest) <= _LONGEST_PERSON and is_free:
            return list(rest)
    return []


def _is_joined_to_person(head: Token) -> bool:
    """Tell whether a name is a member of a list that has a recognised person."""
    while head.dep_ == "conj":
        head = head.head
        if head.ent_type_ == "PERSON":
            return True
    return False


def _ends_title(words: Sequence[Token]) -> bool:
    """Tell whether a word is only the end of a title: "State" in "Secretary of State"."""
    first = words[0]
    if len(words) > 1 or first.i < 2 or first.nbor(-1).lower_ != "of":
        return False
    return title_at_end(f"{first.nbor(-2).text} of {first.text}") is not None


def _is_title_alone(words: Sequence[Token]) -> bool:
    """Tell whether words are a title and nobody's name: "Major General", "Minister of Foreign Affairs"."""
    if not is_title(words[0]):
        return False
    return all(map(is_title, words)) or (len(words) > 2 and words[1].lower_ == "of")


def _are_offices(words: Sequence[Token]) -> bool:
    """Tell whether words are offices of several, which are a description: "The Foreign Ministers of France"."""
    doc = words[0].doc
    return any(t.form.office and t.i + 1 < len(doc) and doc[t.i + 1].lower_ == "of" for t in words)


def _is_in_title(words: Sequence[Token]) -> bool:
    """Tell whether words only begin a title: "Defence" in "Defence Minister Ann Hall"."""
    doc, after = words[0].doc, words[-1].i + 1
    return _is_of_office(words) and after < len(doc) and is_title(doc[after]) and doc[after].pos_ == "PROPN"


def _is_like_person(words: Sequence[Token]) -> bool:
    """Tell whether an organisation of the recogniser is a person: a known first name, and no word of an office."""
    if not 2 <= len(words) <= _LONGEST_PERSON or words[0].lower_ not in given_names():
        return False
    before = words[0].nbor(-1) if words[0].i > 0 else None
    has_article = before is not None and before.pos_ == "DET"
    return not has_article and all(t.pos_ == "PROPN" and t.lower_ not in office_words() for t in words)


def _spoken_of(tokens: Sequence[Token], covered: set[int]) -> list[tuple[list[Token], NameKind]]:
    """Return outlets that the recogniser overlooked: web addresses, and a bare capitalised word that reports."""
    found: list[tuple[list[Token], NameKind]] = []
    for token in tokens:
        if token.i in covered:
            continue
        is_site = token.like_url and "@" not in token.text and "/" not in token.text and token.text[:1].isupper()
        reports = token.dep_ == "nsubj" and token.head.lemma_ in _REPORTING
        is_bare = token.tag_ in {"NN", "NNP"} and not any(c.dep_ in {"det", "amod", "poss"} for c in token.children)
        if is_site or (reports and is_bare and token.text[:1].isupper() and token.text[1:].islower()):
            found.append(([token], "organization"))
    return found


def is_title(token: Token) -> bool:
    """Tell whether a word is a title, in the singular or plural: "Senator", "Senators"."""
    plural = title_at_end(token.text.removesuffix("s")) if token.text.endswith("s") else None
    return title_at_end(token.text) is not None or title_at_end(token.lemma_) is not None or plural is not None


def is_honorific(token: Token) -> bool:
    """Tell whether a word is a form of address before a name: "Mr", "Mrs.", "Dr"."""
    return token.lower_.rstrip(".") in _HONORIFICS


def _is_proper(token: Token) -> bool:
    is_capital = token.pos_ == "PROPN" and token.text[:1].isupper()
    return is_capital and title_at_end(token.text) is None and not is_honorific(token)


def _bare(words: list[Token], *, is_person: bool) -> list[Token]:
    """Return a name without determiner, titles before a person, possessive ending and punctuation after it."""
    while words and (
        words[0].pos_ == "DET"
        or words[0].is_punct
        or (is_person and (title_at_end(words[0].text) is not None or is_honorific(words[0])))
    ):
        words = words[1:]
    if is_person and len(words) > 2 and words[0].tag_ == "JJ" and is_title(words[1]):
        # "Jordanian King Abdullah": the adjective and the title are no names.
        return _bare(words[1:], is_person=True)
    while words and (
        words[-1].tag_ == "POS"
        or words[-1].is_punct
        or words[-1].text in _POSSESSIVE
        or (is_person and words[-1].lower_ in _DAYS)
    ):
        words = words[:-1]
    return words


def _after_place(
    words: list[Token], matches: Sequence[tuple[NameMatch, list[Token]]], knowledge: Knowledge
) -> list[Token]:
    """Return a name without the country that belongs to the title before it: "ambassador to Chad Ann Hall"."""
    first = words[0]
    if first.i == 0 or first.nbor(-1).lower_ not in {"to", "for", "of", "in"}:
        return words
    for match, inside in matches:
        rest = [t for t in words if t.i > inside[-1].i]
        if inside[0].i == first.i and len(rest) > 1 and _is_state(match, knowledge):
            return rest
    return words


def _is_longer(text: str, span: Span, kind: NameKind, inner: tuple[NameMatch, ...], knowledge: Knowledge) -> bool:
    """Tell whether a recognised name says more than the known names in it, and is therefore somebody else.

    Not so if a known name covers it, or if it is a known person's full name in another form ("Vladimir
    Vladimirovich Putin"), or if the recogniser joined names that have nothing to do with each other ("Putin Europe").
    """
    if any(m.start <= span.start and span.end <= m.end for m in inner):
        return False
    if not inner:
        return True
    words = text[span.start : span.end].split()
    outside = text[span.start : span.end]
    for match in inner:
        outside = outside.replace(text[match.start : match.end], " ")
    says_more = any(word[:1].isupper() for word in outside.split())
    if kind == "person":
        return not _joins_names(words, inner, knowledge, says_more=says_more) and not _is_known_person(
            words, inner[-1], knowledge, is_last=inner[-1].end >= span.end
        )
    return says_more and all(m.kind != "full" or _is_state(m, knowledge) for m in inner)


def _branch(words: list[Token], match: NameMatch, knowledge: Knowledge) -> list[Token]:
    """Return the words of an organisation that a known one's name is only the end of ("Harakat Tamra"), or []."""
    first = words[0]
    entity = knowledge.entity(match.entity_ids[0])
    if entity.kind not in {"organization", "group"} or entity.entity_id.startswith("gov:") or first.i < 2:
        return []
    before = first.nbor(-1)
    is_part = before.pos_ == "PROPN" and before.dep_ == "compound" and before.head in {first, words[-1], words[-1].head}
    if not is_part or not before.text.istitle() or before.ent_type_ in {"PERSON", "GPE", "NORP"}:
        return []
    return [] if is_title(before) or before.lower_ in office_words() else [before, *words]


def _joins_names(words: Sequence[str], inner: tuple[NameMatch, ...], knowledge: Knowledge, *, says_more: bool) -> bool:
    """Tell whether a recognised person is made of known names only, which are not first name and surname."""
    if says_more or len(inner) < 2 or knowledge.is_given_name(words[0]) or any(m.needs_support for m in inner):
        return False
    ends_personal = any(r.kind in PERSONAL and _is_person(r.entity_ids[0], knowledge) for r in inner[-1].senses)
    starts_alone = inner[0].kind == "surname" and not inner[0].needs_support
    return not ends_personal or starts_alone


def _is_known_person(words: Sequence[str], last: NameMatch, knowledge: Knowledge, *, is_last: bool) -> bool:
    """Tell whether the last known name in a person's name is that very person, in another form."""
    known = [
        (sense.kind, knowledge.entity(e)) for sense in last.senses if sense.kind in PERSONAL
        for e in sense.entity_ids
    ]  # fmt: skip
    if not is_last:
        return any(kind == "full" and entity.kind == "person" for kind, entity in known)
    return any(has_words_in_order(entity.name, words) for _, entity in known)


def _is_person(entity_id: str, knowledge: Knowledge) -> bool:
    return knowledge.entity(entity_id).kind == "person"


def has_words_in_order(name: str, words: Sequence[str]) -> bool:
    """Tell whether `words` hold the first and last word of a name, in this order: "Ali … Khamenei"."""
    parts = name.casefold().split()
    parts = [part for part in parts if part not in _SUFFIXES] or parts
    folded = [word.casefold() for word in words]
    return parts[0] in folded and parts[-1] in folded and folded.index(parts[0]) < folded.index(parts[-1])


def _is_state(match: NameMatch, knowledge: Knowledge) -> bool:
    return knowledge.entity(match.entity_ids[0]).kind in {"state", "bloc", "place"}


def _looks_like_name(words: list[Token], match: NameMatch) -> bool:
    """Tell whether a known name is used as one here: not as a word of an office, and no surname after "the"."""
    if match.needs_support and len(words) == 1 and words[0].lower_ in office_words():
        return False
    if len(words) == 1 and (_is_month(words[0]) or _is_before_initial(words[0])):
        return False
    before = words[0].nbor(-1) if words[0].i > 0 else None
    if match.kind != "surname":
        # "New Mexico" and "New Jersey" are not Mexico and Jersey.
        return match.kind != "full" or before is None or before.text != "New" or len(words) > 1
    if _is_town(words[-1]) or (match.needs_support and words[0].ent_type_ in {"GPE", "LOC", "FAC"}):
        return False
    if match.needs_support and before is not None and before.pos_ == "DET" and not names_government(words[-1]):
        return False
    is_part = match.needs_support and words[0].ent_type_ == "ORG" and _has_more_of_entity(words[0])
    if match.needs_support and before is not None and _is_thing_with(before, words[0]):
        return False
    return (any(t.pos_ == "PROPN" for t in words) or _is_before_verb(words[-1])) and not is_part


def _is_month(token: Token) -> bool:
    """Tell whether a name is that of a month here: "in May", "May 2019", "3 March"; not in "confidence in May"."""
    if token.lower_ not in _MONTHS or token.text.isupper():
        return False
    doc = token.doc
    before = doc[token.i - 1] if token.i > 0 else None
    after = doc[token.i + 1] if token.i + 1 < len(doc) else None
    if before is not None and (is_title(before) or is_honorific(before) or before.lower_ in given_names()):
        return False
    if (after is not None and after.text[:1].isdigit()) or (before is not None and before.text[:1].isdigit()):
        return True
    if before is not None and before.lower_ in _BEFORE_MONTHS:
        return before.lower_ != "in" or before.i == 0 or before.nbor(-1).lemma_.lower() not in _IN_SOMEBODY
    return token.ent_type_ == "DATE" and token.dep_ not in {"nsubj", "nsubjpass", "aux"}


def _is_first_name(words: Sequence[Token], apart: Collection[int]) -> bool:
    """Tell whether a surname of the tables is a first name here: "Holm" in "Holm Sharma", who is no Holm.

    Args:
        words: The surname.
        apart: Words of other names that the tables know: "Putin" is no first name in "Putin Europe talks".
    """
    token = words[-1]
    doc, after = token.doc, token.i + 1
    if len(words) > 1 or token.dep_ != "compound" or after >= len(doc) or after in apart:
        return False
    if names_government(token) or token.text.isupper():
        return False
    rest = doc[after]
    is_surname = rest.tag_ == "NNP" and rest.text.istitle() and rest.text.isalpha()
    is_apart = rest.lower_ in office_words() or is_title(rest) or rest.ent_type_ in {"DATE", "NORP"}
    return is_surname and not is_apart and token.ent_type_ == rest.ent_type_ != "ORG"


def _is_before_verb(token: Token) -> bool:
    """Tell whether a name that looks like an auxiliary stands before a finite verb: "May said"."""
    after = token.i + 1
    return token.pos_ == "AUX" and after < len(token.doc) and token.doc[after].tag_ in {"VBD", "VBZ"}


def _is_before_initial(token: Token) -> bool:
    """Tell whether a middle initial and a surname follow: "Colin" in "Colin L. Harper" is nobody's surname."""
    doc = token.doc
    if token.i + 2 >= len(doc) or doc[token.i + 2].pos_ != "PROPN":
        return False
    initial = doc[token.i + 1].text
    return len(initial) == len("L.") and initial[0].isupper() and initial.endswith(".")


def names_government(name: Token) -> bool:
    """Tell whether a surname says whose government is meant: "the Bush administration"."""
    return name.dep_ == "compound" and name.head.lemma_.lower() in _OF_A_HEAD


def _is_town(token: Token) -> bool:
    """Tell whether the name of a larger place follows after a comma: "Toledo, Ohio"."""
    doc = token.doc
    return token.i + 2 < len(doc) and doc[token.i + 1].text == "," and doc[token.i + 2].ent_type_ == "GPE"


def _is_thing_with(before: Token, name: Token) -> bool:
    """Tell whether the word before makes a thing of a surname: "Election Day"; a first name or title does not."""
    if before.dep_ != "compound" or before.head != name or before.text.isupper():
        return False
    is_person = before.ent_type_ == "PERSON" or before.lower_ in given_names() or is_honorific(before)
    return not is_person and not is_title(before) and name.ent_type_ != "PERSON"


def _has_more_of_entity(token: Token) -> bool:
    """Tell whether the recogniser saw a longer name around a word."""
    around = [token.doc[i] for i in (token.i - 1, token.i + 1) if 0 <= i < len(token.doc)]
    return any(t.ent_type_ == token.ent_type_ and t.pos_ == "PROPN" for t in around)
