"""The shipped tables, and a user's layer over them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import KnowledgeError
from detente.knowledge.table import IndexedTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    Rows = tuple[tuple[str, ...], ...]

#: Where the built tables lie.
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Layer:
    """A user's own rows; each maps a key to rows as the shipped tables have them.

    Attributes:
        names: Folded name to senses; they come before the shipped ones.
        entities: Entity id to its row; it replaces the shipped one.
        roles: Entity id to roles; they come before the shipped ones.
        holders: Country and code to entity ids.
        replaced: Entities whose shipped roles are left out.
        digest: sha256 of the file, or "" for the empty layer.
    """

    names: Mapping[str, Rows] = field(default_factory=dict)
    entities: Mapping[str, Rows] = field(default_factory=dict)
    roles: Mapping[str, Rows] = field(default_factory=dict)
    holders: Mapping[str, Rows] = field(default_factory=dict)
    replaced: frozenset[str] = frozenset()
    digest: str = ""


class TableSet:
    """Everything that can be looked up, read when first asked for.

    Args:
        data: The folder with the built tables.
        layer: A user's rows.
    """

    def __init__(self, data: Path = DATA, layer: Layer | None = None) -> None:
        self._data = data
        self._layer = layer or Layer()
        self._names = IndexedTable.load(data / "names.tsv")
        self._manifest = self.text("MANIFEST.tsv")

    @property
    def folder(self) -> Path:
        """The folder with the built tables."""
        return self._data

    @cached_property
    def digest(self) -> str:
        """The sha256 over the manifest, which holds that of each table, and the user's file."""
        return sha256((self._manifest + self._layer.digest).encode()).hexdigest()

    @cached_property
    def small_starts(self) -> frozenset[str]:
        """The small-lettered words with which a name may begin."""
        return self._small_words(0) | {key.split(" ", 1)[0] for key in self._layer.names if not key.startswith("^")}

    @cached_property
    def small_inner(self) -> frozenset[str]:
        """The small-lettered words, particles excepted, that may follow in a name."""
        own = (key.split(" ")[1:] for key in self._layer.names if not key.startswith("^"))
        return self._small_words(1) | {word for words in own for word in words}

    def _small_words(self, column: int) -> frozenset[str]:
        shipped = self._names.rows("^")
        return frozenset(shipped[0][column].split() if shipped else ())

    @cached_property
    def _entities(self) -> IndexedTable:
        return IndexedTable.load(self._data / "entities.tsv")

    @cached_property
    def _roles(self) -> IndexedTable:
        return IndexedTable.load(self._data / "roles.tsv")

    @cached_property
    def _holders(self) -> IndexedTable:
        return IndexedTable.load(self._data / "holders.tsv")

    @cached_property
    def _places(self) -> IndexedTable:
        return IndexedTable.load(self._data / "places.tsv")

    def names(self, key: str) -> Rows:
        """Return the senses of a folded name."""
        own = self._layer.names.get(key)
        if own is None:
            return self._names.rows(key)
        if key.startswith("^") and " " not in key:
            return _longer_first(own, self._names.rows(key))
        return own + self._names.rows(key)

    def names_beginning(self, beginning: str, most: int) -> Rows:
        """Return the senses of names in which a word begins so: the user's own, then up to `most` shipped ones."""
        own = (rows for key, rows in self._layer.names.items() if f" {beginning}" in f" {key}" and key[:1] != "^")
        return tuple(row for rows in own for row in rows) + self._names.rows_with_word(beginning, most)

    def entities(self, entity_id: str) -> Rows:
        """Return an entity's row, or nothing."""
        return self._layer.entities.get(entity_id) or self._entities.rows(entity_id)

    def roles(self, entity_id: str) -> Rows:
        """Return an entity's roles."""
        own = self._layer.roles.get(entity_id, ())
        return own if entity_id in self._layer.replaced else own + self._roles.rows(entity_id)

    def holders(self, key: str) -> Rows:
        """Return the ids of all who held an office."""
        own = self._layer.holders.get(key, ())
        return own + tuple(row for row in self._holders.rows(key) if row not in own)

    def places(self, place_id: str) -> Rows:
        """Return a place's row, or nothing."""
        return self._places.rows(place_id)

    def text(self, name: str) -> str:
        """Return a small table as text.

        Raises:
            KnowledgeError: It is missing.
        """
        try:
            return (self._data / name).read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise KnowledgeError(
                f"the knowledge table {name} is missing in {self._data}",
                hint="install the package again, or build the tables with `make knowledge SOURCES=...`",
            ) from error


def _longer_first(own: Rows, shipped: Rows) -> Rows:
    """Return the one row about a first token: the greater length and the sum of the given names."""
    if not shipped:
        return own
    longest = max(int(own[0][0]), int(shipped[0][0]))
    return ((str(longest), str(int(own[0][1]) + int(shipped[0][1]))),)
