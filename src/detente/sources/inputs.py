"""Files as collections see them: their first bytes, and a stream of the rest, unpacked within limits."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from detente.errors import SourceError
from detente.sources.contract import HEAD_BYTES
from detente.sources.files import read_limited

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.sources.contract import Limits

_GZIP = b"\x1f\x8b"
_CHUNK_BYTES = 1 << 16
#: Below this a file may grow as it likes: a short text of one repeated word packs well without bad intent.
_FREE_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file of unknown kind.

    Attributes:
        origin: Its name for items and messages, printable.
        name: Its last part, in lower case, without ".gz".
        head: Its first bytes, unpacked: `HEAD_BYTES`, fewer if there are no more.
        packed_bytes: Its size as it lies there.
        is_packed: Whether it is gzip, which `open` unpacks.
        is_inside: Whether it is an entry of an archive.
        open_packed: Opens it as it lies there.
        limits: How much is taken at most.
    """

    origin: str
    name: str
    head: bytes
    packed_bytes: int
    is_packed: bool
    is_inside: bool
    open_packed: Callable[[], BinaryIO]
    limits: Limits

    def open(self) -> BinaryIO:
        """Return a stream of the file's bytes, unpacked; its user closes it.

        The stream raises a `SourceError` where packed data is damaged or cut off, or grows beyond the limits.
        """
        stream = self.open_packed()
        return unpack(stream, self.origin, self.limits) if self.is_packed else stream

    def read(self, most_bytes: int) -> bytes:
        """Return all bytes of the file, unpacked.

        Raises:
            SourceError: There are more than `most_bytes`, or the file is damaged.
        """
        if len(self.head) < HEAD_BYTES:
            return self.head
        with self.open() as stream:
            return read_limited(stream, self.origin, self.limits, most_bytes=most_bytes)

    def has_suffix(self, *suffixes: str) -> bool:
        """Tell whether the name ends so; suffixes come with their dot."""
        return self.name.endswith(suffixes)


def open_path(path: Path, origin: str, limits: Limits) -> InputFile:
    """Return a file of this machine.

    Raises:
        SourceError: It cannot be read.
    """
    try:
        size = path.stat().st_size
        return _make_file(lambda: path.open("rb"), size, origin=origin, name=path.name, limits=limits)
    except OSError as error:
        raise SourceError(f"{origin} cannot be read: {error.strerror or error}") from error


def open_stored(opener: Callable[[], BinaryIO], size: int, origin: str, limits: Limits) -> InputFile:
    """Return a file that lies elsewhere, of which no more is fetched than is looked at.

    Args:
        opener: Opens it, as it lies there.
        size: Its size.
        origin: Its name for items; the last part tells its kind.
        limits: How much is taken at most.

    Raises:
        SourceError: It is packed, and damaged in its first bytes.
        OSError: It cannot be read.
    """
    return _make_file(opener, size, origin=origin, name=origin.rsplit("/", 1)[-1], limits=limits)


def open_bytes(data: bytes, origin: str, limits: Limits, *, is_inside: bool = False) -> InputFile:
    """Return a file that is in memory.

    Raises:
        SourceError: It is packed, and damaged in its first bytes.
    """
    name = origin.rsplit("/", 1)[-1]
    return _make_file(lambda: io.BytesIO(data), len(data), origin=origin, name=name, limits=limits, is_inside=is_inside)


def _make_file(
    opener: Callable[[], BinaryIO], size: int, *, origin: str, name: str, limits: Limits, is_inside: bool = False
) -> InputFile:
    with opener() as stream:
        head = stream.read(HEAD_BYTES)
        is_packed = head.startswith(_GZIP)
        if is_packed:
            stream.seek(0)
            head = _read_head(unpack(stream, origin, limits))
    name = name.lower()
    return InputFile(
        origin=origin,
        name=name.removesuffix(".gz") if is_packed else name,
        head=head,
        packed_bytes=size,
        is_packed=is_packed,
        is_inside=is_inside,
        open_packed=opener,
        limits=limits,
    )


def _read_head(stream: BinaryIO) -> bytes:
    """Return the first bytes of a packed file; what comes before damage counts, so that it is read."""
    head = bytearray()
    try:
        while len(head) < HEAD_BYTES and (chunk := stream.read(min(4096, HEAD_BYTES - len(head)))):
            head += chunk
    except SourceError:
        if not head:
            raise
        # shorter than a whole head would mean "this is all": the damage must be met again when the file is read
        return bytes(head).ljust(HEAD_BYTES, b"\n")
    return bytes(head)


def unpack(stream: BinaryIO, origin: str, limits: Limits) -> BinaryIO:
    """Return the unpacked bytes of a gzip stream; closing it closes the other."""
    return cast("BinaryIO", _Unpacked(Gunzip(stream, origin, limits), _CHUNK_BYTES))


class _Unpacked(io.BufferedReader):
    """Gives what there is, fewer bytes than asked for: the usual reader loses what it collected before damage."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            return b"".join(iter(self.read1, b""))
        return self.read1(size)


class Gunzip(io.RawIOBase):
    """Unpacks gzip of one or several members, never more than a chunk at a time, and never of two members at once.

    Attributes:
        member_start: The packed byte at which the member begins that was read from last.
        member_unpacked: How many bytes of it were unpacked.
    """

    def __init__(self, stream: BinaryIO, origin: str, limits: Limits) -> None:
        super().__init__()
        self._stream = stream
        self._origin = origin
        self._limits = limits
        self._unpacker = zlib.decompressobj(31)
        self._waiting = b""
        self._packed = 0
        self._unpacked = 0
        self._is_at_member = True
        self.member_start = 0
        self.member_unpacked = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def close(self) -> None:
        """Close the packed stream too."""
        self._stream.close()
        super().close()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Unpack into a buffer and return how many bytes; 0 at the end.

        Raises:
            SourceError: The data is damaged, cut off, or grows beyond the limits.
        """
        while True:
            if not self._waiting and not self._fill():
                return 0
            if self._is_at_member:
                self.member_start = self._packed - len(self._waiting)
                self.member_unpacked = 0
            try:
                data = self._unpacker.decompress(self._waiting, len(buffer))
            except zlib.error as error:
                raise self._damaged(f"is damaged: {error}") from error
            self._is_at_member = False
            self._waiting = self._unpacker.unconsumed_tail
            if self._unpacker.eof:
                # zeros between and after members are padding
                self._waiting = self._unpacker.unused_data.lstrip(b"\x00")
                self._unpacker = zlib.decompressobj(31)
                self._is_at_member = True
            if data:
                self._count(len(data))
                buffer[: len(data)] = data
                return len(data)

    def _fill(self) -> bool:
        self._waiting = self._stream.read(_CHUNK_BYTES)
        self._packed += len(self._waiting)
        if not self._waiting and not self._is_at_member:
            raise self._damaged("is cut off")
        return bool(self._waiting)

    def _count(self, size: int) -> None:
        self._unpacked += size
        self.member_unpacked += size
        if self._unpacked > _FREE_BYTES and self._unpacked > self._limits.max_ratio * self._packed:
            raise SourceError(
                f"{self._origin} unpacks to more than {self._limits.max_ratio} times its size",
                hint="This looks like a file made to fill the memory. Unpack it yourself if you trust it.",
            )

    def _damaged(self, how: str) -> SourceError:
        return SourceError(
            f"{self._origin} {how}, in the part from byte {self.member_start:,} on; "
            f"{self._unpacked:,} unpacked bytes are whole",
            hint="What comes before was read. Fetch the file again.",
        )
