"""`detente shards`: from sources to Parquet, a shard at a time, on as many processes as there are."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from detente.archive.exchange.flat.codebook import write_codebook
from detente.errors import UsageError
from detente.runs.local import check_options
from detente.runs.shards.engines import ClusterEngine, LocalEngine
from detente.runs.shards.folder import ShardFolder
from detente.runs.shards.layout import ShardManifest, forget_shards, read_manifests
from detente.runs.shards.plan import (
    PLAN,
    ShardPlan,
    ShardSettings,
    check_plan,
    file_digest,
    is_there,
    look_again,
    make_shards,
    read_plan,
)
from detente.runs.shards.stored import fetched
from detente.runs.shards.stories import (
    STORIES,
    StoryCounts,
    find_stories,
    make_tables,
    note_stories,
    noted_stories,
    stale_tables,
)
from detente.runs.shards.task import ShardTask, make_shard
from detente.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from detente.errors import DetenteError
    from detente.runs.shards.engines import ShardEngine
    from detente.runs.shards.plan import Shard


@dataclass(frozen=True, slots=True)
class ShardOptions:
    """How to run over shards.

    Attributes:
        settings: How articles are taken and read.
        size: Articles of a shard, about.
        workers: Processes of this machine.
        scheduler: Address of a Dask scheduler, whose workers are used instead; None for this machine.
        stories: Whether the stories of all shards are found when they are made, so that events are counted once.
    """

    settings: ShardSettings
    size: int = 1000
    workers: int = 1
    scheduler: str | None = None
    stories: bool = True


class ShardWatch(Protocol):
    """Is told of a run over shards."""

    def begin(self, what: str, total: int) -> None:
        """Note that so many shards are to be done."""

    def notice(self, message: str) -> None:
        """Take one line for the person."""

    def step(self, name: str, error: DetenteError | None) -> None:
        """Note that one more shard is done, or cannot be."""


@dataclass(frozen=True, slots=True)
class ShardSummary:
    """What came of a run over shards.

    Attributes:
        manifests: Those of all shards of the out folder that are done, in the order of the plan.
        made: How many of them this run made.
        undone: Shards that could not be made, and why.
        stories: What was found of stories; None if nobody looked.
    """

    manifests: tuple[ShardManifest, ...]
    made: int
    undone: tuple[tuple[str, DetenteError], ...] = ()
    stories: StoryCounts | None = None

    def count(self, name: str) -> int:
        """Return a count over all shards: "read", "duplicate" or "failed"."""
        return sum(one.counts[name] for one in self.manifests)


def run_shards(sources: Sequence[str], out: str, options: ShardOptions, watch: ShardWatch) -> ShardSummary:
    """Make the shards of some sources, those that are not made yet.

    Args:
        sources: Files and folders. None goes on with those that the out folder was begun with.
        out: The out folder: a path, or an address of fsspec.
        options: How to run.
        watch: Is told of the progress.

    Raises:
        UsageError: There is nothing at a source, the folder cannot be written or was begun otherwise, a source has
            changed since its shard was made, or there is no scheduler.
        KnowledgeError: The table of actors or the codebook is wrong.
    """
    check_options(options.settings.reading)
    folder = ShardFolder(out)
    plan = read_plan(folder)
    if plan is None and not sources:
        raise UsageError("there is nothing to read", hint="Name files or folders: detente shards SOURCE… --out FOLDER")
    told = options.settings.describe()
    shards = make_shards(sources, options.size, () if plan is None else plan.shards, watch.notice)
    if not shards:
        raise UsageError("the sources hold no file that articles are taken from", hint="Name others.")
    folder.check_writable()
    with open_engine(options) as engine:
        made = engine.describe(options.settings.reading)
        if plan is not None:
            check_plan(plan, made, told, out)
        done = read_manifests(folder)
        shards = _check_inputs(shards, done)
        new_plan = ShardPlan(made, told, shards)
        if plan != new_plan:
            folder.put(PLAN, new_plan.to_json())
        _put_codebook(folder)
        summary = _make_all(folder, new_plan, options, engine, watch)
        if options.stories:
            names = [manifest.name for manifest in summary.manifests]
            summary = replace(summary, stories=_put_stories(folder, names, engine, watch))
        if not summary.undone:
            folder.sweep()
        return summary


@contextmanager
def open_engine(options: ShardOptions) -> Iterator[ShardEngine]:
    """Open what runs the shards: this machine's processes, or the workers of a scheduler.

    Raises:
        UsageError: There is no scheduler.
    """
    if options.scheduler is not None:
        with ClusterEngine(options.scheduler) as cluster:
            yield cluster
    else:
        with LocalEngine(options.workers, options.settings.reading, size=_articles) as pool:
            yield pool


def _articles(answer: object) -> int:
    """Return how many articles were read for an answer of the engine."""
    return answer.counts["read"] if isinstance(answer, ShardManifest) else 0


def _make_all(
    folder: ShardFolder, plan: ShardPlan, options: ShardOptions, engine: ShardEngine, watch: ShardWatch
) -> ShardSummary:
    done = read_manifests(folder)
    calls = {
        shard.name: ShardTask(folder.place, shard, options.settings, plan.settings, plan.made)
        for shard in plan.shards
        if shard.name not in done
    }
    forget_shards(folder, calls.keys())  # a manifest of which files are missing
    if calls:
        folder.remove(STORIES)  # the tables of a shard that is made anew say nothing of the others
    watch.begin("reading", len(calls))
    undone: list[tuple[str, DetenteError]] = []
    told: set[str] = set()
    for one in engine.run(make_shard, calls):
        watch.step(one.name, one.error)
        if one.error is not None:
            undone.append((one.name, one.error))
        elif one.answer is not None:
            done[one.name] = one.answer
            _tell_notes(one.answer, told, watch)
    manifests = tuple(done[shard.name] for shard in plan.shards if shard.name in done)
    return ShardSummary(manifests, len(calls) - len(undone), tuple(sorted(undone, key=lambda pair: pair[0])))


def _tell_notes(manifest: ShardManifest, told: set[str], watch: ShardWatch) -> None:
    """Say what the sources of a shard had to say, unless it was said of another file."""
    for note in manifest.notes:
        message = note.partition(": ")[2] or note
        if message not in told:
            told.add(message)
            watch.notice(note)


def _put_stories(folder: ShardFolder, shards: Sequence[str], engine: ShardEngine, watch: ShardWatch) -> StoryCounts:
    """Find the stories of all shards, and write the tables anew that do not say them.

    Raises:
        DetenteError: A table cannot be written.
    """
    known = noted_stories(folder, shards)
    if known is not None:
        return known
    folder.remove(STORIES)
    found, counts = find_stories(folder, shards)
    calls = stale_tables(folder, found)
    watch.begin("stories", len(calls))
    for one in engine.run(make_tables, calls):
        watch.step(one.name, one.error)
        if one.error is not None:
            raise one.error
    note_stories(folder, shards, counts)
    return counts


def _check_inputs(shards: Sequence[Shard], done: Mapping[str, ShardManifest]) -> tuple[Shard, ...]:
    """Return the shards with their inputs as they are now.

    Raises:
        UsageError: An input of a shard that is done has another content now, or one that is needed is gone.
    """
    checked = []
    for shard in shards:
        if shard.name in done and not all(is_there(one) for one in shard.inputs):
            checked.append(shard)  # it has been read, and need not lie here for ever
            continue
        now, changed = look_again(shard)
        if changed and shard.name in done:
            _check_contents(now, done[shard.name])
        checked.append(replace(shard, inputs=now.inputs))
    return tuple(checked)


def _check_contents(shard: Shard, manifest: ShardManifest) -> None:
    read = {origin: digest for origin, _, digest in manifest.inputs}
    for one in shard.inputs:
        if one.origin not in read:
            continue
        with fetched(one.location) as path:
            digest = file_digest(path)
        if digest != read[one.origin]:
            raise UsageError(
                f"{one.origin} has another content than when shard {shard.name} was made of it",
                hint="Give the new file another name, or begin a new folder with --out.",
            )


def _put_codebook(folder: ShardFolder) -> None:
    if folder.read("codebook.md") is None:
        text = write_codebook(created=f"{datetime.now(UTC):%Y-%m-%d}", version=__version__)
        folder.put("codebook.md", text.encode())
