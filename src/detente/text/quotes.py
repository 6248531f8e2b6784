"""Quotations: stretches between quotation marks of every kind.

One pass over the marks with a stack. A mark's neighbours say whether it can open or close: an opening mark has
white space, a bracket, a dash or another mark before it, and no white space behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.records import Span
from detente.text.lines import NO_WIDTH, find_units, trim


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks.

    Attributes:
        span: The quotation, its marks included.
        inner: What stands between the marks; punctuation inside the marks belongs to it.
        closed: False if the closing mark is missing: the quotation then ends with its paragraph.
        depth: In how many other quotations it lies: 0 for an outermost one.
    """

    span: Span
    inner: Span
    closed: bool
    depth: int


@dataclass(frozen=True, slots=True)
class _Mark:
    """A quotation mark and what its neighbours allow it to be."""

    start: int
    end: int
    sign: str
    can_open: bool
    can_close: bool


@dataclass(frozen=True, slots=True)
class _Found:
    sign: str
    span: Span
    inner: Span
    closed: bool


@dataclass(frozen=True, slots=True)
class _Open:
    """A quotation whose end has not come yet; `children` counts what had been found when it began."""

    mark: _Mark
    children: int


_MARK = re.compile("``|''|[\"“”„‟«»‹›「」『』‘’‚‛']")

# Which marks may close what each mark opened: English, German, French, Nordic, Chinese, typewriter and TeX.
_CLOSERS: dict[str, frozenset[str]] = {
    '"': frozenset({'"', "”"}),
    "“": frozenset({"”", '"', "''"}),
    "‟": frozenset({"”", '"'}),
    "„": frozenset({"“", "”", '"'}),
    "”": frozenset({"”", '"'}),
    "«": frozenset({"»"}),
    "»": frozenset({"«"}),
    "「": frozenset({"」"}),
    "『": frozenset({"』"}),
    "``": frozenset({"''", "``", '"', "”"}),
    "''": frozenset({"''", '"', "”"}),
    "‘": frozenset({"’", "'"}),
    "‚": frozenset({"‘", "’"}),
    "‛": frozenset({"’"}),
    "‹": frozenset({"›"}),
    "›": frozenset({"‹"}),
    "'": frozenset({"'", "’"}),
}
_SINGLE = frozenset("‘’‚‛'‹›")
_OPENING = frozenset({"“", "‟", "„", "«", "「", "『"})
_ONE_WAY = frozenset({
    "”",
    "»",
    "«",
    "「",
    "」",
    "『",
    "』",
})  # these close where they can, whatever stands beside them
_BEFORE_OPENING = frozenset("([{<-–—―/…:=*_")

# what begins with an apostrophe and no quotation: '90s, 'em, 'til, rock 'n' roll
_ELIDED = re.compile(r"(?:\d0s|em|til|till|tis|twas|cause|bout|round|n)\b", re.IGNORECASE)


def find_quotations(text: str, span: Span) -> tuple[Quotation, ...]:
    """Return the quotations in a part of a text, nested ones too, in the order of their opening marks.

    A quotation that runs on over several paragraphs of `span`, each with an opening mark of its own, is one.

    Args:
        text: The article's text.
        span: Where to look: a paragraph, or several together.

    Returns:
        Quotations that nest or stand apart, and never cross.
    """
    finder = _Finder(text)
    for unit in find_units(text, *span):
        finder.read_paragraph(unit.start, unit.end)
    finder.end_carried()
    return _with_depths(finder.found)


def _with_depths(found: list[_Found]) -> tuple[Quotation, ...]:
    ends: list[int] = []
    quotations = []
    for item in sorted(found, key=lambda f: (f.span.start, -f.span.end)):
        while ends and ends[-1] <= item.span.start:
            ends.pop()
        quotations.append(Quotation(item.span, item.inner, item.closed, len(ends)))
        ends.append(item.span.end)
    return tuple(quotations)


def _find_marks(text: str, start: int, end: int) -> list[_Mark]:
    marks: list[_Mark] = []
    for match in _MARK.finditer(text, start, end):
        first, last = match.span()
        before = text[first - 1] if first > start else " "
        after = text[last] if last < end else " "
        touches_mark = bool(marks) and marks[-1].end == first
        free_before = before.isspace() or before in _BEFORE_OPENING or before in NO_WIDTH or touches_mark
        can_open = free_before and not after.isspace()
        can_close = not before.isspace() and before not in "([{"
        marks.append(_Mark(first, last, match.group(), can_open, can_close))
    return marks


class _Finder:
    """Reads paragraph after paragraph; what is open at a paragraph's end may go on in the next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[_Found] = []
        self._open: list[_Open] = []
        self._paragraph_end = 0

    def read_paragraph(self, start: int, end: int) -> None:
        """Find the quotations of one paragraph."""
        marks = _find_marks(self.text, start, end)
        if self._open:
            goes_on = bool(marks) and marks[0].start == start and marks[0].sign == self._open[0].mark.sign
            if goes_on:
                del marks[0]
            else:
                self.end_carried()
        firm_ahead = self._look_ahead(marks)
        for mark, has_firm_ahead in zip(marks, firm_ahead, strict=True):
            if mark.sign in _SINGLE:
                self._read_single(mark, has_firm_ahead=has_firm_ahead)
            else:
                self._read_double(mark)
        self._paragraph_end = end
        self._end_paragraph()

    def end_carried(self) -> None:
        """End what is still open with the last paragraph read."""
        for item in self._open:
            self._add(item.mark, self._paragraph_end, self._paragraph_end, closed=False)
        self._open = []

    def _add(self, mark: _Mark, inner_end: int, end: int, *, closed: bool) -> None:
        if not closed:
            inner_end = end = trim(self.text, mark.end, inner_end)[1]
        first, last = trim(self.text, mark.end, inner_end)
        if first < last:
            self.found.append(_Found(mark.sign, Span(mark.start, end), Span(mark.end, inner_end), closed))

    def _read_double(self, mark: _Mark) -> None:
        at = next((i for i in range(len(self._open) - 1, -1, -1) if self._open[i].mark.sign not in _SINGLE), None)
        if at is not None and self._closes(mark, self._open[at].mark):
            self._add(self._open[at].mark, mark.start, mark.end, closed=True)
            del self._open[at:]  # single marks above it had no end inside it: apostrophes
        elif mark.sign in _OPENING or mark.can_open or (at is None and self._opens_without_space(mark)):
            self._open.append(_Open(mark, len(self.found)))

    @staticmethod
    def _closes(mark: _Mark, opening: _Mark) -> bool:
        if mark.sign not in _CLOSERS[opening.sign]:
            return False
        return mark.sign in _ONE_WAY or mark.can_close or not mark.can_open

    def _opens_without_space(self, mark: _Mark) -> bool:
        """Tell whether a typewriter mark opens although no space stands before it, and is no sign for inches."""
        if mark.sign != '"' or mark.end >= len(self.text):
            return False
        before = self.text[mark.start - 1] if mark.start else " "
        return self.text[mark.end].isalpha() and not before.isdigit()

    def _read_single(self, mark: _Mark, *, has_firm_ahead: bool) -> None:
        top = self._open[-1].mark if self._open else None
        if top is not None and mark.sign in _CLOSERS[top.sign] and top.sign in _SINGLE and self._ends_word(mark):
            if has_firm_ahead and self._is_possessive(mark):
                return
            self._add(top, mark.start, mark.end, closed=True)
            self._open.pop()
        elif self._opens_single(mark):
            self._open.append(_Open(mark, len(self.found)))

    def _opens_single(self, mark: _Mark) -> bool:
        if mark.sign not in "‘‚‛'‹" or not mark.can_open or mark.sign == "’":
            return False
        return not (mark.sign in "‘'" and _ELIDED.match(self.text, mark.end))

    def _ends_word(self, mark: _Mark) -> bool:
        after = self.text[mark.end : mark.end + 1]
        return mark.can_close and not after.isalnum()

    def _is_possessive(self, mark: _Mark) -> bool:
        """Tell whether the mark may be the apostrophe of "ministers' "."""
        before, after = self.text[mark.start - 1 : mark.start], self.text[mark.end : mark.end + 1]
        return before in {"s", "S", "x", "z"} and after.isspace()

    def _look_ahead(self, marks: list[_Mark]) -> list[bool]:
        """Return for each mark whether a single mark that can only close comes before anything opens again."""
        ahead: list[bool] = []
        firm = False
        for mark in reversed(marks):
            ahead.append(firm)
            if mark.sign not in _SINGLE or self._opens_single(mark):
                firm = False
            elif self._ends_word(mark) and not self._is_possessive(mark):
                firm = True
        ahead.reverse()
        return ahead

    def _end_paragraph(self) -> None:
        """Settle what is open: drop apostrophes, end what a new quotation cut off, carry one quotation on."""
        still = [item for item in self._open if item.mark.sign not in _SINGLE]
        carried: list[_Open] = []
        for i, item in enumerate(still):
            cut = self._cut_off(item, still[i + 1] if i + 1 < len(still) else None)
            if cut is not None:
                self._add(item.mark, cut, cut, closed=False)
            else:
                carried.append(item)
        self._open = carried
        if len(carried) > 1:
            self.end_carried()

    def _cut_off(self, item: _Open, following: _Open | None) -> int | None:
        """Return where a quotation ends whose closing mark was forgotten before the next one began, or None."""
        if following is not None:
            return following.mark.start if following.mark.sign == item.mark.sign else None
        children = self.found[item.children :]
        if any(child.sign == item.mark.sign for child in children):
            return min(child.span.start for child in children)
        return None
