"""Conditions: what an act depends on, in which words, who holds it and of whom it is asked."""

from detente.reading.substance.conditions.read import ConditionsFound, read_conditions

__all__ = ["ConditionsFound", "read_conditions"]
