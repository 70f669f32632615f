"""`/health` and `/metrics`: what a monitor asks of a running service."""

import time
from collections.abc import Iterable

from anyio import to_thread
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from etl.hold_back import HELD_BACK, LOADED
from indicators import queries
from indicators.errors import IndicatorsError
from indicators.warehouse import Warehouse, serving
from pages.ui.http.metrics import REGISTRY
from pages.ui.http.store_metrics import StoreCollector

_UNCACHED = {"cache-control": "no-store"}


def build_age(build: Warehouse, now: float) -> float:
    """Seconds since the serving build was written."""
    return max(0.0, now - build.path.stat().st_mtime)


def _state() -> tuple[int, dict[str, object]]:
    try:
        build = serving()
        age = build_age(build, time.time())
    except (IndicatorsError, OSError) as reason:
        return 503, {"ok": False, "build": None, "build_age_seconds": None, "reason": str(reason)}
    return 200, {"ok": True, "build": build.build_id, "build_age_seconds": round(age)}


async def health(_: Request) -> Response:
    """200 with the build that serves, or 503 with the reason why none does."""
    status, body = await to_thread.run_sync(_state)
    return JSONResponse(body, status, _UNCACHED)


async def metrics(_: Request) -> Response:
    """Everything in `REGISTRY`, in the text format of Prometheus."""
    body = await to_thread.run_sync(generate_latest, REGISTRY)
    return Response(body, headers=_UNCACHED | {"content-type": CONTENT_TYPE_LATEST})


ROUTES = (Route("/health", health), Route("/metrics", metrics))


def _kept_out(build: Warehouse) -> dict[tuple[str, str], int]:
    """By source and outcome, the vintages of a build that do not serve; 0 for a sound source."""
    table = queries.indicator_table(build)
    sources = dict(zip(table["indicator_id"], table["source"], strict=True))
    counts = dict.fromkeys(((source, HELD_BACK) for source in sorted(set(sources.values()))), 0)
    log = queries.load_log(build)
    for indicator_id, outcome in zip(log["indicator_id"], log["outcome"], strict=True):
        if outcome != LOADED:
            key = sources.get(indicator_id, "unknown"), outcome
            counts[key] = counts.get(key, 0) + 1
    return counts


class BuildCollector:
    """The serving build at the moment of scraping: its id, its age, and what it keeps out."""

    def __init__(self) -> None:
        self._counted: tuple[str, dict[tuple[str, str], int]] = ("", {})

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterable[Metric]:
        serves = GaugeMetricFamily("indicators_build_serves", "1 where a build serves.")
        info = GaugeMetricFamily("indicators_build_info", "The serving build.", labels=["build"])
        age = GaugeMetricFamily("indicators_build_age_seconds", "Since the build was written.")
        out = GaugeMetricFamily(
            "indicators_source_vintages_kept_out",
            "Vintages held back or refused, by source.",
            labels=["source", "outcome"],
        )
        try:
            build = serving()
            if self._counted[0] != build.build_id:
                self._counted = build.build_id, _kept_out(build)
            counts = self._counted[1]
        except (IndicatorsError, OSError):
            serves.add_metric([], 0)
            return (serves,)
        serves.add_metric([], 1)
        info.add_metric([build.build_id], 1)
        age.add_metric([], build_age(build, time.time()))
        for (source, outcome), count in counts.items():
            out.add_metric([source, outcome], count)
        return serves, info, age, out


REGISTRY.register(BuildCollector())
REGISTRY.register(StoreCollector())
