"""Bytes → text: which encoding it is, and what is no text at all."""

from __future__ import annotations

import codecs
import re

from detente.errors import EmptyTextError, SourceError
from detente.sources.contract import Payload

_MARKS = (
    # longer marks first: that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_AS_TEXT = "Save it as text or HTML first."
_SIGNATURES = (
    (b"\x89PNG\r\n", "a PNG image", "Give the text of the article, not a picture of it."),
    (b"\xff\xd8\xff", "a JPEG image", "Give the text of the article, not a picture of it."),
    (b"GIF8", "a GIF image", "Give the text of the article, not a picture of it."),
    (b"II*\x00", "a TIFF image", "Give the text of the article, not a picture of it."),
    (b"MM\x00*", "a TIFF image", "Give the text of the article, not a picture of it."),
    (b"%PDF-", "a PDF document", "Turn it into text first, for instance with pdftotext."),
    (b"{\\rtf", "an RTF document", _AS_TEXT),
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or PowerPoint document", _AS_TEXT),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"BZh", "a bzip2 archive", "Unpack it first."),
    (b"\xfd7zXZ", "an xz archive", "Unpack it first."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it first."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", "Unpack it first."),
    (b"SQLite format 3\x00", "an SQLite database", "Give the articles as text files."),
    (b"PAR1", "a Parquet file", "Give the articles as text files."),
    (b"\x7fELF", "a program", "Give the text of an article."),
    (b"OggS", "a sound file", "Give the text of an article."),
    (b"ID3", "a sound file", "Give the text of an article."),
)
_ZIP_KINDS = (
    (b"word/", "a Word document", _AS_TEXT),
    (b"xl/", "an Excel workbook", _AS_TEXT),
    (b"ppt/", "a PowerPoint document", _AS_TEXT),
    (b"mimetypeapplication/vnd.oasis", "an OpenDocument file", _AS_TEXT),
    (b"mimetypeapplication/epub", "an EPUB book", _AS_TEXT),
)

# what the WHATWG calls these labels: pages that say Latin-1 or ASCII are written in Windows' superset of it
_WINDOWS_LATIN = frozenset({"iso8859-1", "ascii", "latin-1"})
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})")

#: Of the characters of a text, so many may be NUL; of the bytes of binary files it is a tenth and more.
_MOST_ZEROS = 0.002

#: Encodings of Python that no page is written in.
_NOT_OF_PAGES = frozenset({
    "unicode-escape",
    "unicode_escape",
    "raw-unicode-escape",
    "raw_unicode_escape",
    "idna",
    "punycode",
    "undefined",
})

#: Encodings in which every byte is ASCII, so that they look like good UTF-8 until the escapes are read.
_ESCAPING = frozenset({"iso2022_jp", "iso2022_kr", "hz", "iso2022_jp_2"})


def decode_payload(payload: Payload) -> tuple[str, str]:
    """Return the text of a payload, and the name of its encoding.

    Tried in this order: a byte order mark, UTF-16 without one, UTF-8, what the server says, what the page says,
    Windows-1252, Latin-1. UTF-8 stands before what is declared: other encodings hardly ever make valid UTF-8, and
    declarations are often wrong.

    Raises:
        EmptyTextError: There are no bytes, or only white space.
        SourceError: It is no text; the message says what it is and the hint what to do.
    """
    data = payload.data
    text, encoding = _decode(payload)
    if 0 < text.count("\x00") <= _MOST_ZEROS * len(text):
        text = text.replace("\x00", "")  # slipped into a page or a text that is none the worse for it
    if not text.strip():
        raise EmptyTextError(
            f"{payload.origin} is empty", stage="source", hint="Give a file with the text of an article."
        )
    if _is_binary(text):
        raise SourceError(
            f"{payload.origin} holds no text: {len(data):,} bytes of binary data",
            hint="Give the text of an article, as a text or HTML file.",
        )
    return text, encoding


def _decode(payload: Payload) -> tuple[str, str]:
    data = payload.data
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise SourceError(
                    f"{payload.origin} begins as {encoding} but is broken at byte {error.start + len(mark)}",
                    hint="The file may be cut off or damaged; save it again as UTF-8.",
                ) from error
    _refuse_known_binary(payload)
    wide = _decode_wide(data)
    if wide is not None:
        return wide
    declared = _declared(payload)
    candidates = ["utf-8", *declared] if not set(declared) & _ESCAPING else [*declared, "utf-8"]
    for encoding in [*candidates, "cp1252"]:
        try:
            return data.decode(encoding), encoding
        except (UnicodeError, LookupError):  # LookupError: "hex" and the like are no encodings of text
            continue
    return data.decode("latin-1"), "latin-1"


def _decode_wide(data: bytes) -> tuple[str, str] | None:
    """Decode UTF-16 without a byte order mark: every second byte of Western text in it is zero."""
    sample = data[:2000]
    if len(data) < 4 or len(data) % 2 or 0 not in sample:
        return None
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    encoding = "utf-16-le" if odd > 0.5 * half > 5 * even else "utf-16-be" if even > 0.5 * half > 5 * odd else None
    if encoding is None:
        return None
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        return None


def _declared(payload: Payload) -> list[str]:
    """Return the encodings that the server and the page name, in Python's spelling."""
    names = [payload.charset] if payload.charset else []
    head = payload.data[:4096]
    names += [m.group(1).decode("ascii") for m in (_XML_ENCODING.search(head), _META_CHARSET.search(head)) if m]
    found = []
    for name in names:
        try:
            known = codecs.lookup(name).name
        except (LookupError, ValueError):
            continue
        if known not in _NOT_OF_PAGES:
            found.append("cp1252" if known in _WINDOWS_LATIN else known)
    return found


def _refuse_known_binary(payload: Payload) -> None:
    data = payload.data
    kind = next(((what, hint) for mark, what, hint in _SIGNATURES if data.startswith(mark)), None)
    if kind is None and data.startswith(b"PK\x03\x04"):
        head = data[:4000]
        kind = next(((what, hint) for mark, what, hint in _ZIP_KINDS if mark in head), None) or (
            "a ZIP archive",
            "Unpack it first.",
        )
    if kind is None and data[:4] == b"RIFF":
        kind = ("a sound, film or WebP file", "Give the text of an article.")
    if kind is None and data[4:8] == b"ftyp":
        kind = ("a film or HEIC picture", "Give the text of an article.")
    if kind is not None:
        raise SourceError(f"{payload.origin} is {kind[0]}, not text", hint=kind[1])


def _is_binary(text: str) -> bool:
    """Tell whether a decoded text is none: it holds NUL, or many control characters."""
    sample = text[:20_000]
    controls = sum(c < " " and c not in "\t\n\r\x0b\x0c\x1a\x1b" for c in sample)
    return "\x00" in text or controls > 0.02 * len(sample) + 2
