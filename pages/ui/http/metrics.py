"""What the service measures of itself, for Prometheus. Counts only: nothing of any reader.

Each metric is declared here with `REGISTRY`. A module that measures something imports it and
counts; one that reads a state at the moment of scraping adds a collector to `REGISTRY`.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)

from pages.ui.http.messages import App, Message, Receive, Scope, Send
from pages.ui.http.places import label_of

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3, 6, 15)

REQUESTS = Counter(
    "indicators_http_requests",
    "Answers by route, method and status.",
    ("route", "method", "status"),
    registry=REGISTRY,
)
REQUEST_SECONDS = Histogram(
    "indicators_http_request_seconds",
    "Time from a request to the end of its answer.",
    ("route",),
    buckets=_SECONDS,
    registry=REGISTRY,
)
SESSIONS = Gauge(
    "indicators_sessions", "Websockets that are open, one for each open page.", registry=REGISTRY
)
SESSIONS_OPENED = Counter(
    "indicators_sessions_opened", "Websockets opened since the start.", registry=REGISTRY
)
RERUNS = Counter(
    "indicators_reruns",
    "Runs of a page's script; `stopped` is one that a newer choice of the reader cut short.",
    ("page", "outcome"),
    registry=REGISTRY,
)
RERUN_SECONDS = Histogram(
    "indicators_rerun_seconds",
    "Time that a page's script took.",
    ("page",),
    buckets=_SECONDS,
    registry=REGISTRY,
)
CACHE = Counter(
    "indicators_cache",
    "Questions to a cache, and whether it held the answer.",
    ("cache", "result"),
    registry=REGISTRY,
)

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})


@contextmanager
def rerun(page: str) -> Iterator[None]:
    """Count one run of a page's script and its time, however it ends."""
    start, outcome = time.perf_counter(), "stopped"
    try:
        yield
        outcome = "done"
    except Exception:
        outcome = "failed"
        raise
    finally:
        # A run that Streamlit cuts short leaves by a BaseException.
        RERUNS.labels(page, outcome).inc()
        RERUN_SECONDS.labels(page).observe(time.perf_counter() - start)


class Measures:
    """ASGI middleware that counts requests and open websockets. It changes nothing."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._request(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._session(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        start, status = time.perf_counter(), "500"

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        route = label_of(scope["path"])
        try:
            await self.app(scope, receive, noted)
        finally:
            method = scope["method"] if scope["method"] in _METHODS else "other"
            REQUESTS.labels(route, method, status).inc()
            REQUEST_SECONDS.labels(route).observe(time.perf_counter() - start)

    async def _session(self, scope: Scope, receive: Receive, send: Send) -> None:
        opened = False

        async def noted(message: Message) -> None:
            nonlocal opened
            if message["type"] == "websocket.accept" and not opened:
                opened = True
                SESSIONS.inc()
                SESSIONS_OPENED.inc()
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            if opened:
                SESSIONS.dec()
