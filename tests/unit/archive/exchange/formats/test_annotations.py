"""Formats of tools for marking text: the words are at their offsets, as each tool counts them."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest

from detente.archive.exchange import ExportOptions, export
from detente.archive.exchange.annotations.brat import Brat
from detente.archive.exchange.annotations.label_studio import LabelStudio
from detente.archive.exchange.annotations.marks import iter_marks, utf16
from detente.archive.exchange.annotations.refi import RefiCodebook, RefiProject
from detente.archive.exchange.annotations.web_annotation import WebAnnotation
from detente.archive.exchange.contract import ExportFormat, Losses, Tally
from tests.unit.archive.exchange.samples import CREATED, archive

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = ExportOptions(CREATED)
TEXTS = {filed.record.article.id: filed.record.article.text for filed in archive()}


def _write(kind: ExportFormat, target: Path) -> Losses:
    return export(kind.name, archive(), target, OPTIONS)


def _marks() -> int:
    return sum(len(list(iter_marks(filed, OPTIONS, Tally("x")))) for filed in archive())


def test_web_annotations_quote_the_words_at_their_place(tmp_path: Path) -> None:
    _write(WebAnnotation(), tmp_path / "out")
    page: dict[str, Any] = json.loads((tmp_path / "out").read_text(encoding="utf-8"))
    assert len(page["items"]) == _marks()
    assert len({item["id"] for item in page["items"]}) == _marks()
    for item in page["items"]:
        text = TEXTS[item["id"].split(":")[2]]
        for target in item["target"]:
            quote, place = target["selector"]
            assert text[place["start"] : place["end"]] == quote["exact"] != ""
            assert text[: place["start"]].endswith(quote["prefix"])
            assert text[place["end"] :].startswith(quote["suffix"])
        assert json.loads(item["body"][2]["value"])["key"] == item["id"].split(":")[3]


def test_label_studio_counts_in_utf16(tmp_path: Path) -> None:
    _write(LabelStudio(), tmp_path / "out")
    tasks = json.loads((tmp_path / "out").read_text(encoding="utf-8"))
    assert len(tasks) == len(TEXTS)
    seen = 0
    for task in tasks:
        units = task["data"]["text"].encode("utf-16-le")
        for region in task["predictions"][0]["result"]:
            value = region["value"]
            words = units[2 * value["start"] : 2 * value["end"]].decode("utf-16-le")
            assert words == (value["text"] if region["type"] == "labels" else words)
            seen += any(ord(char) > 0xFFFF for char in task["data"]["text"][: value["start"]])
    assert seen  # a claim stands behind a character that UTF-16 counts twice


def test_places_in_utf16() -> None:
    assert list(utf16("a🕊b")) == [0, 1, 3, 4]


def test_brat_s_words_are_those_of_its_text_and_stay_in_a_line(tmp_path: Path) -> None:
    _write(Brat(), tmp_path / "out")
    conf = (tmp_path / "out" / "annotation.conf").read_text(encoding="utf-8")
    found = 0
    for path in (tmp_path / "out").glob("*.ann"):
        text = path.with_suffix(".txt").read_bytes().decode()
        assert len(text) == len(next(known for known in TEXTS.items() if known[0].startswith(path.stem))[1])
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.startswith("T"):
                _, where, words = line.split("\t")
                label, _, places = where.partition(" ")
                parts = [tuple(map(int, part.split())) for part in places.split(";")]
                assert " ".join(text[start:end] for start, end in parts) == words
                assert f"\n{label}\n" in conf
                found += 1
    assert found == _marks()


def test_a_refi_project_is_whole(tmp_path: Path) -> None:
    _write(RefiProject(), tmp_path / "out")
    with zipfile.ZipFile(tmp_path / "out") as packed:
        root = ElementTree.fromstring(packed.read("project.qde"))  # noqa: S314 - our own file
        space = "{urn:QDA-XML:project:1.0}"
        codes = {code.get("guid") for code in root.iter(f"{space}Code")}
        assert {ref.get("targetGUID") for ref in root.iter(f"{space}CodeRef")} <= codes
        guids = [node.get("guid") for node in root.iter() if node.get("guid")]
        assert len(set(guids)) == len(guids)
        for source in root.iter(f"{space}TextSource"):
            name = (source.get("plainTextPath") or "").replace("internal://", "sources/")
            text = packed.read(name).decode()
            for selection in source.iter(f"{space}PlainTextSelection"):
                start, end = int(selection.get("startPosition", "")), int(selection.get("endPosition", ""))
                assert 0 <= start < end <= len(text)
        assert len(list(root.iter(f"{space}TextSource"))) == len(TEXTS)


def test_a_refi_codebook_has_the_codes_of_the_project(tmp_path: Path) -> None:
    _write(RefiProject(), tmp_path / "project")
    _write(RefiCodebook(), tmp_path / "codes")
    with zipfile.ZipFile(tmp_path / "project") as packed:
        project = ElementTree.fromstring(packed.read("project.qde"))  # noqa: S314 - our own file
    book = ElementTree.fromstring((tmp_path / "codes").read_bytes())  # noqa: S314 - our own file
    names = [
        sorted(node.get("name", "") for node in root.iter() if node.tag.endswith("}Code")) for root in (project, book)
    ]
    assert names[0] == names[1]
    assert "event: ACCUSE" in names[1]


@pytest.mark.parametrize("kind", [WebAnnotation(), LabelStudio(), Brat(), RefiProject(), RefiCodebook()])
def test_claims_without_words_are_counted(kind: ExportFormat, tmp_path: Path) -> None:
    losses = _write(kind, tmp_path / "out")
    assert losses.count("positions without words of their own: left out") == sum(
        len(filed.record.positions) for filed in archive()
    )
