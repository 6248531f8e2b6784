"""The docs: links lead somewhere, the site builds, code runs, and nothing is left undocumented."""

from __future__ import annotations

import dataclasses
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sybil import Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

from detente.archive.exchange import TABLES
from detente.records import KINDS, Article, Record, Run

if TYPE_CHECKING:
    from sybil import Example

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
#: Pages whose blocks of `sh` and `python` run, in the order of the page, in a folder with the bundled articles.
RUN = [
    "how-tos.md",
    *(f"tutorials/{name}.md" for name in ("political-scientist", "analyst", "newsroom", "data-engineer")),
]
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")


@pytest.mark.parametrize("page", [*PAGES, *ROOT.glob("*.md")], ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = ["".join(groups) for groups in _LINK.findall(page.read_text(encoding="utf-8"))]
    inside = [link.partition("#")[0] for link in links if "://" not in link and not link.startswith(("#", "mailto:"))]
    assert [link for link in inside if link and not (page.parent / link).exists()] == []


def test_the_site_builds_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    for name in ("docs", "mkdocs.yml"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, tmp_path / name)
    command = [str(Path(sys.executable).with_name("zensical")), "build", "--strict", "--clean"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert done.returncode == 0, done.stdout + done.stderr
    pages = list((tmp_path / "out" / "site").rglob("*.html"))
    assert len(pages) >= len(PAGES)
    loaded = re.compile(
        r"""<(?:script|img|iframe)[^>]+src="https?://|<link[^>]+rel="(?:stylesheet|preconnect)"[^>]+"https?://"""
    )
    assert [page.name for page in pages if loaded.search(page.read_text(encoding="utf-8"))] == []


def test_every_page_is_reached_from_another() -> None:
    told = "\n".join(path.read_text(encoding="utf-8") for path in (*PAGES, ROOT / "README.md", ROOT / "mkdocs.yml"))
    assert [page.name for page in PAGES if page.name != "index.md" and f"{page.name}" not in told] == []


def test_every_field_of_a_record_is_documented() -> None:
    told = (DOCS / "record.md").read_text(encoding="utf-8")
    fields = {
        field.name for cls in (Record, Article, Run, *(kind.cls for kind in KINDS)) for field in dataclasses.fields(cls)
    }
    assert {name for name in fields if not re.search(rf"\b{name}\b", told)} == set()


def test_every_variable_of_the_environment_is_documented() -> None:
    named = {
        name
        for path in (ROOT / "src").rglob("*.py")
        for name in re.findall(r"\bDETENTE_[A-Z_]+", path.read_text(encoding="utf-8"))
    }
    told = "\n".join(path.read_text(encoding="utf-8") for path in PAGES)
    assert {name for name in named if name not in told} == set()


def test_the_lines_of_r_name_files_and_columns_that_are_there() -> None:
    text = (DOCS / "tutorials" / "political-scientist.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```r\n(.*?)```", text, re.DOTALL)
    (table,) = re.findall(r'read_parquet\("tables/(\w+)\.parquet"\)', block)
    columns = {name for one in TABLES if one.name == table for name in one.schema.names}
    used = set(re.findall(r"deeds\$(\w+)", block)) | {"status", "background", "leads"}
    assert all(name in block for name in used)
    assert used <= columns


def _run_shell(example: Example) -> None:
    for line in str(example.parsed).strip().splitlines():
        words = shlex.split(line)
        assert words[0] == "detente", line
        command = [sys.executable, "-c", "from detente.views.cli.main import run; run()", *words[1:]]
        done = subprocess.run(  # noqa: S603 - lines of our docs
            command, cwd=example.namespace["folder"], capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        assert "Traceback" not in done.stderr, line


@pytest.mark.model
@pytest.mark.parametrize("name", RUN)
def test_the_code_of_a_page_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examples = ROOT / "src" / "detente" / "examples"
    clippings = tmp_path / "clippings"
    clippings.mkdir()
    shutil.copyfile(examples / "strait.txt", clippings / "strait.txt")
    shutil.copyfile(examples / "strait.txt", tmp_path / "article.txt")
    headline, _, body = (examples / "strait.txt").read_text(encoding="utf-8").partition("\n")
    line = '"' + " ".join(body.replace('"', "'").split()) + '"'
    (tmp_path / "export.csv").write_text(f"headline,day,body\n{headline.replace(',', '')},2025-03-06,{line}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    if name == "how-tos.md":
        shell = "detente add clippings --archive news.sqlite"
        subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-c", "from detente.views.cli.main import run; run()", *shell.split()[1:]], check=True
        )
    sybil = Sybil(parsers=[PythonCodeBlockParser(), CodeBlockParser("sh", _run_shell)])
    document = sybil.parse(DOCS / name)
    document.namespace["folder"] = tmp_path
    ran = 0
    for example in document.examples():
        with redirect_stdout(StringIO()):
            example.evaluate()
        ran += 1
    assert ran
