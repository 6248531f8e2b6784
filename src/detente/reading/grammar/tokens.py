"""A parsed sentence as plain Python objects, with spaCy's names: `token.lemma_`, `token.head`, `token.children`.

spaCy makes an object and looks a string up each time a rule asks for an attribute, and rules ask a hundred times a
word. Here each word is one object whose attributes are filled once. What differs: children, subtrees and slices are
tuples, and one word of a sentence is always the same object.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, overload

from detente.reading.grammar.words import title_at_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detente.reading.rows import ParseRows

#: Of a word's row, how many are numbers of strings.
_NAMED: Final = 6
#: Words that are remembered; then all are forgotten at once, which keeps memory flat.
_MOST_REMEMBERED: Final = 60_000


class Form(NamedTuple):
    """What depends on the letters of a word alone.

    Attributes:
        text: The word as printed.
        lower: The same in lower case.
        is_space: Whether it is white space.
        is_punct: Whether it is a mark of punctuation.
        is_quote: Whether it is a quotation mark.
        is_title: Whether it begins with a capital and goes on in small letters.
        like_num: Whether it is a number, in figures or words.
        like_url: Whether it looks like an address of the web.
        office: The singular, if it is the plural of an office with a capital: "Minister" of "Ministers"; else "".
    """

    text: str
    lower: str
    is_space: bool
    is_punct: bool
    is_quote: bool
    is_title: bool
    like_num: bool
    like_url: bool
    office: str


class Token:
    """One word of a parsed sentence.

    Attributes:
        doc: The sentence.
        i: Its place among the sentence's words, from 0.
        idx: Its first character in the sentence.
        form: What depends on its letters alone.
        text: The word as printed.
        lower_: The same in lower case.
        lemma_: Its dictionary form.
        pos_: Part of speech of Universal Dependencies.
        tag_: Part of speech of the Penn Treebank.
        dep_: What it is to its head.
        head: The word that it hangs on; the word itself at the root.
        children: The words that hang on it, in the order of the text.
        ent_type_: Kind of the name that it is part of; "" for none.
        morph_: Its morphology, "Number=Plur|…"; "_" for none.
    """

    __slots__ = (
        "children", "dep_", "doc", "ent_type_", "form", "head", "i", "idx", "lemma_", "lower_", "morph_", "pos_",
        "tag_", "text",
    )  # fmt: skip

    doc: Doc
    i: int
    idx: int
    form: Form
    text: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    head: Token
    children: tuple[Token, ...]
    ent_type_: str
    morph_: str

    def __len__(self) -> int:
        """Number of characters."""
        return len(self.text)

    def __lt__(self, other: Token) -> bool:
        """Tell whether it stands before another word of its sentence."""
        return self.i < other.i

    def __repr__(self) -> str:
        return self.text

    @property
    def is_space(self) -> bool:
        """Whether it is white space."""
        return self.form.is_space

    @property
    def is_punct(self) -> bool:
        """Whether it is a mark of punctuation."""
        return self.form.is_punct

    @property
    def is_quote(self) -> bool:
        """Whether it is a quotation mark."""
        return self.form.is_quote

    @property
    def is_title(self) -> bool:
        """Whether it begins with a capital and goes on in small letters."""
        return self.form.is_title

    @property
    def like_num(self) -> bool:
        """Whether it is a number, in figures or words."""
        return self.form.like_num

    @property
    def like_url(self) -> bool:
        """Whether it looks like an address of the web."""
        return self.form.like_url

    @property
    def lefts(self) -> tuple[Token, ...]:
        """The children that stand before it."""
        return tuple(child for child in self.children if child.i < self.i)

    @property
    def rights(self) -> tuple[Token, ...]:
        """The children that stand behind it."""
        return tuple(child for child in self.children if child.i > self.i)

    @property
    def ancestors(self) -> Iterator[Token]:
        """The words above it, from its head to the root."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    @property
    def subtree(self) -> tuple[Token, ...]:
        """It and all that hangs on it, directly or not: what hangs to the left, itself, what hangs to the right."""
        found: list[Token] = []
        # The second value tells whether what hangs on the word is still to be visited.
        waiting = [(self, True)]
        while waiting:
            token, opens = waiting.pop()
            if not opens or not token.children:
                found.append(token)
                continue
            waiting.extend((child, True) for child in reversed(token.rights))
            waiting.append((token, False))
            waiting.extend((child, True) for child in reversed(token.lefts))
        return tuple(found)

    @property
    def left_edge(self) -> Token:
        """The first word of its subtree."""
        return self.doc[self.doc.edges[self.i][0]]

    @property
    def right_edge(self) -> Token:
        """The last word of its subtree."""
        return self.doc[self.doc.edges[self.i][1]]

    def nbor(self, steps: int = 1) -> Token:
        """Return the word so many steps on; a negative number steps back.

        Raises:
            IndexError: The sentence ends before.
        """
        place = self.i + steps
        if place < 0:
            raise IndexError(f"the sentence has no word at {place}")
        return self.doc[place]


@dataclass(frozen=True, slots=True)
class RecognisedName:
    """A name that the recogniser found.

    Attributes:
        label_: Its kind: "PERSON", "ORG", "GPE", …
        start: Place of its first word.
        end: Place behind its last word.
        tokens: Its words.
    """

    label_: str
    start: int
    end: int
    tokens: tuple[Token, ...]

    @property
    def text(self) -> str:
        """Its words as they stand in the sentence."""
        first, last = self.tokens[0], self.tokens[-1]
        return first.doc.text[first.idx : last.idx + len(last)]


class Doc:
    """The words of one parsed sentence; `doc[2]` is a word, `doc[2:5]` a tuple of them.

    Args:
        tokens: The words, complete but for `doc` and `children`, which are set here.
        ents: Kind, first place and place behind the last word of each name.
        text: The sentence.
    """

    __slots__ = ("_edges", "_tokens", "ents", "text")

    def __init__(self, tokens: Sequence[Token], ents: Sequence[tuple[str, int, int]], text: str) -> None:
        self._tokens = tuple(tokens)
        self._edges: list[tuple[int, int]] | None = None
        self.text = text
        children: list[list[Token]] = [[] for _ in self._tokens]
        for token in self._tokens:
            token.doc = self
            if token.head is not token:
                children[token.head.i].append(token)
        for token, own in zip(self._tokens, children, strict=True):
            token.children = tuple(own)
        self.ents = tuple(RecognisedName(label, start, end, self._tokens[start:end]) for label, start, end in ents)

    def __len__(self) -> int:
        return len(self._tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self._tokens)

    @overload
    def __getitem__(self, place: int) -> Token: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Token, ...]: ...
    def __getitem__(self, place: int | slice) -> Token | tuple[Token, ...]:
        return self._tokens[place]

    @property
    def edges(self) -> list[tuple[int, int]]:
        """First and last place of each word's subtree."""
        if self._edges is None:
            edges = [(token.i, token.i) for token in self._tokens]
            for token in self._tokens:
                for above in token.ancestors:
                    first, last = edges[above.i]
                    if first <= token.i <= last:
                        continue
                    edges[above.i] = (min(first, token.i), max(last, token.i))
            self._edges = edges
        return self._edges


class TokenMaker:
    """Makes sentences of ours from spaCy's. Remembers words, and the strings behind spaCy's numbers."""

    def __init__(self) -> None:
        self._forms: dict[int, Form] = {}
        self._strings: dict[int, str] = {}

    def make(self, parsed: ParseRows) -> Doc:
        """Return a sentence of ours."""
        rows = parsed.words
        self._learn(parsed)
        forms, strings = self._forms, self._strings
        tokens = [Token() for _ in rows]
        at = 0
        for i, (orth, lemma, pos, tag, dep, morph, head, space) in enumerate(rows):
            token, form = tokens[i], forms[orth]
            token.i, token.idx, token.form, token.text, token.lower_ = i, at, form, form.text, form.lower
            token.lemma_, token.pos_, token.tag_ = strings[lemma], strings[pos], strings[tag]
            token.dep_, token.ent_type_, token.morph_ = strings[dep], "", strings[morph]
            if form.office and token.tag_ == "NNP":  # taggers take "Foreign Ministers of" for one name
                token.tag_, token.lemma_ = "NNPS", form.office
            token.head = tokens[head]
            at += len(form.text) + space
        names = [(strings[kind], start, end) for kind, start, end in parsed.names]
        for kind, start, end in names:
            for token in tokens[start:end]:
                token.ent_type_ = kind
        return Doc(tokens, names, parsed.text)

    def _learn(self, parsed: ParseRows) -> None:
        """Remember the words and the strings of a sentence."""
        if len(self._forms) > _MOST_REMEMBERED or len(self._strings) > _MOST_REMEMBERED:
            self._forms.clear()
            self._strings.clear()
        vocab = parsed.vocab
        # A set less the keys of a dictionary would walk through all of these.
        for orth in [number for number in {row[0] for row in parsed.words} if number not in self._forms]:
            word = vocab[orth]
            self._forms[orth] = Form(
                word.text, word.lower_, word.is_space, word.is_punct, word.is_quote, word.is_title, word.like_num,
                word.like_url, _office(word.text),
            )  # fmt: skip
        numbers = {value for row in parsed.words for value in row[1:_NAMED]} | {name[0] for name in parsed.names}
        for number in [number for number in numbers if number not in self._strings]:
            self._strings[number] = vocab.strings[number]


def _office(word: str) -> str:
    """Return the singular of an office in the plural with a capital, "" for other words."""
    is_plural = word[:1].isupper() and word[-1:] in {"s", "S"} and title_at_end(word) is None
    return word[:-1] if is_plural and title_at_end(word[:-1]) is not None else ""
