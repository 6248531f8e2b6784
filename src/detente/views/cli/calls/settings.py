"""What holds for every command of one call."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Settings:
    """What holds for every command of one call; made anew for each call and passed along as the context's object.

    Attributes:
        debug: Whether an error shows its traceback.
    """

    debug: bool = False
