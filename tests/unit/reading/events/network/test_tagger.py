"""The shipped event model: what it finds, and what it withstands. All sentences are made up."""

from __future__ import annotations

import functools
import shutil
from pathlib import Path

import pytest

import detente
from detente.errors import InternalError
from detente.reading.events import load_event_network
from detente.reading.events.network.tagger import MODEL

pytestmark = pytest.mark.model

TEXT = """Ukraine's foreign ministry condemned Russia on Monday for shelling the port of Odesa.

The United States imposed sanctions on two Russian banks. Germany will send tanks to Ukraine, Chancellor Olaf Scholz
said. Moscow denied that it had attacked the port.
"""


@functools.lru_cache(maxsize=1)
def record() -> detente.Record:
    return detente.read(TEXT)


def found() -> set[tuple[str, str]]:
    return {(event.type, event.trigger.words(TEXT)) for event in record().events}


def test_finds_what_the_text_tells() -> None:
    assert {"ACCUSE", "ASSAULT", "SANCTION"} <= {kind for kind, _ in found()}


def test_every_event_has_a_code_of_its_type_and_a_confidence() -> None:
    for event in record().events:
        assert event.cameo is not None
        assert event.intensity is not None
        assert event.confidence is not None
        assert 0 < event.confidence < 1


def test_reads_the_same_twice() -> None:
    assert detente.read(TEXT).to_json() == record().to_json()


def test_the_model_is_in_the_manifest() -> None:
    assert record().run.models["events"] == load_event_network().digest


@pytest.mark.parametrize("text", ["a", "1\n\n2", "a " * 3000, "Iran " * 900, "“Iran” " * 200])
def test_withstands_any_text(text: str) -> None:
    for event in detente.read(text).events:
        assert event.trigger.words(text)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(InternalError, match="incomplete"):
        load_event_network(tmp_path)


@pytest.mark.parametrize("name", ["decoding.json", "heads.onnx", "network.onnx", "roles.tsv", "status.tsv"])
def test_a_damaged_file_is_said(tmp_path: Path, name: str) -> None:
    shutil.copytree(MODEL, tmp_path / "model")
    (tmp_path / "model" / name).write_bytes(b"damaged")
    with pytest.raises(InternalError, match="damaged"):
        load_event_network(tmp_path / "model")
