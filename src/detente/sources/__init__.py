"""Where articles come from: text and HTML files, standard input, the web. One file a kind."""

from detente.sources.contract import Format, Found, Limits, Payload, Source
from detente.sources.registry import FORMATS, SOURCES, read_location, read_payload

__all__ = ["FORMATS", "SOURCES", "Format", "Found", "Limits", "Payload", "Source", "read_location", "read_payload"]
