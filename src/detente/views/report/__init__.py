"""The record as one self-contained HTML file: the text on one side, what was taken from it on the other."""

from detente.views.report.notebook import render_notebook
from detente.views.report.page import render_page
from detente.views.report.segments import Segment, cut_segments

__all__ = ["Segment", "cut_segments", "render_notebook", "render_page"]
