"""The function that makes a shard's files. A pool of this machine and a cluster run the same one."""

from __future__ import annotations

import sys
import threading
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from detente.errors import UsageError
from detente.records import article_id
from detente.runs.filer import appearance_of
from detente.runs.local import current_maker
from detente.runs.shards.apart import read_apart
from detente.runs.shards.attempts import Attempt
from detente.runs.shards.folder import ShardFolder
from detente.runs.shards.layout import ShardManifest, read_manifest
from detente.runs.shards.plan import file_digest
from detente.runs.shards.records import ShardRecords
from detente.runs.shards.stored import fetched
from detente.runs.shards.tables import ShardStories, write_tables
from detente.runs.workers import Task, TaskResult, as_failure, read_task
from detente.sources import CollectionOptions
from detente.sources.intake import iter_file_items

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.records import Run
    from detente.runs.shards.plan import Shard, ShardSettings
    from detente.sources import Found, Item

#: A worker of a cluster may run several functions at once in threads of one process, which reading gains nothing by.
_ONE_AT_A_TIME: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class ShardTask:
    """One shard to make.

    Attributes:
        place: The out folder.
        shard: The shard.
        settings: How its articles are taken and read.
        told: The settings as the manifest names them.
        made: What has to read: version, models, knowledge.
    """

    place: str
    shard: Shard
    settings: ShardSettings
    told: dict[str, object]
    made: Run


@dataclass(slots=True)
class _Clock:
    """Where the time of a shard goes: finding the articles, reading them, making tables of the records."""

    sources: float = 0.0
    reading: float = 0.0
    tables: float = 0.0


def make_shard(task: ShardTask) -> ShardManifest:
    """Make the files of a shard, unless they are there, and return its manifest.

    The files hold the same bytes whenever and wherever this is done; only the manifest's times differ.

    Raises:
        UsageError: Another version, model or knowledge is at work here than in the rest of the run.
        OSError: A file cannot be read or written.
    """
    with _ONE_AT_A_TIME:
        folder = ShardFolder(task.place)
        done = read_manifest(folder, task.shard.name)
        return done or _make(folder, task)


def _make(folder: ShardFolder, task: ShardTask) -> ShardManifest:
    _check_maker(task)
    shard, clock, notes = task.shard, _Clock(), list[str]()
    cpu = time.process_time()
    attempt = Attempt.begin(folder, shard.name)
    inputs = []
    with ShardRecords(folder, shard.name) as records:
        for one in shard.inputs:
            options = CollectionOptions(
                columns=task.settings.columns,
                date_format=task.settings.date_format,
                skip=lambda origin: not shard.has_row(origin),
                wants_page=task.settings.wants_page,
                rows=shard.window,
            )
            with fetched(one.location, keep_as=one.stamp if shard.rows else None) as path:
                inputs.append((one.origin, path.stat().st_size, file_digest(path)))
                for item in _timed(iter_file_items(path, one.origin, options, notes.append), clock):
                    _take(item, records, attempt, task, clock)
    written = time.monotonic()
    write_tables(folder, shard.name, ShardStories())
    clock.tables = time.monotonic() - written
    manifest = ShardManifest(
        name=shard.name,
        inputs=tuple(inputs),
        made={"version": task.made.version, "models": task.made.models, "knowledge": task.made.knowledge},
        settings=dict(task.told),
        counts={name: records.counts[name] for name in ("read", "duplicate", "failed")},
        reasons=tuple((stage, reason, count) for (stage, reason), count in records.reasons.most_common()),
        languages=dict(sorted(records.languages.items())),
        chars=_quartiles(records.chars),
        claims=dict(records.claims),
        notes=tuple(notes),
        seconds={name: round(value, 3) for name, value in asdict(clock).items()},
        cpu_seconds=round(time.process_time() - cpu, 3),
        most_mb=_most_mb(),
    )
    manifest.write(folder)
    attempt.end()
    return manifest


def _check_maker(task: ShardTask) -> None:
    here = current_maker(task.settings.reading)
    if here != task.made:
        other = [name for name in ("version", "models", "knowledge") if getattr(here, name) != getattr(task.made, name)]
        raise UsageError(
            f"this worker reads with another {' and '.join(other)} than the run that asks it",
            hint="Install the same version of Détente and of its pipeline on all machines.",
        )


def _timed(items: Iterator[Item], clock: _Clock) -> Iterator[Item]:
    while True:
        begun = time.monotonic()
        item = next(items, None)
        clock.sources += time.monotonic() - begun
        if item is None:
            return
        yield item


def _take(item: Item, records: ShardRecords, attempt: Attempt, task: ShardTask, clock: _Clock) -> None:
    found = item.found
    if found is None:
        if not task.shard.tells_of(item.origin):
            return
        records.add_failure(item.origin, as_failure(item.error))  # type: ignore[arg-type] # an item has one of the two
        return
    id_ = article_id(found.text)
    if records.has_read(id_):
        records.add_duplicate(id_, appearance_of(found))
        return
    begun = time.monotonic()
    result = _read(item.origin, found, attempt, task)
    clock.reading += time.monotonic() - begun
    records.add_result(id_, appearance_of(found), result)


def _read(origin: str, found: Found, attempt: Attempt, task: ShardTask) -> TaskResult:
    reading = task.settings.reading
    text = Task(found.text, reading.published or found.published, found.url, found.source, found.title)
    if origin in attempt.suspects:
        return read_apart(text, reading)
    attempt.note(origin)
    return read_task(text, reading)


def _quartiles(lengths: list[int]) -> tuple[int, ...]:
    """Return least, quarter, median, three quarters and most of some lengths; () of none."""
    ordered = sorted(lengths)
    return tuple(ordered[round(part * (len(ordered) - 1) / 4)] for part in range(5)) if ordered else ()


def _most_mb() -> float:
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return 0.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / (1_000_000 if sys.platform == "darwin" else 1_000), 1)
