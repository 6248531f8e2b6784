"""Run every benchmark and write docs/evaluation.md; pin what it reaches as floors.

    python -m benchmarks.evaluate --shared ../shared [--only record events [--update]] [--pin]

Each benchmark is a script of its own that prints one table; this one runs them and puts the tables under each other.
`--pin` raises the floors in benchmarks/floors.json to what was reached, and never lowers one. To lower a floor, edit
the file and say why in the changelog. Tests in tests/corpus hold the figures to the floors.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.duplicates import CHANGES

FLOORS = Path(__file__).parent / "floors.json"

#: A figure may fall this far below its floor before a test fails: one item of gold more or less.
MARGIN = 0.005

HEAD = """# Evaluation

Printed by `make evaluate`, which needs the annotated data beside the project (`SHARED=…`). Every figure is measured
on development data. Parts of the same data sets are held out, and nothing was tuned on them. A crash counts as a miss.
The floors in `benchmarks/floors.json` keep these figures from falling: `make test` fails below them.
"""

#: A line of a table with a name and a figure: "  statements  0.594  matched …", "event type, micro  P … F1 0.512 …",
#: "rel_full  0.70  0.60  0.65 …" (precision, recall, F1), "icews14 test logit MRR .463 …".
_FIGURE = re.compile(
    r"^\s*(?P<name>\S.*?)(?:\s{2,}(?:.*?\bF1\s+|[01]\.\d+\s+[01]\.\d+\s+)?(?=[01])|(?<=\bMRR)\s+)"
    r"(?P<value>[01]?\.\d{3,4})\b",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Section:
    """One benchmark and its place on the page.

    Attributes:
        name: Its module in this folder.
        title: Heading on the page.
        meaning: What the figures are and what they do not mean.
        floors: Lines of its table that are held to a floor.
        options: Options of the script; "{shared}" stands for the folder of data.
    """

    name: str
    title: str
    meaning: str
    floors: tuple[str, ...] = ()
    options: tuple[str, ...] = ("--shared", "{shared}")

    def run(self, shared: Path) -> str:
        """Run the benchmark and return the table that it prints.

        Raises:
            CalledProcessError: It failed; what it said went to standard error.
        """
        options = [option.format(shared=shared) for option in self.options]
        command = [sys.executable, "-m", f"benchmarks.{self.name}", *options]
        return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.rstrip()

    def page(self, table: str) -> str:
        """Return the section of docs/evaluation.md."""
        return f"## {self.title}\n\n`python -m benchmarks.{self.name}`\n\n{self.meaning}\n\n```\n{table}\n```\n"


SECTIONS = (
    Section(
        "record",
        "Annotated articles",
        """Eight articles annotated as whole records. Two careful readers of these articles agree at .90 (actors
found), .92 (statements), .75 (event trigger and type), .48 (with both actors), .93 (conditions), .78
(interpretations) and .76 (positions). Eight articles are few: one item more or less moves most lines by one
to three points.""",
        (
            "actors found",
            "actor country",
            "actor sector",
            "statements",
            "statement speakers",
            "events trig+type",
            "events trig+type+actors",
            "events doc type+countries",
            "event status",
            "event background",
            "event said_in",
            "conditions",
            "conditions with_on",
            "interpretations",
            "positions",
            "not_article characters",
        ),
    ),
    Section(
        "unseen",
        "Reports that nothing was trained on",
        """77 news reports annotated by one reader each. The event network learned from 436 others annotated in the same
way; these chose its thresholds and fitted the confidence of events, so the lines on events flatter a little. Two
readers of 47 other reports agree at .909 (event trigger), .889 (with type), .739 (with all actors), .829 (arguments),
.962 (status), .950 (background). Statements are not annotated here. The table of reliability sets the
confidence of events beside the share that is right in type, status and all actors.""",
        (
            "events trig+type",
            "events trig+type+actors",
            "event arguments",
            "event status",
            "event background",
            "shown by default, type and all actors right",
        ),
    ),
    Section(
        "attribution",
        "Attribution (PolNeAR dev)",
        """84 articles on US politics with 2,192 attributions. Two trained annotators agree at rel_full .724; a CRF
over the parse reaches .633, dependency rules .556. The set holds outermost attributions only, so nested
ones are left out before scoring. The model was trained on the train split; thresholds and confidences were
settled on dev, so these figures flatter a little. The last line sets the cost beside the parse that
all stages of reading share, and beside the same without names, which this stage could do without.""",
        ("rel_full", "rel_srccont"),
        ("--polnear", "{shared}/data/polnear", "--scorer", "{shared}/bench/score_attribution.py"),
    ),
    Section(
        "agreement",
        "Two human annotators of PolNeAR",
        """The same figures for one trained annotator against another, on the 18 articles of train and dev that five or
six people annotated: what the figures above can be held against. They are other articles, and few. A system
that fits one annotator's habits can pass them without knowing more.""",
        (),
        ("--polnear", "{shared}/data/polnear", "--scorer", "{shared}/bench/score_attribution.py"),
    ),
    Section(
        "events",
        "Events (PLOVER gold standard records, development half)",
        """158 sentences from the CAMEO manual, each with an event. On the whole set UniversalPetrarch, run here,
reaches a type micro-F1 of .486, a source F1 of .647, a target F1 of .652 and a full-event F1 of .293; a dictionary
of verbs with patterns over a parse, made for comparison, .512, .732, .666 and .251. The set holds
no sentence without an event, nothing denied and no hearsay, so it says nothing of false events; for those
see the contrast set. The lexicon was written with these sentences at hand, so the figures flatter.""",
        (
            "event type, micro",
            "event type, macro",
            "source country",
            "target country",
            "type+source+target",
            "quad+source+target",
        ),
    ),
    Section(
        "contrast",
        "The contrast set of events, and sentences without any",
        """Short sentences of our own in minimal pairs: denied, hedged, conditional, reported, future, demanded,
passive, …; and 200 sentences that hold no political event. Exact means that every expected part is right.
Set and lexicon have one author: the figures say that nothing broke, not how a stranger's prose fares.""",
        ("contrast, all", "no event, all"),
        (),
    ),
    Section(
        "phenomena",
        "The phenomena set",
        """Sentences and short paragraphs of our own that each show a condition, a rival reading, an open question, a
position, or something that only looks like one; read whole, from text to record. The blind part was set
aside before the rules were written, and only its totals were looked at; but texts and rules have one
author, who knew what the rules were to find. So these figures say that nothing broke and that the rules
hold beyond the sentences they were fitted to. For how they do on a stranger's prose, read the lines for the
annotated articles above.""",
        tuple(f"{kind}, blind" for kind in ("conditions", "interpretations", "questions", "positions")),
        (),
    ),
    Section(
        "substance",
        "How sure the substance is",
        """79 reports that nothing was trained on, though thresholds were chosen on them. What is shown by default has a
confidence of one half or more; below are how much of that an annotator has too, and how well the confidences hold
(the scorers' card says what they mean). Annotators noted the main positions of a report only, so a position that
counts as wrong here is often true. Of 56 positions shown for reports that nobody had annotated, one developer
judged by eye 44 right in actor, stance and target, 34 in the issue too; after that the causes found were mended.""",
        ("conditions, shown", "interpretations, shown", "positions, shown", "positions with target, shown"),
    ),
    Section(
        "who",
        "Who is who in a sentence",
        """315 sentences of our own with a date and a marked name, half of them traps (namesakes, former holders,
places, teams). Written by the developers from public facts, before the resolver was tuned; some misses led
to fixes since.""",
        (),
        (),
    ),
    Section(
        "duplicates",
        "Near-duplicates",
        """Texts of 180 words with one changed copy each, among 10,000 articles. Recall: copies that share a story with
their original. Precision: articles in stories of several whose whole story is right. The changes are made by
rule, so the figures say what is found of copies like these, not how agencies' customers edit. Six pairs of the
source articles are copies of each other, found by reading what was linked; they count as right. What is left
of the wrong links are copies in one frame that quote the same speech. Thresholds were set on this set.""",
        tuple(f"{kind}, {figure}" for kind in CHANGES for figure in ("recall", "precision")),
    ),
    Section(
        "told_once",
        "Events of one story, counted once",
        """Articles and changed copies of them, both read. Recall: events of the copy that stand on the words of an
event of the original and are taken for it. Precision: pairs of events that stand on the same words. Words are put
in, taken out and replaced at random, names among them: what is missed was mostly read with another actor for that
reason. An event that is missed counts twice, one that is wrongly paired is lost; doubt goes to the former.""",
        tuple(
            f"{kind}, {figure}"
            for kind in ("same text", "5 % edited", "10 % edited", "cut to half", "cut 70 %, 5 % edited, framed")
            for figure in ("recall", "precision")
        ),
    ),
    Section(
        "archive",
        "The archive",
        """A small run of `python -m benchmarks.archive`, which without `--quick` takes the better part of an hour. In
full, when the archive was made: 10,000 reports of a made-up wire, copies and broken ones among them, killed twenty
times with SIGKILL at random moments and resumed: 431,261 rows in all tables, none different from an undisturbed run
(times and the inner layout of the index for search are not compared; its words are). Storing an article took 3.42 ms
of processor time in an empty file and 3.24 in one of 100,000, with reading (201 ms) 0.999 times as much (bar 1.1).
Searches over the 100,000 took 1 to 36 ms, in statements 136 before these were looked through by their offsets (a
tenth of that since, on a smaller file). The file of 300 whole articles is 2.85 times the texts once it is compacted, of
briefs of 250 words 3.1 times (bar 3: missed for briefs). A small file is mostly its empty tables and half-filled
pages, so its size says little.""",
        (),
        ("--shared", "{shared}", "--quick"),
    ),
    Section(
        "knowledge_coverage",
        "How complete the tables are",
        """Share of country-months in which the tables surely know who held the office. After January 2026 only what is
kept by hand counts as held: an end that is unknown is unknown, not "still".""",
        (),
        (),
    ),
    Section(
        "knowledge_speed",
        "What the tables cost",
        "On the machine at hand, which other work shares: read the order of magnitude.",
        (),
        (),
    ),
    Section(
        "speed",
        "What reading costs",
        """On the machine at hand, which other work shares: quote the ratio. It is above one: to the parse, run by an
engine of our own at a third of spaCy's time, come two networks and the rules. Leaving sentences unparsed was measured
and is a dead end; decision 0006 tells what would make it cheaper.""",
    ),
    Section(
        "scale",
        "As large as the news",
        """A small form of `make scale`, on the machine at hand, which other work shares: processor times, and seconds
by the clock that count loading. Pages of a crawl are made-up; HTML extraction is to be at most half of the whole. On a
real Dask scheduler with three worker processes something is killed again and again, and every Parquet file is then
compared byte for byte with that of a calm run. Longer runs stand in scale.md.""",
        (),
        ("--articles", "48", "--kills", "4", "--keep"),
    ),
    Section(
        "page",
        "The page under load",
        """A small form, on the machine at hand, which other work shares: read processor times. One client asks for
three addresses of each page for the first time, and then again. Then 20 users open pages of all kinds one after the
other, whom they ask about drawn anew: once without any pause, which no person does, and once with one to three
seconds of reading between pages. The archive is made of permuted real records: who did what to whom in it never
happened. In full, with 100,000 articles and 985,000 events, it is told in page.md.""",
        (),
        ("--shared", "{shared}", "--articles", "2000", "--reports", "60", "--requests", "5"),
    ),
    Section(
        "weigh",
        "The analyses against known answers",
        """Unity of the EU's members in the UN General Assembly, and of the groups of the European Parliament,
recomputed from the public roll calls: the figures are known, so they say that the formulas are right and no more.
Power in the two councils against all coalitions gone through one by one. Words and deeds on ICEWS 2018: with signals
dealt anew among equal days the interval should cover 1 in 95 % of draws, and a planted effect of 1.5 should be found;
the real result stands with its controls, whatever it is. Then a million events: random ones in memory, and those of
real records permuted (actors and days change places, confidences and repetitions stay) in an archive, imported into
one, and in Parquet. Seconds are CPU seconds of one core, on a machine that other work shared.""",
    ),
    Section(
        "forecast",
        "What comes next",
        """ICEWS 2014 scored on test, ICEWS 2018 on valid (its test part is held out, and nobody has looked at it), by
the protocol of forecasts on temporal knowledge graphs: both directions, all actors possible, other true answers of the
same day left out, ties by expectation, history up to the day before. On ICEWS 2014 test recurrency alone reaches .374,
the best published network .474 (hours on a GPU); on ICEWS 2018 test .288 and .337, which is another part than here.
Choices were made on valid. The logit's weights can be read (`detente forecast --show weights`). Boosting is LightGBM
over the same features with a part of the logit. "ahead" sees nothing of the scored part. Then which type of event
between two, and whether material deeds come within 30 days between countries: dyads chosen by earlier days, 30 days
between training and scoring, intervals paired and clustered by pair; ICEWS 2014 lacks the largest countries, so that
few dyads are left. Times are CPU seconds of one core on a busy machine.""",
        (
            "icews14 test logit MRR",
            "icews14 test boosting MRR",
            "icews18 valid logit MRR",
            "icews18 valid boosting MRR",
            "icews14 test ahead logit MRR",
            "icews14 test type logit MRR",
            "icews18 valid type logit MRR",
        ),
        ("--shared", "{shared}", "--jobs", "2"),
    ),
)


def figures(table: str) -> dict[str, float]:
    """Return the figures of a table by the name at the beginning of their line."""
    return {found["name"]: float(found["value"]) for found in _FIGURE.finditer(table)}


def split_page(page: str) -> dict[str, str]:
    """Return the sections of docs/evaluation.md, by their titles."""
    _, *sections = re.split(r"^## ", page, flags=re.MULTILINE)
    return {section.partition("\n")[0]: f"## {section.rstrip()}\n" for section in sections}


def read_floors() -> dict[str, dict[str, float]]:
    """Return the pinned floors: benchmark → line → figure."""
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return floors


def raise_floors(reached: dict[str, dict[str, float]]) -> None:
    """Raise each pinned floor to what was reached; none falls."""
    floors = read_floors()
    for section in SECTIONS:
        for name in section.floors:
            value = reached.get(section.name, {}).get(name)
            if value is not None:
                pinned = floors.setdefault(section.name, {})
                pinned[name] = max(value, pinned.get(name, 0.0))
    FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Run the benchmarks, write the page, and say where."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--output", type=Path, default=Path("docs/evaluation.md"))
    names = [section.name for section in SECTIONS]
    parser.add_argument("--only", nargs="*", choices=names, help="print these tables, write nothing")
    parser.add_argument("--update", action="store_true", help="with --only: put these tables into the page")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what is reached")
    parser.add_argument(
        "--printed", type=Path, help="with one --only: a file with what its benchmark printed, instead of running it"
    )
    options = parser.parse_args()
    if options.printed and len(options.only or ()) != 1:
        parser.error("--printed goes with one --only NAME")
    chosen = [s for s in SECTIONS if not options.only or s.name in options.only]
    tables = (
        {chosen[0].name: options.printed.read_text(encoding="utf-8").rstrip()}
        if options.printed
        else {section.name: section.run(options.shared) for section in chosen}
    )
    written = {section.title: section.page(tables[section.name]) for section in chosen}
    if options.only and not options.update:
        print("\n".join([HEAD, *written.values()]))
    else:
        kept = split_page(options.output.read_text(encoding="utf-8")) if options.update else {}
        pages = kept | written
        known = [pages[section.title] for section in SECTIONS if section.title in pages]
        options.output.write_text("\n".join([HEAD, *known]), encoding="utf-8")
        print(f"wrote {options.output}")
    if options.pin:
        raise_floors({name: figures(table) for name, table in tables.items()})
        print(f"pinned the floors in {FLOORS}")


if __name__ == "__main__":
    main()
