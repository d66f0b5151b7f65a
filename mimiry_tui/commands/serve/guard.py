"""Who is let in: only pages of our own, asked for by name on this machine, under a path nobody can guess.

The loopback address is shared by everybody on the machine, and a web page from anywhere can send
requests there, also by a name of its own that it lets point to it (DNS rebinding). So every request
must name this machine as its host, a connection must come from our own page, and all of it lies
below a secret part of the path.
"""

from __future__ import annotations

import secrets

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

ADDRESS = "127.0.0.1"
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self' ws://{host}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def new_secret() -> str:
    """The part of the path that lets in."""
    return secrets.token_urlsafe(24)


def guard(port: int) -> Middleware:
    """A middleware for the server at that port."""
    ours = f"{ADDRESS}:{port}"

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        if request.host != ours or origin not in (None, f"http://{ours}"):
            raise web.HTTPForbidden(text="not from here\n")
        if request.headers.get("Upgrade") and origin is None:
            raise web.HTTPForbidden(text="only from the page itself\n")
        return await handler(request)

    return check


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """What keeps the page from loading or telling anything elsewhere, and others from framing it."""
    response.headers.update(
        {
            "Content-Security-Policy": _POLICY.format(host=request.host),
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
        }
    )
