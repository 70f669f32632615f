"""Corrects the page that the browser receives first: language, title, description, headers.

Streamlit serves one HTML shell for every page. This middleware names it for readers, search
engines and screen readers; it does not touch what the pages draw.
"""

import gzip
from collections.abc import MutableMapping
from typing import Any

TITLE = "UK Technology Indicators"
DESCRIPTION = (
    "Is the UK on its way to be one of the top three science and technology nations by 2030? "
    "Published figures, with their sources, dates and limits."
)
_NO_SCRIPT = (
    "<noscript>UK Technology Indicators draws its charts with JavaScript. "
    "Please allow it for this page.</noscript>"
)
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)

Message = MutableMapping[str, Any]


def rewrite(html: bytes) -> bytes:
    """The shell with our language, title and description in place of Streamlit's."""
    head = f'<title>{TITLE}</title><meta name="description" content="{DESCRIPTION}">'
    text = html.decode("utf-8").replace('<html lang="en">', '<html lang="en-GB">')
    text = text.replace("<title>Streamlit</title>", head)
    start, end = text.find("<noscript>"), text.find("</noscript>")
    if 0 <= start < end:
        text = text[:start] + _NO_SCRIPT + text[end + len("</noscript>") :]
    return text.encode("utf-8")


class Shell:
    """ASGI middleware that rewrites HTML answers and adds headers to every answer."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if b"text/html" in headers.get(b"accept", b""):
            # Streamlit would compress the shell before we can read it.
            kept = [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]
            scope = {**scope, "headers": kept}
        packed = b"gzip" in headers.get(b"accept-encoding", b"")
        started: Message | None = None
        body = b""

        async def relay(message: Message) -> None:
            nonlocal started, body
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *_HEADERS]
                if _is_html(message):
                    started = message
                    return
            elif started is not None:
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                page = rewrite(body) if body else body
                drop = (b"content-length", b"etag")
                started["headers"] = [(k, v) for k, v in started["headers"] if k not in drop]
                if packed and page:
                    page = gzip.compress(page)
                    started["headers"].append((b"content-encoding", b"gzip"))
                    started["headers"].append((b"vary", b"Accept-Encoding"))
                started["headers"].append((b"content-length", str(len(page)).encode()))
                await send(started)
                await send({"type": "http.response.body", "body": page})
                return
            await send(message)

        await self.app(scope, receive, relay)


def _is_html(message: Message) -> bool:
    headers = dict(message["headers"])
    return message["status"] == 200 and headers.get(b"content-type", b"").startswith(b"text/html")
