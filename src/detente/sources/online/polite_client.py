"""Many pages of the web, politely: robots.txt once a site, time between requests to a host, waiting when asked to."""

from __future__ import annotations

import email.utils
import time
import urllib.parse
from typing import TYPE_CHECKING

from detente.errors import SourceError
from detente.sources.online.reach import Reach

if TYPE_CHECKING:
    import urllib.robotparser
    from collections.abc import Mapping

    from detente.sources.contract import Limits
    from detente.sources.online.web_client import Answer

_BUSY = frozenset({429, 503})
_MOST_TRIES = 3
#: Longer than this a run does not wait for a host; what is left there is for the next run.
_MOST_WAIT_SECONDS = 120.0
#: What robots.txt asks for beyond this is not kept to: some sites write hours to keep everybody away by other means.
_MOST_DELAY_SECONDS = 60.0


class PoliteClient:
    """Fetches page after page.

    Args:
        limits: How much is taken at most of each.
        delay_seconds: Time between two requests to one host; more where its robots.txt asks for more.
    """

    def __init__(self, limits: Limits, delay_seconds: float) -> None:
        self._limits = limits
        self._delay = delay_seconds
        self._robots: dict[str, urllib.robotparser.RobotFileParser | None] = {}
        self._free_at: dict[str, float] = {}
        self._closed: dict[str, float] = {}

    def fetch(
        self, location: str, *, more_headers: Mapping[str, str] | None = None, home: str | None = None
    ) -> tuple[Answer, str]:
        """Return what is at an address, and where it was found behind all redirects.

        A host that is busy (status 429 or 503) is asked again after the time that it names.

        Args:
            location: The address.
            more_headers: Headers of the request besides the usual ones.
            home: For an address that came from a feed, the host of that feed: a feed of the web must not lead to
                machines that only this one can reach. None for an address that the user gave.

        Raises:
            UsageError: The address is wrong, or neither http nor https.
            SourceError: It cannot be had.
        """
        from detente.sources.online import web_client as client  # noqa: PLC0415 - TLS and HTTP, which files do not need

        reach = None if home is None else Reach.from_feed(location, home)
        for _ in range(_MOST_TRIES):
            with client.Visit(location, self._limits, self._robots, reach) as visit:
                answer, url = client.get_following(
                    visit, location, self._limits, more_headers=more_headers, before=self._wait
                )
            if answer.status not in _BUSY:
                break
            self._postpone(url, answer)
        return answer, url

    def _wait(self, url: str) -> None:
        """Wait until the host may be asked again.

        Raises:
            SourceError: It wants to be left alone for longer than a run waits.
        """
        host = urllib.parse.urlsplit(url).netloc
        if host in self._closed:
            raise SourceError(
                f"{host} asks to be left alone for {self._closed[host]:,.0f} seconds",
                hint="Run the same command again later; what is there already is not fetched again.",
            )
        left = self._free_at.get(host, 0.0) - time.monotonic()
        if left > 0:
            time.sleep(left)
        self._free_at[host] = time.monotonic() + self._delay_for(url)

    def _delay_for(self, url: str) -> float:
        from detente.sources.online.web_client import ROBOT_NAME  # noqa: PLC0415 - TLS and HTTP, which files do not need

        site = urllib.parse.urlsplit(url)
        rules = self._robots.get(urllib.parse.urlunsplit((site.scheme, site.netloc, "/robots.txt", "", "")))
        asked = rules.crawl_delay(ROBOT_NAME) if rules is not None else None
        return max(self._delay, min(float(asked or 0), _MOST_DELAY_SECONDS))

    def _postpone(self, url: str, answer: Answer) -> None:
        host = urllib.parse.urlsplit(url).netloc
        seconds = _retry_after(answer.headers.get("Retry-After"))
        if seconds is None:
            seconds = 4 * self._delay
        if seconds > _MOST_WAIT_SECONDS:
            self._closed[host] = seconds
            raise SourceError(
                f"{url} is busy and asks to be left alone for {seconds:,.0f} seconds",
                hint="Run the same command again later; what is there already is not fetched again.",
            )
        self._free_at[host] = time.monotonic() + seconds


def _retry_after(value: str | None) -> float | None:
    """Return the seconds that a server asks to wait: it writes seconds or a date; None if it says nothing."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        return max(email.utils.parsedate_to_datetime(value).timestamp() - time.time(), 0.0)
    except (TypeError, ValueError):
        return None
