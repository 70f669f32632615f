"""The host allow-list: a request under a name that is not ours is refused before anything else.

It closes DNS rebinding (a stranger's name that leads to this machine) and poisoned caches. Where
`INDICATORS_HOSTS` is unset, this machine's own names, IP addresses (which cannot be rebound) and
the public address's name are let through. Monitors ask under any name: see `OPEN`.
"""

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from indicators.settings import HOSTS, PUBLIC_URL, listed, read
from pages.ui.http.messages import App, Receive, Scope, Send, refusal

#: Asked by orchestrators and scrapers under the name of a container. They say nothing of readers.
OPEN = ("/health", "/metrics", "/_stcore/health")

_OWN = ("localhost", "*.localhost")
_ADDRESS = re.compile(r"\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\]")
_HOST = re.compile(r"(?P<name>[a-z0-9._-]{1,253}|\[[0-9a-f:.]+\])(:\d{1,5})?")


def host_of(scope: Scope) -> str:
    """The name that the request is for, without its port; empty where it is none or no name."""
    given = Headers(scope=scope).getlist("host")
    found = _HOST.fullmatch(given[0].lower()) if len(given) == 1 else None
    return found["name"].rstrip(".") if found else ""


def is_ours(name: str) -> bool:
    """Whether the service answers under this name."""
    if not name:
        return False
    asked_for = listed(HOSTS)
    if not asked_for:
        public = urlsplit(read(PUBLIC_URL)).hostname
        asked_for = (*_OWN, public) if public else _OWN
        if _ADDRESS.fullmatch(name):
            return True
    return any(_fits(name, pattern.lower()) for pattern in asked_for)


def _fits(name: str, pattern: str) -> bool:
    if pattern == "*":
        return True
    if pattern.startswith("*."):
        return name.endswith(pattern[1:]) and len(name) > len(pattern) - 1
    return name == pattern


class Hosts:
    """ASGI middleware: 400 for an unknown name, also for a websocket."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        lets_through = (
            scope["type"] == "lifespan" or scope["path"] in OPEN or is_ours(host_of(scope))
        )
        if lets_through:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            answer = refusal(
                scope,
                400,
                "Unknown host",
                "This service does not answer under the name in the address. Whoever runs it can "
                "add the name to INDICATORS_HOSTS.",
            )
            await answer(scope, receive, send)
