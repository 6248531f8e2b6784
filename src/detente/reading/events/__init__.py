"""Statements, cast and parse → PLOVER events with CAMEO codes, status, and the words that carry them."""

from detente.reading.events.coder import explain_event, read_events, trace_events
from detente.reading.events.model import Dropped, EventsFound, Explanation
from detente.reading.events.struck_places import with_struck_places
from detente.reading.events.trace import RowTried, SentenceTrace, WordTrace

__all__ = [
    "Dropped",
    "EventsFound",
    "Explanation",
    "RowTried",
    "SentenceTrace",
    "WordTrace",
    "explain_event",
    "read_events",
    "trace_events",
    "with_struck_places",
]
