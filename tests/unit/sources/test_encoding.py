"""Bytes → text."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DetenteError, EmptyTextError, SourceError
from detente.sources import Payload, read_payload

TEXT = "Norland’s president – “we are ready” – arrived in Łódź.\r\nThe talks went on for days.\n"
LATIN = "Norland’s président – “we are ready” – arrived.\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-32"), "utf-32-le"),
    ],
)
def test_unicode(data: bytes, encoding: str) -> None:
    found = read_payload(Payload(data, "a.txt"))
    assert found.text == TEXT
    assert found.encoding == encoding


def test_windows_and_latin() -> None:
    assert read_payload(Payload(LATIN.encode("cp1252"), "a.txt")).text == LATIN
    found = read_payload(Payload(b"caf\xe9 \x81 au lait", "a.txt"))  # 0x81 is no character of Windows-1252
    assert (found.text, found.encoding) == ("café \x81 au lait", "latin-1")


@pytest.mark.parametrize(
    ("head", "charset", "encoding"),
    [
        ('<meta charset="windows-1251">', None, "cp1251"),
        ("", "koi8-r", "koi8-r"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', "nonsense-8", "cp1251"),
    ],
)
def test_declared_encoding(head: str, charset: str | None, encoding: str) -> None:
    words = "Президенты двух стран договорились в понедельник начать переговоры о реке и плотинах. " * 3
    body = f"<body><article><p>{words}</p></article></body>"
    page = f"<html><head>{head}<title>Переговоры о реке</title></head>{body}</html>"
    found = read_payload(Payload(page.encode(encoding), "a.html", charset=charset))
    assert found.encoding == encoding
    assert "договорились в понедельник" in found.text


@pytest.mark.parametrize("charset", ["iso-8859-1", "us-ascii", "hex", "unicode-escape", "no\x00such", "utf-16"])
def test_utf8_wins_over_a_wrong_declaration(charset: str) -> None:
    assert read_payload(Payload(TEXT.encode(), "a.txt", charset=charset)).text == TEXT


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG image"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF document"),
        (b"PK\x03\x04\x14\0\0\0word/document.xml", "Word document"),
        (b"PK\x03\x04\x14\0\0\0anything", "ZIP archive"),
        (b"{\\rtf1\\ansi Hello}", "RTF document"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "gzip archive"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "sound, film or WebP"),
        (b"SQLite format 3\0....", "SQLite database"),
        (b"The talks\0\0\x01\x02 went on", "binary data"),
        (bytes(range(1, 32)) * 50, "binary data"),
    ],
)
def test_what_is_no_text(data: bytes, what: str) -> None:
    with pytest.raises(SourceError, match=what) as caught:
        read_payload(Payload(data, "a.txt"))
    assert "a.txt" in caught.value.message
    assert caught.value.hint


def test_cut_off_utf16() -> None:
    with pytest.raises(SourceError, match="broken at byte"):
        read_payload(Payload(b"\xff\xfeT\0h\0e", "a.txt"))


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_empty(data: bytes) -> None:
    with pytest.raises(EmptyTextError, match=r"a\.txt is empty") as caught:
        read_payload(Payload(data, "a.txt"))
    assert caught.value.stage == "source"


@given(st.binary(max_size=200) | st.text(max_size=80).map(lambda t: t.encode("utf-16", "surrogatepass")))
def test_any_bytes(data: bytes) -> None:
    try:
        found = read_payload(Payload(data, "a.txt"))
    except DetenteError:
        return
    assert found.text.strip()
    found.text.encode()


def test_packed_noise() -> None:
    with pytest.raises(SourceError):
        read_payload(Payload(zlib.compress(TEXT.encode() * 20), "a.txt"))
