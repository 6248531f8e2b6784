"""Where articles come from: files and folders, standard input, the web, tables, exports, feeds, crawls.

One file a kind. `read_location` reads one article, `iter_items` collections of many.
"""

from detente.sources.collection import (
    Collection,
    CollectionOptions,
    ColumnChoice,
    FeedLog,
    FeedState,
    Item,
)
from detente.sources.contract import DocumentFormat, Found, Limits, Payload, Source
from detente.sources.intake import COLLECTIONS, count_items, iter_items
from detente.sources.registry import FORMATS, SOURCES, read_location, read_payload

__all__ = [
    "COLLECTIONS",
    "FORMATS",
    "SOURCES",
    "Collection",
    "CollectionOptions",
    "ColumnChoice",
    "DocumentFormat",
    "FeedLog",
    "FeedState",
    "Found",
    "Item",
    "Limits",
    "Payload",
    "Source",
    "count_items",
    "iter_items",
    "read_location",
    "read_payload",
]
