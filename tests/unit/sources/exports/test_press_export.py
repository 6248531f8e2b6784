"""Exports in the kinds of files that press archives give: text, Word, RTF, HTML."""

from __future__ import annotations

import html
from datetime import date
from pathlib import Path

import pytest

from detente.sources.contract import HEAD_BYTES
from detente.sources.exports.layout import make_paragraphs
from detente.sources.exports.markup_lines import read_lines
from detente.sources.exports.press_export import LAYOUTS
from detente.sources.exports.rtf import read_rtf
from tests.unit.sources.exports.test_factiva import INDEXED, LAID_OUT
from tests.unit.sources.exports.test_nexis import NEW, OLD
from tests.unit.sources.helpers import founds, messages, take
from tests.unit.sources.test_zip_archive import _docx


def _as_rtf(text: str) -> bytes:
    body = "".join(rf"\u{ord(c)}?" if ord(c) > 127 else rf"\{c}" if c in "{}\\" else c for c in text)
    return (r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0 " + body.replace("\n", "\\par\n") + "}").encode()


def _as_page(text: str, *, styles: int = 0) -> bytes:
    """Return a page whose lines keep their blank lines, as `<div>` and `<br>` give them."""
    groups = "".join(f"<div>{'<br>'.join(map(html.escape, group.splitlines()))}</div>" for group in text.split("\n\n"))
    filling = "p.saved { margin: 0 } " * (styles // 22)
    return f"<!DOCTYPE html><html><head><style>{filling}</style></head><body>{groups}</body></html>".encode()


def _write(folder: Path, kind: str, text: str) -> Path:
    path = folder / f"export.{kind}"
    if kind == "docx":
        return _docx(path, *(html.escape(line) for line in text.split("\n")))
    data = {"txt": text.encode(), "rtf": _as_rtf(text), "html": _as_page(text)}[kind]
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("kind", ["txt", "docx", "rtf", "html"])
@pytest.mark.parametrize("export", [LAID_OUT, NEW, OLD], ids=["Factiva", "Nexis Uni", "Nexis"])
def test_articles_are_the_same_in_every_kind_of_file(tmp_path: Path, kind: str, export: str) -> None:
    first, second = founds(take(_write(tmp_path, kind, export))[0])
    assert first.title == "Norland offers talks on the river dams"
    assert first.text.startswith("Norland offers talks on the river dams\n\n")
    assert (first.published, first.source) == (date(2020, 1, 2), "The Example Times")
    assert "Copyright" not in first.text
    assert second.published == date(2020, 1, 3)


def test_fields_in_a_table_of_html(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td><b>{code}</b></td><td>{''.join(f'<p>{part}</p>' for part in parts)}</td></tr>"
        for code, *parts in [
            ("HD", "Norland offers talks"), ("WC", "412 words"), ("PD", "2 January 2020"), ("SN", "The Example Times"),
            ("LP", "The president offered talks."), ("TD", "Officials called it late.", "They wait."),
            ("AN", "Document EXTM000020200102eg120000d"),
        ]
    )  # fmt: skip
    path = tmp_path / "export.html"
    path.write_text(f"<html><body><table>{rows}</table></body></html>")
    (found,) = founds(take(path)[0])
    assert found.text == (
        "Norland offers talks\n\nThe president offered talks.\n\nOfficials called it late.\n\nThey wait.\n"
    )
    assert (found.published, found.source) == (date(2020, 1, 2), "The Example Times")


def test_line_ends_of_windows_and_encodings(tmp_path: Path) -> None:
    path = tmp_path / "export.txt"
    for encoding in ("utf-8-sig", "cp1252", "utf-16"):
        path.write_bytes(LAID_OUT.replace("\n", "\r\n").encode(encoding))
        first, second = founds(take(path)[0])
        assert (second.title, "\r" in first.text) == ("Südland lehnt ab", False)


def test_cut_off_article_is_an_error_and_the_others_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "export.txt"
    path.write_text(INDEXED + LAID_OUT[: LAID_OUT.index("In the south")])
    items, told = take(path)
    assert [item.origin for item in items] == [f"{path}#1", f"{path}#2"]
    assert len(founds(items)) == 1
    assert "is cut off" in messages(items)[0]
    assert told == [f"{path}: an export of Factiva, 2 articles; 1 cut off"]


def test_headline_without_text_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "export.txt"
    path.write_text(LAID_OUT.replace("Die Regierung lehnte das Angebot am Freitag ab.", ""))
    assert messages(take(path)[0]) == [f"{path}#2 has no text"]


def test_article_that_mentions_documents_is_a_document(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Norland agrees\n\nThe text, Document 20200102, has a length: 412 words.\n")
    (item,) = take(path)[0]
    assert item.origin == str(path)


def test_rtf_that_is_no_export_is_one_article(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(_as_rtf("Norland agrees\n\nCafé talks – 😀.\n"))
    (found,) = founds(take(path)[0])
    assert found.text.startswith("Norland agrees\n\nCafé talks – ")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (rb"{\rtf1\ansi caf\'e9 \ldblquote now\rdblquote\par two\tab three}", "café “now”\ntwo\tthree"),
        (rb"{\rtf1\ansi\ansicpg932 \'93\'fa\'96\'7b}", "日本"),
        (rb"{\rtf1 \u-10179?\u-8704?}", "😀"),
        (rb"{\rtf1 {\*\unknown hidden {deep}}{\info{\author Me}}{\pict 00ff}shown}", "shown"),
        (rb"{\rtf1 a\{b\}\\c\~d}", "a{b}\\c\u00a0d"),
        (rb"{\rtf1 never closed {\b bold", "never closed bold"),
        (rb"{\rtf1 }}}} too many closed", " too many closed"),
        (rb"{\rtf1 \u99999999999 \'zz \ansicpg99 \'e9 \u-1?}", None),
        (b"{\\rtf1 " + b"{" * 100_000 + b"deep", "deep"),
    ],
)
def test_rtf(source: bytes, text: str | None) -> None:
    read = read_rtf(source)
    assert read.encode("utf-8") is not None
    if text is not None:
        assert read == text


def test_lines_broken_to_fit_a_page_are_joined() -> None:
    wrapped = ["The presidents of Norland and Southland agreed on Monday to open", "talks about the river.", "", "Two."]
    assert make_paragraphs(wrapped) == (" ".join(wrapped[:2]), "Two.")
    assert make_paragraphs(["A list:", "one", "two"]) == ("A list:", "one", "two")
    assert make_paragraphs(["", "  "]) == ()


@pytest.mark.parametrize(
    "pattern",
    ["\n", " ", "\t", "1\n", "AN\n", "Document ", "HD\t", "1 of ", ">", "> \n", "Length:\n", "412 words", "x"],
)
def test_a_file_of_one_pattern_is_no_export(pattern: str) -> None:
    text = (pattern * HEAD_BYTES)[:HEAD_BYTES]
    assert not any(layout.recognises(text) for layout in LAYOUTS)


def test_a_page_of_many_empty_elements_is_read() -> None:
    assert read_lines("<p>Talks</p>" + "<b></b>" * 40_000 + "<p>end</p>", "a") == "Talks\n\nend\n"


FIRST = ("Norland offers talks on the river dams", date(2020, 1, 2), "The Example Times")


def _names(path: Path) -> list[tuple[str | None, date | None, str | None]]:
    return [(found.title, found.published, found.source) for found in founds(take(path)[0])]


@pytest.mark.parametrize("blank", ["\u00a0", "\u2007", "\u202f"])
@pytest.mark.parametrize("kind", ["txt", "docx", "rtf"])
def test_no_break_spaces_in_fields(tmp_path: Path, kind: str, blank: str) -> None:
    spaced = NEW.replace("Length: 412 words", f"Length:{blank}412{blank}words").replace(": ", f":{blank}")
    path = _write(tmp_path, kind, spaced.replace("January 2, 2020", f"January{blank}2,{blank}2020"))
    assert _names(path)[0] == FIRST
    assert len(_names(path)) == 2


@pytest.mark.parametrize("export", [LAID_OUT, NEW, OLD], ids=["Factiva", "Nexis Uni", "Nexis"])
@pytest.mark.parametrize("styles", [0, 2 * HEAD_BYTES])
def test_saved_pages_with_and_without_a_long_head(tmp_path: Path, styles: int, export: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(_as_page(export, styles=styles))
    items, told = take(path)
    assert _names(path)[0] == FIRST
    assert len(items) == 2
    name = "Factiva" if export is LAID_OUT else "Nexis"
    assert told == [f"{path}: an export of {name}, 2 articles"]


def test_many_articles_in_one_page_are_not_too_much_for_one(tmp_path: Path) -> None:
    start, end = OLD.index("1 of 2"), OLD.index("2 of 2")
    article = OLD[start:end].replace("1 of 2", "{} of 2000").replace("{}", "%d").replace("\n   ", "\n" + " " * 3)
    path = tmp_path / "page.html"
    path.write_bytes(_as_page("\n\n".join(article % number for number in range(1, 2001))))
    items, told = take(path)
    assert len(founds(items)) == 2000
    assert told == [f"{path}: an export of Nexis, 2,000 articles"]


def test_articles_that_an_export_lost_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "export.txt"
    path.write_text(NEW.replace("Documents (2)", "Documents (5)"))
    assert take(path)[1] == [f"{path}: an export of Nexis, 2 articles; 3 fewer than the export says that it has"]


@pytest.mark.parametrize("kind", ["txt", "docx", "rtf"])
def test_a_cover_sheet_alone_is_no_article(tmp_path: Path, kind: str) -> None:
    path = _write(tmp_path, kind, NEW[: NEW.index("\nNorland offers talks on the river dams\nThe Example")])
    items, _ = take(path)
    assert founds(items) == []
    assert "no article is found in it" in messages(items)[0]


def test_who_exported_is_in_no_article(tmp_path: Path) -> None:
    for export in (NEW, "Send To: Student\n\n" + OLD):
        path = tmp_path / "export.txt"
        path.write_text(export)
        assert not any("Student" in found.text or "Student" in str(found.source) for found in founds(take(path)[0]))


def test_one_article_of_many_thousand_words_is_told(tmp_path: Path) -> None:
    path = tmp_path / "all.docx"
    _docx(path, *["The envoys met again in Northburg and said little. " * 100] * 7)
    assert take(path)[1] == [f"{path}: read as one article of 6,300 words; if it holds several, give each its own file"]


@pytest.mark.parametrize("kind", ["txt", "docx", "rtf"])
def test_a_line_that_ends_articles_again_and_again_is_told(tmp_path: Path, kind: str) -> None:
    article = "The envoys met again in Northburg and said little about the dams. " * 5 + "\n\nEnd of the report\n\n"
    path = _write(tmp_path, kind, article * 4)
    (told,) = take(path)[1]
    assert told.startswith(f"{path}: read as one article, but the line 'End of the report' comes 4 times")
