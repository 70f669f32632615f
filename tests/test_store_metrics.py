"""What `/metrics` says of the store and of sources."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from etl import follow, journal, pipeline, releases
from etl.retrieval import Report
from indicators.store import Store
from pages.ui.http.store_metrics import StoreCollector
from tests.seeding import Seed, inputs


def measured():
    """Every sample by its name with labels."""
    registry = CollectorRegistry()
    registry.register(StoreCollector())
    lines = generate_latest(registry).decode().splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


@pytest.fixture
def pushed(data_dir, tmp_path, monkeypatch):
    """A store with one release, after a refresh in which one of two indicators failed."""
    address = f"file://{tmp_path}/store"
    monkeypatch.setenv("INDICATORS_STORE", address)
    monkeypatch.setattr(follow, "_follower", None)
    report = Report("ons")
    report.note("first", "fetched")
    report.note("second", "failed", "timed out")
    journal.record([report], datetime.now(UTC) - timedelta(hours=2))
    seed = Seed(data_dir / "seed")
    seed.add("first", "gerd_pct_gdp,GBR,2020,A,2.5", date="2025")
    pipeline.build(inputs(seed.folder))
    releases.push(Store(address), keep=3)
    return address


def test_without_a_store_nothing_is_said_of_one(data_dir, monkeypatch):
    monkeypatch.delenv("INDICATORS_STORE", raising=False)
    monkeypatch.setattr(follow, "_follower", None)
    assert data_dir.is_dir()
    assert measured() == {}


def test_a_replica_tells_how_following_goes_and_how_the_jobs_refresh_went(
    pushed, tmp_path, monkeypatch
):
    monkeypatch.setenv("INDICATORS_DATA_DIR", str(tmp_path / "replica"))
    follower = follow.follower()
    assert follower.look()
    assert not follower.look()
    found = measured()
    assert found['indicators_source_failures{source="ons"}'] == 1
    assert 7000 < found['indicators_source_refresh_age_seconds{source="ons"}'] < 8000
    assert found["indicators_store_looks_total"] == 2
    assert found["indicators_store_switches_total"] == 1
    assert found["indicators_store_failures_total"] == 0
    assert found["indicators_store_last_look_timestamp_seconds"] > 1.7e9
    Store(pushed).objects.write("current.json", b"{")
    follower.look()
    assert measured()["indicators_store_failures_total"] == 1


def test_the_thread_looks_by_itself_and_stops(pushed, tmp_path, monkeypatch):
    monkeypatch.setenv("INDICATORS_DATA_DIR", str(tmp_path / "replica"))
    follower = follow.Follower(lambda: Store(pushed), 0.05)
    follower.start()
    deadline = datetime.now(UTC) + timedelta(seconds=30)
    while follower.seen.looks < 3 and datetime.now(UTC) < deadline:
        time.sleep(0.05)
    follower.stop()
    assert follower.seen.looks >= 3
    assert follower.seen.switches == 1
    assert not follower._thread.is_alive()
