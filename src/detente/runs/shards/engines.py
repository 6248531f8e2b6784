"""What runs the function for all shards: processes of this machine, or a cluster that Dask's scheduler leads."""

from __future__ import annotations

import contextlib
import importlib
import secrets
from collections import Counter, deque
from concurrent.futures import FIRST_COMPLETED, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

from detente.errors import DetenteError, UsageError, unexpected
from detente.runs.local import current_maker
from detente.runs.workers import ReadingPool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Future

    from detente.records import Run
    from detente.runs.local import ReadingOptions

#: A shard whose process dies so often is given up. An article that ends its process costs three of them.
MOST_ATTEMPTS: Final = 12
#: A process of this machine that has read so many articles is begun anew, which takes two seconds.
MOST_ARTICLES: Final = 2_000
#: How long a scheduler has to answer.
_CONNECT_SECONDS: Final = 15
_DIED: Final = "its process died again and again"

_Answer = TypeVar("_Answer")
_Argument = TypeVar("_Argument")


@dataclass(frozen=True, slots=True)
class Done(Generic[_Answer]):
    """What came of one call.

    Attributes:
        name: Its name.
        answer: What the function returned; None if it failed.
        error: Why it failed, or None.
    """

    name: str
    answer: _Answer | None
    error: DetenteError | None


class ShardEngine(Protocol):
    """Something that calls a function for many arguments, somewhere else."""

    def describe(self, options: ReadingOptions) -> Run:
        """Return the version, models and knowledge that the other processes read with."""

    def run(self, function: Callable[[_Argument], _Answer], calls: Mapping[str, _Argument]) -> Iterator[Done[_Answer]]:
        """Yield what came of each call, as soon as it is there. A process that dies costs no call.

        Args:
            function: A function of a module, which may be called twice for one argument.
            calls: Its arguments by the name of the call, in the order in which they are begun.

        Raises:
            UsageError: There is nobody any more who would do the work.
        """


def count_nothing(answer: object) -> int:  # noqa: ARG001 - the signature that `size` has
    """Return 0 for every answer: no process is begun anew."""
    return 0


class LocalEngine:
    """Processes of this machine, each with one call at a time. They end with this process.

    What a process remembers of the words that it has met grows with them, and so does what the C library keeps of
    memory: after some thousand articles a process is ended, and a new one begun for the next call.

    Args:
        count: How many.
        options: How to read.
        size: Tells how many articles a call read, from its answer.
        most: After so many articles a process is begun anew.
    """

    def __init__(
        self,
        count: int,
        options: ReadingOptions,
        *,
        size: Callable[[Any], int] = count_nothing,
        most: int = MOST_ARTICLES,
    ) -> None:
        self._options = options
        self._pools: list[ReadingPool | None] = [None] * count
        self._size, self._most = size, most
        self._read = [0] * count

    def __enter__(self) -> LocalEngine:
        return self

    def __exit__(self, *raised: object) -> None:
        for pool in self._pools:
            if pool is not None:
                pool.stop()

    def describe(self, options: ReadingOptions) -> Run:
        """Return what the other processes read with; see `ShardEngine.describe`."""
        try:
            return self._submit(0, current_maker, options).result()
        except BrokenProcessPool as error:
            raise UsageError(
                "the process that should read ends as soon as it begins", hint="There may be too little memory."
            ) from error

    def run(self, function: Callable[[_Argument], _Answer], calls: Mapping[str, _Argument]) -> Iterator[Done[_Answer]]:
        """Yield what came of each call; see `ShardEngine.run`."""
        waiting = deque(calls)
        deaths: Counter[str] = Counter()
        busy: dict[Future[_Answer], tuple[int, str]] = {}
        idle = list(range(len(self._pools)))
        while waiting or busy:
            while waiting and idle:
                place, name = idle.pop(), waiting.popleft()
                busy[self._submit(place, function, calls[name])] = place, name
            for future in wait(busy, return_when=FIRST_COMPLETED).done:
                place, name = busy.pop(future)
                idle.append(place)
                try:
                    answer = future.result()
                    self._note(place, self._size(answer))
                    yield Done(name, answer, None)
                except BrokenProcessPool:
                    deaths[name] += 1
                    if deaths[name] < MOST_ATTEMPTS:
                        waiting.appendleft(name)
                    else:
                        yield Done(name, None, UsageError(f"{name}: {_DIED}"))
                except Exception as error:  # noqa: BLE001 - one call must not cost the others
                    yield Done(name, None, as_ours(error, name))

    def _note(self, place: int, articles: int) -> None:
        """Count what a process has read, and end it if that is enough."""
        self._read[place] += articles
        pool = self._pools[place]
        if self._read[place] >= self._most and pool is not None:
            pool.stop()
            self._pools[place] = None

    def _submit(self, place: int, function: Callable[[_Argument], _Answer], argument: _Argument) -> Future[_Answer]:
        """Begin a call in one of the processes, which is begun anew if it died."""
        pool = self._pools[place]
        if pool is not None:
            with contextlib.suppress(BrokenProcessPool):
                return pool.submit(function, argument)
            pool.stop()
        pool = self._pools[place] = ReadingPool(1, self._options)
        self._read[place] = 0
        return pool.submit(function, argument)


class ClusterEngine:
    """The workers of a Dask scheduler, which sends a call to another worker if one is lost.

    Args:
        address: The scheduler's, such as "tcp://10.0.0.1:8786".

    Raises:
        UsageError: The library is missing, or no scheduler answers there.
    """

    def __init__(self, address: str) -> None:
        try:
            distributed: Any = importlib.import_module("distributed")  # of the extra `cluster`
        except ImportError as error:
            raise UsageError(
                f"a scheduler needs the package distributed: {error}", hint="pip install 'detente[cluster]'"
            ) from error
        self._dask = distributed
        self._address = address
        try:
            self._client: Any = distributed.Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise UsageError(
                f"no scheduler answers at {address}: {str(error) or type(error).__name__}",
                hint="Start one: dask scheduler; then workers: dask worker tcp://HOST:8786 --nthreads 1",
            ) from error

    def __enter__(self) -> ClusterEngine:
        return self

    def __exit__(self, *raised: object) -> None:
        with contextlib.suppress(OSError, TimeoutError, RuntimeError):
            self._client.close(timeout=5)

    def describe(self, options: ReadingOptions) -> Run:
        """Return what the workers read with; see `ShardEngine.describe`."""
        made: Run = self._result(self._client.submit(current_maker, options, pure=False), "the version of the workers")
        return made

    def run(self, function: Callable[[_Argument], _Answer], calls: Mapping[str, _Argument]) -> Iterator[Done[_Answer]]:
        """Yield what came of each call; see `ShardEngine.run`."""
        run = secrets.token_hex(4)
        deaths: Counter[str] = Counter()
        names: dict[str, str] = {}

        def begin(name: str) -> Any:
            key = f"detente-{run}-{name}-{deaths[name]}"
            names[key] = name
            return self._client.submit(function, calls[name], key=key, pure=False)

        futures = self._dask.as_completed([begin(name) for name in calls], loop=self._client.loop)
        for future in futures:
            name = names[future.key]
            try:
                yield Done(name, self._result(future, name), None)
            except self._dask.KilledWorker:
                deaths[name] += 1
                if deaths[name] < MOST_ATTEMPTS:
                    futures.add(begin(name))
                else:
                    yield Done(name, None, UsageError(f"{name}: {_DIED}"))
            except _Lost as error:
                raise UsageError(
                    f"the scheduler at {self._address} was lost: {error}",
                    hint="What is done is kept. Start the scheduler again and give the same command.",
                ) from error
            except Exception as error:  # noqa: BLE001 - one call must not cost the others
                yield Done(name, None, as_ours(error, name))
            future.release()

    def _result(self, future: Any, what: str) -> Any:
        from concurrent.futures import CancelledError  # noqa: PLC0415 - read beside the line that needs it

        try:
            return future.result()
        except (CancelledError, self._dask.CancelledError, self._dask.core.CommClosedError) as error:
            raise _Lost(f"{what} was given up") from error


class _Lost(Exception):  # noqa: N818 - never leaves this file
    """The scheduler is not there any more."""


def as_ours(error: Exception, name: str) -> DetenteError:
    """Return what a call raised as one of our errors."""
    if isinstance(error, DetenteError):
        return error
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return UsageError(f"{name}: {place}{error.strerror or error}", hint="Check the place and its free space.")
    return unexpected(error, name, "the shard was made")


def sort_done(done: Sequence[Done[_Answer]], order: Sequence[str]) -> list[Done[_Answer]]:
    """Return what came of some calls in a given order of their names."""
    places = {name: place for place, name in enumerate(order)}
    return sorted(done, key=lambda one: places[one.name])
