"""The patterns of simple dates, each with the function that says which days it means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from detente.records import Span
from detente.text import periods
from detente.text.date_words import COUNT, DAY, MONTH, UNIT, WEEKDAY, YEAR, is_adverb, is_month, is_weekday, is_year
from detente.text.periods import Period, Tense

if TYPE_CHECKING:
    from collections.abc import Callable

    Resolver = Callable[[re.Match[str], date, Tense], Period | None]

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERS = {
    word: number
    for number, words in enumerate((
        "",
        "a an one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ))
    for word in words.split()
}

#: No date has none of these. In small letters: so the engine leaps from one possible first letter to the next.
_IN_DATES = re.compile(
    r"\d{3}|day|morrow|night|morning|evening|afternoon|week|month|year|decade|centur|spring|summer|autumn|fall|winter"
    r"|quarter|[''’]\d0s|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b"
)


def might_hold_date(words: str) -> bool:
    """Tell whether words have what every date has; a cheap look before the patterns are tried."""
    return _IN_DATES.search(words.casefold()) is not None


class Calendar(NamedTuple):
    """The parts of a date that its words give; None for what they leave out."""

    year: int | None
    month: int
    day: int | None
    last_day: int | None


@dataclass(frozen=True, slots=True)
class Atom:
    """A simple date in a text.

    Attributes:
        span: Its words.
        kind: The name of its pattern.
        match: What the pattern matched.
        resolver: Says which days are meant.
        calendar: Year, month and day, for dates that are written so.
    """

    span: Span
    kind: str
    match: re.Match[str]
    resolver: Resolver
    calendar: Calendar | None


@dataclass(frozen=True, slots=True)
class AtomPattern:
    """A pattern of simple dates.

    Attributes:
        kind: Its name.
        regex: What it looks like. The group `span`, if there is one, holds the words proper.
        resolver: Says which days a match means, given the day of publication and the tense.
        anchored: Whether nothing can be said without a day of publication.
        check: Says whether a match is a date at all ("May" may be a verb).
    """

    kind: str
    regex: re.Pattern[str]
    resolver: Resolver
    check: Callable[[re.Match[str], Span], bool] | None = None

    def read(self, match: re.Match[str], span: Span) -> Atom | None:
        """Return the date that `match` is, or None if it is none."""
        if self.check is not None and not self.check(match, span):
            return None
        where = Span(*match.span("span")) if "span" in self.regex.groupindex else Span(*match.span())
        written = _calendar(match) if "month" in self.regex.groupindex and match["month"] else None
        return Atom(where, self.kind, match, self.resolver, written)


@dataclass(frozen=True, slots=True)
class Meaning:
    """Against what dates are read: the day of publication, and whether the words tell past or future."""

    anchor: date | None
    tense: Tense

    def resolve(self, atom: Atom, *, not_after: Period | None = None, year_of: Atom | None = None) -> Period | None:
        """Return the days that a date means, or None if that cannot be told.

        Args:
            atom: The date.
            not_after: The end of the stretch that this date begins, if it does.
            year_of: The date that ends the stretch: its year, if written, holds for `atom` too.
        """
        try:
            if atom.calendar is not None:
                return self._resolve_written(atom, atom.calendar, not_after, year_of)
            if self.anchor is None:
                return atom.resolver(atom.match, _NO_DAY, self.tense) if atom.kind in _WITHOUT_ANCHOR else None
            return atom.resolver(atom.match, self.anchor, self.tense)
        except (ValueError, OverflowError):  # a day that does not exist, or one before the year 1
            return None

    def _resolve_written(
        self, atom: Atom, written: Calendar, not_after: Period | None, year_of: Atom | None
    ) -> Period | None:
        if written.year is not None:
            return _on_calendar(written, written.year)
        if year_of is not None and not_after is not None and year_of.calendar is not None and year_of.calendar.year:
            period = _on_calendar(written, year_of.calendar.year)
            return period if period.first <= not_after.last else _on_calendar(written, year_of.calendar.year - 1)
        if self.anchor is None:
            return None
        period_near = atom.resolver(atom.match, self.anchor, self.tense)
        if not_after is not None and period_near is not None and period_near.first > not_after.last:
            return _on_calendar(written, period_near.first.year - 1)
        return period_near


_NO_DAY = date.min  # handed to resolvers that do not look at it


def _month_number(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _number(digits: str) -> int:
    return int(re.sub(r"\D", "", digits))


def _calendar(match: re.Match[str]) -> Calendar:
    groups = match.groupdict()
    day, last, year = groups.get("day"), groups.get("last"), groups.get("year")
    return Calendar(
        int(year) if year else None,
        _month_number(match["month"]),
        _number(day) if day else None,
        _number(last) if last else None,
    )


def _on_calendar(written: Calendar, year: int) -> Period:
    if written.day is None:
        return periods.month_at(year, written.month)
    first = date(year, written.month, written.day)
    if written.last_day is None:
        return periods.one_day(first)
    last = date(year, written.month, written.last_day)
    if last < first:
        raise ValueError("the days run backwards")
    return Period(first, last, "range")


def _written_near(match: re.Match[str], anchor: date, tense: Tense) -> Period | None:
    """Resolve a month, or a month and a day, without a year."""
    written = _calendar(match)
    if written.day is None:
        word = (match.groupdict().get("word") or "").lower()
        return periods.month_near(anchor, written.month, word, tense)
    near = periods.day_near(anchor, written.month, written.day, tense)
    return _on_calendar(written, near.first.year) if near is not None else None


# ---------------------------------------------------------------- resolvers


def _iso(match: re.Match[str], _anchor: date, _tense: Tense) -> Period | None:
    return periods.one_day(date(int(match["y"]), int(match["m"]), int(match["d"])))


def _numeric(match: re.Match[str], _anchor: date, _tense: Tense) -> Period | None:
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    if first == second or second > 12 >= first:
        return periods.one_day(date(year, first, second))
    if first > 12 >= second or match["sep"] == ".":  # 6.3.2025 is written day first wherever it is written
        return periods.one_day(date(year, second, first))
    return None  # 6/3/2025 is June or March


def _weekday(match: re.Match[str], anchor: date, tense: Tense) -> Period | None:
    weekday = _WEEKDAYS.index(match["weekday"].lower())
    word = (match["word"] or "").lower().split()
    if match["week"]:
        return periods.one_day(periods.week_of(anchor, _STEP[match["week"].lower()]).first + timedelta(days=weekday))
    if word[:1] == ["the"]:  # "the following Thursday" hangs on what was told before
        return None
    last = word[-1] if word else ""
    return periods.weekday_near(anchor, weekday, {"past": "last", "coming": "next"}.get(last, last), tense)


_STEP = {"last": -1, "this": 0, "next": 1, "past": -1, "previous": -1, "coming": 1}
_DAY_STEP = {
    "today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "last night": -1, "overnight": 0,
    "the day before yesterday": -2, "the day after tomorrow": 2,
}  # fmt: skip


def _near_day(match: re.Match[str], anchor: date, _tense: Tense) -> Period | None:
    words = " ".join(match.group().lower().split())
    step = next((step for name, step in _DAY_STEP.items() if words == name), None)
    if step is None:  # "this morning", "yesterday evening", "tomorrow night"
        step = _DAY_STEP.get(words.split()[0], 0)
    return periods.one_day(anchor + timedelta(days=step))


def _near_unit(match: re.Match[str], anchor: date, tense: Tense) -> Period | None:
    """Resolve "last week", "earlier this month", "next year", "this summer"."""
    word, unit = match["word"].lower().split()[-1], match["unit"].lower()
    if word in {"following", "same", "previous"}:
        return None  # seen from a day told before, not from the day of publication
    if unit == "weekend":
        return periods.weekend_near(anchor, {"past": "last", "coming": "next"}.get(word, word), tense)
    if unit in periods.SEASONS:
        return periods.season_near(anchor, unit, {"past": "last", "coming": "next"}.get(word, word))
    step = _STEP[word]
    if step and match["word"].lower().startswith("the"):  # "the past year": the twelve months up to now
        return periods.stretch(anchor, step, unit) if unit != "quarter" else None
    whole = _whole_unit(anchor, unit, step)
    half = (match["half"] or "").lower()
    if half == "earlier":
        return whole._replace(last=min(whole.last, anchor))
    if half == "later":
        return whole._replace(first=max(whole.first, anchor))
    return whole


def _whole_unit(anchor: date, unit: str, step: int) -> Period:
    if unit == "quarter":
        index = anchor.year * 4 + (anchor.month - 1) // 3 + step
        return periods.quarter_at(index // 4, index % 4 + 1)
    if unit in {"decade", "century"}:
        size = 10 if unit == "decade" else 100
        first = anchor.year // size * size + step * size
        return periods.years_at(first, first + size - 1)
    return periods.shift(anchor, step, unit)


def _the_weekend(_match: re.Match[str], anchor: date, tense: Tense) -> Period | None:
    return periods.weekend_near(anchor, "the", tense)


def _count(words: str) -> int | None:
    words = words.lower()
    return int(words) if words.isdigit() else _NUMBERS.get(words)


def _unit_name(word: str) -> str:
    word = word.lower()
    return "century" if word.startswith("centur") else word.removesuffix("s")


def _ago(match: re.Match[str], anchor: date, _tense: Tense) -> Period | None:
    number = _count(match["count"]) if match["count"] else None
    return None if number is None else periods.shift(anchor, -number, _unit_name(match["unit"]))


def _unresolved(_match: re.Match[str], _anchor: date, _tense: Tense) -> Period | None:
    return None


def _past_stretch(match: re.Match[str], anchor: date, _tense: Tense) -> Period | None:
    number = _count(match["count"])
    if number is None:
        return None
    ahead = match["word"].lower() in {"next", "coming"}
    return periods.stretch(anchor, number if ahead else -number, _unit_name(match["unit"]))


def _ahead(match: re.Match[str], anchor: date, tense: Tense) -> Period | None:
    number = _count(match["count"])
    if number is None or tense == "past":  # "in two days" told of the past is how long it took
        return None
    if match["word"].lower() == "within":
        return periods.stretch(anchor, number, _unit_name(match["unit"]))
    return periods.shift(anchor, number, _unit_name(match["unit"]))


def _year(match: re.Match[str], _anchor: date, _tense: Tense) -> Period | None:
    return periods.year_at(int(match["y"]))


def _decade(match: re.Match[str], _anchor: date, _tense: Tense) -> Period | None:
    first = int(match["long"]) if match["long"] else 1900 + int(match["short"])
    return periods.years_at(first, first + 9)


def _season(match: re.Match[str], _anchor: date, _tense: Tense) -> Period | None:
    season = match["season"].lower()
    # the winter of 2022 began in that year or ended in it: nobody can tell
    return None if season == "winter" else periods.season_at(int(match["y"]), season)


def _quarter(match: re.Match[str], anchor: date, _tense: Tense) -> Period | None:
    ordinal = match["ordinal"]
    quarter = ("first", "second", "third", "fourth").index(ordinal.lower()) + 1 if ordinal else int(match["q"])
    year = match["y"]
    if year is None:
        return None if anchor == _NO_DAY else periods.quarter_at(anchor.year, quarter)
    return periods.quarter_at(int(year), quarter)


def _part_of_unit(match: re.Match[str], anchor: date, _tense: Tense) -> Period | None:
    """Resolve "the end of the month", "year's end": the unit itself; "by" before it makes a limit of it."""
    word = (match["word"] or "this").lower()
    unit = (match["unit"] or match["own"]).lower()
    return _whole_unit(anchor, unit, _STEP.get(word, 0))


# ---------------------------------------------------------------- patterns

_WITHOUT_ANCHOR = frozenset({"iso", "numeric", "year", "decade", "season", "quarter"})
_NAMED_DAY = rf"(?:{WEEKDAY},?\s+(?:the\s+)?)?"


def _pattern(regex: str, *, ignore_case: bool = False) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){regex}", re.IGNORECASE if ignore_case else 0)


ATOMS: tuple[AtomPattern, ...] = (
    AtomPattern("iso", _pattern(rf"(?<!-)(?P<y>{YEAR})-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)"), _iso),
    AtomPattern(
        "numeric",
        _pattern(rf"(?<![./-])(?P<a>\d{{1,2}})(?P<sep>[./])(?P<b>\d{{1,2}})(?P=sep)(?P<y>{YEAR})(?!\w)"),
        _numeric,
    ),
    AtomPattern(
        "day",
        _pattern(
            rf"{_NAMED_DAY}(?P<month>{MONTH})\s+(?P<day>{DAY})(?:(?:\s?[-–—]\s?|\s+to\s+)(?P<last>{DAY})(?![a-z\s]*\s{MONTH}))?"
            rf"(?:,?\s+(?P<year>{YEAR}))?(?!\w)"
        ),
        _written_near,
    ),
    AtomPattern(
        "day",
        _pattern(
            rf"{_NAMED_DAY}(?P<day>{DAY})(?:(?:\s?[-–—]\s?|\s+to\s+)(?P<last>{DAY}))?\s+(?:of\s+)?(?P<month>{MONTH})"
            rf"(?:,?\s+(?P<year>{YEAR}))?(?!\w)"
        ),
        _written_near,
    ),
    AtomPattern("month", _pattern(rf"(?P<month>{MONTH}),?\s+(?:of\s+)?(?P<year>{YEAR})(?!\w)"), _written_near),
    AtomPattern(
        "month",
        _pattern(rf"(?:(?P<word>(?i:last|next|this))\s+)?(?P<month>{MONTH})(?!\w|\s+\d{{1,2}}(?!\d))"),
        _written_near,
        is_month,
    ),
    AtomPattern(
        "weekday",
        _pattern(
            r"(?:(?P<word>(?i:last|next|this past|this coming|this|the following|the previous))\s+)?"
            rf"(?P<weekday>{WEEKDAY})(?:\s+(?:morning|afternoon|evening|night))?"
            r"(?:\s+(?:of\s+)?(?P<week>last|this|next)\s+week)?(?!\w)"
        ),
        _weekday,
        is_weekday,
    ),
    AtomPattern(
        "near day",
        _pattern(
            r"(?:the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow|(?:yesterday|tomorrow)"
            r"(?:\s+(?:morning|afternoon|evening|night))?|today|tonight|last\s+night|this\s+(?:morning|afternoon|evening))\b",
            ignore_case=True,
        ),
        _near_day,
        is_adverb,
    ),
    AtomPattern(
        "near unit",
        _pattern(
            r"(?:(?P<half>earlier|later)\s+)?(?P<word>this|last|next|the\s+(?:past|last|previous|following|coming|same|next))\s+"
            r"(?P<unit>weekend|week|month|quarter|year|decade|century|spring|summer|autumn|fall|winter)(?![\w-]|\s+of\b)",
            ignore_case=True,
        ),
        _near_unit,
    ),
    AtomPattern("near unit", _pattern(r"the\s+weekend\b", ignore_case=True), _the_weekend),
    AtomPattern(
        "part",
        _pattern(
            r"(?:(?:the\s+)?(?:end|start|beginning|middle|close|rest)\s+of\s+(?P<word>the|this|last|next)\s+"
            r"(?P<unit>week|month|quarter|year|decade|century)|(?:the\s+)?(?P<own>year|month|week)(?:['’]s\s+|-)end)(?![\w-])",
            ignore_case=True,
        ),
        _part_of_unit,
    ),
    AtomPattern(
        "stretch",
        _pattern(
            rf"(?:the\s+|these\s+)?(?P<word>last|past|next|coming|previous)\s+(?P<count>{COUNT})\s+(?P<unit>{UNIT})(?!\w)",
            ignore_case=True,
        ),
        _past_stretch,
    ),
    AtomPattern("ago", _pattern(rf"(?:(?P<count>{COUNT})\s+)?(?P<unit>{UNIT})\s+ago\b", ignore_case=True), _ago),
    AtomPattern(
        "later",
        _pattern(
            rf"(?:(?:{COUNT}|the)\s+)?{UNIT}\s+(?:later|earlier|before|after)\b(?!\s+(?:yesterday|tomorrow))",
            ignore_case=True,
        ),
        _unresolved,
    ),
    AtomPattern(
        "ahead",
        _pattern(
            rf"(?P<word>in|within)\s+(?P<count>{COUNT})\s+(?P<unit>{UNIT})(?:['’]\s+time)?(?!\w|\s+(?:later|earlier|ago|after|before))",
            ignore_case=True,
        ),
        _ahead,
        lambda match, _span: _count(match["count"]) is not None,
    ),
    AtomPattern("year", _pattern(rf"(?P<y>{YEAR})(?![\w/]|-\d\d\b)"), _year, is_year),
    AtomPattern(
        "decade",
        _pattern(
            r"(?:the\s+)?(?:(?:early|mid|late)[\s-]+)?"
            r"(?:(?P<long>(?:1[89]|20)\d0)|['’‘](?P<short>[2-9]0))['’]?s(?!\w)",
            ignore_case=True,
        ),
        _decade,
    ),
    AtomPattern(
        "season",
        _pattern(
            rf"(?:the\s+)?(?P<season>spring|summer|autumn|fall|winter)\s+(?:of\s+)?(?P<y>{YEAR})(?!\w)",
            ignore_case=True,
        ),
        _season,
    ),
    AtomPattern(
        "quarter",
        _pattern(
            rf"(?:(?:the\s+)?(?P<ordinal>first|second|third|fourth)\s+quarter|Q(?P<q>[1-4]))(?:\s+(?:of\s+)?(?P<y>{YEAR}))?(?![\w-])",
            ignore_case=True,
        ),
        _quarter,
    ),
)  # fmt: skip


def full_date(text: str, span: Span) -> date | None:
    """Return the first date with day, month and year in a part of a text, or None."""
    found: list[tuple[int, date]] = []
    for pattern in ATOMS:
        if pattern.kind not in {"iso", "numeric", "day"}:
            continue
        for match in pattern.regex.finditer(text, *span):
            atom = pattern.read(match, span)
            period = Meaning(None, "past").resolve(atom) if atom else None
            if period is not None and period.precision == "day":
                found.append((match.start(), period.first))
    return min(found)[1] if found else None
