"""Where the time of a crawl's page goes: the record, its language, the article on the page, the reading of it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.runs.local import ReadingOptions, load_reader
from detente.runs.shards.plan import ShardSettings
from detente.runs.workers import Task, read_task
from detente.sources import CollectionOptions
from detente.sources.intake import iter_file_items

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class PageCost:
    """What a page of a crawl costs, in milliseconds of processor time.

    Attributes:
        pages: How many pages were taken.
        words: Words of an article, on average.
        record_ms: Unpacking a record and telling its language.
        html_ms: Finding the article on the page.
        reading_ms: Reading the article.
    """

    pages: int
    words: float
    record_ms: float
    html_ms: float
    reading_ms: float

    @property
    def html_share(self) -> float:
        """The share of HTML extraction in the whole."""
        return self.html_ms / (self.record_ms + self.html_ms + self.reading_ms)


def measure_pages(crawl: Path, most: int) -> PageCost:
    """Return what the pages of a crawl cost.

    Args:
        crawl: A WARC file.
        most: Articles that are taken at most, after ten to warm up.
    """
    _records_only(crawl)  # loads what it needs
    refused = _records_only(crawl)
    options = ReadingOptions()
    load_reader(options)
    html = reading = 0.0
    texts: list[str] = []
    items = iter_file_items(crawl, str(crawl), CollectionOptions(), lambda _: None)
    while True:
        began = time.process_time()
        item = next(items, None)
        taken = time.process_time() - began
        if item is None or len(texts) >= most + 10:
            break
        if item.found is None:
            continue
        found = item.found
        began = time.process_time()
        read_task(Task(found.text, found.published, found.url, found.source, found.title), options)
        spent = time.process_time() - began
        texts.append(found.text)
        if len(texts) > 10:
            html += taken
            reading += spent
    count = max(len(texts) - 10, 1)
    words = sum(len(text.split()) for text in texts[10:]) / count
    record = refused
    return PageCost(count, words, 1000 * record, 1000 * (html / count - record), 1000 * reading / count)


def _records_only(crawl: Path) -> float:
    """Return the processor time of a page that is passed over by its language: all but the search for the article."""
    asked = 0
    settings = ShardSettings(ReadingOptions(), languages=("xx",))

    def refuse(text: str) -> bool:
        nonlocal asked
        asked += 1
        return settings.wants_page(text) and False

    began = time.process_time()
    for _ in iter_file_items(crawl, str(crawl), CollectionOptions(wants_page=refuse), lambda _: None):
        pass
    return (time.process_time() - began) / max(asked, 1)
