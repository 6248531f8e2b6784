"""Parquet: read by small batches, the wanted columns only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.errors import SourceError
from detente.sources.rows.tables import TableRow

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from detente.sources.collection import Intake
    from detente.sources.inputs import InputFile

_MARK = b"PAR1"
_BATCH_ROWS = 64
#: Smaller than this unpacked, a file may be packed as well as it likes.
_LEAST_BOMB_BYTES = 100_000_000


class ParquetRows:
    """Tables in Parquet, told by their first bytes."""

    name = "Parquet"
    suffixes = (".parquet",)

    def recognises(self, file: InputFile) -> bool:
        """Take what begins with "PAR1"."""
        return file.head.startswith(_MARK)

    def iter_rows(
        self,
        file: InputFile,
        columns: Sequence[str] | None,
        intake: Intake,
    ) -> Generator[TableRow, None, None]:
        """Yield the rows; of a file of which some are wanted, from the first of them on.

        Raises:
            SourceError: It is damaged, cut off, or unpacks to far more than its size.
        """
        import pyarrow as pa  # noqa: PLC0415 - a tenth of a second that other files do not need

        if file.is_packed:
            raise SourceError(f"{file.origin} is Parquet packed again with gzip", hint="Unpack it first.")
        first, _ = intake.options.rows or (1, 0)
        number = 0
        with file.open() as stream:
            try:
                number, batches = _open_batches(stream, file, columns, first)
                for batch in batches:
                    cells = {name: _Cells(batch.column(name), file) for name in batch.schema.names}
                    for place in range(max(first - number - 1, 0), batch.num_rows):
                        yield _make_row(number + place + 1, place, cells, file)
                    number += batch.num_rows
            except (pa.ArrowException, OSError, ValueError, IndexError) as error:
                reason = str(error).splitlines()[0] if str(error) else type(error).__name__
                raise SourceError(
                    f"{file.origin} cannot be read after row {number:,}: {reason}",
                    hint="The file may be cut off or damaged; fetch it again.",
                ) from error

    def count_rows(self, file: InputFile) -> int | None:
        """Return the number of rows that the file states; None if it is damaged."""
        import pyarrow as pa  # noqa: PLC0415 - a tenth of a second that other files do not need
        import pyarrow.parquet as pq  # noqa: PLC0415 - a tenth of a second that other files do not need

        try:
            with file.open_packed() as stream:
                return int(pq.ParquetFile(stream).metadata.num_rows)
        except (pa.ArrowException, OSError, ValueError):
            return None


def _open_batches(stream: Any, file: InputFile, columns: Sequence[str] | None, first: int) -> tuple[int, Iterator[Any]]:
    """Return how many rows lie in the row groups before that of the first row, and the batches from there on.

    Raises:
        SourceError: The file states that it unpacks to far more than its size.
        ValueError: Two columns have the same name.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 - a tenth of a second that other files do not need

    # strings that repeat stay a dictionary and are made one at a time: a long one may be named a million times
    opened = pq.ParquetFile(stream)
    _check_sizes(opened.metadata, file)
    strings = [f.name for f in opened.schema_arrow if str(f.type) in {"string", "large_string"}]
    if len(set(opened.schema_arrow.names)) < len(opened.schema_arrow.names):
        raise ValueError("two columns have the same name")
    table = pq.ParquetFile(stream, metadata=opened.metadata, read_dictionary=strings, pre_buffer=False)
    wanted = None if columns is None else [name for name in columns if name in opened.schema_arrow.names]
    passed, groups = 0, list(range(opened.metadata.num_row_groups))
    while groups and passed + opened.metadata.row_group(groups[0]).num_rows < first:
        passed += opened.metadata.row_group(groups.pop(0)).num_rows
    return passed, table.iter_batches(batch_size=_BATCH_ROWS, row_groups=groups, columns=wanted, use_threads=False)


def _check_sizes(metadata: Any, file: InputFile) -> None:
    """Refuse a file that states that it unpacks to far more than it holds.

    Raises:
        SourceError: It does.
    """
    unpacked = sum(metadata.row_group(place).total_byte_size for place in range(metadata.num_row_groups))
    if unpacked > max(_LEAST_BOMB_BYTES, file.limits.max_ratio * file.packed_bytes):
        raise SourceError(
            f"{file.origin} unpacks to more than {file.limits.max_ratio} times its size",
            hint="This looks like a file made to fill the memory.",
        )


class _Cells:
    """One column of a batch. A string that several rows name is made once, and one that is too long never."""

    def __init__(self, column: Any, file: InputFile) -> None:
        import pyarrow as pa  # noqa: PLC0415 - a tenth of a second that other files do not need

        is_named = isinstance(column, pa.DictionaryArray)
        self._places = column.indices.to_pylist() if is_named else range(len(column))
        self._values = column.dictionary if is_named else column
        self._most = file.limits.max_bytes
        self._made: dict[int, object] = {}

    def find(self, row: int) -> object:
        """Return the cell of a row of the batch.

        Raises:
            OverflowError: It is too long.
        """
        place = self._places[row]
        if place is None:
            return None
        if place not in self._made:
            self._made[place] = self._make(self._values[place])
        return self._made[place]

    def _make(self, scalar: Any) -> object:
        buffer = scalar.as_buffer() if hasattr(scalar, "as_buffer") else None  # strings and bytes have one
        if buffer is not None and buffer.size > self._most:
            raise OverflowError
        try:
            cell: object = scalar.as_py()
        except (ValueError, OverflowError):  # a day beyond what Python's calendar holds, broken UTF-8
            return None
        return cell.decode("utf-8", errors="replace") if isinstance(cell, bytes) else cell


def _make_row(number: int, place: int, cells: dict[str, _Cells], file: InputFile) -> TableRow:
    try:
        return TableRow(number, {name: column.find(place) for name, column in cells.items()})
    except OverflowError:
        error = SourceError(f"{file.origin}#{number}: a field is larger than {file.limits.max_bytes / 1e6:g} MB")
        return TableRow(number, None, error)
