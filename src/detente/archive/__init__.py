"""The archive: articles and their records in one SQLite file."""

from detente.archive.filed import Appearance, Filed, Review

__all__ = ["Appearance", "Filed", "Review"]
