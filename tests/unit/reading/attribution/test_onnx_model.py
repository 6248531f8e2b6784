"""The files of a model: all of them or none, and one digest over their bytes in a fixed order."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from detente.errors import InternalError
from detente.reading.attribution.onnx_model import load_network, read_model_files
from detente.reading.attribution.tagger import MODEL

if TYPE_CHECKING:
    from pathlib import Path


def test_a_digest_is_over_the_bytes_in_the_order_of_the_names(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one")
    (tmp_path / "b").write_bytes(b"two")
    held, digest = read_model_files(tmp_path, ("b", "a"), "event")
    assert held == {"a": b"one", "b": b"two"}
    assert digest == hashlib.sha256(b"twoone").hexdigest()


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(InternalError, match=r"the event model is incomplete: .*heads\.onnx"):
        read_model_files(tmp_path, ("heads.onnx",), "event")


def test_a_network_runs_on_one_thread() -> None:
    session = load_network((MODEL / "network.onnx").read_bytes())
    options = session.get_session_options()
    assert (options.intra_op_num_threads, options.inter_op_num_threads) == (1, 1)
    assert session.get_providers() == ["CPUExecutionProvider"]
