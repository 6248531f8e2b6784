"""Which machines may be asked: what comes from the web leads to the web, not to machines of an inner network."""

from __future__ import annotations

import ipaddress
import socket
import urllib.parse
from dataclasses import dataclass

from detente.errors import SourceError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Reach:
    """How far one visit may go: pages, their redirects, and the robots.txt of each, with its redirects.

    Attributes:
        origin: The address that was asked for, for messages.
        home: A host of an inner network that may be asked, because the user named it, or the feed stands there; "" for
            none. A name that led to the public net is none, wherever it leads later.
        inner: Whether other machines of an inner network may be asked too: where the user named one of them.
    """

    origin: str
    home: str
    inner: bool = False

    @classmethod
    def of(cls, location: str) -> Reach:
        """Return the reach of an address that the user gave."""
        host, port = _host_of(location)
        is_there = bool(_inner_addresses(host, port))
        return cls(location, host if is_there else "", inner=is_there)

    @classmethod
    def from_feed(cls, location: str, home: str) -> Reach:
        """Return the reach of an address that stands in a feed on a host."""
        return cls(location, home if _inner_addresses(home, 80) else "")

    def check_name(self, url: str) -> None:
        """Refuse an address before it is asked.

        Raises:
            SourceError: Its host is a machine of an inner network.
        """
        host, port = _host_of(url)
        if host != self.home and not self.inner:
            self._refuse(host, _inner_addresses(host, port))

    def check_peer(self, host: str, address: str) -> None:
        """Refuse a machine that a host's name led to, whatever the name said a moment ago; nothing was sent to it yet.

        Raises:
            SourceError: It is a machine of an inner network.
        """
        if host != self.home and not self.inner and is_inner(address):
            self._refuse(host, [address])

    def _refuse(self, host: str, found: list[str]) -> None:
        if found:
            raise SourceError(
                f"{self.origin} leads to {host}, a machine of an inner network ({found[0]})",
                hint="The page or feed is wrong or means harm; nothing was fetched.",
            )


def is_inner(address: str) -> bool:
    """Tell whether an IP address is none of the public net; one that another address carries inside counts too."""
    try:
        ip: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address)
    except ValueError:
        return True
    if isinstance(ip, ipaddress.IPv6Address):
        carried = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if carried is None and ip in _NAT64:
            carried = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if carried is not None:
            return is_inner(str(carried))
    return not ip.is_global or ip.is_multicast


def _host_of(url: str) -> tuple[str, int]:
    try:
        parts = urllib.parse.urlsplit(url)
        return (parts.hostname or "").encode("idna").decode("ascii"), parts.port or 80
    except (ValueError, UnicodeError):
        return "", 80  # the request itself will say what is wrong with the address


def _inner_addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, proto=socket.IPPROTO_TCP)
    except (OSError, ValueError):
        return []  # as above
    return [str(address[4][0]) for address in found if is_inner(str(address[4][0]))]
