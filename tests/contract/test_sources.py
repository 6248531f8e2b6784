"""What holds for every source and every format."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import io
from pathlib import Path

import pytest

import detente.sources
from detente.sources import FORMATS, SOURCES, DocumentFormat, Limits, Payload, Source, read_payload

TEXT = "Norland agrees to talk\n\n" + "The presidents agreed on Monday to open talks about the river and the dams. " * 4
BODY = f"<body><article><p>{TEXT[24:]}</p></article></body>"
PAGE = f"<html><head><title>Norland agrees to talk</title></head>{BODY}</html>"

SAMPLE_LOCATIONS = {"standard input": "-", "web": "https://example.org/a", "file": "articles/a.txt"}
SAMPLE_DOCUMENTS = {"HTML": PAGE, "plain text": TEXT}


def test_every_source_and_format_has_a_sample_here() -> None:
    assert set(SAMPLE_LOCATIONS) == {source.name for source in SOURCES}
    assert set(SAMPLE_DOCUMENTS) == {kind.name for kind in FORMATS}


def _module_name(path: Path, folder: Path) -> str:
    return ".".join(["detente.sources", *path.relative_to(folder).with_suffix("").parts])


def test_none_is_left_out_of_the_registry() -> None:
    folder = Path(inspect.getfile(detente.sources)).parent
    found = set()
    for path in folder.rglob("*.py"):
        if path.stem == "contract":
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                methods = {item.name for item in node.body if isinstance(item, ast.FunctionDef)}
                if {"accepts", "fetch"} <= methods or {"recognises", "read"} <= methods - {"split"}:
                    found.add(getattr(importlib.import_module(_module_name(path, folder)), node.name))
    assert found == {type(item) for item in [*SOURCES, *FORMATS]}


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.name)
def test_source_takes_its_own_locations_first(source: Source) -> None:
    location = SAMPLE_LOCATIONS[source.name]
    assert next(other for other in SOURCES if other.accepts(location)) is source


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.name)
def test_source_has_the_signature_of_the_contract(source: Source) -> None:
    assert list(inspect.signature(source.fetch).parameters) == ["location", "limits", "stdin"]


def test_standard_input_and_file_give_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    payloads = [
        next(s for s in SOURCES if s.accepts(where)).fetch(where, limits=Limits(), stdin=io.BytesIO(TEXT.encode()))
        for where in (str(path), "-")
    ]
    assert [payload.data for payload in payloads] == [TEXT.encode()] * 2


@pytest.mark.parametrize("kind", FORMATS, ids=lambda f: f.name)
def test_format_recognises_and_reads_its_own(kind: DocumentFormat) -> None:
    document = SAMPLE_DOCUMENTS[kind.name]
    payload = Payload(document.encode(), "here", url="https://example.org/a")
    assert next(other for other in FORMATS if other.recognises(document, payload)) is kind
    found = kind.read(document, "utf-8", payload)
    assert "agreed on Monday" in found.text
    assert (found.encoding, found.origin, found.url) == ("utf-8", "here", "https://example.org/a")
    assert found == read_payload(payload)


@pytest.mark.parametrize("kind", FORMATS, ids=lambda f: f.name)
def test_format_gives_the_same_twice(kind: DocumentFormat) -> None:
    payload = Payload(SAMPLE_DOCUMENTS[kind.name].encode(), "here")
    assert dataclasses.asdict(read_payload(payload)) == dataclasses.asdict(read_payload(payload))
