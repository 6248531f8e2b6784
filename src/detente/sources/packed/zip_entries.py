"""ZIP archives, bounded: entries, sizes and ratio are checked before anything is unpacked; nothing is written."""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO

from detente.errors import SourceError
from detente.sources.files import too_large

if TYPE_CHECKING:
    from detente.sources.contract import Limits

_MOST_ENTRIES = 200_000
_FREE_BYTES = 10_000_000
_CHUNK_BYTES = 1 << 16


def open_zip(stream: BinaryIO, origin: str, limits: Limits) -> zipfile.ZipFile:
    """Return the archive in a stream.

    Raises:
        SourceError: It is damaged, or its list of entries states more than the limits allow.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise SourceError(f"{origin} is damaged or cut off: {error}", hint="Fetch or save it again.") from error
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > _MOST_ENTRIES:
        archive.close()
        raise SourceError(f"{origin} has {len(entries):,} entries, more than {_MOST_ENTRIES:,}", hint="Split it.")
    if unpacked > max(_FREE_BYTES, limits.max_ratio * packed):
        archive.close()
        raise SourceError(
            f"{origin} unpacks to more than {limits.max_ratio} times its size",
            hint="This looks like a file made to fill the memory. Unpack it yourself if you trust it.",
        )
    return archive


def read_entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, origin: str, limits: Limits, *, most_bytes: int
) -> bytes:
    """Return the bytes of an entry; what comes out is counted, whatever its head states.

    Raises:
        SourceError: It is damaged, packed in an unknown way or with a password, or too large.
    """
    if entry.file_size > most_bytes:
        raise too_large(origin, limits, most_bytes=most_bytes)
    data = bytearray()
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                data += chunk
                if len(data) > most_bytes:
                    raise too_large(origin, limits, most_bytes=most_bytes)
                if len(data) > max(_FREE_BYTES, limits.max_ratio * entry.compress_size):
                    raise SourceError(f"{origin} unpacks to more than {limits.max_ratio} times its size")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise SourceError(f"{origin} is damaged: {error}", hint="Fetch or save it again.") from error
    except (NotImplementedError, RuntimeError) as error:  # RuntimeError: it wants a password
        raise SourceError(f"{origin} cannot be unpacked: {error}", hint="Unpack it yourself.") from error
    return bytes(data)
