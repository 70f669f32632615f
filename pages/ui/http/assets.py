"""Streamlit's client code, compressed once in a process and kept by browsers for good.

Streamlit serves its files uncompressed, some 2 MB before the first page. Their names hold a hash
of what is in them, so a browser never asks for one again; an upgrade of Streamlit brings new
names. Tags come from the bytes, so they hold after a restart and on every replica.
"""

import gzip
import hashlib
import mimetypes
import re
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli
import streamlit as st
from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import Response

from pages.ui.http.messages import App, Receive, Scope, Send, encoding_for
from pages.ui.http.places import STATIC

#: Nine takes 0.3 s of CPU for all first modules and the same for Plotly's; eleven takes 8 s to save
#: another 8%.
BROTLI_QUALITY = 9
_GZIP_LEVEL = 6
FOREVER = "public, max-age=31536000, immutable"
_TEXT = frozenset({".js", ".css", ".json", ".svg", ".html"})
_IMPORTED = re.compile(r"""(?:from|import)\s*["']\./([\w.\-]+\.js)["']""")


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it leaves: bytes in one encoding, and their tag."""

    body: bytes
    encoding: str
    media_type: str
    etag: str


class Assets:
    """The files under a `static` folder, by their path below it, in the encodings asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names = frozenset(
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
        )
        self._kept: dict[tuple[str, str], Asset] = {}
        self._locks: dict[tuple[str, str], threading.Lock] = {}

    def encodings(self, name: str) -> tuple[str, ...]:
        """The encodings that a file is offered in, the smallest first."""
        return ("br", "gzip") if Path(name).suffix in _TEXT else ()

    def get(self, name: str, encoding: str) -> Asset:
        """The file in that encoding, compressed at the first call; safe from many threads."""
        key = name, encoding
        with self._locks.setdefault(key, threading.Lock()):
            if key not in self._kept:
                self._kept[key] = self._made(name, encoding)
            return self._kept[key]

    def kept(self, name: str, encoding: str) -> Asset | None:
        """The same where it is there already."""
        return self._kept.get((name, encoding))

    def _made(self, name: str, encoding: str) -> Asset:
        raw = (self.folder / name).read_bytes()
        if encoding == "br":
            body = brotli.compress(raw, quality=BROTLI_QUALITY)
        else:
            body = gzip.compress(raw, _GZIP_LEVEL, mtime=0)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        tag = hashlib.sha256(raw).hexdigest()[:20]
        return Asset(body, encoding, kind, f'"{tag}-{encoding}"')

    def module(self, stem: str) -> str:
        """The file of a module by its name without the hash: `js/Html.CzLZZ4bP.js`; or empty."""
        found = (n for n in sorted(self.names) if re.fullmatch(rf"js/{stem}\.[\w-]+\.js", n))
        return next(found, "")

    def modules_of(self, stems: tuple[str, ...]) -> tuple[str, ...]:
        """The files of modules and of everything they import at once, each named once."""
        wanted, seen = [name for stem in stems if (name := self.module(stem))], []
        while wanted:
            name = wanted.pop(0)
            if name in seen or name not in self.names:
                continue
            seen.append(name)
            text = (self.folder / name).read_text(encoding="utf-8", errors="replace")
            wanted += [f"js/{imported}" for imported in _IMPORTED.findall(text)]
        return tuple(seen)


@cache
def streamlits() -> Assets:
    """The files of the Streamlit that is installed."""
    return Assets(index_path().parent / "static")


def index_path() -> Path:
    """Streamlit's own first HTML."""
    return Path(st.__file__).parent / "static" / "index.html"


class StaticFiles:
    """ASGI middleware that answers for Streamlit's files where it can send them compressed.

    Pictures, fonts and parts of files are left to Streamlit, which lets browsers keep them too.
    """

    def __init__(self, app: App, assets: Assets | None = None) -> None:
        self.app = app
        self.assets = assets or streamlits()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = scope.get("path", "").removeprefix(STATIC)
        ours = (
            scope["type"] == "http"
            and scope["method"] in ("GET", "HEAD")
            and scope["path"].startswith(STATIC)
            and name in self.assets.names
            and "range" not in Headers(scope=scope)
        )
        encoding = encoding_for(scope, self.assets.encodings(name)) if ours else ""
        if not encoding:
            await self.app(scope, receive, send)
            return
        asset = self.assets.kept(name, encoding)
        if asset is None:
            asset = await to_thread.run_sync(self.assets.get, name, encoding)
        await _answer(scope, asset)(scope, receive, send)


def _answer(scope: Scope, asset: Asset) -> Response:
    headers = {"cache-control": FOREVER, "etag": asset.etag, "vary": "Accept-Encoding"}
    if asset.etag in Headers(scope=scope).get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    headers["content-encoding"] = asset.encoding
    headers["content-length"] = str(len(asset.body))
    body = asset.body if scope["method"] == "GET" else b""
    return Response(body, headers=headers, media_type=asset.media_type)
