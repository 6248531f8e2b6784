"""A real browser for the tests that need one."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from detente.views.report import render_page
from tests.unit.views.samples import make_hostile, make_strait

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

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
