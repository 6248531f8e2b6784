"""Who may do what: the one place that lets a request in, and the headers that keep a browser from doing more.

- A page on this machine answers to the names of this machine only, so that no foreign site can reach it through a
  name of its own that points here (DNS rebinding).
- Where a token is set, every request needs it: once as `?token=…`, which leaves a cookie, or as a Bearer.
- A request that changes something must come from this page: browsers say so in `Sec-Fetch-Site` and `Origin`.
  Programs with the Bearer token are exempt. There is no form token that could leak.
- Bodies are bounded.
"""

from __future__ import annotations

import hmac
import ipaddress
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from detente.views.web.options import ServeOptions

#: Pasted and uploaded articles are the largest bodies.
MOST_BODY_BYTES = 2_000_000
COOKIE = "detente_token"
_TOO_MUCH = (
    f"More than {MOST_BODY_BYTES:,} bytes were sent, and none were used. Go back: what you typed is still there.\n"
    "A longer file is read in the terminal: detente read FILE, or detente add FILE --archive ARCHIVE.\n"
)
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITE = frozenset({"same-origin", "none"})

_HEADERS: Final[dict[str, str]] = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """Lets requests in or turns them away, and gives every answer its headers.

    Args:
        app: What is guarded.
        options: How the page is served.
        policy: The content security policy of every answer.
    """

    def __init__(self, app: ASGIApp, options: ServeOptions, policy: str) -> None:
        self._app = app
        self._options = options
        self._headers = _HEADERS | {"content-security-policy": policy}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request, as ASGI asks for."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        refusal = self._refuse(scope)
        if refusal is not None:
            await refusal(scope, receive, send_guarded)
            return
        await self._app(scope, Bounded(receive), send_guarded)

    def _refuse(self, scope: Scope) -> Response | None:
        """Return what a request that is not let in is answered, or None."""
        headers = Headers(scope=scope)
        if self._options.is_local and not _is_own_name(headers.get("host", "")):
            return PlainTextResponse("This page answers to 127.0.0.1 and localhost only.\n", 421)
        promised = headers.get("content-length", "0")
        if not promised.isdecimal() or int(promised) > MOST_BODY_BYTES:
            return PlainTextResponse(_TOO_MUCH, 413)
        bearer = self._has_bearer(headers)
        if self._options.token is not None and not bearer:
            refusal = self._ask_token(scope, headers)
            if refusal is not None:
                return refusal
        if scope["method"] not in _SAFE_METHODS and not bearer and not _is_from_here(headers):
            return PlainTextResponse("A change must come from this page itself.\n", 403)
        return None

    def _has_bearer(self, headers: Headers) -> bool:
        kind, _, given = headers.get("authorization", "").partition(" ")
        return kind.lower() == "bearer" and self._is_token(given.strip())

    def _is_token(self, given: str) -> bool:
        token = self._options.token
        return token is not None and hmac.compare_digest(given.encode(), token.encode())

    def _ask_token(self, scope: Scope, headers: Headers) -> Response | None:
        """Return None for a request with the cookie; take the token out of the address and into a cookie."""
        if self._is_token(_cookie(headers)):
            return None
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = [value for name, value in asked if name == "token"]
        if scope["method"] not in _SAFE_METHODS or not given or not self._is_token(given[0]):
            return PlainTextResponse("A token is needed: open the address that `detente serve` printed.\n", 401)
        rest = urlencode([(name, value) for name, value in asked if name != "token"])
        # Relative to the same host, and never "//…", which would name another one.
        path = "/" + scope["path"].lstrip("/")
        answer = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
        answer.set_cookie(COOKIE, given[0], httponly=True, samesite="strict")
        return answer


class Bounded:
    """Hands on a request's body until it grows too large, whatever its headers promised.

    Args:
        receive: Where the body comes from.
    """

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._left = MOST_BODY_BYTES

    async def __call__(self) -> Message:
        """Return the next piece of the body, as ASGI asks for."""
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        # Whoever sends more than promised is cut off like a browser that closed the connection.
        return message if self._left >= 0 else {"type": "http.disconnect"}


def _is_own_name(host: str) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _is_from_here(headers: Headers) -> bool:
    """Tell whether a browser says that a request comes from this page; programs say nothing of the kind."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site in _OWN_SITE
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _cookie(headers: Headers) -> str:
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(headers.get("cookie", ""))
    except CookieError:
        return ""
    return jar[COOKIE].value if COOKIE in jar else ""
