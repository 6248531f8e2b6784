"""The result of an analysis for people and programs: terminal, JSON, CSV, picture. None of them drops n or caution."""

from detente.views.results.data import as_csv, as_json, describe
from detente.views.results.plot import draw
from detente.views.results.terminal import render_outcome

__all__ = ["as_csv", "as_json", "describe", "draw", "render_outcome"]
