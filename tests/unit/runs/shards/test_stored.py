"""Sources in a store, here in one that fsspec keeps in memory; tests/integration has a server of S3."""

from __future__ import annotations

from typing import TYPE_CHECKING

import fsspec
import pytest

from detente.errors import SourceError, UsageError
from detente.runs.shards.stored import fetched, is_stored, list_stored, look_stored

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def place() -> Iterator[str]:
    fs = fsspec.filesystem("memory")
    fs.pipe({"/in/b.txt": b"Later words.", "/in/deep/a.csv": b"text\nWords.\n", "/in/x.png": b"\x89PNG"})
    yield "memory://in"
    fs.rm("/in", recursive=True)


def test_a_path_and_the_web_are_no_store() -> None:
    assert [is_stored(one) for one in ("s3://a/b", "memory://a", "a/b.txt", "https://a.org/b", "file:///a")] == [
        True, True, False, False, False
    ]  # fmt: skip


def test_a_folder_gives_its_articles_in_order_and_says_what_it_passes_over(place: str) -> None:
    notices: list[str] = []
    found = list(list_stored(place, notices.append))
    assert [(one.location.rpartition("/in/")[2], one.bytes, one.count()) for one in found] == [
        ("b.txt", 12, (1, False)), ("deep/a.csv", 12, (1, True))
    ]  # fmt: skip
    assert notices == ["memory://in: 1 file of other kinds passed over"]
    assert [one.count() for one in list_stored(f"{place}/*.png", notices.append)] == [(None, False)]
    assert len(notices) == 1, "who names a file wants it"


def test_a_file_is_fetched_and_removed_and_noticed_when_it_is_gone(place: str, tmp_path: Path) -> None:
    (found,) = list_stored(f"{place}/b.txt", lambda _: None)
    with fetched(found.location) as path:
        assert path.read_bytes() == b"Later words."
        assert path.name == "b.txt"
    assert not path.exists()
    assert look_stored(found.location) == found
    fsspec.filesystem("memory").rm("/in/b.txt")
    assert look_stored(found.location) is None
    with pytest.raises(SourceError, match="cannot be fetched"), fetched(found.location):
        pass
    with fetched(str(tmp_path)) as here:
        assert here == tmp_path


@pytest.mark.parametrize(
    ("source", "says"),
    [("memory://nowhere", "cannot be listed"), ("memory://in/none*", "no file"), ("zzz://a/b", "cannot be opened")],
)
def test_where_nothing_is_it_is_said(source: str, says: str, place: str) -> None:  # noqa: ARG001 - the store is filled
    with pytest.raises(UsageError, match=says):
        list(list_stored(source, lambda _: None))
