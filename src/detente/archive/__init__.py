"""The archive: articles and their records in one SQLite file."""

from detente.archive.archive import Archive
from detente.archive.database import connect, connect_to_read, is_writable, transaction
from detente.archive.filed import Appearance, Filed, Review
from detente.archive.filing import Failure, Visit
from detente.archive.run_log import RunRow

__all__ = [
    "Appearance",
    "Archive",
    "Failure",
    "Filed",
    "Review",
    "RunRow",
    "Visit",
    "connect",
    "connect_to_read",
    "is_writable",
    "transaction",
]
