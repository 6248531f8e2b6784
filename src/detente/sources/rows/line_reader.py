"""Lines of a table, one at a time: decoded, without NUL, and never a line longer than the limits."""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING, BinaryIO, cast

from detente.errors import SourceError
from detente.sources.contract import Payload
from detente.sources.encoding import decode_payload

if TYPE_CHECKING:
    from detente.sources.collection import Intake
    from detente.sources.contract import Limits
    from detente.sources.inputs import InputFile

_CHUNK_BYTES = 1 << 16
_SINGLE_BYTE = ("cp1252", "latin-1")


def tell_encoding(file: InputFile) -> str:
    """Return the encoding of a file of lines, told by its first bytes.

    Raises:
        SourceError: It is no text.
        EmptyTextError: There is nothing in it.
    """
    head = file.head
    if not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # a character may be cut in two at the end of the head; NUL would make a binary file of a table with one
        whole = head.rfind(b"\n") + 1 or len(head)
        zeros = head.count(b"\x00")
        head = head[:whole].replace(b"\x00", b"") if zeros < len(head) / 100 else head[: len(head) // 4 * 4]
    else:
        head = head[: len(head) // 4 * 4]
    encoding = decode_payload(Payload(head, file.origin))[1]
    return "utf-8" if encoding in _SINGLE_BYTE and _is_mostly_utf8(head) else encoding


def _is_mostly_utf8(head: bytes) -> bool:
    """Tell whether of the lines that say something of it most are UTF-8; tables are put together from many hands."""
    telling = [line for line in head.splitlines() if not line.isascii()]
    return 2 * sum(_is_utf8(line) for line in telling) >= len(telling)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def open_utf8(file: InputFile, encoding: str) -> BinaryIO:
    """Return a file's bytes; those of UTF-16 and UTF-32, or whose lines end in CR alone, as UTF-8 with LF."""
    stream = file.open()
    if b"\r" in file.head and b"\n" not in file.head:  # as Excel for the Mac writes text
        return cast("BinaryIO", io.BufferedReader(_Recoder(stream, encoding, returns=True), _CHUNK_BYTES))
    if not encoding.startswith(("utf-16", "utf-32")):
        return stream
    return cast("BinaryIO", io.BufferedReader(_Recoder(stream, encoding), _CHUNK_BYTES))


class LineError(SourceError):
    """One line, or one row, cannot be taken; those after it can."""


class _Recoder(io.RawIOBase):
    def __init__(self, stream: BinaryIO, encoding: str, *, returns: bool = False) -> None:
        super().__init__()
        self._stream = stream
        self._returns = returns
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._waiting = b""

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._stream.close()
        super().close()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._waiting:
            chunk = self._stream.read(_CHUNK_BYTES)
            text = self._decoder.decode(chunk, final=not chunk)
            self._waiting = (text.replace("\r", "\n") if self._returns else text).encode("utf-8", "replace")
            if not chunk:
                break
        taken, self._waiting = self._waiting[: len(buffer)], self._waiting[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


class LineReader:
    """Iterates over lines, with their ends. After an error it goes on with the next line.

    A row of a table may take several lines. Those of the row that is being read are kept, so that a quotation mark
    that never closes does not swallow the rows behind it: `give_back` has them read again.

    Attributes:
        foreign_lines: Lines that were not in the table's encoding.
        zeros: NUL characters that were left out.
    """

    def __init__(self, stream: BinaryIO, encoding: str, *, origin: str, limits: Limits) -> None:
        self._stream = stream
        # a line in a single-byte encoding is hardly ever UTF-8 by chance, so UTF-8 is tried before those
        first = "utf-8" if encoding.startswith(("utf-16", "utf-32")) or encoding in _SINGLE_BYTE else encoding
        self._encodings = tuple(dict.fromkeys((first, *_SINGLE_BYTE)))
        self._is_utf8 = encoding == "utf-8"
        self._origin = origin
        self._most = limits.max_bytes
        self._row: list[str] = []
        self._row_bytes = 0
        self._again: list[str] = []
        self._is_begun = False
        self.foreign_lines = 0
        self.zeros = 0

    def __iter__(self) -> LineReader:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else self._read_line()
        if not line:
            if self._row:  # CSV asks for more lines in the middle of a row only inside quotation marks
                raise LineError(f"{self._origin}: a quotation mark opens a field and never closes")
            raise StopIteration
        self._row.append(line)
        self._row_bytes += len(line)
        if self._row_bytes > self._most:
            raise LineError(f"{self._origin}: a row is larger than {self._most / 1e6:g} MB")
        return line

    def start_row(self) -> None:
        """Forget the lines of the row before."""
        self._row.clear()
        self._row_bytes = 0

    def give_back(self) -> None:
        """Have the lines of this row read again, but for the first."""
        self._again.extend(reversed(self._row[1:]))
        self.start_row()

    def report(self, encoding: str, intake: Intake) -> None:
        """Say what was not as it should be."""
        if self.foreign_lines:
            intake.notice(
                f"{self._origin}: {self.foreign_lines:,} lines are not {encoding}; they were read as Windows-1252"
            )
        if self.zeros:
            intake.notice(f"{self._origin}: {self.zeros:,} NUL characters were left out")

    def _read_line(self) -> str:
        data = self._stream.readline(self._most + 1)
        if len(data) > self._most:
            while data and not data.endswith(b"\n"):
                data = self._stream.readline(_CHUNK_BYTES)
            raise LineError(f"{self._origin}: a line is longer than {self._most / 1e6:g} MB")
        zeros = data.count(b"\x00")
        if zeros:
            self.zeros += zeros
            data = data.replace(b"\x00", b"") or b"\n"
        for encoding in self._encodings:
            try:
                text = data.decode(encoding)
            except UnicodeError:
                continue
            self.foreign_lines += self._is_utf8 and encoding != "utf-8"
            is_first, self._is_begun = not self._is_begun, True
            return (text.removeprefix("\ufeff") or "\n") if is_first else text
        raise LineError(f"{self._origin}: a line cannot be decoded")  # never: Latin-1 decodes everything
