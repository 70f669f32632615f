"""Arrivals beyond the knee: a page that says that they are queued, and nothing collapses."""

import subprocess

import pytest

from tests.browser import ARGUMENTS, find_browser
from tests.system.machinery import free_port, nginx, replica
from tests.system.service import UNHURRIED, wait_until
from tests.system.visitor import Visitor, fetch

pytestmark = pytest.mark.system

MOST = 3
SITE = "https://figures.example/"


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    with replica(tmp_path_factory.mktemp("replica"), {}) as made:
        yield made


@pytest.fixture
def address(one, tmp_path):
    few = {"READERS_MOST": str(MOST), "READERS_CEILING": str(MOST + 2), "SITE_URL": SITE}
    with nginx(tmp_path, [f"127.0.0.1:{one.port}"], **UNHURRIED | few) as made:
        yield made


def test_who_comes_when_all_places_are_taken_is_queued_and_let_in_later(address):
    inside = [Visitor(address) for _ in range(MOST)]
    for visitor in inside:
        visitor.open("technologies")
    queued = fetch(address, "/indicators?indicator=gerd_pct_gdp", Accept="text/html")
    assert queued.status == 503
    assert "You are in a queue" in queued.body.decode()
    assert f'href="{SITE}"' in queued.body.decode()
    assert queued.headers["retry-after"] == "10"
    assert queued.headers["cache-control"] == "no-store"
    # Who is inside goes on reading, and files go out as before.
    for visitor in inside:
        assert not visitor.open("technologies").problems
    assert fetch(address, "/_stcore/health").status == 200
    inside[0].close()
    wait_until(lambda: fetch(address, "/", Accept="text/html").status == 200, 10, "a free place")
    for visitor in inside[1:]:
        visitor.close()


def test_the_page_of_the_queue_tries_again_by_itself_and_fits_a_phone(address, tmp_path):
    from playwright.sync_api import sync_playwright

    inside = [Visitor(address) for _ in range(MOST)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=list(ARGUMENTS), headless=True
        )
        page = browser.new_page(viewport={"width": 390, "height": 700}, bypass_csp=True)
        page.goto(f"{address}/technologies")
        assert page.locator("h1").inner_text() == "You are in a queue"
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.screenshot(path=str(tmp_path / "queue.png"))
        inside[0].close()
        # Nobody touches the page: it tries again within ten seconds.
        page.wait_for_function("document.title.includes('Technologies')", timeout=30_000)
        assert page.url.endswith("/technologies")
        browser.close()
    for visitor in inside[1:]:
        visitor.close()


def test_with_no_replica_left_readers_are_told(tmp_path):
    with nginx(tmp_path, [f"127.0.0.1:{free_port()}"], SITE_URL=SITE) as address:
        answer = fetch(address, "/", Accept="text/html")
    assert answer.status in (502, 504)
    assert "away for a moment" in answer.body.decode()


def test_a_rush_of_arrivals_is_queued_rather_than_passed_on(one, tmp_path):
    slow = {"ARRIVALS_PER_SECOND": "1", "ARRIVALS_BURST": "5"}
    with nginx(tmp_path, [f"127.0.0.1:{one.port}"], **slow) as address:
        statuses = [fetch(address, "/", Accept="text/html").status for _ in range(30)]
        assert statuses.count(200) >= 4
        assert statuses.count(503) >= 15
        assert set(statuses) == {200, 503}


def test_the_shipped_configuration_passes_nginxs_own_check(tmp_path):
    from tests.system.machinery import tool, write_nginx

    conf = write_nginx(tmp_path, ["127.0.0.1:8501"], 8080)
    done = subprocess.run(
        [tool("nginx"), "-t", "-p", str(tmp_path), "-c", str(conf)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr
