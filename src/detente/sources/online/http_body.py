"""An HTTP response as a crawl stored it: its body in chunks, packed, or neither, whatever its headers say."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.errors import SourceError
from detente.sources.files import too_large

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.sources.contract import Limits

_CHUNK_HEAD = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r\n")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS_LINE = re.compile(rb"HTTP/[\d.]+ +(\d{3})\b")
_MOST_HEAD_BYTES = 1 << 18
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """A response.

    Attributes:
        status: Its status, such as 200.
        headers: Its headers; names in lower case.
        body: Its body as it was sent.
    """

    status: int
    headers: dict[str, str]
    body: bytes


def split_response(block: bytes) -> StoredResponse | None:
    """Return the response in some bytes; None if they do not begin with a status."""
    status = _STATUS_LINE.match(block)
    if status is None:
        return None
    end = _HEAD_END.search(block, 0, _MOST_HEAD_BYTES)
    lines = block[: end.start() if end else len(block)].decode("latin-1").splitlines()[1:]
    pairs = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    return StoredResponse(int(status[1]), headers, block[end.end() :] if end else b"")


def decode_body(data: bytes, headers: Mapping[str, str], origin: str, limits: Limits) -> bytes:
    """Return the bytes of the page.

    Crawlers often store the page unpacked and keep the headers that came with it: what is not packed as the headers
    say is taken as it is.

    Args:
        data: The body as stored.
        headers: The response's headers; names in lower case.
        origin: Its name, for messages.
        limits: How much is taken at most.

    Raises:
        SourceError: It is packed in an unknown way, damaged, or too large.
    """
    if "chunked" in headers.get("transfer-encoding", "").lower():
        data = _join_chunks(data)
    packing = headers.get("content-encoding", "identity").lower()
    if packing in {"br", "zstd", "compress"}:
        raise SourceError(f"{origin} is packed as {packing}", hint="Only gzip and deflate are unpacked.")
    if packing == "deflate" and data[:1] == b"\x78":
        return _unpack(data, zlib.decompressobj(), origin, limits)
    if packing in {"gzip", "x-gzip"} and data.startswith(_GZIP):
        return _unpack(data, zlib.decompressobj(31), origin, limits)
    return data


def _unpack(data: bytes, unpacker: zlib._Decompress, origin: str, limits: Limits) -> bytes:
    try:
        unpacked = unpacker.decompress(data, limits.max_bytes + 1)
    except zlib.error as error:
        raise SourceError(f"{origin} is packed, and damaged: {error}") from error
    if len(unpacked) > limits.max_bytes:
        raise too_large(origin, limits)
    if not unpacker.eof:
        raise SourceError(f"{origin} is packed, and cut off", hint="The crawl did not get the whole page.")
    return unpacked


def _join_chunks(data: bytes) -> bytes:
    """Return a body without the lengths between its chunks; as it is if there are none."""
    parts: list[bytes] = []
    at = 0
    while (match := _CHUNK_HEAD.match(data, at)) is not None:
        size = int(match[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(data[match.end() : match.end() + size])
        at = match.end() + size + 2
    return b"".join(parts) if parts and at >= len(data) else data
