"""Articles as literature."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from detente.archive.exchange import ExportOptions, export
from detente.archive.exchange.formats.citations import BibTex, CslJson, Ris
from tests.unit.archive.exchange.samples import CREATED, archive

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = ExportOptions(CREATED)


def _written(kind: BibTex | Ris | CslJson, folder: Path) -> str:
    target = folder / "out"
    export(kind.name, archive(), target, OPTIONS)
    return target.read_bytes().decode()


def test_csl_json_has_what_is_known_and_leaves_out_the_rest(tmp_path: Path) -> None:
    first, second, third = json.loads(_written(CslJson(), tmp_path))
    assert first["title"] == "Ankara hosts envoys"
    assert (first["container-title"], first["URL"]) == ("Example News", "https://news.example.org/a")
    assert first["type"] == "article-newspaper"
    assert len(first["issued"]["date-parts"][0]) == 3
    assert second["title"].startswith("Ankara hosts envoys Turkey")
    assert "URL" not in third
    assert third["container-title"] == "+News & <Views>"
    assert "\t" not in third["title"]


def test_bibtex_is_balanced_and_its_keys_are_unique(tmp_path: Path) -> None:
    text = _written(BibTex(), tmp_path)
    keys = re.findall(r"^@misc\{([a-z0-9-]+),$", text, re.MULTILINE)
    assert len(set(keys)) == len(keys) == 3
    assert keys[0].startswith("examplenews20")
    plain = text.replace("\\{", "").replace("\\}", "")
    assert plain.count("{") == plain.count("}")
    assert "+News \\& <Views>" in text


def test_ris_has_a_field_a_line_and_ends_each_reference(tmp_path: Path) -> None:
    lines = _written(Ris(), tmp_path).split("\r\n")
    assert lines.count("TY  - NEWS") == lines.count("ER  - ") == 3
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines if line)
