"""What a person hands over as one article: `detente read LOCATION`, and a file on the page."""

from __future__ import annotations

import gzip
import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from detente.errors import EmptyTextError, SourceError, UsageError
from detente.sources.given import read_given

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Norland and Sund agreed on Monday to talk about the ferry."
DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def _word() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", DOCUMENT.format(f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("talks.txt", TEXT.encode()),
        ("talks.txt.gz", gzip.compress(TEXT.encode())),
        ("talks.rtf", rb"{\rtf1\ansi " + TEXT.encode() + rb"\par}"),
        ("talks.docx", _word()),
        ("talks", TEXT.encode("utf-16")),
    ],
)
def test_one_article_is_read_whatever_it_is_written_in(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert read_given(str(tmp_path / name)).text.strip() == TEXT


def test_standard_input_is_text() -> None:
    assert read_given("-", stdin=io.BytesIO(TEXT.encode())).text == TEXT


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a news.csv", b"title,text\na,b\n", "CSV table"),
        ("news.jsonl", b'{"text": "a"}\n{"text": "b"}\n', "JSON table"),
        ("news.parquet", b"PAR1" + bytes(40), "Parquet table"),
        ("news.zip", b"PK\x03\x04" + bytes(40), "ZIP file"),
        ("crawl.warc", b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "WARC file"),
    ],
)
def test_what_holds_many_articles_is_left_to_add_with_the_command(
    tmp_path: Path, name: str, data: bytes, kind: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SourceError, match=f"is a {kind}, which may hold many articles") as caught:
        read_given(str(path))
    shown = f"'{path}'" if " " in name else str(path)
    assert caught.value.hint == f"Read it into an archive: detente add {shown} --archive news.sqlite"


def test_what_is_not_there_or_empty_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b" \n")
    with pytest.raises(EmptyTextError):
        read_given(str(tmp_path / "empty.txt"))
    with pytest.raises(UsageError, match="there is no file"):
        read_given(str(tmp_path / "nothing.txt"))
    with pytest.raises(UsageError, match="is a folder") as caught:
        read_given(str(tmp_path))
    assert f"detente add {tmp_path} --archive" in str(caught.value.hint)
    with pytest.raises(UsageError, match="needs a path"):
        read_given("")
