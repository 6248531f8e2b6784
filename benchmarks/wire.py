"""A news wire that is nobody's: short reports made up by rule, with the copies and the breakage that real ones have.

Every report follows from its number alone, so two runs over the same numbers meet the same texts. The sentences hold
what reading looks for (persons, states, statements, events, conditions, dates), because an article in which nothing is
found would prove nothing about the archive.
"""

from __future__ import annotations

import csv
import io
import json
import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

#: What a report is: new, the exact text of an earlier one, an earlier one edited and cut, or nothing that can be read.
Kind = Literal["own", "same", "edited", "empty", "foreign", "binary"]

_PLACES = (
    ("France", "Paris"), ("Kenya", "Nairobi"), ("Peru", "Lima"), ("Japan", "Tokyo"), ("Norway", "Oslo"),
    ("Egypt", "Cairo"), ("Brazil", "Brasilia"), ("India", "New Delhi"), ("Turkey", "Ankara"), ("Poland", "Warsaw"),
    ("Chile", "Santiago"), ("Ghana", "Accra"), ("Vietnam", "Hanoi"), ("Jordan", "Amman"), ("Cuba", "Havana"),
    ("Serbia", "Belgrade"), ("Armenia", "Yerevan"), ("Nepal", "Kathmandu"), ("Iran", "Tehran"), ("Spain", "Madrid"),
)  # fmt: skip
_FIRST = "Maria Tomas Ines Pavel Amina Kofi Lena Jorge Yuki Omar Sofia Dario Nadia Viktor Elena Samir".split()
_SYLLABLES = "ba cor del fen gor hal jar kel lom mar nor pel quin ros sal tor und vel wen zar".split()
_OFFICES = ("Foreign Minister", "Defence Minister", "President", "Prime Minister", "Trade Minister", "envoy")
_SUBJECTS = (
    "the fishing dispute", "the border crossing", "the grain agreement", "the gas pipeline", "the prisoner exchange",
    "the ceasefire", "the river dam", "the customs treaty", "the naval exercise", "the visa rules",
    "the peace talks", "the arms shipment", "the debt relief", "the airspace ban", "the water treaty",
)  # fmt: skip
_DEEDS = (
    "signed an agreement on {subject} with {other}", "rejected {other}’s proposal on {subject}",
    "imposed sanctions on {other} over {subject}", "sent {count} tonnes of food aid to {other}",
    "accused {other} of breaking its word on {subject}", "recalled its ambassador from {other}",
    "met a delegation from {other} to discuss {subject}", "threatened {other} with new tariffs over {subject}",
    "withdrew {count} soldiers from its border with {other}", "expelled {count} diplomats of {other}",
    "promised {other} a loan of {count} million dollars", "called on {other} to return to {subject}",
)  # fmt: skip
_SAYINGS = (
    "“We will not give way on {subject},” {office} {name} said on {weekday}.",
    "{office} {name} said that {country} would keep its promises on {subject}.",
    "“Nobody in {city} wants a quarrel about {subject},” said {name}, who has been {office} for {count} months.",
    "According to {name}, {other} had agreed to wait for {count} days before it answers.",
    "{name} told reporters in {city} that {country} was ready to talk about {subject} if {other} lifts its ban.",
    "Asked about {other}, {name} called the offer on {subject} not a concession but a delay.",
)
_REST = (
    "It was the {count}th meeting on {subject} since {month}.",
    "Observers in {city} counted {count} trucks on the road to {other}.",
    "Whether {other} stays at the table or leaves it remains open.",
    "Trade between {country} and {other} fell by {count} percent in {month}.",
    "A further round is planned in {city} before the end of {month}.",
    "The harbour of {city} stayed closed for {count} hours.",
)
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday".split()
_MONTHS = "January February March April May June July August September October November December".split()
_FOREIGN = (
    "Die Minister der beiden Staaten trafen sich am Montag in der Hauptstadt, um über den Streit an der Grenze zu "
    "sprechen. Nach dem Treffen erklärte der Gastgeber, dass man sich auf {count} Punkte geeinigt habe. Eine weitere "
    "Runde ist für den Herbst geplant. Ob die Nachbarn kommen, ist noch offen. Report {number}."
)
_FIRST_DAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Report:
    """One report of the wire.

    Attributes:
        kind: What it is.
        text: Its text; what a "binary" one holds is no text.
        title: Its title.
        published: Its day.
    """

    kind: Kind
    text: str
    title: str
    published: date


def write_report(number: int) -> Report:
    """Return the report with a number, from 0 on.

    Of a hundred, 80 are new, six an earlier text word by word, eight an earlier one edited, and six unreadable or
    in another language.
    """
    rng = random.Random(f"wire {number}")
    day = _FIRST_DAY + timedelta(days=number % 700)
    draw = rng.random()
    if number < 20 or draw < 0.80:
        title, text = _write(number)
        return Report("own", text, title, day)
    if draw < 0.94:
        kind: Kind = "same" if draw < 0.86 else "edited"
        title, text = _write(number - 1 - int(rng.random() ** 3 * min(number - 1, 2_000)))  # mostly a recent one
        return Report(kind, text if kind == "same" else _edit(rng, text), title, day)
    if draw < 0.96:
        return Report("empty", rng.choice(("", " \n\n ", "--- *** ---")), f"Empty {number % 3}", day)
    if draw < 0.98:
        return Report("foreign", _FOREIGN.format(count=rng.randrange(2, 9), number=number), f"Bericht {number}", day)
    return Report("binary", "\x00\x01\x02" * 40 + str(number), f"Image {number}", day)


def _write(number: int) -> tuple[str, str]:
    """Return title and text of a report of 60 to 120 words."""
    rng = random.Random(f"report {number}")
    (country, city), (other, _) = rng.sample(_PLACES, 2)
    surname = "".join(rng.sample(_SYLLABLES, 2)).capitalize()
    name = f"{rng.choice(_FIRST)} {surname}"

    def fill(pattern: str) -> str:
        return pattern.format(
            country=country, city=city, other=other, name=name, office=f"{country}’s {rng.choice(_OFFICES)}",
            subject=rng.choice(_SUBJECTS), count=rng.randrange(2, 900), weekday=rng.choice(_WEEKDAYS),
            month=rng.choice(_MONTHS),
        )  # fmt: skip

    title = f"{country} " + fill(rng.choice(_DEEDS))
    deeds = [f"{country} {fill(deed)} on {rng.choice(_WEEKDAYS)}." for deed in rng.sample(_DEEDS, rng.randint(1, 2))]
    sayings = [fill(saying) for saying in rng.sample(_SAYINGS, rng.randint(1, 3))]
    rest = [fill(line) for line in rng.sample(_REST, rng.randint(1, 3))]
    paragraphs = [" ".join([deeds[0], *sayings[:1]]), " ".join([*deeds[1:], *sayings[1:]]), " ".join(rest)]
    return title, "\n\n".join([title, *(paragraph for paragraph in paragraphs if paragraph)]) + "\n"


def _edit(rng: random.Random, text: str) -> str:
    """Return a text with a header, some words changed, and sometimes without its end."""
    paragraphs = text.rstrip().split("\n\n")
    if len(paragraphs) > 3 and rng.random() < 0.3:
        paragraphs.pop()
    words = " ".join(paragraphs[1:]).split(" ")
    for _ in range(max(len(words) // 30, 1)):
        words[rng.randrange(len(words))] = rng.choice(("reportedly", "again", "today", "firmly"))
    return f"{paragraphs[0]}\n\n{' '.join(words)}\n"


def write_sources(folder: Path, count: int) -> tuple[str, ...]:
    """Write reports to a folder as people have them, and return what to name to `detente add`.

    A fifth are text files in a folder, a fifth rows of a CSV table, the others lines of JSON.

    Args:
        folder: An existing folder.
        count: How many reports.

    Returns:
        The paths, in the order in which they should be added.
    """
    texts, table, lines = folder / "clippings", folder / "wire.csv", folder / "wire.jsonl"
    texts.mkdir()
    rows, objects = [], []
    for number in range(count):
        report = write_report(number)
        if number % 5 == 0:
            data = report.text.encode("latin-1" if report.kind == "foreign" else "utf-8")
            (texts / f"{number:06}.txt").write_bytes(data)
        elif number % 5 == 1:
            rows.append((report.title, report.published.isoformat(), report.text))
        else:
            objects.append({"title": report.title, "date": report.published.isoformat(), "body": report.text})
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([("title", "date", "body"), *rows])
    table.write_text(buffer.getvalue(), encoding="utf-8", newline="")
    lines.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in objects), encoding="utf-8")
    return str(texts), str(table), str(lines)
