"""The application: its pages, its guard, its static files."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI

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
    for page in PAGES:
        app.include_router(page.router)
    app.get("/static/{digest}/{name:path}", include_in_schema=False)(serve_asset)
    return app
