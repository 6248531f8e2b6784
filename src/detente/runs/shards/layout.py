"""Which files a shard has in the out folder, and what stands in those that no export has."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from detente.archive.exchange import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection

    from detente.runs.shards.folder import ShardFolder

#: The tables of `detente export --as parquet`, in its order.
TABLE_NAMES: Final = tuple(table.name for table in TABLES)

#: The records as they were read, from which the tables are made: again, once the stories are known.
RECORDS: Final = "records"
RECORDS_SCHEMA: Final = pa.schema([
    ("article", pa.string()),
    ("record", pa.string()),
    ("sketch", pa.list_(pa.int64())),
])

#: Where each text was found.
APPEARANCES: Final = "appearances"
APPEARANCES_SCHEMA: Final = pa.schema([
    ("article", pa.string()),
    ("origin", pa.string()),
    ("url", pa.string()),
    ("source", pa.string()),
    ("published", pa.string()),
    ("title", pa.string()),
])

#: What could not be read, and why.
FAILURES: Final = "failures"
FAILURES_SCHEMA: Final = pa.schema([
    ("origin", pa.string()),
    ("article", pa.string()),
    ("stage", pa.string()),
    ("reason", pa.string()),
    ("hint", pa.string()),
])

_MANIFESTS: Final = "manifests"


@dataclass(frozen=True, slots=True)
class ShardManifest:
    """What came of a shard. It is written last: a shard without it is not done.

    Attributes:
        name: The shard's name.
        inputs: Each file's origin, size in bytes and sha256.
        made: Version, models and knowledge, as records name them.
        settings: How it was read.
        counts: "read", "duplicate" (a text that the shard had already), "failed".
        reasons: Stage and reason of failures, and how often they occurred.
        languages: Articles by language; "" for those of which too little text is there to tell.
        chars: Lengths of the articles' texts in characters: least, quarter, median, three quarters, most.
        claims: How many items of each kind the records hold.
        notes: What the sources had to say.
        seconds: How long finding and reading took: "sources", "reading", "tables". Wall time.
        cpu_seconds: Processor time of the whole.
        most_mb: The most memory that the process had held by the end of it.
    """

    name: str
    inputs: tuple[tuple[str, int, str], ...]
    made: dict[str, Any]
    settings: dict[str, Any]
    counts: dict[str, int]
    reasons: tuple[tuple[str, str, int], ...] = ()
    languages: dict[str, int] = field(default_factory=dict)
    chars: tuple[int, ...] = ()
    claims: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)
    cpu_seconds: float = 0.0
    most_mb: float = 0.0

    def write(self, folder: ShardFolder) -> None:
        """Write it into the out folder, which makes the shard done."""
        data = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        folder.put(manifest_file(self.name), (data + "\n").encode("utf-8", "backslashreplace"))


def table_file(table: str, shard: str) -> str:
    """Return where a table of a shard lies in the out folder."""
    return f"{table}/{shard}.parquet"


def manifest_file(shard: str) -> str:
    """Return where a shard's manifest lies in the out folder."""
    return f"{_MANIFESTS}/{shard}.json"


def read_manifests(folder: ShardFolder) -> dict[str, ShardManifest]:
    """Return the manifests of the shards that are done, by the shard's name.

    A shard of which a file is missing, or whose manifest is damaged, is not done, and is made again.
    """
    found = {name.removesuffix(".json") for name in folder.names(_MANIFESTS) if name.endswith(".json")}
    for table in (*TABLE_NAMES, RECORDS, APPEARANCES, FAILURES) if found else ():
        found &= {name.removesuffix(".parquet") for name in folder.names(table)}
    data = folder.read_many(map(manifest_file, found))
    manifests = ((shard, parse_manifest(data.get(manifest_file(shard)))) for shard in sorted(found))
    return {shard: manifest for shard, manifest in manifests if manifest is not None}


def forget_shards(folder: ShardFolder, shards: Collection[str]) -> None:
    """Remove the manifests of some shards, which are then not done, whatever else of them is there."""
    for name in folder.names(_MANIFESTS):
        if name.removesuffix(".json") in shards:
            folder.remove(f"{_MANIFESTS}/{name}")


def read_manifest(folder: ShardFolder, shard: str) -> ShardManifest | None:
    """Return a shard's manifest; None if it has none, or one that is damaged."""
    return parse_manifest(folder.read(manifest_file(shard)))


def parse_manifest(data: bytes | None) -> ShardManifest | None:
    """Return a manifest from the bytes of its file; None if these are no manifest."""
    try:
        told = json.loads(data or b"")
        told["inputs"] = tuple(tuple(one) for one in told["inputs"])
        told["reasons"] = tuple(tuple(one) for one in told["reasons"])
        return ShardManifest(**{**told, "chars": tuple(told["chars"]), "notes": tuple(told["notes"])})
    except (ValueError, KeyError, TypeError):
        return None
