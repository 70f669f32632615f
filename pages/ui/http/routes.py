"""The stable addresses over HTTP: what is asked, from which build, and with which headers.

What an address answers is `indicators.publishing.addresses`; nothing is made here.
"""

import asyncio
import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from pathlib import Path

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

import indicators
from indicators.catalogue import load_catalogue
from indicators.errors import WarehouseError
from indicators.links import APP
from indicators.publishing.addresses import ASSETS, DOCUMENTS, PAGED, answer
from indicators.publishing.answers import Answer, Refused, problem
from indicators.publishing.site.edition import Site
from indicators.publishing.versions import build_asked
from indicators.settings import ADDRESSES_MEGABYTES, PUBLIC_URL, SERVICE_CONTACT, read, whole_number
from indicators.warehouse import Warehouse, serving
from pages.ui.http.conditional import encoding_of, http_date, is_known
from pages.ui.http.kept import ENCODINGS, Busy, Kept, Packed, packed

_log = logging.getLogger(__name__)

#: Seconds after which a copy of the newest figures is asked for again, and may still be shown.
NEWEST = "public, max-age=300, stale-while-revalidate=86400"
FOREVER = "public, max-age=31536000, immutable"
_PROBLEM, _FAULT = "public, max-age=60", "no-store"

_METHODS = ("GET", "HEAD", "OPTIONS")
_EXPOSED = "ETag, Last-Modified, Link, Content-Disposition, Data-Version, Newer-Data"
_RETRY_AFTER = "10"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as far as its answer depends on it."""

    w: Warehouse
    path: str
    pairs: tuple[tuple[str, str], ...]
    site: Site
    pinned: bool
    newer: str

    @property
    def key(self) -> tuple[object, ...]:
        """What tells two answers apart."""
        return self.w.build_id, self.path, self.pairs, self.site, self.pinned, self.newer

    @property
    def tag(self) -> str:
        """Names the bytes: they follow from the key and from the software."""
        told = repr((*self.key, software()))
        return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:24]


@cache
def software() -> str:
    """A hash of the modules and declarations that make answers: another version, other tags."""
    digest = hashlib.sha256()
    root = Path(indicators.__file__).parent
    for path in sorted(root.rglob("*")):
        if path.suffix in {".py", ".toml", ".css", ".js", ".svg", ".ttf"}:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@cache
def kept() -> Kept:
    """The answers of this process."""
    return Kept(whole_number(ADDRESSES_MEGABYTES) * 1_000_000)


async def respond(request: Request) -> Response:
    """Answer one stable address."""
    if request.method == "OPTIONS":
        return _preflight()
    path = request.url.path
    if request.method not in _METHODS:
        refused = Refused(405, "Addresses are read only", "Use GET, HEAD or OPTIONS.")
        return _response(request, packed(problem(refused, path)), {"Allow": ", ".join(_METHODS)})
    try:
        asked = await _asked(request)
    except Refused as refused:
        return _response(request, packed(problem(refused, path)))
    except WarehouseError as error:
        busy = Refused(503, "There are no figures yet", str(error))
        return _response(request, packed(problem(busy, path)), {"Retry-After": _RETRY_AFTER})
    tags = {name: f'"{asked.tag}{"-" if name else ""}{name}"' for name in ("", *ENCODINGS)}
    known = is_known(request.headers, tags.values(), asked.w.newest_vintage)
    tagged = "if-none-match" in request.headers and request.headers["if-none-match"] != "*"
    if known and tagged:  # its tag shows that it had an answer from this address
        return Response(status_code=304, headers=_validators(asked, tags[""]))
    try:
        found = kept().get(asked.key) or await _made(asked)
    except Busy:
        busy = Refused(503, "Too many files are being made", "Ask again in some seconds.")
        return _response(request, packed(problem(busy, path)), {"Retry-After": _RETRY_AFTER})
    if found.answer.status != 200:  # noqa: PLR2004
        return _response(request, found)
    if known:
        return Response(status_code=304, headers=_validators(asked, tags[""]))
    return _whole(request, asked, found, tags)


async def _asked(request: Request) -> Asked:
    # By name only: the order of a list that is given in parts is the reader's.
    pairs = tuple(sorted(request.query_params.multi_items(), key=itemgetter(0)))
    pinned = any(name == "v" for name, _ in pairs)
    w, newer = await to_thread.run_sync(build_asked, pairs) if pinned else (serving(), "")
    pairs = tuple(("v", w.build_id) if name == "v" else (name, text) for name, text in pairs)
    base = read(PUBLIC_URL).rstrip("/")
    site = Site(w.newest_vintage, base, base, read(SERVICE_CONTACT), APP)
    return Asked(w, request.url.path, pairs, site, pinned, newer)


async def _made(asked: Asked) -> Packed:
    future = kept().ask(asked.key, lambda: _answer(asked))
    # Shielded: one reader who leaves must not take the file from those who wait for it.
    return await asyncio.shield(asyncio.wrap_future(future))


def _answer(asked: Asked) -> Answer:
    try:
        return answer(
            asked.w, load_catalogue(), asked.path, asked.pairs, asked.site, newer=asked.newer
        )
    except Exception:
        _log.exception("no answer at %s", asked.path)
        fault = Refused(
            500, "The service has a fault", "It has been logged. Other addresses may still work."
        )
        return problem(fault, asked.path)


def _validators(asked: Asked, tag: str) -> dict[str, str]:
    headers = _shared() | {
        "ETag": tag,
        "Last-Modified": http_date(asked.w.newest_vintage),
        "Cache-Control": NEWEST,
        "Vary": "Accept-Encoding",
        "Data-Version": asked.w.build_id,
    }
    if asked.newer:
        headers["Newer-Data"] = asked.newer
    return headers


def _whole(request: Request, asked: Asked, found: Packed, tags: Mapping[str, str]) -> Response:
    encoding = encoding_of(request.headers, [name for name in ENCODINGS if name in found.bodies])
    headers = _validators(asked, tags[encoding])
    if asked.pinned and not found.answer.tells_newer:
        headers["Cache-Control"] = FOREVER
    links = _links(found.answer, asked.site)
    if links:
        headers["Link"] = links
    if found.answer.filename:
        how = "attachment" if found.answer.attached else "inline"
        headers["Content-Disposition"] = f'{how}; filename="{found.answer.filename}"'
    return _response(request, found, headers, encoding)


def _links(answered: Answer, site: Site) -> str:
    links = []
    if answered.canonical:
        links.append(f'<{site.address(answered.canonical)}>; rel="canonical"')
    if answered.licence:
        links.append(f'<{answered.licence}>; rel="license"')
    if answered.described_by:
        links.append(
            f'<{site.address(answered.described_by)}>; rel="describedby"; '
            'type="application/csvm+json"'
        )
    return ", ".join(links)


def _response(
    request: Request, found: Packed, more: Mapping[str, str] | None = None, encoding: str = ""
) -> Response:
    body = found.bodies[encoding]
    status = found.answer.status
    headers = _shared() | {"Content-Length": str(len(body))} | dict(more or {})
    if status != 200:  # noqa: PLR2004
        headers["Cache-Control"] = _FAULT if status >= 500 else _PROBLEM  # noqa: PLR2004
    if encoding:
        headers["Content-Encoding"] = encoding
    shown = b"" if request.method == "HEAD" else body
    response = Response(shown, status, media_type=None, headers=headers)
    response.headers["Content-Type"] = found.answer.media_type
    return response


def _shared() -> dict[str, str]:
    """Headers that let pages of other hosts read every answer."""
    return {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": _EXPOSED}


def _preflight() -> Response:
    methods = ", ".join(_METHODS)
    return Response(
        status_code=204,
        headers=_shared()
        | {
            "Allow": methods,
            "Access-Control-Allow-Methods": methods,
            "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since, Range",
            "Access-Control-Max-Age": "86400",
            "Cache-Control": "public, max-age=86400",
        },
    )


def routes() -> list[BaseRoute]:
    """A route for every stable address, whatever the method: refusing is answered here too."""
    every = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
    paths = [*DOCUMENTS, *ASSETS, *(f"{folder}{{name}}" for folder in PAGED)]
    return [Route(path, respond, methods=every) for path in paths]
