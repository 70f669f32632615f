"""The command itself over the whole catalogue: with broken answers, killed, and then built from."""

import os
import random
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console
from werkzeug import Response

from etl import pipeline
from etl.refresh import Run, plans_for
from etl.retrieval import Plan
from etl.snapshots import Snapshots, responses
from indicators.catalogue import load_catalogue
from indicators.queries import load_log, observations
from indicators.warehouse import Warehouse
from tests import catalogue_services
from tests.seeding import Seed, inputs
from tests.servers import FastTime
from tests.services import SETTINGS, Services

ROOT = Path(__file__).resolve().parent.parent
MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LIVE = {i.id for i in load_catalogue() if i.source in SETTINGS}


def whole() -> list[Plan]:
    """What is asked of the three services for the whole catalogue."""
    return [plan for source in SETTINGS for plan in plans_for(load_catalogue(), source)]


@pytest.fixture
def services(httpserver, monkeypatch, data_dir) -> Services:  # noqa: ARG001
    found = Services(httpserver, fault=catalogue_services.answer)
    for name, value in (found.settings() | {"INDICATORS_CONTACT": "a@dsit.test"}).items():
        monkeypatch.setenv(name, value)
    return found


def test_every_live_indicator_of_the_catalogue_can_be_fetched(services):
    reports = Run(whole(), "agent", 90.0, clock=FastTime().clock).run(Console(quiet=True))
    outcomes = {i: outcome for report in reports for i, outcome in report.outcomes.items()}
    assert outcomes == dict.fromkeys(LIVE, "fetched"), [r.reasons for r in reports]
    assert len(services.asked) == sum(report.requests for report in reports)


BROKEN = [
    Response("Internal error", status=500),
    Response("", status=503, headers={"Retry-After": "3"}),
    Response("", status=429),
    Response("", status=429, headers={"Retry-After": "0"}),
    Response("", status=429, headers={"Retry-After": "10"}),
    Response("Too many requests. Try again later.", content_type="text/plain"),
    Response("<html>We'll be back</html>", content_type="text/html"),
    Response('{"years":[', content_type="application/json"),
    Response("", content_type="application/json"),
]


@pytest.mark.parametrize("seed", range(3))
def test_with_four_answers_in_ten_broken_it_ends_in_four_minutes_and_then_completes(seed, services):
    """Each source has a clock of its own here: they run side by side."""
    chance = random.Random(seed)
    guard = threading.Lock()

    def faulty(address: str) -> Response | None:
        with guard:
            broken = chance.choice(BROKEN) if chance.random() < 0.4 else None
        return broken or catalogue_services.answer(address)

    services.fault = faulty
    outcomes: dict[str, str] = {}
    for attempt in range(6):
        for plan in whole():
            passing = FastTime(MORNING + timedelta(minutes=5 * attempt))
            (report,) = Run([plan], "agent", 90.0, clock=passing.clock).run(Console(quiet=True))
            assert passing.elapsed < 240
            outcomes |= report.outcomes
        if "failed" not in outcomes.values():
            break
    assert set(outcomes) == LIVE
    assert "failed" not in outcomes.values(), "what failed is fetched by the next refreshes"


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "etl", "refresh", *arguments]


def test_a_refresh_killed_in_the_middle_resumes_without_loss(services, data_dir):
    """SIGKILL while the fourth answer is under way; then the command is run again."""
    fourth, release = threading.Event(), threading.Event()

    def stalling(address: str) -> Response | None:
        if len(services.asked) == 4:
            fourth.set()
            release.wait(20)
        return catalogue_services.answer(address)

    services.fault = stalling
    with subprocess.Popen(command("--source", "worldbank"), cwd=ROOT, env=os.environ) as process:
        assert fourth.wait(30)
        os.kill(process.pid, signal.SIGKILL)
    release.set()
    assert len(responses("worldbank")) == 3
    stalled = services.asked[3]
    services.asked.clear()
    services.fault = catalogue_services.answer
    again = subprocess.run(
        command("--source", "worldbank"), cwd=ROOT, env=os.environ, capture_output=True, text=True
    )
    assert again.returncode == 0, again.stdout + again.stderr
    wanted = {i.series for i in load_catalogue() if i.source == "worldbank"}
    assert len(services.asked) == len(wanted) - 3
    assert services.asked[0] == stalled
    assert len(Snapshots("worldbank").responses()) == len(wanted)
    assert not list((data_dir / "snapshots").rglob("tmp*")), "nothing half-written is left"


def test_ctrl_c_ends_the_command_with_its_table(services):
    stalled = threading.Event()
    release = threading.Event()

    def stalling(address: str) -> Response | None:
        stalled.set()
        release.wait(20)
        return catalogue_services.answer(address)

    services.fault = stalling
    with subprocess.Popen(
        command("--source", "worldbank"),
        cwd=ROOT,
        env=os.environ,
        stdout=subprocess.PIPE,
        text=True,
        # A shell starts its background jobs with Ctrl-C ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert stalled.wait(30)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=20)
    release.set()
    assert process.returncode == 130
    assert "goes on where it stopped" in out


def test_without_a_contact_the_command_says_one_line(services, monkeypatch):
    monkeypatch.delenv("INDICATORS_CONTACT")
    done = subprocess.run(command(), cwd=ROOT, env=os.environ, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert "INDICATORS_CONTACT" in done.stderr
    assert services.asked == []


def test_what_was_fetched_serves_after_a_build(httpserver, monkeypatch, data_dir, tmp_path):
    """A live answer takes the place of the seed's older figure; damage leaves the older one."""
    services = Services(httpserver)
    for name, value in services.settings().items():
        monkeypatch.setenv(name, value)
    catalogue_file = ROOT / "tests/fixtures/live_catalogue.toml"
    catalogue = load_catalogue(catalogue_file)
    seed = Seed(tmp_path / "seed")
    seed.add(
        "oecd_msti_2025",
        "gerd,GBR,2021,A,2.85,,,",
        "gerd,GBR,2022,A,2.78,,,",
        date="2025-06-23",
    )
    run = Run(plans_for(catalogue), "agent", 90.0, clock=FastTime(MORNING).clock)
    run.run(Console(quiet=True))

    def built(folder: str) -> Warehouse:
        found: dict = {s: responses(s, []) for s in ("ons", "oecd", "worldbank")}
        given = inputs(seed.folder, catalogue=catalogue_file, responses=found)
        return Warehouse(pipeline.build(given, tmp_path / folder).path)

    warehouse = built("first")
    rows = observations(warehouse, "gerd")
    uk = rows[rows["geo"] == "GBR"]
    assert list(uk["value"]) == [2.853168705, 2.782027464, 2.753363172]
    assert set(uk["vintage_id"]) == {"oecd_df_msti_1.3_2026-11-23"}
    assert set(uk["read_as"]) == {"fetched from the publisher"}
    quarters = observations(warehouse, "uk_gdp")
    assert list(quarters["value"])[-1] == 709598.0
    share = observations(warehouse, "rd_share")
    assert set(share["geo"]) == {"GBR", "USA", "EU27"}
    assert set(load_log(warehouse)["outcome"]) == {"loaded"}
    warehouse.close()

    for path in (data_dir / "snapshots/oecd/bodies").iterdir():
        path.write_bytes(b"damaged")
    warehouse = built("second")
    rows = observations(warehouse, "gerd")
    assert list(rows["value"]) == [2.85, 2.78]
    warehouse.close()
