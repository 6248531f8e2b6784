"""What a record becomes on its way out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from detente.errors import UsageError
from detente.views.safety import neutralise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.records import Record

ShapeName = Literal["terminal", "json", "jsonl", "html"]


@dataclass(frozen=True, slots=True)
class OutputShape:
    """One form of output.

    Attributes:
        name: The flag that asks for it, without its dashes; "terminal" needs none.
        render: Makes the text of one record from the record and how it is to look.
    """

    name: ShapeName
    render: Callable[[Record, Look], str]


@dataclass(frozen=True, slots=True)
class Look:
    """How the terminal view is to look; the other shapes have one look only.

    Attributes:
        width: Columns.
        colour: Whether there are colours.
        everything: Whether what is uncertain, idle or left uncoded is shown, not only counted.
        codes: Whether codes, markers and confidences are shown.
    """

    width: int = 80
    colour: bool = False
    everything: bool = False
    codes: bool = False


def _render_terminal(record: Record, look: Look) -> str:
    from detente.views.terminal import Detail, render_record  # noqa: PLC0415 - a table and colours, which JSON does not need

    detail = Detail(look.everything, look.codes)
    return render_record(record, width=look.width, colour=look.colour, detail=detail)


def _render_json(record: Record, _look: Look) -> str:
    return record.to_json(indent=2) + "\n"


def _render_jsonl(record: Record, _look: Look) -> str:
    return record.to_json() + "\n"


def _render_html(record: Record, _look: Look) -> str:
    from detente.views.report import render_page  # noqa: PLC0415 - loads the template engine

    return render_page(record)


SHAPES: Final[Mapping[str, OutputShape]] = MappingProxyType({
    "terminal": OutputShape("terminal", _render_terminal),
    "json": OutputShape("json", _render_json),
    "jsonl": OutputShape("jsonl", _render_jsonl),
    "html": OutputShape("html", _render_html),
})


def render_divider(origin: str, width: int) -> str:
    """Return the line that stands above an article where several are shown one after the other."""
    label = f"── {neutralise(' '.join(origin.split()))} "
    return f"\n{label:─<{width}}\n"


def name_pages(locations: tuple[str, ...]) -> tuple[str, ...]:
    """Return a file name for the page of each location, in order, no two the same.

    Examples:
        >>> name_pages(("news/talks.txt", "other/talks.html", "https://news.example/a/talks?id=3", "-"))
        ('talks.html', 'talks-2.html', 'talks-3.html', 'stdin.html')
    """
    names: list[str] = []
    taken: set[str] = set()
    for location in locations:
        stem = _stem(location)
        name, number = stem, 1
        while name.casefold() in taken:  # some file systems take both cases for one
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        names.append(f"{name}.html")
    return tuple(names)


def _stem(location: str) -> str:
    if location == "-":
        return "stdin"
    _, is_address, rest = location.partition("://")
    if is_address:
        host, _, path = re.split(r"[?#]", rest)[0].partition("/")
        stem = PurePosixPath(path).stem or host
    else:
        stem = PureWindowsPath(location).stem  # reads both kinds of slash
    return re.sub(r"[^\w.-]+", "-", stem).strip("-.") or "article"


def choose_shape(*, json: bool, jsonl: bool, html: bool) -> OutputShape:
    """Return what the flags ask for, the terminal view without any.

    Raises:
        UsageError: They ask for more than one thing.
    """
    wanted = [name for name, flag in (("json", json), ("jsonl", jsonl), ("html", html)) if flag]
    if len(wanted) > 1:
        raise UsageError(f"--{wanted[0]} and --{wanted[1]} contradict each other", hint="Choose one of them.")
    return SHAPES[wanted[0] if wanted else "terminal"]


def check_look(shape: OutputShape, *, everything: bool, codes: bool) -> None:
    """Make sure that what is asked of the terminal view is not asked of another.

    Raises:
        UsageError: It is.
    """
    for name, flag in (("all", everything), ("codes", codes)):
        if flag and shape.name != "terminal":
            raise UsageError(
                f"--{name} means nothing with --{shape.name}",
                hint="That holds everything; the option is for the terminal.",
            )
