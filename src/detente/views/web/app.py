"""The application: its pages, its guard, its static files."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from detente.version import __version__
from detente.views.web import problems
from detente.views.web.access import Guard
from detente.views.web.assets import serve_asset
from detente.views.web.desk import Desk
from detente.views.web.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from detente.views.web.options import ServeOptions

#: Nothing but the page's own files runs or styles; nothing is loaded from or sent to elsewhere.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def create_app(options: ServeOptions) -> FastAPI:
    """Return the page of an archive as an ASGI application.

    Args:
        options: The archive, and how it is served.
    """
    desk = Desk(options)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        desk.room.close()

    app = FastAPI(
        lifespan=lifespan,
        title="Détente",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.desk = desk
    app.add_middleware(Guard, options=options, policy=POLICY)
    problems.add_handlers(app)
    # The routes as the pages have made them: `include_router` would make each anew, at the first request (200 ms).
    for page in PAGES:
        app.router.routes.extend(page.router.routes)
    app.get("/static/{digest}/{name:path}", include_in_schema=False)(serve_asset)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]
    return app


def _described(app: FastAPI) -> dict[str, Any]:
    """Return the description of the API; what is asked wrongly is answered with a `Problem`, not as FastAPI would."""
    if app.openapi_schema is None:
        described = get_openapi(title=app.title, version=app.version, routes=app.routes, description=_ABOUT)
        for path in described["paths"].values():
            for asked in path.values():
                asked["responses"].pop("422", None)
        for name in ("HTTPValidationError", "ValidationError"):
            described["components"]["schemas"].pop(name, None)
        app.openapi_schema = described
    return app.openapi_schema


_ABOUT = """Every page of the archive as data. Parameters that are not named here are refused;
every error is a `Problem`. A page that goes on has its continuation in `next`. Fields may be added later, never
changed or removed."""
