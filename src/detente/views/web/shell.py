"""What stands around every page: head, navigation, foot; and how templates become HTML."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import jinja2

from detente.version import __version__
from detente.views.safety import neutralise
from detente.views.web.assets import asset_url
from detente.views.web.desk import desk_of
from detente.views.web.frames import keep_drawn, write_cell, write_number, write_sentence

if TYPE_CHECKING:
    from starlette.requests import Request


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """An entry of the navigation: its name, its address, and whether the shown page belongs to it."""

    name: str
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """What stands around a page.

    Attributes:
        places: The navigation.
        archive: Name of the archive's file.
        version: Détente's version.
        read_only: Whether nothing can be corrected.
    """

    places: tuple[NavigationEntry, ...]
    archive: str
    version: str
    read_only: bool


#: The rooms of the page in the order of the navigation: name, address, and the beginnings of addresses inside.
PLACES = (
    ("Home", "/", ("/home",)),
    ("Search", "/search", ("/search",)),
    ("Articles", "/articles", ("/article", "/claim", "/act/", "/missing", "/history", "/who", "/earlier")),
    ("Read", "/read", ("/read", "/given")),
    ("Review", "/review", ("/review", "/adjudicate")),
    ("Actors", "/actors", ("/actor",)),
    ("Dyads", "/dyad", ("/dyad", "/relations")),
    ("Blocs", "/bloc", ("/bloc",)),
    ("Issues", "/issue", ("/issue",)),
    ("Network", "/network", ("/network",)),
    ("Map", "/map", ("/map",)),
    ("Commitments", "/commitments", ("/commitments",)),
    ("Questions", "/questions", ("/questions",)),
    ("Conditions", "/conditions", ("/conditions",)),
    ("Interpretations", "/interpretations", ("/interpretations",)),
    ("Runs", "/runs", ("/runs",)),
)


def render(request: Request, template: str, page: object, **more: Any) -> str:
    """Return a page as HTML.

    Args:
        request: The request, for the navigation and the archive's name.
        template: Name of the template.
        page: What the template shows under the name `page`.
        more: Further names for the template.
    """
    return _environment().get_template(template).render(page=page, shell=_shell(request), asset=asset_url, **more)


def _shell(request: Request) -> Shell:
    options, path = desk_of(request).options, request.url.path
    places = tuple(
        NavigationEntry(name, address, path == address or any(path.startswith(start) for start in inside))
        for name, address, inside in PLACES
    )
    return Shell(places, neutralise(options.archive.name), __version__, options.read_only)


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader([
            jinja2.PackageLoader("detente.views.web"),
            jinja2.PackageLoader("detente.views.report", "."),  # the parts of a record's page
        ]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["safe_text"] = neutralise
    environment.filters["fields"] = asdict
    environment.filters["cell"] = write_cell
    environment.filters["figure"] = write_number
    environment.filters["sentence"] = write_sentence
    environment.filters["drawn"] = keep_drawn
    environment.filters["number"] = lambda value: f"{value:,}"
    return environment
