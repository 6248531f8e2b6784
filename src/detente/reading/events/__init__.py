"""Statements, cast and parse → PLOVER events with CAMEO codes, status, and the words that carry them."""

from detente.reading.events.coder import explain_event, read_events
from detente.reading.events.model import Dropped, EventsFound, Explanation
from detente.reading.events.struck_places import with_struck_places

__all__ = ["Dropped", "EventsFound", "Explanation", "explain_event", "read_events", "with_struck_places"]
