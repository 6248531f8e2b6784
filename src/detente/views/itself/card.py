"""The error card: how often which field is wrong, where, and what to expect of it.

The figures stand in error_card.json, which `python -m benchmarks.error_card` writes; what the card says besides
them, in about.toml.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class CardTable:
    """A table of the card.

    Attributes:
        title: What it is about.
        heads: The names of its columns.
        rows: Its rows as they are shown.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


CARD: Final = Path(__file__).with_name("error_card.json")
_ABOUT: Final = Path(__file__).with_name("about.toml")


@cache
def load_card() -> dict[str, Any]:
    """Return the whole card: figures and what is said besides them."""
    card: dict[str, Any] = json.loads(CARD.read_text(encoding="utf-8"))
    return {**card, "about": tomllib.loads(_ABOUT.read_text(encoding="utf-8"))}


def card_as_json() -> str:
    """Return the card as JSON."""
    return json.dumps(load_card(), ensure_ascii=False, indent=1) + "\n"


def tables(card: dict[str, Any]) -> list[CardTable]:
    """Return the tables of the card.

    Args:
        card: What `load_card` gives.
    """
    heads = ("field", "F1 or share", "95 % interval", "precision", "recall", "n", "second reader", "best peer", "set")
    fields = [
        (
            one["field"],
            figure(one["value"]),
            " to ".join(map(figure, one["interval"])),
            figure(one["precision"]),
            figure(one["recall"]),
            str(one["n"]),
            figure(one["second_reader"]),
            _known(figure(one["best_peer"]) if one["best_peer"] is not None else ""),
            one["set"],
        )
        for one in card["fields"]
    ]
    made = [CardTable("Field by field", heads, tuple(fields)), _peers(card["about"]["peers"])]
    for what, groups in (("Events", card["events_by"]), ("Statements", card["statements_by"])):
        for by, rows in groups.items():
            listed = tuple(_group(*row) for row in rows.items())
            made.append(CardTable(f"{what} by {by}", (by, "precision", "recall", "n"), listed))
    bands = [
        (f"{b['from']:.1f} to {b['to']:.1f}", str(b["n"]), figure(b["stated"]), figure(b["right"]))
        for b in card["calibration"]["bands"]
    ]
    made.append(
        CardTable("Confidence against what is right", ("stated", "events", "mean stated", "right"), tuple(bands))
    )
    mistaken = [(one["field"], one["is"], one["read_as"], str(one["n"])) for one in card["confusions"]]
    made.append(CardTable("What is taken for what, most often", ("field", "is", "read as", "times"), tuple(mistaken)))
    return made


def _peers(peers: Iterable[dict[str, str]]) -> CardTable:
    rows = [(one["what"], one["set"], _known(one["ours"]), _known(one["peer"]), one["source"]) for one in peers]
    return CardTable("Peers, on sets that others made", ("what", "set", "Détente", "best peer", "from"), tuple(rows))


def _known(told: str) -> str:
    """Return what is told, or that it is unknown: a dash could be taken for nothing."""
    return told or "unknown"


def _group(name: str, row: dict[str, Any]) -> tuple[str, ...]:
    return name, figure(row["precision"]), figure(row["recall"]), str(row["n"])


def figure(value: float | None) -> str:
    """Return a figure of the card as it is shown, a dash for one that is not known."""
    return "–" if value is None else f"{value:.3f}".lstrip("0") if value < 1 else f"{value:.3f}"


def summary(card: dict[str, Any]) -> str:
    """Return in one sentence what to expect of what is shown by default."""
    shown, sets = card["calibration"]["shown"], card["sets"]["valid"]
    return (
        f"Of the {shown['n']} events that are shown by default (confidence {shown['from']} and above) in "
        f"{sets['articles']} reports that nothing was trained on, {figure(shown['right'])} are right in type and all "
        "actors."
    )


def render_text() -> str:
    """Return the card for a terminal."""
    card = load_card()
    lines = [f"Détente {card['version']}: how often it is wrong", "", summary(card), ""]
    for table in tables(card):
        lines += [table.title, *_columns([table.heads, *table.rows]), ""]
    lines.append("Typical failures")
    for number, one in enumerate(card["failures"], 1):
        lines += [f"{number}. {one['kind']}", f"   “{one['text']}”", f"   should be: {one['should']}"]
        lines.append(f"   is read:   {'; '.join(one['read']) or 'nothing'}")
    for title, entries in sections(card):
        lines += ["", title, *(f"  - {entry}" for entry in entries)]
    return "\n".join(lines) + "\n"


def _columns(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  " + "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()


def sections(card: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Return what the card says besides figures, by heading."""
    about = card["about"]
    return [
        ("What it is not for", about["not_for"]),
        ("What the figures do not mean", about["not_meant"]),
        ("Where its knowledge ends", about["cut_off"]),
        ("What it was trained on, and under which licence", about["training"]),
        ("How to report an error", about["report"]),
    ]


def render_markdown() -> str:
    """Return docs/errors.md."""
    load_card.cache_clear()
    card = load_card()
    lines = [
        "# How often it is wrong",
        "",
        f"The error card of Détente {card['version']}, made by `{card['command']}`. The same in the terminal: `detente",
        "about`; as data: `detente about --json`; on the page: `/about`.",
        "",
        summary(card),
        "",
    ]
    for table in tables(card):
        lines += [
            f"## {table.title}",
            "",
            _row(table.heads),
            "|" + "---|" * len(table.heads),
            *map(_row, table.rows),
            "",
        ]
    lines += ["## Ten typical failures", "", "The texts are ours, and everything in them is invented.", ""]
    for number, one in enumerate(card["failures"], 1):
        read = "; ".join(f"`{line}`" for line in one["read"]) or "nothing"
        lines += [f"{number}. **{one['kind']}.** “{one['text']}” {one['should']} It reads: {read}.", ""]
    for title, entries in sections(card):
        lines += [f"## {title}", "", *(f"- {entry}" for entry in entries), ""]
    return "\n".join(lines).rstrip() + "\n"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
