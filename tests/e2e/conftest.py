"""A real browser for the tests that need one."""

from __future__ import annotations

import shutil
import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest

from detente.views.report import render_page
from detente.views.web import ServeOptions, create_app
from tests.unit.views.samples import make_hostile, make_strait

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the Chromium of this machine, without a window."""
    api = pytest.importorskip("playwright.sync_api", reason="needs the package playwright")
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        pytest.skip("needs Chromium")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def page_files(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Return a function from a sample's name to the address of its page."""
    folder: Path = tmp_path_factory.mktemp("pages")
    for name, record in (("strait", make_strait()), ("hostile", make_hostile())):
        (folder / f"{name}.html").write_text(render_page(record), encoding="utf-8", newline="")
    return lambda name: (folder / f"{name}.html").as_uri()


@pytest.fixture(scope="module")
def serve_options() -> dict[str, Any]:
    """Return how the archive is served besides; modules that need something else have a fixture of this name."""
    return {}


@pytest.fixture(scope="module")
def address(archive: Path, serve_options: dict[str, Any]) -> Iterator[str]:
    """Serve the archive of the module and return the page's address."""
    uvicorn = pytest.importorskip("uvicorn", reason="needs the extra page")
    with socket.socket() as ours:
        ours.bind(("127.0.0.1", 0))
        ours.listen()
        server = uvicorn.Server(
            uvicorn.Config(create_app(ServeOptions(archive=archive, **serve_options)), log_level="warning")
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [ours]})
        thread.start()
        yield f"http://127.0.0.1:{ours.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=20)


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page for a person, and fails on any error, or request to elsewhere."""
    contexts = []
    troubles: list[str] = []

    def watch(request: Any) -> None:
        if not request.url.startswith((address, "data:")):
            troubles.append(f"request: {request.url}")

    def open_one(path: str, **options: Any) -> Page:
        context = browser.new_context(reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("console", lambda message: troubles.append(f"console: {message.text}"))
        page.on("dialog", lambda dialog: troubles.append(f"dialog: {dialog.message}"))
        page.on("request", watch)
        page.goto(address + path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert troubles == []
