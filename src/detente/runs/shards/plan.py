"""What a run over shards is going to do: which files make which shard, under which name, in which order.

The plan is written down before the first shard and never changes what it says of a shard: new sources become new
shards behind the old ones. So a run that goes on does what the first one would have done.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from detente.errors import SourceError, UsageError
from detente.records import Run
from detente.runs.manifest import as_settings
from detente.runs.shards.stored import is_stored, list_stored, look_stored
from detente.sources import ColumnChoice, Limits
from detente.sources.intake import ListedFile, list_files
from detente.text.language import detect_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from detente.runs.local import ReadingOptions
    from detente.runs.shards.folder import ShardFolder

SHARDS_FORMAT: Final = "detente-shards/1"
#: The plan's file in the out folder.
PLAN: Final = "plan.json"
#: A table with so many times the articles of a shard is divided.
_DIVIDE_FROM: Final = 1.5
_MOST_NAME_CHARS: Final = 40


@dataclass(frozen=True, slots=True)
class ShardInput:
    """A file that a shard is made from.

    Attributes:
        location: Its path, absolute, or its address in a store.
        origin: Its name for articles, as the user gave it.
        bytes: Its size when it was planned.
        stamp: What tells cheaply whether it changed: the time of its last change.
    """

    location: str
    origin: str
    bytes: int
    stamp: str


@dataclass(frozen=True, slots=True)
class Shard:
    """The unit of work: some small files, one file with many articles, or some rows of a large table.

    Attributes:
        name: Its name, from its place in the plan and its inputs.
        inputs: Its files, in their order.
        rows: First row, and the row behind the last (0 for all that follow), of its one table; None for whole files.
    """

    name: str
    inputs: tuple[ShardInput, ...]
    rows: tuple[int, int] | None = None

    @property
    def window(self) -> tuple[int, int] | None:
        """What of its table needs to be looked at.

        The first part of a divided one goes through all of it, for a failure of the table as a whole is told there.
        """
        return None if self.rows is None or self.rows[0] == 1 else self.rows

    def has_row(self, origin: str) -> bool:
        """Tell whether an article belongs to the shard, by its origin ("news.csv#17"); what is no row does."""
        number = origin.rpartition("#")[2]
        if self.rows is None or not number.isdecimal():
            return True
        first, end = self.rows
        return first <= int(number) and (not end or int(number) < end)

    def tells_of(self, origin: str) -> bool:
        """Tell whether a failure belongs to the shard: that of a divided table as a whole belongs to its first part."""
        return self.has_row(origin) and (self.rows is None or self.rows[0] == 1 or "#" in origin)


@dataclass(frozen=True, slots=True)
class ShardSettings:
    """How the articles of a run are taken and read: the same for all its shards.

    Attributes:
        reading: How to read.
        columns: Columns of tables.
        date_format: How tables write days; None to find out.
        languages: Languages of the pages of crawls that are read, ISO 639-1, sorted; () for all.
    """

    reading: ReadingOptions
    columns: ColumnChoice = field(default_factory=ColumnChoice)
    date_format: str | None = None
    languages: tuple[str, ...] = ()

    def wants_page(self, text: str) -> bool:
        """Tell from the first paragraphs of a page whether it is read; a page that tells no language is."""
        found = detect_language(text) if self.languages and text else None
        return found is None or found in self.languages

    def describe(self) -> dict[str, Any]:
        """Return them as JSON values, the user's own tables by what they hold and not by where they lie."""
        told = as_settings(self.reading)
        for name in ("actors", "codebook"):
            path = getattr(self.reading, name)
            told[name] = None if path is None else hashlib.sha256(Path(path).read_bytes()).hexdigest()
        columns = {name: getattr(self.columns, name) for name in ("text", "date", "title", "url", "source")}
        return {**told, "columns": columns, "date_format": self.date_format, "languages": list(self.languages)}


@dataclass(frozen=True, slots=True)
class ShardPlan:
    """All shards of an out folder, in their order.

    Attributes:
        made: What reads: version, models, knowledge.
        settings: How, as `ShardSettings.describe` tells it.
        shards: The shards.
    """

    made: Run
    settings: dict[str, Any]
    shards: tuple[Shard, ...]

    def to_json(self) -> bytes:
        """Return the plan as its file holds it."""
        data = {
            "format": SHARDS_FORMAT,
            "made": {"version": self.made.version, "models": self.made.models, "knowledge": self.made.knowledge},
            "settings": self.settings,
            "shards": [
                {
                    "name": shard.name,
                    "rows": shard.rows,
                    "inputs": [[i.location, i.origin, i.bytes, i.stamp] for i in shard.inputs],
                }
                for shard in self.shards
            ],
        }
        return (json.dumps(data, indent=1) + "\n").encode()


def read_plan(folder: ShardFolder) -> ShardPlan | None:
    """Return the plan of an out folder; None if it has none.

    Raises:
        UsageError: What is there is no plan, or that of another format.
    """
    data = folder.read(PLAN)
    if data is None:
        return None
    try:
        told = json.loads(data)
        if told["format"] != SHARDS_FORMAT:
            raise UsageError(
                f"{folder.place} was written in the format {told['format']!r}, and this version writes {SHARDS_FORMAT}",
                hint="Name a new folder with --out.",
            )
        shards = tuple(
            Shard(
                one["name"],
                tuple(ShardInput(*made) for made in one["inputs"]),
                None if one["rows"] is None else (one["rows"][0], one["rows"][1]),
            )
            for one in told["shards"]
        )
        return ShardPlan(Run(**told["made"]), told["settings"], shards)
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"the plan of {folder.place} cannot be read: {error!r}",
            hint=f"{PLAN} is damaged, or was written by something else. Name a new folder with --out.",
        ) from error


def is_shards(place: str) -> bool:
    """Tell whether a place is the out folder of a run over shards: an address, or a folder with a plan."""
    return "://" in place or (Path(place) / PLAN).is_file()


def check_plan(plan: ShardPlan, made: Run, settings: dict[str, Any], place: str) -> None:
    """Make sure that a folder was begun with the same version, models, knowledge and options.

    Raises:
        UsageError: It was not; the message says what differs.
    """
    old = {"version": plan.made.version, "models": plan.made.models, "knowledge": plan.made.knowledge, **plan.settings}
    new = {"version": made.version, "models": made.models, "knowledge": made.knowledge, **settings}
    other = [name for name in new if old.get(name) != new[name]]
    if other:
        told = "; ".join(f"{name} was {old.get(name)!s:.60}, is {new[name]!s:.60}" for name in other[:3])
        raise UsageError(
            f"{place} was begun otherwise than it would go on: {told}",
            hint="Name a new folder with --out, or go on with the version and the options that it was begun with.",
        )


def make_shards(
    sources: Sequence[str], size: int, known: Sequence[Shard], notice: Callable[[str], None]
) -> tuple[Shard, ...]:
    """Return the shards of a run: those that are planned already, and behind them those of new files.

    Args:
        sources: Paths of files and folders.
        size: Articles of a shard, about. A crawl is one shard, whatever it holds.
        known: The shards that are planned already.
        notice: Takes one line for the person.

    Raises:
        UsageError: There is no such file, or a file that was planned has another content now (its time of change
            alone says nothing here: the caller compares what was read).
        SourceError: A folder cannot be opened.
    """
    planned = {one.location for shard in known for one in shard.inputs}
    fresh: list[Shard] = []
    for files, rows in _group(_list_new(sources, planned, notice), size):
        number = len(known) + len(fresh)
        fresh.append(Shard(_name(number, files, rows), tuple(files), rows))
    return (*known, *fresh)


def look_again(shard: Shard) -> tuple[Shard, tuple[ShardInput, ...]]:
    """Return a shard with its inputs as they are now, and those of them that are not as they were planned.

    Raises:
        UsageError: One is there no more.
    """
    now, changed = [], []
    for one in shard.inputs:
        try:
            seen = _look(one)
        except OSError as error:
            raise UsageError(
                f"{one.origin}, of which shard {shard.name} is made, is not there any more: {error.strerror}",
                hint="Put it back, or begin a new folder without it.",
            ) from error
        now.append(seen)
        if seen != one:
            changed.append(seen)
    return replace(shard, inputs=tuple(now)), tuple(changed)


def file_digest(path: Path) -> str:
    """Return the sha256 of a file, which many shards in turn may be made of."""
    stat = path.stat()
    return _digest(path, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=1)
def _digest(path: Path, size: int, changed: int) -> str:  # noqa: ARG001 - of a file that changed another is asked for
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _list_new(
    sources: Sequence[str], planned: set[str], notice: Callable[[str], None]
) -> Iterator[tuple[ShardInput, ListedFile]]:
    limits = Limits()
    seen = set(planned)
    for source in sources:
        if source == "-" or source.startswith(("http://", "https://")):
            raise UsageError(f"{source}: shards are made of files and folders", hint="detente add reads the web.")
        if is_stored(source):
            yield from _list_stored(source, seen, notice)
            continue
        for listed in list_files(source, limits, notice):
            location = str(listed.path.absolute())
            if location in seen:
                continue
            seen.add(location)
            try:
                yield _as_input(listed.path, listed.origin), listed
            except OSError as error:
                raise SourceError(f"{listed.origin} cannot be read: {error.strerror or error}") from error


def _list_stored(source: str, seen: set[str], notice: Callable[[str], None]) -> Iterator[tuple[ShardInput, ListedFile]]:
    for stored in list_stored(source, notice):
        if stored.location not in seen:
            seen.add(stored.location)
            count, has_rows = stored.count()
            listed = ListedFile(Path(stored.location), stored.location, count, has_rows=has_rows)
            yield ShardInput(stored.location, stored.location, stored.bytes, stored.stamp), listed


def _look(one: ShardInput) -> ShardInput:
    """Return an input as it is now.

    Raises:
        OSError: It is not there.
    """
    if not is_stored(one.location):
        return _as_input(Path(one.location), one.origin)
    stored = look_stored(one.location)
    if stored is None:
        raise FileNotFoundError(2, "no such object", one.location)
    return ShardInput(one.location, one.origin, stored.bytes, stored.stamp)


def is_there(one: ShardInput) -> bool:
    """Tell whether an input is still where it was."""
    return look_stored(one.location) is not None if is_stored(one.location) else Path(one.location).exists()


def _as_input(path: Path, origin: str) -> ShardInput:
    stat = path.stat()
    return ShardInput(str(path.absolute()), origin, stat.st_size, str(stat.st_mtime_ns))


def _group(
    files: Iterable[tuple[ShardInput, ListedFile]], size: int
) -> Iterator[tuple[list[ShardInput], tuple[int, int] | None]]:
    """Yield the files of each shard, with the rows of a table that is divided."""
    waiting: list[ShardInput] = []
    articles = 0
    for one, listed in files:
        count = listed.count
        if count is None or count >= size:  # a shard of its own, or several; what waits stays in its order before it
            if waiting:
                yield waiting, None
                waiting, articles = [], 0
            yield from _divide(one, listed, size)
            continue
        waiting.append(one)
        articles += count
        if articles >= size:
            yield waiting, None
            waiting, articles = [], 0
    if waiting:
        yield waiting, None


def _divide(
    one: ShardInput, listed: ListedFile, size: int
) -> Iterator[tuple[list[ShardInput], tuple[int, int] | None]]:
    if listed.count is None or not listed.has_rows or listed.count < _DIVIDE_FROM * size:
        yield [one], None
        return
    parts = round(listed.count / size)
    for part in range(parts):
        end = 0 if part == parts - 1 else (part + 1) * size + 1  # the count may be an estimate: the last is open
        yield [one], (part * size + 1, end)


def _name(number: int, files: Sequence[ShardInput], rows: tuple[int, int] | None) -> str:
    """Return a name that is the same for the same files at the same place of a plan, on every machine."""
    told = json.dumps([[one.origin for one in files], rows])
    first = files[0].origin.rstrip("/").rpartition("/")[2]
    words = re.sub(r"[^A-Za-z0-9._-]+", "-", first).strip(".-")[:_MOST_NAME_CHARS] or "files"
    return f"{number:05d}-{words}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"
