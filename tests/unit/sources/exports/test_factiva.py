"""Exports of Factiva. The articles are our own, in Factiva's layouts."""

from __future__ import annotations

from datetime import date

import pytest

from detente.sources.exports.factiva import Factiva
from detente.sources.exports.markup_lines import read_lines

LAID_OUT = """\
World
Norland offers talks on the river dams

By Ann Author and Ben Writer
412 words
2 January 2020
05:12
The Example Times
EXTM
1
English
(c) 2020 Example Media Limited. All rights reserved.

NORTHBURG — The president of Norland offered on Wednesday to open talks about the dams.

In the south, officials called the offer late but welcome.

Document EXTM000020200102eg120000d

Südland lehnt ab
87 Wörter
3. Januar 2020
Der Beispielbote
BEIBO
Deutsch
© 2020 Beispielverlag.

Die Regierung lehnte das Angebot am Freitag ab.

Document BEIBO00020200103eg130001x

Search Summary
Text norland and dams
"""

INDEXED = """\
HD\tNorland offers talks on the river dams
BY\tBy Ann Author
WC\t412 words
PD\t2 January 2020
SN\tThe Example Times
SC\tEXTM
LA\tEnglish
CY\t(c) 2020 Example Media Limited.
LP
The president of Norland offered on Wednesday to open talks about the dams.

TD
IN the south, officials called the offer late but welcome.

CO\texmed : Example Media
NS\tgdip : Diplomacy
AN\tDocument EXTM000020200102eg120000d
"""


def test_articles_as_laid_out() -> None:
    first, second = Factiva().split(LAID_OUT)
    assert first.title == "Norland offers talks on the river dams"
    assert first.published == date(2020, 1, 2)
    assert first.source == "The Example Times"
    assert first.paragraphs == (
        "NORTHBURG — The president of Norland offered on Wednesday to open talks about the dams.",
        "In the south, officials called the offer late but welcome.",
    )
    assert (second.title, second.published, second.source) == (
        "Südland lehnt ab",
        date(2020, 1, 3),
        "Der Beispielbote",
    )
    assert second.paragraphs == ("Die Regierung lehnte das Angebot am Freitag ab.",)


def test_indexed_articles() -> None:
    (article,) = Factiva().split(INDEXED)
    assert (article.title, article.published, article.source) == (
        "Norland offers talks on the river dams",
        date(2020, 1, 2),
        "The Example Times",
    )
    assert article.paragraphs[1] == "IN the south, officials called the offer late but welcome."
    assert len(article.paragraphs) == 2  # the codes behind the text are none of it


def test_codes_padded_with_blanks() -> None:
    padded = INDEXED.replace("\t", "   ")
    assert list(Factiva().split(padded)) == list(Factiva().split(INDEXED))


def test_last_article_without_its_end_is_not_whole() -> None:
    articles = list(Factiva().split(LAID_OUT[: LAID_OUT.index("Document BEIBO")]))
    assert [article.is_whole for article in articles] == [True, False]


def test_a_person_above_the_words_is_a_byline() -> None:
    article = next(Factiva().split(LAID_OUT.replace("By Ann Author and Ben Writer", "Ann Author")))
    assert article.title == "Norland offers talks on the river dams"


def test_layouts_are_recognised_and_news_is_not() -> None:
    assert Factiva().recognises(LAID_OUT)
    assert Factiva().recognises(INDEXED[: INDEXED.index("AN\t")])  # the end may lie beyond the first bytes
    assert not Factiva().recognises("The treaty, Document 12 of the annex, has\n412 words\nand was signed in 2020.")


PAGE = """\
<div class="article enArticle"><p><div>World</div><div id="hd"><span class="enHeadline counted">Leaders</span></div>
<div class="author">Ann Olga Author</div><div>41 words</div><div>2 January 2020</div><div>The Example Times</div>
<div>EXTM</div><div>English</div><div>Copyright 2020. Example Media.</div></p>
<p class="articleParagraph enarticleParagraph">
The president of <b>Norland</b> offered “<b>talks</b>” about the dams.</p>
<p class="articleParagraph enarticleParagraph">Southland waits.</p><p>A dam in the north.</p>
<p>Example Media</p><p>Document EXTM000020200102eg120000d</p></div>
"""


def test_a_page_says_which_line_is_the_headline() -> None:
    (article,) = Factiva().split(read_lines(PAGE, "a"))
    assert (article.title, article.published, article.source) == ("Leaders", date(2020, 1, 2), "The Example Times")


def test_the_owner_is_no_paragraph_and_a_caption_is() -> None:
    (article,) = Factiva().split(read_lines(PAGE, "a"))
    assert article.paragraphs == (
        "The president of Norland offered “talks” about the dams.",
        "Southland waits.",
        "A dam in the north.",
    )
    (old,) = Factiva().split(read_lines(PAGE.replace("<p>A dam in the north.</p>\n<p>Example Media</p>", ""), "a"))
    assert old.paragraphs == article.paragraphs[:2]


@pytest.mark.parametrize(
    ("owner", "is_owner"),
    [
        ("Example Media Limited", True),
        ("Another Company Inc.", True),
        ("Example Times Digital", True),
        ("They wait", False),
        ("The company waits.", False),
    ],
)
def test_owner_in_text_without_classes(owner: str, is_owner: bool) -> None:
    text = LAID_OUT.replace("\nDocument EXTM", f"\n{owner}\n\nDocument EXTM")
    assert (next(Factiva().split(text)).paragraphs[-1] != owner) is is_owner


@pytest.mark.parametrize(
    ("end", "words", "day"),
    [
        ("Dokument", "41 Wörter", "2 Januar 2020"),
        ("文件", "41 字", "2020 年 1 月 2 日 17:04"),
        ("文書", "41 文字", "2020年1月2日"),
        ("Документ", "41 слов", "2 января 2020"),
        ("Belge", "41 kelime", "2 Ocak 2020"),
    ],
)
@pytest.mark.parametrize("number", ["EXTM000020200102eg120000d", "extm000020200102eg120000d"])
def test_pages_in_other_languages(end: str, words: str, day: str, number: str) -> None:
    page = PAGE.replace("Document EXTM000020200102eg120000d", f"{end} {number}")
    lines = read_lines(page.replace("41 words", words).replace("2 January 2020", day), "a")
    assert Factiva().recognises(lines)
    (article,) = Factiva().split(lines)
    assert (article.published, article.source) == (date(2020, 1, 2), "The Example Times")


def test_codes_come_in_any_order_and_with_no_break_spaces() -> None:
    mixed = INDEXED.replace("WC\t", "PG\t26\nNGC\tExample\nWC \t").replace("HD\t", "HD \t")
    assert list(Factiva().split(mixed)) == list(Factiva().split(INDEXED))
