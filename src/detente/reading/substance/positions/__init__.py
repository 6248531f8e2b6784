"""Positions: where an actor stands on another actor or on an issue, as one article shows it."""

from detente.reading.substance.positions.read import read_positions

__all__ = ["read_positions"]
