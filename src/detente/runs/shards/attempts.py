"""What an attempt at a shard leaves behind when its process dies: whether it is the first, and what killed it.

The process that reads may be killed by the system, by a person, or by an article. Only the last must not happen again.
So the first attempt leaves a note that it began. The second one notes each article before it reads it. If it dies too,
that article is under suspicion, and the next attempt has it read in a process of its own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.errors import UsageError

if TYPE_CHECKING:
    from detente.runs.shards.folder import ShardFolder

#: More than an article that ends every process can cost on a cluster: whoever ends the processes will go on with it.
MOST_BEGUN: Final = 60


@dataclass(slots=True)
class Attempt:
    """One attempt at a shard.

    Attributes:
        folder: The out folder.
        shard: The shard's name.
        number: Which attempt it is, from 1.
        suspects: Origins of articles that a process died with.
    """

    folder: ShardFolder
    shard: str
    number: int
    suspects: frozenset[str]

    @classmethod
    def begin(cls, folder: ShardFolder, shard: str) -> Attempt:
        """Begin an attempt, with what earlier ones left behind.

        Raises:
            UsageError: The shard was begun again and again, and never ended. The next attempt counts anew.
        """
        number, suspects = _read_note(folder.read(_note_file(shard)))
        number += 1
        if number > MOST_BEGUN:
            folder.remove(_note_file(shard))
            raise UsageError(
                f"{shard} was begun {MOST_BEGUN} times and never ended: its processes are ended before it is done",
                hint="Workers that end by themselves (--lifetime) must live several times as long as a shard takes; "
                "smaller shards take less: --shard-articles, in a new folder.",
            )
        died_with = folder.read(_current_file(shard)) if number > 1 else None
        if died_with:
            suspects |= {died_with.decode("utf-8", "surrogateescape")}
            folder.remove(_current_file(shard))
        told = json.dumps({"attempts": number, "suspects": sorted(suspects)})
        folder.put(_note_file(shard), told.encode())
        return cls(folder, shard, number, suspects)

    def note(self, origin: str) -> None:
        """Write down which article is about to be read, unless this is the first attempt."""
        if self.number > 1 and origin not in self.suspects:
            self.folder.put(_current_file(self.shard), origin.encode("utf-8", "surrogateescape"))

    def end(self) -> None:
        """Forget all about it: the shard is done."""
        for name in (_current_file(self.shard), _note_file(self.shard)):
            self.folder.remove(name)


def _note_file(shard: str) -> str:
    return f"attempts/{shard}.json"


def _current_file(shard: str) -> str:
    return f"attempts/{shard}.article"


def _read_note(data: bytes | None) -> tuple[int, frozenset[str]]:
    try:
        told = json.loads(data or b"{}")
        return int(told.get("attempts", 0)), frozenset(map(str, told.get("suspects", ())))
    except (ValueError, AttributeError, TypeError):  # it was cut off in an object store that shows what is half there
        return 1, frozenset()
