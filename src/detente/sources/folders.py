"""Folders: their files in a fixed order, without hidden ones, links, and kinds that hold no articles."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from detente.counts import say_count
from detente.errors import SourceError
from detente.sources.metadata import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_DEPTH = 100


@dataclass(slots=True)
class PassedOver:
    """What a folder holds that was not taken.

    Attributes:
        kinds: How many files of each ending.
        links: Symbolic links.
    """

    kinds: Counter[str] = field(default_factory=Counter)
    links: int = 0

    def describe(self) -> str | None:
        """Return it for the person; None if there is nothing to say."""
        parts = []
        if self.kinds:
            known = sorted(self.kinds.items(), key=lambda pair: (-pair[1], pair[0]))
            shown = ", ".join(f"{count:,} {kind}" for kind, count in known[:8])
            more = ", …" if len(known) > 8 else ""
            parts.append(f"{say_count(self.kinds.total(), 'file')} of other kinds ({shown}{more})")
        if self.links:
            parts.append(f"{self.links:,} links")
        return f"passed over {' and '.join(parts)}" if parts else None


def iter_files(
    folder: Path, origin: str, suffixes: tuple[str, ...], passed_over: PassedOver
) -> Iterator[tuple[Path, str, SourceError | None]]:
    """Yield the files in a folder and the folders in it, by name.

    Symbolic links are not followed: what they lead to inside the folder is met at its own place, and what lies
    outside was not asked for. So there are no loops either.

    Args:
        folder: The folder.
        origin: Its name as the user gave it.
        suffixes: Endings of names that are taken. A file that is named by itself is tried whatever it is.
        passed_over: Counts what is not taken.

    Yields:
        A file's path, its name for items, and None; or a folder's that cannot be opened, with the error.
    """
    yield from _iter_folder(folder, origin.rstrip("/") or "/", suffixes, passed_over, 0)


def _iter_folder(
    folder: Path, origin: str, suffixes: tuple[str, ...], passed_over: PassedOver, depth: int
) -> Iterator[tuple[Path, str, SourceError | None]]:
    try:
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        yield folder, origin, SourceError(f"{origin} cannot be opened: {error.strerror or error}")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            passed_over.links += 1
            continue
        name = f"{origin if origin != '/' else ''}/{printable(entry.name)}"
        if entry.is_dir(follow_symlinks=False):
            if depth >= _MOST_DEPTH:
                yield Path(entry.path), name, SourceError(f"{name} lies more than {_MOST_DEPTH} folders deep")
            else:
                yield from _iter_folder(Path(entry.path), name, suffixes, passed_over, depth + 1)
        elif has_taken_suffix(entry.name, suffixes, passed_over) and entry.is_file(follow_symlinks=False):
            yield Path(entry.path), name, None


def has_taken_suffix(name: str, suffixes: tuple[str, ...], passed_over: PassedOver) -> bool:
    """Tell whether a name ends as files with articles do; one that does not is counted."""
    if name.lower().removesuffix(".gz").endswith(suffixes):
        return True
    passed_over.kinds[printable(Path(name).suffix[:12]) or "without an ending"] += 1
    return False
