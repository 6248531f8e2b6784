"""Exports of Nexis. The articles are our own, in the layouts of Nexis."""

from __future__ import annotations

from datetime import date

from detente.sources.nexis import Nexis

OLD = """\


                               1 of 2 DOCUMENTS


                              The Example Times

                            January 2, 2020 Thursday
                              Late Edition - Final

Norland offers talks
on the river dams

BYLINE: By ANN AUTHOR; Ben Writer contributed reporting from
Southport.

SECTION: Section A; Column 0; Foreign Desk; Pg. 1

LENGTH: 412 words

DATELINE: NORTHBURG

   The president of Norland offered on Wednesday to open talks about the dams
on the river, after a winter in which both sides had moved troops.

   "We are ready," she said.

LOAD-DATE: January 2, 2020

LANGUAGE: ENGLISH

GRAPHIC: PHOTO: The dam.

PUBLICATION-TYPE: Newspaper


                        Copyright 2020 Example Media Company
                              All Rights Reserved


                               2 of 2 DOCUMENTS


                              The Second Paper

                                 3 January 2020

HEADLINE: Southland refuses

LENGTH: 20 words

The government refused the offer on Friday.

LOAD-DATE: January 4, 2020
"""

NEW = """\
User Name: Student
Date and Time: Monday, 6 January 2020 10:00
Documents (2)
1. Norland offers talks on the river dams
2. Southland refuses

Norland offers talks on the river dams
The Example Times
January 2, 2020 Thursday
Late Edition - Final

Copyright 2020 Example Media Company All Rights Reserved
Section: Section A; Column 0; Foreign Desk; Pg. 1
Length: 412 words
Byline: By Ann Author
Dateline: NORTHBURG
Body

The president of Norland offered on Wednesday to open talks about the dams.

Graphic: a word that a text may begin with, but here it is the caption.

Load-Date: January 2, 2020


End of Document

Southland refuses
The Second Paper
3 January 2020

Copyright 2020 Second Paper
Length: 20 words
Body

The government refused the offer on Friday.

Classification

Language: ENGLISH

End of Document
"""

GERMAN = """\
                              Dokument 1 von 1

                               Der Beispielbote

                           Donnerstag 2. Januar 2020

Nordland bietet Gespräche an

AUTOR: Anna Autorin

RUBRIK: POLITIK; S. 1

LÄNGE: 30 Wörter

Die Präsidentin bot am Mittwoch Gespräche an.

UPDATE: 3. Januar 2020

SPRACHE: GERMAN; DEUTSCH
"""


def test_old_layout() -> None:
    first, second = Nexis().split(OLD)
    assert first.title == "Norland offers talks on the river dams"
    assert (first.published, first.source) == (date(2020, 1, 2), "The Example Times")
    assert first.paragraphs == (
        "The president of Norland offered on Wednesday to open talks about the dams on the river, after a winter in "
        "which both sides had moved troops.",
        '"We are ready," she said.',
    )
    assert (second.title, second.published, second.source) == (
        "Southland refuses",
        date(2020, 1, 3),
        "The Second Paper",
    )
    assert second.paragraphs == ("The government refused the offer on Friday.",)


def test_new_layout_with_a_list_of_contents_before_it() -> None:
    first, second = Nexis().split(NEW)
    assert first.title == "Norland offers talks on the river dams"
    assert (first.published, first.source) == (date(2020, 1, 2), "The Example Times")
    assert first.paragraphs == ("The president of Norland offered on Wednesday to open talks about the dams.",)
    assert (second.title, second.source) == ("Southland refuses", "The Second Paper")
    assert second.paragraphs == ("The government refused the offer on Friday.",)


def test_german_labels() -> None:
    (article,) = Nexis().split(GERMAN)
    assert (article.title, article.published, article.source) == (
        "Nordland bietet Gespräche an",
        date(2020, 1, 2),
        "Der Beispielbote",
    )
    assert article.paragraphs == ("Die Präsidentin bot am Mittwoch Gespräche an.",)


def test_last_article_without_its_end_is_not_whole() -> None:
    cut = NEW[: NEW.index("The government refused")]
    assert [article.is_whole for article in Nexis().split(cut)] == [True, False]


def test_layouts_are_recognised_and_news_is_not() -> None:
    assert all(Nexis().recognises(text) for text in (OLD, NEW, GERMAN))
    assert not Nexis().recognises("The treaty has a length: it is long.\n\n1 of 2 documents was signed.\n")
    assert not Nexis().recognises("Length: 412 words, said the editor of the treaty.\n")
