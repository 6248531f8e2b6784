"""Checks of an archive: whether its file, its tables, its texts and its records are what was filed."""

from detente.archive.checks.checkup import Checkup, Unfinished, check_archive
from detente.archive.checks.schema import find_early_problems

__all__ = ["Checkup", "Unfinished", "check_archive", "find_early_problems"]
