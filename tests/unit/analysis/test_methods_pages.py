"""The worked examples of docs/methods/ and of the docstrings give what they show."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import detente.analysis

PAGES = sorted((Path(__file__).parents[3] / "docs" / "methods").glob("*.md"))
MODULES = sorted(module.name for module in pkgutil.walk_packages(detente.analysis.__path__, "detente.analysis."))
#: How events are coded is told without code.
_WITHOUT = {"events.md"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_examples_of_a_page_are_true(page: Path) -> None:
    found = doctest.testfile(str(page), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert found.failed == 0
    assert found.attempted > 0 or page.name in _WITHOUT


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
