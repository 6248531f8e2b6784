"""What a call raised is told as one of our errors, and answers are put in order; the engines: tests/integration."""

from __future__ import annotations

import errno

import pytest

from detente.errors import ArchiveError, DetenteError, InternalError, UsageError
from detente.runs.shards.engines import Done, as_ours, sort_done


@pytest.mark.parametrize(
    ("raised", "kind", "told"),
    [
        (ArchiveError("no archive"), ArchiveError, "no archive"),
        (OSError(errno.ENOSPC, "No space left on device", "/full"), UsageError, "b: /full: No space left on device"),
        (OSError("gone"), UsageError, "b: gone"),
        (ZeroDivisionError("by zero"), InternalError, "ZeroDivisionError"),
    ],
)
def test_an_error_of_a_call_is_one_of_ours(raised: Exception, kind: type[DetenteError], told: str) -> None:
    error = as_ours(raised, "b")
    assert type(error) is kind
    assert told in error.message


def test_answers_come_in_the_order_asked_for() -> None:
    done = [Done(name, name.upper(), None) for name in ("b", "c", "a")]
    assert [one.answer for one in sort_done(done, ["c", "a", "b"])] == ["C", "A", "B"]
