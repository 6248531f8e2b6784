"""Statements: what was attributed to whom, with speakers, content, place and day."""

from detente.reading.statements.read import StatementsFound, read_statements, read_wordings
from detente.reading.statements.reported import find_nominal, find_reported

__all__ = ["StatementsFound", "find_nominal", "find_reported", "read_statements", "read_wordings"]
