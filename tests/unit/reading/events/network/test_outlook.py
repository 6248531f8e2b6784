"""Status and background: the network's voice beside the words around an event."""

from __future__ import annotations

import pytest

from detente.reading.events.network.choose import SeenEvent
from detente.reading.events.network.outlook import COLUMNS, read_outlook
from detente.reading.events.network.pairs import Trigger

HEAD = "\t".join(COLUMNS)
BIAS = "(bias)\t1\t0\t0\t0\t0\t0\t-1"
TRUST = "(network)" + "\t1" * 7


def seen(*statuses: float, background: float = 0.5) -> SeenEvent:
    return SeenEvent(
        Trigger((1,), 0), 0.9, 0.9, statuses, "actual", statuses[0], False, background,
        (), (), (1.0, 1.0), (), (), None,
    )  # fmt: skip


def test_without_weights_the_network_decides() -> None:
    table = read_outlook(f"{HEAD}\n(bias){chr(9) + '0'}" + "\t0" * 6 + f"\n{TRUST}")
    event = table.settle(seen(0.1, 0.6, 0.1, 0.1, 0.05, 0.05, background=0.7), ())
    assert (event.status, event.background) == ("promised", True)
    assert event.status_chance == pytest.approx(0.6)
    assert event.background_chance == pytest.approx(0.7)


def test_words_around_outvote_the_network() -> None:
    rows = ["# a note", HEAD, BIAS, TRUST, "auxiliary will\t-2\t2\t0\t0\t0\t0\t-3", "long ago\t0\t0\t0\t0\t0\t0\t4"]
    table = read_outlook("\n".join(rows))
    likely = seen(0.7, 0.1, 0.05, 0.05, 0.05, 0.05)
    assert table.settle(likely, {"no such feature"}).status == "actual"
    assert table.settle(likely, {"auxiliary will"}).status == "promised"
    assert [table.settle(likely, given).background for given in ((), ("long ago",))] == [False, True]


def test_the_order_of_features_changes_nothing() -> None:
    rows = [HEAD, BIAS, TRUST, *(f"{name}\t0.1\t0.7\t0.3\t0\t0\t0\t0.9" for name in "abc")]
    table, event = read_outlook("\n".join(rows)), seen(0.5, 0.1, 0.1, 0.1, 0.1, 0.1)
    assert table.settle(event, ["c", "a", "b"]) == table.settle(event, ["b", "c", "a"])


@pytest.mark.parametrize(
    "table",
    [
        "",
        "feature\tactual",
        f"{HEAD}\n{BIAS}",
        f"{HEAD}\n{BIAS}\n{TRUST}\nx\t1",
        f"{HEAD}\n{BIAS}\n{TRUST}\nx" + "\tmany" * 7,
    ],
)
def test_a_wrong_table_is_refused(table: str) -> None:
    with pytest.raises(ValueError, match=r"column|row|convert"):
        read_outlook(table)
