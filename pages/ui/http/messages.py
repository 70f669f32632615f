"""Small ASGI tools that every layer of the stack uses: types, headers, whole answers."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

PROBLEM = "application/problem+json"


def wants_html(scope: Scope) -> bool:
    """Whether a person's browser asks, rather than a program."""
    return "text/html" in Headers(scope=scope).get("accept", "")


def encoding_for(scope: Scope, offered: Iterable[str]) -> str:
    """The first of the offered encodings that the client accepts; empty for none of them."""
    accepted = {}
    for part in Headers(scope=scope).get("accept-encoding", "").split(","):
        name, _, quality = part.strip().partition(";")
        accepted[name.strip().lower()] = quality.replace(" ", "") not in ("q=0", "q=0.0")
    for name in offered:
        if accepted.get(name, accepted.get("*", False)):
            return name
    return ""


def refusal(scope: Scope, status: int, title: str, sentence: str, **headers: str) -> Response:
    """An error for the one who meets it: a small page for a browser, RFC 9457 for a program."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if wants_html(scope):
        page = (
            f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<meta name="color-scheme" content="light dark"></head>'
            f"<body><main><h1>{title}</h1><p>{sentence}</p></main></body></html>"
        )
        return HTMLResponse(page, status, named)
    body = {"type": "about:blank", "title": title, "status": status, "detail": sentence}
    return JSONResponse(body, status, named, media_type=PROBLEM)
