"""The small parts of the sources, each by itself: names, files, folders, XML, encodings, lines, records, archives."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from detente.errors import SourceError, UsageError
from detente.sources import CollectionOptions
from detente.sources.collection import Intake
from detente.sources.contract import Limits, Payload
from detente.sources.document_file import DocumentFile
from detente.sources.encoding import decode_payload
from detente.sources.exports.docx import is_docx, read_docx
from detente.sources.files import FileSource, read_limited, too_large
from detente.sources.folders import PassedOver, has_taken_suffix, iter_files
from detente.sources.inputs import open_bytes
from detente.sources.lengths import tell_length
from detente.sources.metadata import clean_address, clean_line, printable
from detente.sources.online.polite_client import PoliteClient
from detente.sources.online.web import WebSource
from detente.sources.other_xml import refuse_xml
from detente.sources.packed.arc_records import ArcReader
from detente.sources.packed.record_bytes import RecordBytes
from detente.sources.packed.warc_records import RecordReader
from detente.sources.packed.zip_entries import open_zip, read_entry
from detente.sources.plain_text import PlainText
from detente.sources.rows.csv_table import CsvRows
from detente.sources.rows.json_table import JsonRows
from detente.sources.rows.line_reader import LineError, LineReader, open_utf8, tell_encoding
from detente.sources.rows.parquet_table import ParquetRows
from detente.sources.rows.tables import TableCollection
from detente.sources.safe_xml import iter_elements, parse_xml
from detente.sources.standard_input import StandardInputSource
from tests.unit.sources.helpers import TEXT

if TYPE_CHECKING:
    from detente.sources.inputs import InputFile

LIMITS = Limits()


def file_of(data: bytes, name: str = "a.txt", limits: Limits = LIMITS) -> InputFile:
    return open_bytes(data, name, limits)


@pytest.fixture
def told() -> list[str]:
    """Return the list into which an intake writes what it tells the person."""
    return []


@pytest.fixture
def intake(told: list[str]) -> Intake:
    return Intake(
        CollectionOptions(), told.append, PoliteClient(LIMITS, 0.0), lambda _file, _intake: iter(()), (".txt",)
    )


# ── Names and lines from foreign hands ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("  two\n words\t", "two words"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("\x07", None),
        (7, None),
        ("x" * 3_000, "x" * 2_000),
    ],
)
def test_a_title_is_one_clean_line(value: object, line: str | None) -> None:
    assert clean_line(value) == line


def test_an_address_is_of_the_web_or_none() -> None:
    assert clean_address(" https://a.example/b ") == "https://a.example/b"
    assert clean_address("javascript:alert(1)") is None
    assert clean_address("https:///nothing") is None


def test_a_name_can_be_printed_whatever_it_holds() -> None:
    assert printable("näme.txt") == "näme.txt"
    assert printable("a\x1b[2Jb\n") == "a\\x1b[2Jb\\n"
    assert printable(os.fsdecode(b"caf\x80.txt")) == "caf\\x80.txt"


# ── Files, folders, standard input ────────────────────────────────────────────────────────────────────────────


def test_a_stream_is_read_up_to_its_limit_and_no_further() -> None:
    assert read_limited(io.BytesIO(b"12345"), "a", Limits(max_bytes=5)) == b"12345"
    with pytest.raises(SourceError, match="a is larger than 4e-06 MB"):
        read_limited(io.BytesIO(b"12345"), "a", Limits(max_bytes=4))
    assert too_large("a", LIMITS, most_bytes=3_000_000).message == "a is larger than 3 MB"


def test_a_folder_or_nothing_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It met.", encoding="utf-8")
    assert FileSource().fetch(str(tmp_path / "a.txt"), limits=LIMITS).data == b"It met."
    for wrong, says in ((tmp_path, "is a folder"), (tmp_path / "b.txt", "there is no file"), ("a\x00b", "NUL")):
        with pytest.raises(UsageError, match=says):
            FileSource().fetch(str(wrong), limits=LIMITS)


def test_standard_input_is_read_if_it_is_there() -> None:
    source = StandardInputSource()
    assert source.accepts("-")
    assert not source.accepts("a.txt")
    assert source.fetch("-", limits=LIMITS, stdin=io.BytesIO(b"It met.")) == Payload(b"It met.", "-")
    shut = io.BytesIO()
    shut.close()
    with pytest.raises(SourceError, match="cannot be read"):
        source.fetch("-", limits=LIMITS, stdin=shut)


def test_an_address_has_a_scheme_whatever_it_is() -> None:
    assert WebSource().accepts("https://a.example/")
    assert WebSource().accepts("gopher://a.example/")
    assert not WebSource().accepts("C:/news/a.txt")
    with pytest.raises(UsageError, match="neither an http nor an https address"):
        WebSource().fetch("gopher://a.example/", limits=LIMITS)


def test_files_of_a_folder_come_by_name_and_what_is_left_is_counted(tmp_path: Path) -> None:
    for name in ("b.txt", "a.TXT.gz", "c.mp3", ".hidden.txt", "sub/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "link.txt").symlink_to(tmp_path / "b.txt")
    passed = PassedOver()
    found = [name for _, name, error in iter_files(tmp_path, "news/", (".txt",), passed) if error is None]
    assert found == ["news/a.TXT.gz", "news/b.txt", "news/sub/d.txt"]
    assert passed.describe() == "passed over 1 file of other kinds (1 .mp3) and 1 links"
    assert not has_taken_suffix("readme", (".txt",), passed)
    assert passed.kinds["without an ending"] == 1
    assert PassedOver().describe() is None


# ── One article, or several in one ────────────────────────────────────────────────────────────────────────────


def test_a_line_that_comes_again_and_again_is_told(intake: Intake, told: list[str]) -> None:
    tell_length(TEXT, "a.txt", intake)
    assert told == []
    tell_length(f"{TEXT}\nEnd of document\n" * 4, "a.txt", intake)
    tell_length("word " * 6_000, "b.txt", intake)
    assert "the line 'End of document' comes 4 times" in told[0]
    assert "one article of 6,000 words" in told[1]


def test_a_document_is_one_item(intake: Intake) -> None:
    kind, file = DocumentFile(), file_of(TEXT.encode())
    (item,) = kind.iter_items(file, intake)
    assert item.found is not None
    assert (item.origin, item.found.text, kind.count_items(file)) == ("a.txt", TEXT, 1)


def test_plain_text_is_kept_as_it_stands_unless_it_is_xml() -> None:
    found = PlainText().read("One.\n\nTwo.", "utf-8", Payload(b"", "a.txt"))
    assert (found.text, found.title, found.origin) == ("One.\n\nTwo.", None, "a.txt")
    for xml in ("<?xml version='1.0'?><note>x</note>", "<!-- made --><news><a>x</a></news>\n"):
        with pytest.raises(SourceError, match="is XML that is no feed"):
            refuse_xml(xml, "a.xml")
    refuse_xml("<p>A page has tags of pages</p>", "a.html")
    refuse_xml("<Sund> was calm on Monday.", "a.txt")


# ── XML, Word, ZIP ────────────────────────────────────────────────────────────────────────────────────────────


def test_elements_come_as_they_end_and_entities_are_refused() -> None:
    assert list(iter_elements(b"<a>one<b>two</b></a>", "x")) == [("b", "two"), ("a", "one")]
    bomb = '<!DOCTYPE a [<!ENTITY b "boom">]><a>&b;</a>'
    with pytest.raises(SourceError, match="defines entities of its own"):
        list(iter_elements(bomb.encode(), "x"))
    with pytest.raises(SourceError, match="defines entities of its own"):
        parse_xml(bomb, "x")
    with pytest.raises(SourceError, match="is damaged"):
        list(iter_elements(b"<a><b></a>", "x"))


def test_sloppy_xml_is_read_as_it_was_meant() -> None:
    assert (
        parse_xml("<?xml version='1.0'?><a>Bread & butter&nbsp;&#0;&#x41;</a>", "x").text == "Bread & butter\xa0\ufffdA"
    )
    with pytest.raises(SourceError, match="no XML"):
        parse_xml("", "x")


def packed(**entries: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return stream.getvalue()


def test_a_word_document_is_its_paragraphs() -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"<w:d {space}><w:p><w:t>One</w:t><w:tab/><w:t>two</w:t></w:p><w:p><w:t>Three</w:t></w:p></w:d>"
    data = packed(word__document_xml=body)
    assert is_docx(data)
    assert read_docx(data, "a.docx", LIMITS) == "One\ttwo\nThree\n"
    with pytest.raises(SourceError, match="without text"):
        read_docx(packed(word__other_xml="x"), "a.docx", LIMITS)


def test_an_entry_is_bounded_by_what_comes_out_of_it() -> None:
    with open_zip(io.BytesIO(packed(a_xml="x" * 100)), "a.zip", LIMITS) as archive:
        entry = archive.infolist()[0]
        assert read_entry(archive, entry, "a.zip/a.xml", LIMITS, most_bytes=100) == b"x" * 100
        with pytest.raises(SourceError, match="larger than"):
            read_entry(archive, entry, "a.zip/a.xml", LIMITS, most_bytes=99)
        entry.file_size = 10  # the head says less than comes out
        with pytest.raises(SourceError):
            read_entry(archive, entry, "a.zip/a.xml", LIMITS, most_bytes=20)
    with pytest.raises(SourceError, match="damaged or cut off"):
        open_zip(io.BytesIO(b"PK\x03\x04 and no more"), "a.zip", LIMITS)


# ── Encodings, lines, rows ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ("é".encode("utf-8-sig"), "é", "utf-8"),
        ("\ufeffé".encode("utf-16-le"), "é", "utf-16-le"),
        ("“é”".encode("cp1252"), "“é”", "cp1252"),
    ],
)
def test_an_encoding_is_told_by_the_bytes(data: bytes, text: str, encoding: str) -> None:
    assert decode_payload(Payload(data, "a")) == (text, encoding)


def test_a_picture_is_no_text_and_says_what_to_do() -> None:
    with pytest.raises(SourceError, match="a PNG image") as caught:
        decode_payload(Payload(b"\x89PNG\r\n\x1a\n" + bytes(40), "a.png"))
    assert "Give the text" in (caught.value.hint or "")


def test_lines_of_utf16_and_of_the_old_macintosh_come_as_utf8() -> None:
    wide = file_of("\ufeffa,b\nü,d\n".encode("utf-16-le"))
    assert tell_encoding(wide) == "utf-16-le"
    with open_utf8(wide, "utf-16-le") as stream:
        assert stream.read().decode().lstrip("\ufeff") == "a,b\nü,d\n"
    with open_utf8(file_of(b"a,b\rc,d\r"), "utf-8") as stream:
        assert stream.read() == b"a,b\nc,d\n"


def test_a_line_that_is_too_long_costs_itself_alone() -> None:
    stream = io.BytesIO(b"one\n" + b"x" * 50 + b"\nthree\n")
    lines = LineReader(stream, "utf-8", origin="a.csv", limits=Limits(max_bytes=20))
    assert next(lines) == "one\n"
    lines.start_row()
    with pytest.raises(LineError):
        next(lines)
    lines.start_row()
    assert next(lines) == "three\n"
    lines.start_row()
    assert list(lines) == []


@pytest.mark.parametrize(
    ("reader", "name", "data"),
    [
        (CsvRows(), "a.csv", b"sep=;\nday;text\n1;one\n2;two\n"),
        (JsonRows(), "a.jsonl", b'{"day": "1", "text": "one"}\n{"day": "2", "text": "two"}\n'),
        (JsonRows(), "a.json", b'[{"day": "1", "text": "one"}, {"day": "2", "text": "two"}]'),
    ],
)
def test_rows_have_numbers_and_cells(reader: CsvRows | JsonRows, name: str, data: bytes, intake: Intake) -> None:
    file = file_of(data, name)
    assert reader.recognises(file)
    assert not reader.recognises(file_of(data, "a.txt"))
    rows = [(row.number, dict(row.cells or {})) for row in reader.iter_rows(file, None, intake)]
    assert rows == [(1, {"day": "1", "text": "one"}), (2, {"day": "2", "text": "two"})]


def test_a_table_of_any_kind_gives_items_with_their_days(intake: Intake, told: list[str]) -> None:
    table = TableCollection(CsvRows())
    file = file_of(f'date,title,text\n2025-03-04,Talks,"{TEXT}"\n2025-03-05,,\n'.encode(), "a.csv")
    table.check_columns(file, intake)
    first, second = table.iter_items(file, intake)
    assert first.found is not None
    assert (first.origin, first.found.title, str(first.found.published)) == ("a.csv#1", "Talks", "2025-03-04")
    assert second.error is not None
    assert told == [
        "a.csv: text from column 'text', date from column 'date' (guessed; choose with --text-column, --date-column)"
    ]


def test_parquet_is_told_by_its_first_bytes() -> None:
    assert ParquetRows().recognises(file_of(b"PAR1" + bytes(20), "a.csv"))
    assert not ParquetRows().recognises(file_of(b"day,text", "a.parquet"))


# ── Records of crawls ─────────────────────────────────────────────────────────────────────────────────────────

RECORD = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n"


def test_bytes_of_records_know_where_they_stand() -> None:
    data = b"first 3\nabc\nsecond 2\nde\n"
    records = RecordBytes(io.BytesIO(data), file_of(data))
    heads = []
    for place, line in records.iter_heads():
        heads.append((place, line))
        records.begin_block(line.decode().split()[1])
    assert heads == [("0", b"first 3\n"), ("12", b"second 2\n")]
    with pytest.raises(SourceError, match="at byte 12: the record has no length"):
        records.begin_block("-5")


def test_a_warc_file_gives_heads_and_blocks_and_says_where_it_breaks_off() -> None:
    whole = RecordReader(io.BytesIO(RECORD * 2), file_of(RECORD))
    assert [(head.place, head.kind, whole.read_block()) for head in whole] == [
        ("0", "response", b"hello"), (str(len(RECORD)), "response", b"hello"),
    ]  # fmt: skip
    broken = RecordReader(io.BytesIO(RECORD + RECORD[:-10]), file_of(RECORD))
    with pytest.raises(SourceError, match=f"at byte {len(RECORD)}: the file is cut off"):
        [broken.read_block() for _ in broken]


def test_an_arc_file_gives_the_pages_behind_its_first_record() -> None:
    first = b"filedesc://a.arc 0.0.0.0 20100101000000 text/plain 6\n1 0 x\n\n"
    page = b"http://a.example/b 1.2.3.4 20100101000000 text/html 5\nhello\n"
    arc = ArcReader(io.BytesIO(first + page), file_of(first))
    found = [(head.headers.get("warc-target-uri"), arc.read_block()) for head in arc]
    assert found[-1] == ("http://a.example/b", b"hello")
