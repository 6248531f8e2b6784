"""Errors as they are sent from one process to another."""

from __future__ import annotations

import pickle

from detente.errors import DocumentError, UsageError


def test_an_error_is_the_same_in_another_process() -> None:
    error = pickle.loads(pickle.dumps(DocumentError("no text", stage="text", hint="give one")))  # noqa: S301 - our own bytes
    assert (type(error), str(error), error.message, error.stage, error.hint) == (
        DocumentError,
        "no text",
        "no text",
        "text",
        "give one",
    )
    assert pickle.loads(pickle.dumps(UsageError("wrong"))).hint is None  # noqa: S301 - our own bytes
