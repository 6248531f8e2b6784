"""What docs/promises.md says stays: whoever changes it here changes it for users."""

from __future__ import annotations

import inspect

import detente


def test_the_names_of_the_package_stay() -> None:
    kept = {
        "Archive", "ArchiveError", "DetenteError", "DocumentError", "FailedArticle", "Outcome", "ReadArticle", "Record",
        "SourceError", "UsageError", "__version__", "read", "read_many",
    }  # fmt: skip
    assert kept <= set(detente.__all__)
    assert dir(detente) == sorted(detente.__all__)
    assert all(getattr(detente, name) is not None for name in dir(detente))


def test_the_arguments_of_reading_stay() -> None:
    for function, first in ((detente.read, "text"), (detente.read_many, "texts")):
        names = list(inspect.signature(function).parameters)
        assert names[:5] == [first, "published", "pipeline", "actors", "codebook"]


def test_what_a_record_is_called_stays() -> None:
    from detente.records import FORMAT  # noqa: PLC0415 - only this test needs it

    assert FORMAT == "detente-record/1"
