"""The result of an analysis for people and programs: terminal, JSON, CSV, picture. None of them drops n or caution."""

from detente.views.results.data import as_csv, describe_result, result_as_json
from detente.views.results.plot import draw
from detente.views.results.terminal import render_outcome

__all__ = ["as_csv", "describe_result", "draw", "render_outcome", "result_as_json"]
