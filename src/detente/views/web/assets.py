"""Style sheets, scripts and vendored files, served from the package under addresses that hold their hash."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from starlette.responses import PlainTextResponse, Response

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

#: Every file that may be asked for, by the name templates use, with what it is. Nothing else is served.
KINDS: Final[dict[str, str]] = {
    "record.css": "text/css",
    "record.js": "text/javascript",
    "page.css": "text/css",
    "page.js": "text/javascript",
    "desk.css": "text/css",
    "desk.js": "text/javascript",
    "charts.js": "text/javascript",
    "explore.css": "text/css",
    "explore.js": "text/javascript",
    "network.js": "text/javascript",
    "map.js": "text/javascript",
    "pictures.js": "text/javascript",
    "vendor/charts.js": "text/javascript",
    "vendor/land-110m.json": "application/json",
}
_HASH_CHARS = 12
#: A record looks the same here and in the file that can be mailed.
_OF_THE_REPORT = frozenset({"record.css", "record.js"})


@cache
def asset_url(name: str) -> str:
    """Return the address of an asset. It changes with the content, so that browsers may keep it for ever.

    Raises:
        KeyError: There is no such asset.
    """
    if name not in KINDS:
        raise KeyError(name)
    digest = hashlib.sha256(_file(name).read_bytes()).hexdigest()[:_HASH_CHARS]
    return f"/static/{digest}/{name}"


def serve_asset(digest: str, name: str) -> Response:
    """Answer a request for an asset; 404 for a name that is not in the list or a hash that is not its own."""
    if name not in KINDS or asset_url(name) != f"/static/{digest}/{name}":
        return PlainTextResponse("There is no such file.\n", 404)
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(_file(name).read_bytes(), media_type=f"{KINDS[name]}; charset=utf-8", headers=headers)


def _file(name: str) -> Traversable:
    if name in _OF_THE_REPORT:
        return resources.files("detente.views.report").joinpath(name)
    return resources.files("detente.views.web").joinpath("static", *name.split("/"))
