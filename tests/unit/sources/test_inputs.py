"""Packed files, within limits."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest

from detente.errors import SourceError
from detente.sources import Limits
from detente.sources.inputs import open_bytes, open_path
from tests.unit.sources.helpers import TEXT, founds, messages, take


def test_members_and_the_padding_behind_them() -> None:
    data = gzip.compress(b"one ") + gzip.compress(b"") + gzip.compress(b"two") + b"\x00" * 100
    assert open_bytes(data, "a.txt.gz", Limits()).read(100) == b"one two"


def test_name_tells_the_kind_inside() -> None:
    file = open_bytes(gzip.compress(b"x" * 500_000), "folder/News.CSV.gz", Limits())
    assert (file.name, file.is_packed, len(file.head)) == ("news.csv", True, 1 << 17)


@pytest.mark.parametrize("cut", [1, 5, 12, 200])
def test_cut_off_is_told(cut: int) -> None:
    data = gzip.compress(bytes(range(256)) * 2_000, compresslevel=0)
    file = open_bytes(data[:-cut], "a.gz", Limits())
    with pytest.raises(SourceError, match=r"a\.gz is cut off, in the part from byte 0 on"):
        file.read(10_000_000)


def test_damage_is_told_with_its_place() -> None:
    first = gzip.compress(b"whole")
    data = first + gzip.compress(b"x" * 100)[:-8] + b"\xff" * 8
    with pytest.raises(SourceError, match=f"from byte {len(first)} on; "):
        open_bytes(data, "a.gz", Limits()).read(10_000)


def test_growth_beyond_the_ratio_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.jsonl.gz"
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    with path.open("wb") as stream:
        for _ in range(70):
            stream.write(packer.compress(b'{"text": "' + b"x" * 1_000_000 + b'"}\n'))
        stream.write(packer.flush())
    items, _ = take(path)
    assert "unpacks to more than 200 times its size" in messages(items)[-1]
    assert len(items) < 60  # 50 MB are free


def test_text_that_packs_well_is_no_bomb(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(TEXT.encode() * 10_000))
    assert len(founds(take(path)[0])[0].text) == len(TEXT) * 10_000


def test_packed_text_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(b"a b " * 1_000_000))
    assert messages(take(path, limits=Limits(max_bytes=1_000_000))[0]) == [f"{path} is larger than 1 MB"]


def test_what_cannot_be_opened_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        open_path(tmp_path / "nothing", "nothing", Limits())
