"""ZIP archives of articles. Entries are read in memory, by their kind; nothing is ever written to disk."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from detente.errors import DetenteError, SourceError, unexpected
from detente.sources.collection import Item
from detente.sources.exports.docx import is_docx
from detente.sources.folders import PassedOver, has_taken_suffix
from detente.sources.inputs import open_bytes
from detente.sources.metadata import printable
from detente.sources.packed.zip_entries import open_zip, read_entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipFile, ZipInfo

    from detente.sources.collection import Intake
    from detente.sources.inputs import InputFile


class ZipArchive:
    """Archives with files of other kinds in them, told by their first bytes."""

    name = "ZIP"
    suffixes = (".zip",)

    def recognises(self, file: InputFile) -> bool:
        """Take what begins as a ZIP does and is no document of Word's."""
        return file.head.startswith((b"PK\x03\x04", b"PK\x05\x06")) and not is_docx(file.head) and not _is_office(file)

    def count_items(self, file: InputFile) -> int | None:
        """Return the number of entries if each is one article; None if some may hold more, or it is damaged."""
        try:
            with file.open_packed() as stream, open_zip(stream, file.origin, file.limits) as archive:
                names = [entry.filename.lower() for entry in archive.infolist() if not _is_folder(entry)]
        except (SourceError, OSError):
            return None
        return len(names) if all(name.endswith((".txt", ".html", ".htm", ".md")) for name in names) else None

    def iter_items(self, file: InputFile, intake: Intake) -> Iterator[Item]:
        """Yield the articles in the entries, by name.

        Raises:
            SourceError: It lies in another archive, is damaged, or unpacks to more than the limits allow.
        """
        if file.is_inside or file.is_packed:
            raise SourceError(f"{file.origin} is an archive in an archive", hint="Unpack the outer one.")
        passed_over = PassedOver()
        seen: Counter[str] = Counter()
        with file.open_packed() as stream, open_zip(stream, file.origin, file.limits) as archive:
            for entry in sorted(archive.infolist(), key=lambda entry: (entry.filename, entry.header_offset)):
                if _is_hidden(entry) or not has_taken_suffix(entry.filename, intake.suffixes, passed_over):
                    continue
                # a path such as "../../name" is a name like any other here: no file is opened by it
                name = printable(entry.filename)
                seen[name] += 1
                origin = f"{file.origin}#{name}" + (f"~{seen[name]}" if seen[name] > 1 else "")
                if not intake.options.skip(origin):
                    yield from _iter_entry(archive, entry, origin, file, intake)
        said = passed_over.describe()
        if said is not None:
            intake.notice(f"{file.origin}: {said}")


def _iter_entry(archive: ZipFile, entry: ZipInfo, origin: str, file: InputFile, intake: Intake) -> Iterator[Item]:
    try:
        data = read_entry(archive, entry, origin, file.limits, most_bytes=file.limits.max_held_bytes)
        inner = open_bytes(data, origin, file.limits, is_inside=True)
    except DetenteError as error:
        yield Item(origin, None, error)
        return
    except Exception as error:  # noqa: BLE001 - one entry; the others go on
        yield Item(origin, None, unexpected(error, origin, "it was unpacked"))
        return
    yield from intake.read_file(inner, intake)


def _is_folder(entry: ZipInfo) -> bool:
    return entry.filename.endswith("/")  # `is_dir` fails on an entry without a name


def _is_hidden(entry: ZipInfo) -> bool:
    parts = entry.filename.split("/")
    return _is_folder(entry) or "__MACOSX" in parts or parts[-1].startswith(".")


def _is_office(file: InputFile) -> bool:
    """Tell a workbook, slides, a book: a ZIP, but a document of its own, which the other kinds refuse by its name."""
    head = file.head[:4000]
    return any(mark in head for mark in (b"xl/", b"ppt/", b"mimetypeapplication/"))
