"""Two network namespaces of this machine, joined by a cable: as two hosts that share a file system."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE, THERE = "detente-a", "detente-b"
ADDRESSES: Final = {HERE: "10.77.19.1", THERE: "10.77.19.2"}


@contextmanager
def two_hosts() -> Iterator[None]:
    """Make the namespaces, and remove them in the end.

    Raises:
        OSError: The machine does not allow it, or has no `ip`.
        subprocess.CalledProcessError: Likewise.
    """
    try:
        for name in ADDRESSES:
            _ip("netns", "add", name)
        _ip("link", "add", "dt-a", "netns", HERE, "type", "veth", "peer", "name", "dt-b", "netns", THERE)
        for (name, address), device in zip(ADDRESSES.items(), ("dt-a", "dt-b"), strict=True):
            _ip("-n", name, "addr", "add", f"{address}/24", "dev", device)
            _ip("-n", name, "link", "set", device, "up")
            _ip("-n", name, "link", "set", "lo", "up")
        yield
    finally:
        for name in ADDRESSES:
            subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)  # noqa: S607 - wherever it is


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)  # noqa: S607 - wherever it is
