"""Factiva's XML."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from detente.sources import CollectionOptions, Item, Limits, iter_items
from detente.sources.exports.factiva_xml import FactivaXml
from detente.sources.inputs import open_path

if TYPE_CHECKING:
    from pathlib import Path

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<PPSResponse><ppsArticleResponse xmlns="http://global.factiva.com/pps/2.0">'
TAIL = "</ppsArticleResponse></PPSResponse>"


def _items(tmp_path: Path, articles: str, tail: str = TAIL) -> tuple[list[Item], list[str]]:
    path = tmp_path / "export.xml"
    path.write_text(f"{HEAD}<ppsarticleResultSet>{articles}</ppsarticleResultSet>{tail}", encoding="utf-8")
    notices: list[str] = []
    return list(iter_items([str(path)], CollectionOptions(), notices.append)), notices


def _article(day: str = "<dateTime>2021-07-04T23:10:00Z</dateTime>", tail: str = "Both sides left.") -> str:
    return (
        "<ppsarticle><article><accessionNo>EXTM000020210704</accessionNo><copyright>(c) 2021 Example</copyright>"
        '<headline><paragraph lang="EN"><hlt>Norland</hlt> and Southland meet</paragraph></headline>'
        "<leadParagraph><paragraph>Envoys met in\n  Havn.</paragraph></leadParagraph>"
        f"<publicationDate>{day}</publicationDate><sourceName>The Example Times</sourceName>"
        f"<tailParagraphs><paragraph>{tail}</paragraph><paragraph /></tailParagraphs></article></ppsarticle>"
    )


def test_title_day_source_and_paragraphs_are_taken(tmp_path: Path) -> None:
    items, notices = _items(tmp_path, _article() + _article("<date>2021-07-05</date>"))
    found = items[0].found
    assert found is not None
    assert (found.title, found.published, found.source) == (
        "Norland and Southland meet",
        date(2021, 7, 4),
        "The Example Times",
    )
    assert found.text == "Norland and Southland meet\n\nEnvoys met in Havn.\n\nBoth sides left.\n"
    assert [item.origin.rpartition("#")[2] for item in items] == ["1", "2"]
    assert "2 articles" in notices[0]


def test_fewer_articles_than_the_export_says_are_told(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    told: dict[str, str] = {}
    for count in ("1", "3", "many", "٣"):
        path.write_text(f'{HEAD}<ppsarticleResultSet count="{count}">{_article()}</ppsarticleResultSet>{TAIL}', "utf-8")
        notices: list[str] = []
        assert len(list(iter_items([str(path)], CollectionOptions(), notices.append))) == 1
        told[count] = notices[0]
    assert "2 fewer than the export says that it has" in told["3"]
    assert not any("fewer than the export" in told[count] for count in ("1", "many", "٣"))


def test_text_without_paragraphs_is_cut_where_a_line_is_indented(tmp_path: Path) -> None:
    lead = "<leadParagraph>\nEnvoys met\nin Havn.\n    Both sides\nleft.\n  </leadParagraph>"
    items, _ = _items(tmp_path, f"<ppsarticle><article>{lead}</article></ppsarticle>")
    assert items[0].found is not None
    assert items[0].found.text == "Envoys met in Havn.\n\nBoth sides left.\n"


def test_a_day_that_is_none_stays_unknown(tmp_path: Path) -> None:
    items, _ = _items(tmp_path, _article("<date>2021-13-45</date>"))
    assert items[0].found is not None
    assert items[0].found.published is None


def test_an_article_without_text_costs_only_itself(tmp_path: Path) -> None:
    empty = "<ppsarticle><article><headline><paragraph>Alone</paragraph></headline></article></ppsarticle>"
    items, _ = _items(tmp_path, empty + _article())
    assert "no text" in str(items[0].error)
    assert items[1].found is not None


def test_a_list_without_articles_says_so(tmp_path: Path) -> None:
    items, _ = _items(tmp_path, "")
    assert "no article is found" in str(items[0].error)


def test_a_cut_file_gives_what_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text(f"{HEAD}<ppsarticleResultSet>{_article()}{_article()[:300]}", encoding="utf-8")
    items = list(iter_items([str(path)], CollectionOptions(), lambda _: None))
    assert items[0].found is not None
    assert "cut off" in str(items[1].error)


def test_entities_of_its_own_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><PPSResponse><article>&a;</article></PPSResponse>',
        encoding="utf-8",
    )
    items = list(iter_items([str(path)], CollectionOptions(), lambda _: None))
    assert "entities" in str(items[0].error)


def test_a_feed_is_none_of_it(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    for text, is_export in (("<rss version='2.0'/>", False), (HEAD + TAIL, True), ("\ufeff" + HEAD + TAIL, True)):
        path.write_text(text, encoding="utf-8")
        assert FactivaXml().recognises(open_path(path, "feed.xml", Limits())) is is_export
