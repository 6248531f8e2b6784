"""The page: an archive in the browser, to read, check, correct and explore."""

from detente.views.web.app import create_app
from detente.views.web.options import ServeOptions

__all__ = ["ServeOptions", "create_app"]
