"""Models of the reading as files in a folder, and their networks in ONNX Runtime on one thread."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from detente.errors import InternalError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import onnxruntime

#: Fused, this pair of operations is computed slower than apart.
_SLOWER_FUSED = ["SkipLayerNormFusion"]


def read_model_files(folder: Path, names: Sequence[str], model: str) -> tuple[dict[str, bytes], str]:
    """Return the files of a model by name, and the SHA-256 over all of them in the order of `names`, hexadecimal.

    Args:
        folder: Where they lie.
        names: Their names.
        model: What the model is called in a message.

    Raises:
        InternalError: One is missing.
    """
    try:
        held = {name: (folder / name).read_bytes() for name in names}
    except OSError as error:
        raise InternalError(f"the {model} model is incomplete: {error}") from error
    return held, hashlib.sha256(b"".join(held[name] for name in names)).hexdigest()


def load_network(model: bytes) -> onnxruntime.InferenceSession:
    """Return a network that runs on one thread and gives the same numbers each time.

    Args:
        model: The network in the format ONNX.
    """
    import onnxruntime  # noqa: PLC0415 - a tenth of a second that `--help` must not pay

    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = settings.inter_op_num_threads = 1
    settings.use_deterministic_compute = True
    settings.log_severity_level = 3
    return onnxruntime.InferenceSession(
        model, settings, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER_FUSED
    )
