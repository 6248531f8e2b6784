"""Interpretations: what somebody says that an act really is, and what it is said not to be."""

from detente.reading.substance.interpretations.read import read_interpretations

__all__ = ["read_interpretations"]
