"""What is measured of the store that this server follows, and of each source's last refresh."""

import time
from collections.abc import Iterable

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric

from etl.duty import refreshes
from etl.follow import Followed, follower
from indicators.errors import IndicatorsError
from indicators.warehouse import current_path


class StoreCollector:
    """How following the store goes, at the moment of scraping; nothing where there is no store."""

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterable[Metric]:
        yield from _sources()
        following = follower()
        if following is not None:
            yield from _followed(following.seen)


def _followed(seen: Followed) -> Iterable[Metric]:
    counts = {
        "looks": ("Looks into the store.", seen.looks),
        "switches": ("Releases taken.", seen.switches),
        "failures": ("Looks that failed: the build before went on serving.", seen.failures),
    }
    for name, (words, value) in counts.items():
        family = CounterMetricFamily(f"indicators_store_{name}", words)
        family.add_metric([], value)
        yield family
    last = GaugeMetricFamily(
        "indicators_store_last_look_timestamp_seconds", "When a look into the store last succeeded."
    )
    last.add_metric([], seen.last_good_look)
    yield last


def _sources() -> Iterable[Metric]:
    """From this machine's own refreshes, or from those of the job that pushed the build."""
    failures = GaugeMetricFamily(
        "indicators_source_failures",
        "Indicators that the last refresh of a source did not get.",
        labels=["source"],
    )
    ended = GaugeMetricFamily(
        "indicators_source_refresh_age_seconds",
        "Since the last refresh of a source ended.",
        labels=["source"],
    )
    try:
        known = refreshes(current_path())
    except IndicatorsError:
        known = []
    for entry in known:
        failures.add_metric([entry.source], entry.failed)
        ended.add_metric([entry.source], max(0.0, time.time() - entry.moment.timestamp()))
    return failures, ended
