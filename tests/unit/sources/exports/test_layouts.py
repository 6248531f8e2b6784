"""Lines and words by which the layouts of Factiva and Nexis are known, and one article in each, by itself."""

from __future__ import annotations

from datetime import date

import pytest

from detente.sources.exports import factiva_words, nexis_words
from detente.sources.exports.laid_out import parse_laid_out
from detente.sources.exports.nexis_new import parse_new
from detente.sources.exports.nexis_old import parse_old
from tests.unit.sources.exports.test_factiva import LAID_OUT
from tests.unit.sources.exports.test_nexis import NEW, OLD


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("Document EXTM000020200102eg120000d", True),
        ("文件 EXTM000020200102eg120000d", True),
        ("The Document EXTM000020200102eg120000d", False),
        ("Document of the talks", False),
    ],
)
def test_an_article_of_factiva_ends_with_its_number_in_any_language(line: str, ends: bool) -> None:
    assert (factiva_words.end_line().search(line) is not None) == ends


@pytest.mark.parametrize(("line", "counts"), [("412 words", True), ("1,412 Wörter", True), ("412 people", False)])
def test_a_number_of_words_is_a_line_of_its_own(line: str, counts: bool) -> None:
    assert (factiva_words.words_line().fullmatch(line) is not None) == counts
    assert factiva_words.table()["words"]


def test_an_article_as_factiva_prints_it() -> None:
    lines = [line.strip() for line in LAID_OUT[: LAID_OUT.index("Document EXTM")].split("\n")]
    article = parse_laid_out(lines)
    assert (article.title, article.published, article.source) == (
        "Norland offers talks on the river dams", date(2020, 1, 2), "The Example Times",
    )  # fmt: skip
    assert len(article.paragraphs) == 2
    assert parse_laid_out(["no number of words", "at all"]).paragraphs == ()


def test_an_article_of_the_old_layout_of_nexis() -> None:
    lines = OLD[: OLD.index("2 of 2 DOCUMENTS")].split("DOCUMENTS\n")[1].split("\n")
    article = parse_old(lines)
    assert (article.title, article.published, article.source) == (
        "Norland offers talks on the river dams", date(2020, 1, 2), "The Example Times",
    )  # fmt: skip
    assert (
        article.paragraphs[-1] == "“We are ready,” she said." or article.paragraphs[-1] == '"We are ready," she said.'
    )


def test_an_article_of_the_new_layout_of_nexis() -> None:
    end = nexis_words.end_line().search(NEW)
    assert end is not None
    article = parse_new(NEW[: end.start()].split("\n"))
    assert (article.title, article.published) == ("Norland offers talks on the river dams", date(2020, 1, 2))
    assert article.source == "The Example Times"


def test_lines_of_nexis_are_known_by_their_labels() -> None:
    first = nexis_words.start_line().match("                 1 of 100 DOCUMENTS")
    assert first is not None
    assert "1" in first.groups()
    assert nexis_words.length_line().match("LENGTH: 412 words")
    assert nexis_words.loaded_line().match("Load-Date: January 2, 2020")
    assert nexis_words.is_field("BYLINE: By ANN AUTHOR", "heads")
    assert not nexis_words.is_field("Byline: By Ann Author", "heads", in_capitals=True)
    assert nexis_words.read_value("BYLINE: By ANN AUTHOR") == "By ANN AUTHOR"
    assert nexis_words.has_label("DATELINE: NORTHBURG")
    assert not nexis_words.has_label("She said: no")
    assert nexis_words.is_bare_length("184 words")
    assert nexis_words.is_rights("Copyright 2020 Example Media Company")
    assert not nexis_words.is_rights("The right to the river was claimed by both")
    assert nexis_words.is_aside("Correction Appended")
    assert nexis_words.read_day("January 2, 2020 Thursday") == date(2020, 1, 2)
    assert nexis_words.read_day("Thursday's talks were held in a long line of words that no day has " * 3) is None
    assert nexis_words.is_period("Spring 2019")
    assert nexis_words.count_fields("LOAD-DATE: x\nLANGUAGE: y\nLOAD-DATE: z\n") >= 1
