"""The web: one plain GET of one page.

Only http and https, at most a few redirects, robots.txt respected, no cookies, nothing run.
"""

from __future__ import annotations

import re
from typing import BinaryIO

from detente.sources.contract import Limits, Payload

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


class WebSource:
    """Pages by their address."""

    name = "web"

    def accepts(self, location: str) -> bool:
        """Take every address with a scheme; those other than http and https are refused with a message."""
        return bool(_SCHEME.match(location))

    def fetch(self, location: str, *, limits: Limits, stdin: BinaryIO | None = None) -> Payload:  # noqa: ARG002 - the signature of a source
        """Return the bytes of a page.

        Raises:
            UsageError: The address is wrong, or neither http nor https.
            SourceError: The page cannot be had: no network, no such page, robots.txt, time, size, kind.
        """
        from detente.sources.online import web_client as client  # noqa: PLC0415 - TLS and HTTP, which files do not need

        with client.Visit(location, limits) as visit:
            answer, url = client.get_following(visit, location, limits)
            return client.as_payload(answer, url, location)
