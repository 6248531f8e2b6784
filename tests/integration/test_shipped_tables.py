"""The shipped tables, read whole by a command."""

from __future__ import annotations

import pytest

from detente.knowledge import SHIPPED_TABLES
from detente.views.cli import main


def test_the_shipped_tables_do_not_differ_from_themselves(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main.run(["knowledge", "diff", str(SHIPPED_TABLES)])
    out = capsys.readouterr().out
    assert left.value.code in {0, None}
    assert not [line for line in out.splitlines() if line.startswith(("+ ", "- ", "~ "))], out[:500]
