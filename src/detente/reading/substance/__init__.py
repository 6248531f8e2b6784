"""The substance of diplomacy: conditions, interpretations, questions, positions, commitments."""

from detente.reading.substance.read import Substance, read_substance

__all__ = ["Substance", "read_substance"]
