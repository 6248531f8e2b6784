"""What the docs show of a terminal: each line behind "$" runs, and prints what stands under it."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "src" / "detente" / "examples"
_BLOCK = re.compile(r"^```\n(\$ .*?)^```", re.DOTALL | re.MULTILINE)
#: Seconds and rates differ from run to run.
_TIMES = re.compile(r"\d[\d,.]* s\b|\(\d[\d,.]* a second\)")


class Shown(NamedTuple):
    """A command of the docs and the lines that it prints there; none where the docs leave them out."""

    words: list[str]
    printed: list[str]


def shown_on(page: str) -> Iterator[Shown]:
    """Yield the commands of a page, in its order, without what stands behind "#"."""
    for block in _BLOCK.findall((ROOT / "docs" / page).read_text(encoding="utf-8")):
        for command in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, printed = command.partition("\n")
            yield Shown(shlex.split(line, comments=True), printed.rstrip("\n").splitlines())


@pytest.fixture(scope="module")
def read_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("read") / "news.sqlite"
    call(["detente", "add", str(EXAMPLES), "--archive", str(path)], path.parent, {})
    return path


def call(words: list[str], folder: Path, environment: dict[str, str]) -> list[str]:
    command = [sys.executable, "-c", "from detente.views.cli.main import run; run()", *words[1:]]
    done = subprocess.run(  # noqa: S603 - lines of our docs
        command, cwd=folder, input="q\n", capture_output=True, encoding="utf-8", check=False,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "COLUMNS": "120", **environment},
    )  # fmt: skip
    assert done.returncode == 0, f"{shlex.join(words)}\n{done.stdout}{done.stderr}"
    return done.stdout.splitlines()


@pytest.mark.parametrize("page", ["archive.md", "review.md", "methods/events.md", "methods/ledger.md"])
def test_a_page_shows_what_is_printed(page: str, read_archive: Path, tmp_path: Path) -> None:
    texts = tmp_path / "src" / "detente" / "examples"
    for folder in (texts, tmp_path / "clippings"):
        folder.mkdir(parents=True)
        for text in EXAMPLES.glob("*.txt"):
            shutil.copyfile(text, folder / text.name)
    (tmp_path / "export.csv").write_text("title,text\nTalks,Norway accused Sweden of spying.\n", encoding="utf-8")
    if page != "archive.md":  # there it is made by the page itself
        shutil.copyfile(read_archive, tmp_path / "news.sqlite")
    environment: dict[str, str] = {}
    ran = 0
    for shown in shown_on(page):
        if shown.words[0] == "export":
            name, _, value = shown.words[1].partition("=")
            environment[name] = value
        elif shown.words[0] == "cat":
            (tmp_path / shown.words[1]).write_text("\n".join(shown.printed) + "\n", encoding="utf-8")
        elif "--imported" not in shown.words:  # the docs do not show the file of GDELT behind it
            printed = call(shown.words, tmp_path, environment)
            told = [_TIMES.sub("", line).rstrip() for line in printed]
            missing = [line for line in shown.printed if _TIMES.sub("", line).rstrip() not in told]
            assert missing == [], "\n".join(printed)
            ran += 1
    assert ran
