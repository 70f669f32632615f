"""The layers in their order, and what is done when the server starts."""

import asyncio
import gc
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from streamlit.runtime import get_instance

from indicators.catalogue import load_catalogue
from indicators.settings import warms_up
from indicators.views.technologies import technologies
from pages.ui.downloads_held import hold_downloads
from pages.ui.http import operations
from pages.ui.http import routes as addresses
from pages.ui.http.assets import StaticFiles, streamlits
from pages.ui.http.document import HASHES, PLOTLY, first_files
from pages.ui.http.hosts import Hosts
from pages.ui.http.limits import Limits
from pages.ui.http.logs import Requests, configure
from pages.ui.http.metrics import Measures
from pages.ui.http.openings import Openings
from pages.ui.http.places import address_of
from pages.ui.http.security import Security
from pages.ui.http.shell import Shell
from pages.ui.navigation import names, order
from pages.ui.startup import read_every_page, send_at_once
from pages.ui.warehouse import ensure_build

_openings = Openings()


def routes() -> list[BaseRoute]:
    """The addresses that are answered beside Streamlit's, in order."""
    return [*operations.ROUTES, *addresses.routes()]


def middleware(served: Sequence[BaseRoute]) -> list[Middleware]:
    """The layers that a request goes through, outermost first."""
    return [
        Middleware(Requests),
        Middleware(Measures),
        Middleware(Security, hashes=HASHES),
        Middleware(Hosts),
        Middleware(Limits),
        Middleware(StaticFiles),
        Middleware(Shell, routes=served, openings=_openings),
    ]


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Build a missing warehouse, then keep start-up objects out of every collection.

    Streamlit collects garbage after each rerun; frozen objects are not walked again. What every
    reader's first page needs is made in the background meanwhile.
    """
    configure()
    ensure_build()
    send_at_once()
    hold_downloads(get_instance().media_file_mgr, asyncio.get_running_loop())
    gc.collect()
    gc.freeze()
    _openings.warm(address_of(name) for name, _ in order())
    threading.Thread(target=_compress, name="compress", daemon=True).start()
    reading = asyncio.create_task(read_every_page(_read_first())) if warms_up() else None
    yield {}
    if reading is not None:
        reading.cancel()


def _read_first() -> list[str]:
    """The pages by name, then those of the technologies: few, and each with its own figures."""
    found = [address_of(name).strip("/") for name in names()]
    return found + [f"technologies?technology={name}" for name in technologies(load_catalogue())]


def _compress() -> None:
    assets = streamlits()
    for name in (*first_files(), assets.module(PLOTLY)):
        for encoding in assets.encodings(name):
            assets.get(name, encoding)
