"""Gauges of the house, all to stand at zero: `python -m tests.gauges` prints them, `make lint` runs it.

- circles: files of src/ that import each other in a ring, imports for types included;
- folders: more than 20 modules side by side;
- names: a public class name that two files define;
- noqa: a rule of the linter silenced without a reason;
- modules: a module of src/ of which no test under tests/unit imports anything, neither by its own name nor by a name
  that the face of its package passes on, and that `without_unit_test.tsv` does not list with a reason.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
MOST_MODULES = 20
EXCUSED = Path(__file__).with_name("without_unit_test.tsv")

_SILENCED = re.compile(r"# noqa\b(?P<rest>.*)")
_WITH_REASON = re.compile(r": [A-Z]+\d+(?:, ?[A-Z]+\d+)* - \S")


def module_name(path: Path) -> str:
    """Return the dotted name of a file of src/."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def source_modules() -> dict[str, Path]:
    """Return all modules of src/, by dotted name."""
    return {module_name(path): path for path in sorted(SOURCE.rglob("*.py"))}


def imported(path: Path, known: set[str]) -> set[str]:
    """Return the modules of `known` that a file names in its imports, wherever in the file these stand."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found.update(inner & known or {node.module})
    return found & known


def circles() -> Iterator[str]:
    """Yield a ring of files that import each other, if there is one."""
    modules = source_modules()
    known = set(modules)
    graph = {name: imported(path, known) - {name} for name, path in modules.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield " → ".join(error.args[1])


def folders() -> Iterator[str]:
    """Yield the folders with too many modules."""
    for folder in sorted({path.parent for path in SOURCE.rglob("*.py")}):
        count = sum(path.stem != "__init__" for path in folder.glob("*.py"))
        if count > MOST_MODULES:
            yield f"{folder.relative_to(ROOT)}: {count} modules, {MOST_MODULES} at most"


def names() -> Iterator[str]:
    """Yield the public class names that two files define."""
    homes: dict[str, list[str]] = defaultdict(list)
    for name, path in source_modules().items():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(name)
    for cls, modules in sorted(homes.items()):
        if len(modules) > 1:
            yield f"{cls}: {', '.join(modules)}"


def noqa() -> Iterator[str]:
    """Yield the places where a rule is silenced without a reason: "# noqa: S310 - the address is ours"."""
    for folder in ("src", "tests", "benchmarks", "training", "release"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path == Path(__file__):
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                silenced = _SILENCED.search(line)
                if silenced is not None and not _WITH_REASON.match(silenced["rest"]):
                    yield f"{path.relative_to(ROOT)}:{number}: noqa without a reason"


def excused() -> dict[str, str]:
    """Return the modules that need no unit test, with the reason."""
    rows = (line.split("\t") for line in EXCUSED.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {row[0]: row[1] for row in rows if len(row) == 2 and row[1].strip()}


def passed_on(modules: dict[str, Path]) -> dict[str, str]:
    """Return for each name that the face of a package passes on the module that defines it."""
    homes: dict[str, str] = {}
    for package, path in modules.items():
        if path.stem == "__init__":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module is not None:
                    homes.update({f"{package}.{alias.name}": node.module for alias in node.names})
    return {
        name: _home(f"{module}.{name.rpartition('.')[2]}", homes, module)
        for name, module in homes.items()
        if name not in modules
    }


def _home(name: str, homes: dict[str, str], module: str) -> str:
    """Return where a name is defined that a package may pass on from another package."""
    while name in homes and homes[name] != name.rpartition(".")[0]:
        module = homes[name]
        name = f"{module}.{name.rpartition('.')[2]}"
    return module


def modules() -> Iterator[str]:
    """Yield the modules that no unit test imports and nothing excuses, and excuses that are no longer needed."""
    found = source_modules()
    known = set(found)
    homes = passed_on(found)
    tested: set[str] = set()
    for path in (ROOT / "tests" / "unit").rglob("*.py"):
        named = imported(path, known | homes.keys())
        tested |= {homes.get(name, name) for name in named}
    reasons = excused()
    for name in sorted(known - tested - reasons.keys()):
        if found[name].stem != "__init__":
            yield f"{name}: no test under tests/unit imports it"
    for name in sorted(reasons.keys() & tested | reasons.keys() - known):
        yield f"{name}: {EXCUSED.name} excuses it without need"


GAUGES: tuple[Callable[[], Iterator[str]], ...] = (circles, folders, names, noqa, modules)


def main() -> int:
    """Print what each gauge finds, and return how many stand above zero."""
    above = 0
    for gauge in GAUGES:
        found = list(gauge())
        above += bool(found)
        sys.stdout.write("".join(f"{line}\n" for line in found))
        sys.stdout.write(f"{gauge.__name__}: {len(found)}\n")
    return above


if __name__ == "__main__":
    sys.exit(main())
