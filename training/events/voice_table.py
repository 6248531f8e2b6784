"""Tables of the second voices, as `detente.reading.events.network.voice` reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente.reading.events.network.voice import BIAS, TRUST


@dataclass(frozen=True)
class VoiceTable:
    """What a table is.

    Attributes:
        notes: Lines that say it.
        outcomes: What the weights speak for, K.
        trust: The power of the table's probabilities beside the network's.
        least: Weights below this are left out, and features without any.
    """

    notes: tuple[str, ...]
    outcomes: Sequence[str]
    trust: float
    least: float

    def write(self, path: Path, names: Sequence[str], weights: np.ndarray, constants: np.ndarray) -> int:
        """Write the table and return how many features it lists.

        Args:
            path: The file.
            names: The features, F.
            weights: Of each feature for each outcome, F x K.
            constants: Of every case, K.
        """
        cells = [(name, self._cell(row)) for name, row in zip(names, weights, strict=True)]
        held = [f"{name}\t{cell}" for name, cell in cells if cell]
        head = [*(f"# {note}" for note in self.notes), f"{BIAS}\t{self._cell(constants)}", f"{TRUST}\t{self.trust}"]
        path.write_text("\n".join([*head, *held]) + "\n", encoding="utf-8")
        return len(held)

    def _cell(self, weights: np.ndarray) -> str:
        """Return the weights of one feature, to one decimal; "" where all are small."""
        named = zip(self.outcomes, weights, strict=True)
        return " ".join(f"{outcome}={w:.1f}" for outcome, w in named if abs(w) >= self.least)
