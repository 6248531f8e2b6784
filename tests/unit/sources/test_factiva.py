"""Exports of Factiva. The articles are our own, in Factiva's layouts."""

from __future__ import annotations

from datetime import date

from detente.sources.factiva import Factiva

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
