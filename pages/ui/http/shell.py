"""Answers for every page: its first HTML, whole and compressed; and 404 where there is no page.

A page is answered here and not by Streamlit, which gives every address the same empty HTML. What
is neither a page, nor one of the routes, nor Streamlit's own, does not exist.
"""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import brotli
from starlette.datastructures import Headers, QueryParams
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Match

from indicators.choice import gathered
from indicators.settings import PUBLIC_URL, read
from pages.ui.http.clients import is_encrypted
from pages.ui.http.document import document
from pages.ui.http.hosts import host_of
from pages.ui.http.messages import App, Receive, Scope, Send, encoding_for
from pages.ui.http.not_found import not_found
from pages.ui.http.openings import Openings
from pages.ui.http.places import is_streamlits, page_at

#: Documents kept at once, each up to 100 kB with its two compressed forms.
MOST_KEPT = 200
_READ = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class _Document:
    bodies: dict[str, bytes]
    tag: str


class Shell:
    """ASGI middleware. `routes` are the addresses that other code answers."""

    def __init__(
        self, app: App, routes: Sequence[BaseRoute] = (), openings: Openings | None = None
    ) -> None:
        self.app = app
        self.routes = tuple(routes)
        self.openings = openings or Openings()
        self._kept: OrderedDict[Any, _Document] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        page = page_at(path)
        if page and scope["method"] in _READ:
            await (await self._page(scope, page))(scope, receive, send)
        elif page or is_streamlits(path) or self._is_route(scope):
            await self.app(scope, receive, send)
        elif path != "/" and page_at(path.rstrip("/")) and not path.startswith("//"):
            await _without_slash(scope)(scope, receive, send)
        else:
            await not_found(scope)(scope, receive, send)

    def _is_route(self, scope: Scope) -> bool:
        return any(route.matches(scope)[0] is not Match.NONE for route in self.routes)

    async def _page(self, scope: Scope, page: str) -> Response:
        parameters = gathered(QueryParams(scope.get("query_string", b"")).multi_items())
        build, opening = await self.openings.get(scope["path"], parameters)
        site = _site(scope)
        key = (build, page, opening, site)
        found = self._kept.get(key)
        if found is None:
            found = _packed(document(page, opening, site))
            if build:
                self._keep(key, found)
        return _answer(scope, found)

    def _keep(self, key: Any, made: _Document) -> None:
        self._kept[key] = made
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)


def _site(scope: Scope) -> str:
    """The address in front of every path: the setting, or the name that was let through."""
    public = read(PUBLIC_URL).rstrip("/")
    if public:
        return public
    host = host_of(scope)
    port = Headers(scope=scope).get("host", "").removeprefix(host)
    return f"{'https' if is_encrypted(scope) else 'http'}://{host}{port}" if host else ""


def _packed(text: str) -> _Document:
    raw = text.encode("utf-8")
    bodies = {
        "": raw,
        "br": brotli.compress(raw, quality=5),
        "gzip": gzip.compress(raw, 6, mtime=0),
    }
    return _Document(bodies, hashlib.sha256(raw).hexdigest()[:20])


def _answer(scope: Scope, found: _Document) -> Response:
    encoding = encoding_for(scope, ("br", "gzip"))
    tag = f'"{found.tag}-{encoding or "plain"}"'
    headers = {"cache-control": "no-cache", "etag": tag, "vary": "Accept-Encoding"}
    if tag in Headers(scope=scope).get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if encoding:
        headers["content-encoding"] = encoding
    body = found.bodies[encoding]
    headers["content-length"] = str(len(body))
    shown = body if scope["method"] == "GET" else b""
    return Response(shown, headers=headers, media_type="text/html")


def _without_slash(scope: Scope) -> Response:
    query = scope.get("query_string", b"").decode("latin-1")
    target = scope["path"].rstrip("/") + (f"?{quote(query, safe='=&+%;,.~-_')}" if query else "")
    return RedirectResponse(target, 308)
