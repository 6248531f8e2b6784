"""What a person may settle when the page is started."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.errors import UsageError
from detente.runs.local import ReadingOptions

if TYPE_CHECKING:
    from pathlib import Path

DEFAULT_PORT = 8753
_LEAST_TOKEN_CHARS = 16


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """How the page is served.

    Attributes:
        archive: The archive's file.
        host: Address to listen on. Beyond this machine a token is demanded.
        port: Port to listen on.
        token: What a browser or a program must know to be let in; None lets everyone in who is on this machine.
        coder: Under which name corrections are signed, or None if each person says it on the page.
        read_only: Refuse every correction.
        reading: How articles that somebody gives to the page are read, and whose actors are suggested.

    Raises:
        UsageError: The page would be open to other machines without a token, or the token can be guessed.
    """

    archive: Path
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    token: str | None = None
    coder: str | None = None
    read_only: bool = False
    reading: ReadingOptions = field(default_factory=ReadingOptions)

    def __post_init__(self) -> None:
        if not self.is_local and self.token is None:
            raise UsageError(
                f"{self.host} can be reached by other machines, and no token was given",
                hint="Add --token with at least 16 characters, or listen on 127.0.0.1.",
            )
        if self.token is not None and len(self.token) < _LEAST_TOKEN_CHARS:
            raise UsageError(
                f"a token of {len(self.token)} characters can be guessed",
                hint=f"Use at least {_LEAST_TOKEN_CHARS} characters.",
            )

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the page."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False
