"""Exchange: records in the formats of other tools, each with a list of what it could not hold, and their events."""

from detente.archive.exchange.contract import ExportFormat, ExportOptions, Loss, Losses
from detente.archive.exchange.event_files.imported import BadRow, Malformed
from detente.archive.exchange.event_files.readers import EventFileKind, ImportedEvents, read_events
from detente.archive.exchange.flat.table_list import TABLES
from detente.archive.exchange.flat.tables import arrow_table, dyads_table, events_table, statements_table
from detente.archive.exchange.formats.citations import format_bibtex
from detente.archive.exchange.registry import FORMATS, export, format_named, sidecar_of

__all__ = [
    "FORMATS",
    "TABLES",
    "BadRow",
    "EventFileKind",
    "ExportFormat",
    "ExportOptions",
    "ImportedEvents",
    "Loss",
    "Losses",
    "Malformed",
    "arrow_table",
    "dyads_table",
    "events_table",
    "export",
    "format_bibtex",
    "format_named",
    "read_events",
    "sidecar_of",
    "statements_table",
]
