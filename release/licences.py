"""Licences of what comes with Détente: `python -m release.licences` prints what needs a look, `--update` the table.

`licences.tsv` holds the licence of every package that Détente or one of its extras for users pulls in, as an SPDX
expression. A test compares it with what is installed, and refuses a licence that would bind those who pass Détente on.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT: Final = Path(__file__).parents[1]
TABLE: Final = Path(__file__).with_name("licences.tsv")
#: "build" because its packages stand in the same lock file.
EXTRAS: Final = ("build", "page", "plots", "boosting", "cluster", "mcp")

#: How packages write their licence, where it is no SPDX expression.
SPELLINGS: Final[dict[str, str]] = {
    "MIT License": "MIT",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "ISC License (ISCL)": "ISC",
    "BSD License; Apache Software License": "BSD-3-Clause OR Apache-2.0",
    "Apache Software License; BSD License": "Apache-2.0 OR BSD-3-Clause",
}

#: Licences that ask for no more than notices, or, as MPL and LGPL by file, for the changes to their own files.
ALLOWED: Final = frozenset({
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT", "MIT-0", "MIT-CMU",
    "MPL-1.1", "MPL-2.0", "PSF-2.0", "Unlicense", "Zlib", "ZPL-2.1",
})  # fmt: skip


def pulled_in(extras: Iterable[str] = EXTRAS) -> list[str]:
    """Return the packages that Détente and its extras pull in here, by canonical name, in alphabetical order."""
    found: set[str] = set()
    waiting = [("detente", frozenset(extras))]
    while waiting:
        name, wanted = waiting.pop()
        for requirement in _requirements(name, wanted):
            below = canonicalize_name(requirement.name)
            if below not in found:
                found.add(below)
                waiting.append((below, frozenset(requirement.extras)))
    return sorted(found)


def _requirements(name: str, extras: frozenset[str]) -> Iterator[Requirement]:
    try:
        lines = metadata.requires(name) or []
    except metadata.PackageNotFoundError:  # asked for on other systems only
        return
    for requirement in map(Requirement, lines):
        asked = [""] if not extras else ["", *extras]
        if requirement.marker is None or any(requirement.marker.evaluate({"extra": extra}) for extra in asked):
            yield requirement


def licence_of(name: str) -> str:
    """Return the licence of an installed package as SPDX has it; "" where the package does not say.

    Raises:
        PackageNotFoundError: It is not installed.
    """
    about = metadata.metadata(name)
    classified = "; ".join(
        line.split(" :: ")[-1] for line in about.get_all("Classifier") or [] if line.startswith("License ::")
    )
    said, old = ("".join(about.get_all(field) or []) for field in ("License-Expression", "License"))
    written = said or classified or old.partition("\n")[0].strip()
    return SPELLINGS.get(written, written)


def is_allowed(expression: str) -> bool:
    """Tell whether a licence is one that we pass on: all parts of an AND, one part of an OR."""
    choices = re.split(r"\s+OR\s+", expression.strip("() "))
    return any(
        all(part.strip("() ") in ALLOWED for part in re.split(r"\s+AND\s+", choice)) for choice in choices if choice
    )


def read_table() -> dict[str, str]:
    """Return the licences by canonical name of the package, from licences.tsv."""
    rows = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


def main() -> int:
    """Print what needs a look; with --update, write the table. Return how many licences are not allowed."""
    there = {name: licence_of(name) for name in pulled_in() if _is_installed(name)}
    if "--update" in sys.argv:
        pinned = (ROOT / "requirements" / "run.lock").read_text(encoding="utf-8")
        kept = {name: licence for name, licence in read_table().items() if f"\n{name}==" in f"\n{pinned}"}
        rows = sorted({**kept, **there}.items())
        head = "# Package and licence of what Détente and its extras pull in: python -m release.licences --update\n"
        TABLE.write_text(head + "".join(f"{name}\t{licence}\n" for name, licence in rows), encoding="utf-8")
    refused = {name: licence for name, licence in there.items() if not is_allowed(licence)}
    print("".join(f"{name}: {licence or 'says no licence'}\n" for name, licence in refused.items()) or "all allowed")
    return len(refused)


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
