"""Two replicas of the real app behind real nginx with the configuration that is shipped."""

import subprocess
import sys
import time

import pytest

from etl.__main__ import main
from indicators.settings import ROOT
from tests.system.service import FILE, PAGES, serving, wait_until
from tests.system.visitor import Crowd, Visitor, fetch

pytestmark = pytest.mark.system

#: Seconds between two looks of a replica into the store.
POLL = 2


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("service"), poll=POLL) as made:
        yield made


@pytest.fixture
def doomed(tmp_path_factory):
    """A service of which a replica may be lost."""
    with serving(tmp_path_factory.mktemp("doomed"), poll=POLL) as made:
        yield made


def test_replicas_serve_what_the_store_holds_and_built_nothing(service):
    assert service.serve_all(service.builds[-1])
    for name in ("one", "two"):
        log = (service.folder / name / "server.log").read_text()
        assert "serves now" in log


def test_a_reader_stays_with_one_replica_and_readers_are_spread(service):
    by_cookie = {}
    for _ in range(24):
        first = fetch(service.address, "/", Accept="text/html")
        assert first.status == 200
        assert first.cookie.startswith("replica=")
        assert "HttpOnly" in first.headers["set-cookie"]
        before = len(service.lines())
        for path in ("/_stcore/health", "/indicators", "/_stcore/host-config"):
            again = fetch(service.address, path, Cookie=first.cookie, Accept="text/html")
            assert "set-cookie" not in again.headers or "replica" not in again.headers["set-cookie"]
        wait_until(lambda b=before: len(service.lines()) >= b + 3, 5, "the access log")
        by_cookie[first.cookie] = {r["upstream"] for r in service.lines()[before:]}
    assert all(len(upstreams) == 1 for upstreams in by_cookie.values()), by_cookie
    assert len(set.union(*by_cookie.values())) == 2


def test_pages_and_downloads_come_through_nginx(service):
    with Visitor(service.address) as visitor:
        run = visitor.open("indicators", "indicator=gerd_pct_gdp")
        assert not run.problems
        body = visitor.download(FILE)
    assert b"gerd_pct_gdp" in body or b"GERD" in body or b"R&D" in body


def test_what_is_cacheable_is_asked_of_a_replica_once(service):
    page = fetch(service.address, "/", Accept="text/html").body.decode()
    path = "/static/" + page.split("static/js/index.")[1].split('"')[0].join(("js/index.", ""))
    first = fetch(service.address, path, Accept_Encoding="gzip")
    second = fetch(service.address, path, Accept_Encoding="gzip")
    assert first.status == second.status == 200
    assert second.headers["x-cache"] == "HIT"
    assert second.headers["content-encoding"] == "gzip"


def test_metrics_stay_inside(service):
    assert fetch(service.address, "/metrics").status == 404
    assert fetch(service.address, "/_stcore/metrics").status == 404


def test_neither_log_holds_what_readers_typed(service):
    typed = "a-private-word"
    with Visitor(service.address) as visitor:
        visitor.open("indicators", f"q={typed}")
    fetch(service.address, f"/indicators?note={typed}", Accept="text/html")
    time.sleep(0.5)
    logs = [service.folder / "nginx" / "access.log", service.one.log, service.two.log]
    assert [p for p in logs if typed in p.read_text()] == []


def test_both_replicas_switch_and_no_session_is_dropped(service, monkeypatch):
    before = service.builds[-1]
    assert service.serve_all(before)
    with Visitor(service.address) as first, Visitor(service.address) as second:
        for visitor in (first, second):
            visitor.open("data_and_sources")
        build_id = service.push(1, monkeypatch)
        assert build_id != before
        # The interval with its jitter, and two seconds for fetching and checking.
        wait_until(lambda: service.serve_all(build_id), POLL * 1.1 + 2, "both replicas switch")
        for visitor in (first, second):
            assert not visitor.open("indicators").problems


def test_rolling_back_is_one_command(service, monkeypatch, capsys):
    good, bad = service.builds[-1], service.push(2, monkeypatch)
    wait_until(lambda: service.serve_all(bad), POLL * 1.1 + 2, "the bad build serves")
    done = subprocess.run(
        [sys.executable, "-m", "etl", "rollback"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    wait_until(lambda: service.serve_all(good), POLL * 1.1 + 2, "both are back")
    assert main(["push"]) == 0, capsys.readouterr().err
    service.builds.remove(bad)


def test_a_replica_killed_under_load_costs_its_own_readers_one_reconnection(doomed, capsys):
    with Crowd(doomed.address, 12, pages=PAGES, think=0.6, file=FILE) as crowd:
        wait_until(lambda: all(len(o.runs) > 1 for o in crowd.lived), 120, "every reader reads")
        homes = {one.cookie: doomed.home_of(one.cookie) for one in crowd.lived}
        theirs = [o for o in crowd.lived if homes[o.cookie].endswith(f":{doomed.one.port}")]
        others = [o for o in crowd.lived if o not in theirs]
        assert theirs, "no reader was on the replica that was killed"
        assert others, "no reader was on the replica that was left"
        doomed.one.kill()
        wait_until(lambda: all(o.reconnected for o in theirs), 60, "its readers read again")
        done = sum(o.downloads for o in others)
        wait_until(lambda: sum(o.downloads for o in others) > done, 60, "files are taken away")
    for one in others:
        assert (one.lost_runs, one.lost_downloads, one.reconnected) == (0, 0, []), one.problems
    slowest = max(max(o.reconnected) for o in theirs)
    with capsys.disabled():
        print(
            f"\nOne replica of two killed under load: {len(theirs)} of 12 readers lost "
            f"{sum(o.lost_runs for o in theirs)} connections and "
            f"{sum(o.lost_downloads for o in theirs)} downloads under way, and read again after "
            f"at most {slowest:.1f} s. The other {len(others)} lost nothing in "
            f"{sum(len(o.runs) for o in others)} runs and {sum(o.downloads for o in others)} files."
        )
