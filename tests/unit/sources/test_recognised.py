"""Which bytes are a feed and which an archive of articles."""

from __future__ import annotations

import io
import zipfile

import pytest

from detente.sources import Limits
from detente.sources.inputs import InputFile, open_bytes
from detente.sources.online.feed import Feed
from detente.sources.packed.zip_archive import ZipArchive


def zipped(*names: str) -> InputFile:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return open_bytes(held.getvalue(), "news.zip", Limits())


@pytest.mark.parametrize(
    ("names", "is_ours", "count"),
    [
        (("a.txt", "b.html"), True, 2),
        (("folder/", "folder/a.txt"), True, 1),
        (("a.txt", "b.csv"), True, None),
        (("xl/workbook.xml",), False, None),
    ],
)
def test_a_zip_is_one_of_articles_unless_it_is_a_document(names: tuple[str, ...], is_ours: bool, count: int) -> None:
    file = zipped(*names)
    assert ZipArchive().recognises(file) == is_ours
    assert ZipArchive().count_items(file) == count


def test_a_damaged_zip_has_no_count() -> None:
    assert ZipArchive().count_items(open_bytes(b"PK\x03\x04 and no more", "news.zip", Limits())) is None


@pytest.mark.parametrize(
    ("text", "is_feed"),
    [
        ('<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>', True),
        ('<feed xmlns="http://www.w3.org/2005/Atom"></feed>', True),
        ("<html><body>rss</body></html>", False),
        ("rss and atom", False),
    ],
)
def test_a_feed_is_told_by_its_first_element(text: str, is_feed: bool) -> None:
    assert Feed().recognises(open_bytes(text.encode(), "news", Limits())) == is_feed
