"""The page's own files: nothing else is served, and nobody has edited what is vendored."""

from __future__ import annotations

import hashlib
import json
from importlib import resources
from typing import TYPE_CHECKING

import pytest

from detente.views.web.assets import KINDS, asset_url

if TYPE_CHECKING:
    from starlette.testclient import TestClient

VENDOR = resources.files("detente.views.web").joinpath("static", "vendor")
LOCK = json.loads(VENDOR.joinpath("vendor.lock.json").read_text(encoding="utf-8"))
FREE = {"ISC", "MIT", "BSD-3-Clause", "0BSD", "BSD-0-Clause", "Unlicense"}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_an_asset_is_served_under_its_hash_and_kept_for_ever(reader: TestClient, name: str) -> None:
    answer = reader.get(asset_url(name))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(KINDS[name])
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("path", ["/static/0/page.css", "/static/0/../options.py", "/static/x/%2e%2e/app.py"])
def test_nothing_else_is_served(reader: TestClient, path: str) -> None:
    assert reader.get(path).status_code == 404


@pytest.mark.parametrize("name", sorted(LOCK))
def test_a_vendored_file_is_the_one_that_was_made(name: str) -> None:
    assert hashlib.sha256(VENDOR.joinpath(name).read_bytes()).hexdigest() == LOCK[name]["sha256"]


def test_every_vendored_package_is_free_and_its_licence_lies_beside_it() -> None:
    licences = VENDOR.joinpath("LICENSES.txt").read_text(encoding="utf-8")
    for part in LOCK.values():
        for package in part["packages"]:
            assert package["licence"] in FREE
            assert f"{package['name']} {package['version']}\n" in licences


def test_the_lock_names_every_vendored_file() -> None:
    files = {entry.name for entry in VENDOR.iterdir()} - {"LICENSES.txt", "vendor.lock.json"}
    assert files == set(LOCK)
    assert {f"vendor/{name}" for name in files} == {name for name in KINDS if name.startswith("vendor/")}
