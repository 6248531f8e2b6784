"""What a day, a month and all of CC-NEWS cost, from measured figures: `python -m benchmarks.scale arithmetic`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

#: Measured figures, kept beside the page that is made of them.
FIGURES: Final = Path(__file__).with_name("figures.json")
PAGE_TEXT: Final = Path(__file__).with_name("cost.txt")
PAGE: Final = Path(__file__).parents[2] / "docs" / "cost.md"

#: Documents of CC-NEWS after filtering by address, a day: 11.5 to 11.7 million a month in March to May 2024
#: (the data set FineNews); and all of it, August 2016 to 2026 (Infini-News, arXiv 2605.18337).
DAY, ALL = 385_000, 1_350_000_000
DAYS_A_MONTH: Final = 30.4
#: An assumption, to be replaced by one's own: the share of pages in English.
ENGLISH: Final = 0.4
#: An assumption: words of a real article.
REAL_WORDS: Final = 500
#: An assumption: what an hour of one core costs, in dollars, rented by the hour and on spare machines.
DEAR, CHEAP = 0.05, 0.015


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured, processor time of one core, in milliseconds a page or article.

    Attributes:
        machine: On what.
        pages: How many pages were measured.
        words: Words of an article, on average.
        record_ms: Unpacking a page's record and telling its language.
        html_ms: Finding the article on the page.
        reading_ms: Reading an article of that length.
        writing_ms: Making the tables of its record.
        kb: Size of all Parquet files an article, in 1,000 bytes.
    """

    machine: str
    pages: int
    words: float
    record_ms: float
    html_ms: float
    reading_ms: float
    writing_ms: float
    kb: float

    def write(self) -> None:
        """Keep the figures for the page."""
        FIGURES.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")

    @classmethod
    def read(cls) -> Figures:
        """Return the figures that were kept."""
        return cls(**json.loads(FIGURES.read_text(encoding="utf-8")))

    def hours(self, documents: float, *, longer: float = 1.0) -> float:
        """Return the core hours of so many documents: all are unpacked, and those in English read.

        Args:
            documents: How many.
            longer: How many times longer articles are than those that were measured; reading and tables take so
                many times longer, too.
        """
        article = self.html_ms + longer * (self.reading_ms + self.writing_ms)
        return documents * (self.record_ms + ENGLISH * article) / 3_600_000


def render_page(figures: Figures) -> str:
    """Return docs/cost.md."""
    rows = []
    for name, documents in (("a day", DAY), ("a month", DAY * DAYS_A_MONTH), ("all, 2016 to 2026", ALL)):
        hours = figures.hours(documents)
        real = figures.hours(documents, longer=REAL_WORDS / figures.words)
        size = documents * ENGLISH * figures.kb / 1e6
        cost = f"${hours * CHEAP:,.2f} to ${hours * DEAR:,.2f}"
        rows.append(f"| {name} | {documents:,.0f} | {hours:,.0f} | {cost} | {size:,.1f} GB | {real:,.0f} |")
    article = figures.html_ms + figures.reading_ms + figures.writing_ms + figures.record_ms
    return PAGE_TEXT.read_text(encoding="utf-8").format(
        **{**asdict(figures), "words": f"{figures.words:.0f}"},
        rows="\n".join(rows),
        article=f"{article:.0f}",
        english=f"{ENGLISH:.0%}",
        real=REAL_WORDS,
        cheap=CHEAP,
        dear=DEAR,
        share=f"{figures.html_ms / article:.0%}",
        cores=f"{figures.hours(DAY, longer=REAL_WORDS / figures.words) / 24:.1f}",
    )
