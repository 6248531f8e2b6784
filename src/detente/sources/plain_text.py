"""Plain text: the article as it stands."""

from __future__ import annotations

from detente.sources.contract import Found, Payload
from detente.sources.other_xml import refuse_xml


class PlainText:
    """Text without mark-up; whatever is no other format."""

    name = "plain text"

    def recognises(self, text: str, payload: Payload) -> bool:  # noqa: ARG002 - the signature of a document format
        """Take everything: this format is tried last."""
        return True

    def read(self, text: str, encoding: str, payload: Payload) -> Found:
        """Return the text unchanged; a byte order mark is part of the encoding and already gone.

        Raises:
            SourceError: It is XML.
        """
        refuse_xml(text, payload.origin)
        return Found(text, None, None, payload.url, None, encoding, payload.origin)
