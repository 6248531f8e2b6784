"""Build the wheel and try it as a stranger would: `make wheel-check`.

For each Python that this machine has, the wheel is installed into an environment of its own, with every package pinned
by hash; then, in an empty folder, with no clone, no home and no network variables, the first commands of the docs run.
Prints one row a Python: what was tried, how long it took, and what failed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
#: How long one command may take.
_TIMEOUT: Final = 900
VERSIONS: Final = ("3.11", "3.12", "3.13", "3.14")

ARTICLE: Final = """\
Peru and Chile settle their border dispute

LIMA, 2 May 2025 (Meridian) – Peru and Chile agreed on Friday to settle their border dispute. “We agree on all points
of the map,” said Peruvian Foreign Minister Ana Ruiz.
"""

#: The words after `detente`, what must be printed, and the exit code.
STEPS: Final[tuple[tuple[tuple[str, ...], str, int], ...]] = (
    (("--version",), "detente ", 0),
    (("doctor",), "Détente can read", 0),
    (("demo",), "Erdoğan", 0),
    (("read", "article.txt"), "Ana Ruiz", 0),
    (("read", "article.txt", "--html", "-o", "article.html"), "", 0),
    (("add", "article.txt", "--archive", "news.sqlite"), "1", 0),
    (("search", "border", "--archive", "news.sqlite"), "border", 0),
    (("review", "queue", "--coder", "anna", "--archive", "news.sqlite"), "", 0),
    (("export", "tables", "--as", "parquet", "--archive", "news.sqlite"), "", 0),
    (("doctor", "--archive", "news.sqlite"), "all is well", 0),
    (("serve", "--archive", "news.sqlite"), "detente[page]", 2),
    (("who", "Tchiroma", "--on", "2025-10-01"), "opposition leader", 0),
)


@dataclass(slots=True)
class Tried:
    """What became of one Python.

    Attributes:
        version: Its version.
        install_s: Seconds to make the environment and install.
        steps_s: Seconds of all commands together.
        failures: What went wrong, a line each.
    """

    version: str
    install_s: float = 0.0
    steps_s: float = 0.0
    failures: list[str] = field(default_factory=list)


def build_wheel(folder: Path) -> Path:
    """Build the wheel into a folder and return it."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    (wheel,) = folder.glob("*.whl")
    return wheel


def find_pythons() -> dict[str, str]:
    """Return the interpreters of this machine, by version: those on the path, and those of pyenv."""
    found = {}
    for version in VERSIONS:
        known = [f"python{version}", *(str(p) for p in Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))]
        for name in known:
            asked = _run([name, "-c", "import sys; print(sys.version.split()[0])"], Path.cwd())
            if asked is not None and asked.returncode == 0 and asked.stdout.startswith(version):
                found[asked.stdout.strip()] = name
                break
    return found


def try_wheel(python: str, version: str, wheel: Path, folder: Path) -> Tried:
    """Install the wheel into a fresh environment and run the steps in an empty folder.

    Args:
        python: The interpreter.
        version: Its version.
        wheel: The wheel.
        folder: Where the environment and the empty folder go.
    """
    tried = Tried(version)
    home, empty = folder / "env", folder / "empty"
    empty.mkdir(parents=True)
    began = time.monotonic()
    pip = [str(home / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    for install in (
        [python, "-m", "venv", str(home)],
        [*pip, "--require-hashes", "--no-deps", "-r", str(ROOT / "requirements" / "run.lock")],
        [*pip, "--no-deps", str(wheel)],
    ):
        done = _run(install, empty)
        if done is None or done.returncode:
            tried.failures.append(f"{' '.join(install[-3:])}: {(done.stderr if done else 'not found').strip()[-300:]}")
            return tried
    tried.install_s = time.monotonic() - began
    (empty / "article.txt").write_text(ARTICLE, encoding="utf-8")
    began = time.monotonic()
    for words, expected, code in STEPS:
        tried.failures += _try_step(home / "bin" / "detente", words, expected, code, empty)
    tried.steps_s = time.monotonic() - began
    return tried


def _try_step(command: Path, words: tuple[str, ...], expected: str, code: int, folder: Path) -> list[str]:
    done = _run([str(command), *words], folder, bare=True)
    said = f"{done.stdout}{done.stderr}" if done is not None else ""
    shown = f"detente {' '.join(words)}"
    if done is None or done.returncode != code:
        return [f"{shown}: exit code {done.returncode if done else None}, {code} expected: {said[-300:]}"]
    noisy = [line for line in said.splitlines() if "Warning" in line or "Traceback" in line]
    return [f"{shown}: {line}" for line in noisy] + ([] if expected in said else [f"{shown}: no {expected!r} in it"])


def _run(words: list[str], folder: Path, *, bare: bool = False) -> subprocess.CompletedProcess[str] | None:
    """Run a program; with `bare`, with nothing of this environment but the path of the system's programs."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder)} if bare else None
    try:
        return subprocess.run(
            words, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=_TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired:  # of one Python; the others are tried all the same
        return subprocess.CompletedProcess(words, 124, "", f"not done in {_TIMEOUT} seconds")
    except FileNotFoundError:
        return None


def main() -> int:
    """Try the wheel on each Python, print a row each, and return how many failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", metavar="VERSION", help="only this Python, such as 3.12")
    asked = parser.parse_args()
    pythons = {v: p for v, p in find_pythons().items() if asked.only is None or v.startswith(asked.only)}
    failed = 0
    with tempfile.TemporaryDirectory(prefix="detente-wheel-") as name:
        wheel = build_wheel(Path(name))
        print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB; {len(STEPS)} commands; {os.cpu_count()} cores")
        for version, python in pythons.items():
            tried = try_wheel(python, version, wheel, Path(name) / version)
            failed += bool(tried.failures)
            state = "all well" if not tried.failures else json.dumps(tried.failures, ensure_ascii=False, indent=1)
            print(
                f"Python {tried.version}: installed in {tried.install_s:.0f} s, tried in {tried.steps_s:.0f} s: {state}"
            )
    absent = [version for version in VERSIONS if not any(found.startswith(version) for found in pythons)]
    if absent and asked.only is None:
        print(f"not on this machine, so not tried: Python {', '.join(absent)}")
    return failed or (not pythons)


if __name__ == "__main__":
    sys.exit(main())
