"""Statements, cast and parse → PLOVER events with CAMEO codes, status, and the words that carry them."""

from detente.reading.events.coder import explain_event, read_events, trace_events
from detente.reading.events.learned import Learned
from detente.reading.events.model import Dropped, EventsFound, Explanation, Opinion
from detente.reading.events.network import EventNetwork, load_event_network
from detente.reading.events.struck_places import with_struck_places
from detente.reading.events.trace import RowTried, SentenceTrace, WordTrace

__all__ = [
    "Dropped",
    "EventNetwork",
    "EventsFound",
    "Explanation",
    "Learned",
    "Opinion",
    "RowTried",
    "SentenceTrace",
    "WordTrace",
    "explain_event",
    "load_event_network",
    "read_events",
    "trace_events",
    "with_struck_places",
]
