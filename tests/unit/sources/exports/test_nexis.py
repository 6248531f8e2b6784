"""Exports of Nexis. The articles are our own, in the layouts of Nexis."""

from __future__ import annotations

from datetime import date

import pytest

from detente.sources.exports.nexis import Nexis

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


SINGLE = """\
                              The Example Times

                            January 2, 2020 Thursday

Norland offers talks

BYLINE: Ann Author

LENGTH: 12 words

The president offered talks.

LOAD-DATE: January 2, 2020
"""


def test_an_article_saved_alone_has_no_count() -> None:
    assert Nexis().recognises(SINGLE)
    (article,) = Nexis().split(SINGLE)
    assert (article.title, article.published, article.source) == (
        "Norland offers talks",
        date(2020, 1, 2),
        "The Example Times",
    )
    assert article.paragraphs == ("The president offered talks.",)


@pytest.mark.parametrize("note", ["Correction Appended", " Correction Appended", "Editors' Note Appended"])
def test_a_correction_where_the_day_stands(note: str) -> None:
    corrected = NEW.replace("January 2, 2020 Thursday\nLate Edition - Final", f"\n\n{note}").replace(
        "river dams\nThe Example", "river dams - Correction Appended\nThe Example"
    )
    first, second = Nexis().split(corrected)
    assert (first.title, first.published, first.source) == (
        "Norland offers talks on the river dams",
        None,
        "The Example Times",
    )
    assert second.published == date(2020, 1, 3)


def test_day_behind_which_nexis_says_that_it_could_not_read_the_time() -> None:
    broken = NEW.replace("2020 Thursday\n", "2020 Thursday ERROR Document 3 " + "cannot be parsed " * 8 + "EST\n")
    assert next(Nexis().split(broken)).published == date(2020, 1, 2)


def test_of_two_sources_the_nearer_one_and_never_a_section() -> None:
    blog = NEW.replace("dams\nThe Example Times", "dams\nExample Blogs\nThe Example Times")
    assert (next(Nexis().split(blog)).title, next(Nexis().split(blog)).source) == (
        "Norland offers talks on the river dams",
        "The Example Times",
    )
    section = NEW.replace("dams\nThe Example Times", "dams\nThe Example Times\n(Green)")
    assert next(Nexis().split(section)).source == "The Example Times"


def test_words_of_fields_at_the_beginning_of_a_paragraph_are_text() -> None:
    said = "Update: the envoys left.\n\nPerson after person spoke.\n\nCopyright law was not touched."
    text = NEW.replace("Graphic: a word", f"{said}\n\nGraphic: a word")
    assert next(Nexis().split(text)).paragraphs[1:4] == (
        "Update: the envoys left.",
        "Person after person spoke.",
        "Copyright law was not touched.",
    )


def test_the_last_paragraph_is_kept_whatever_it_speaks_of() -> None:
    last = "Leaflets distributed by the ministry said that all rights reserved by treaty would stay as they are."
    text = NEW.replace("\n\nGraphic: a word", f"\n\n{last}\n\nGraphic\n\nA word")
    assert next(Nexis().split(text)).paragraphs[-1] == last


FIELDS_BEHIND = """\
                               1 of 1 DOCUMENT

                            Example Press Agency

ROUNDUP: Norland offers talks on
the river dams

                          January 2, 2020, Thursday
                          13:38 Central European Time

DATELINE: Northburg


The president of Norland offered on Wednesday to open talks about the dams on
the river. Southland called the offer late.

The text names no day.

SECTION: Politics

LENGTH: 22 words

LOAD-DATE: January 2, 2020

LANGUAGE: ENGLISH

                      Copyright 2020 Example Press Agency
"""


def test_headline_above_the_day_and_number_of_words_behind_the_text() -> None:
    (article,) = Nexis().split(FIELDS_BEHIND)
    assert (article.title, article.source) == (
        "ROUNDUP: Norland offers talks on the river dams",
        "Example Press Agency",
    )
    assert [paragraph[:10] for paragraph in article.paragraphs] == ["The presid", "The text n"]


DUTCH = """\
                              Dokument 3 van 9

                         Copyright 2020 De Voorbeeldbode

                               De Voorbeeldbode

                                2. Januar 2020

                                January 2, 2020

LENGTE: 14 words

KOP: Noordland biedt gesprekken aan

AUTEUR: AUTEUR, ANNA

INHOUD:


De president sprak woensdag over de dammen.

PUB-TYPE: Paper

TAAL: Dutch / Nederlands
"""


def test_labels_in_other_languages() -> None:
    (article,) = Nexis().split(DUTCH)
    assert (article.title, article.published, article.source) == (
        "Noordland biedt gesprekken aan",
        date(2020, 1, 2),
        "De Voorbeeldbode",
    )
    assert article.paragraphs == ("De president sprak woensdag over de dammen.",)


def test_fields_of_a_broadcast_are_no_headline() -> None:
    shown = OLD.replace("BYLINE:", "ANCHORS: Ben Writer\n\nPANELISTS: Ann Author\n\nBYLINE:", 1)
    first = next(Nexis().split(shown))
    assert first.title == "Norland offers talks on the river dams"
    assert len(first.paragraphs) == 2


def test_source_that_a_remark_stands_under() -> None:
    sold = OLD.replace(
        "                              The Example Times\n",
        "            Copyright 2020 Example Media\n                 The Example Times\n\n"
        "                     Distributed by Example Content Agency\n",
    )
    assert next(Nexis().split(sold)).source == "The Example Times"
