"""Who is who, where, and in which bloc, at a date: the public face of the room.

`load_knowledge` gives the tables; everything else here is what its answers are made of.
"""

from detente.knowledge.base import Knowledge
from detente.knowledge.codebook import Codebook, Issue, load_codebook
from detente.knowledge.dates import role_standing
from detente.knowledge.describe import NameNote, RoleNote, describe_name
from detente.knowledge.diff import RowChange, diff_tables
from detente.knowledge.layers import DATA as SHIPPED_TABLES
from detente.knowledge.load import load_knowledge
from detente.knowledge.model import (
    AliasKind,
    Country,
    Entity,
    KnownPlace,
    Membership,
    NameMatch,
    NameSense,
    PossiblePerson,
    Role,
)

__all__ = [
    "SHIPPED_TABLES",
    "AliasKind",
    "Codebook",
    "Country",
    "Entity",
    "Issue",
    "Knowledge",
    "KnownPlace",
    "Membership",
    "NameMatch",
    "NameNote",
    "NameSense",
    "PossiblePerson",
    "Role",
    "RoleNote",
    "RowChange",
    "describe_name",
    "diff_tables",
    "load_codebook",
    "load_knowledge",
    "role_standing",
]
