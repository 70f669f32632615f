"""The refresh as a whole: what is asked for, what is kept, what is said, and what goes on after."""

import argparse
import dataclasses
import json
import re
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console
from werkzeug import Response

from etl import find as search
from etl import refresh
from etl.refresh import Run, plans_for
from etl.retrieval import Report
from etl.snapshots import Snapshots, responses
from etl.sources import get_source, parse_each, series_of
from indicators.catalogue import load_catalogue
from indicators.errors import CatalogueError, SourceError
from tests.servers import FastTime
from tests.services import Services
from tests.specimens import (
    ABMI,
    ABMI_BODY,
    GDP,
    MSTI_BODY,
    RD_BODY,
    answer,
    changed,
    described,
    rows_of,
)

CATALOGUE = load_catalogue(Path(__file__).with_name("fixtures") / "live_catalogue.toml")
MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LIVE = ["gerd", "berd", "gerd_ppp", "uk_gdp", "uk_growth", "rd_share"]


@pytest.fixture
def services(httpserver, monkeypatch, data_dir) -> Services:  # noqa: ARG001
    """The three services, and settings that name them and a contact."""
    found = Services(httpserver)
    for name, value in found.settings().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("INDICATORS_CONTACT", "statistics@dsit.test")
    monkeypatch.delenv("INDICATORS_RETRY_BUDGET", raising=False)
    monkeypatch.setattr(refresh, "load_catalogue", lambda: CATALOGUE)
    return found


def run(hours: float = 0.0, history: bool = False, **chosen) -> tuple[dict[str, str], list[Report]]:
    """One refresh so many hours after the morning: what became of each indicator."""
    passing = FastTime(MORNING + timedelta(hours=hours))
    one = Run(plans_for(CATALOGUE, **chosen), "agent", 90.0, history, passing.clock)
    reports = one.run(Console(quiet=True))
    return {i: o for report in reports for i, o in report.outcomes.items()}, reports


def reasons(reports: list[Report]) -> dict[str, str]:
    return {i: why for report in reports for i, why in report.reasons.items()}


def built_rows() -> dict[str, list[tuple]]:
    """The rows that a build would read from what is kept, by indicator."""
    rows: dict[str, list[tuple]] = {}
    for source_id in ("oecd", "ons", "worldbank"):
        for response in responses(source_id):
            series = series_of(CATALOGUE, source_id)
            parsed, _ = parse_each(get_source(source_id), response, series)
            for row in rows_of(parsed):
                rows.setdefault(row[0], []).append(row)
    return rows


def arguments(**given) -> argparse.Namespace:
    usual = {"source": None, "indicator": None, "dry_run": False, "history": False}
    return argparse.Namespace(**(usual | given))


def only(part: str, answer: Response):
    """A fault for the addresses that hold `part`."""
    return lambda address: answer if part in address else None


# A refresh that goes well


def test_everything_is_fetched_once_and_kept(services):
    outcomes, _ = run()
    assert outcomes == dict.fromkeys(LIVE, "fetched")
    assert len(services.asked) == 4, "two series of the ONS, one dataflow, one indicator"
    assert {i: len(rows) for i, rows in built_rows().items()} == {
        "gerd": 9,
        "berd": 3,
        "gerd_ppp": 2,
        "uk_gdp": 6,
        "uk_growth": 4,
        "rd_share": 7,
    }


def test_a_second_refresh_on_the_same_day_asks_for_nothing(services):
    run()
    services.asked.clear()
    outcomes, reports = run(hours=9)
    assert services.asked == []
    assert outcomes == dict.fromkeys(LIVE, "unchanged")
    assert sum(report.requests for report in reports) == 0


def test_the_next_day_asks_on_condition_and_keeps_nothing_twice(services, data_dir):
    run()
    services.conditions.clear()
    outcomes, reports = run(hours=24)
    assert outcomes == dict.fromkeys(LIVE, "unchanged")
    assert all(services.conditions), "every request says what is kept already"
    assert [report.kept for report in reports] == [0, 0, 0]
    assert len(list((data_dir / "snapshots").glob("*/bodies/*"))) == 4
    assert len(list((data_dir / "snapshots").glob("*/retrievals/*"))) == 8
    assert all(r.retrieved == MORNING.date() for r in responses("ons"))
    services.asked.clear()
    run(hours=25)
    assert services.asked == [], "a confirmed answer is of today"


def test_what_has_changed_is_fetched_and_the_earlier_stays(services):
    run()
    newer = described(ABMI_BODY, releaseDate="2026-09-29T23:00:00.000Z")
    services.bodies[f"uri={ABMI.reference}"] = (newer, "application/json")
    outcomes, _ = run(hours=24)
    assert outcomes["uk_gdp"] == "fetched"
    assert outcomes["uk_growth"] == "unchanged"
    kept = [r for r in responses("ons") if "abmi" in r.request.address]
    assert [(r.body, r.retrieved) for r in kept] == [
        (ABMI_BODY, date(2026, 11, 23)),
        (newer, date(2026, 11, 24)),
    ]


def test_equal_bytes_without_an_etag_are_unchanged(services):
    run(source_id="worldbank")
    services.fault = lambda _: Response(RD_BODY, content_type="application/json")
    outcomes, reports = run(hours=24, source_id="worldbank")
    assert outcomes == {"rd_share": "unchanged"}
    assert (reports[0].requests, reports[0].kept) == (1, 0)


def test_one_source_or_one_indicator(services):
    outcomes, _ = run(source_id="worldbank")
    assert outcomes == {"rd_share": "fetched"}
    outcomes, _ = run(indicator_id="uk_growth")
    assert outcomes == {"uk_growth": "fetched"}
    assert len(services.asked) == 2


def test_a_derived_indicator_fetches_its_parts(services):
    outcomes, _ = run(indicator_id="berd_of_gerd")
    assert outcomes == {"gerd": "fetched", "berd": "fetched"}
    assert len(services.asked) == 1


@pytest.mark.parametrize(
    ("chosen", "error", "words"),
    [
        ({"source_id": "seed"}, SourceError, "'seed' is not a source that can be fetched; those"),
        ({"indicator_id": "unicorns"}, SourceError, "nothing to fetch: its figures come from 'see"),
        ({"indicator_id": "x"}, CatalogueError, "no indicator 'x'"),
        ({"source_id": "ons", "indicator_id": "gerd"}, SourceError, "Leave out --source"),
    ],
)
def test_what_cannot_be_refreshed_is_said(chosen, error, words):
    with pytest.raises(error, match=words):
        plans_for(CATALOGUE, **chosen)


# Faults


def test_one_series_failing_stops_no_other(services):
    services.fault = only("abmi", Response("not found", status=404))
    outcomes, reports = run()
    assert outcomes == dict.fromkeys(LIVE, "fetched") | {"uk_gdp": "failed"}
    assert "etl find ABMI" in reasons(reports)["uk_gdp"]


@pytest.mark.parametrize(
    ("source_id", "fault"),
    [
        ("ons", Response("Internal error", status=500)),
        ("oecd", Response("Too many requests", content_type="text/plain")),
        ("worldbank", Response("<html>Sorry</html>", content_type="text/html")),
        ("oecd", Response("STRUCTURE,OBS_VALUE\r\nDATAFLOW", content_type="text/csv")),
        ("worldbank", Response(RD_BODY[:-9], content_type="application/json")),
        ("ons", Response("", status=429, headers={"Retry-After": "3600"})),
    ],
)
def test_one_source_failing_stops_no_other_and_what_was_kept_stays(source_id, fault, services):
    run()
    before = built_rows()
    services.fault = only(f"/{source_id}/", fault)
    outcomes, reports = run(hours=24)
    for indicator in LIVE:
        failing = CATALOGUE[indicator].source == source_id
        assert outcomes[indicator] == ("failed" if failing else "unchanged")
        assert bool(reasons(reports).get(indicator)) == failing
    assert built_rows() == before


@pytest.mark.parametrize(
    ("part", "body", "failing", "words"),
    [
        ("abmi", changed(ABMI_BODY, years=[], quarters=[]), ["uk_gdp"], "no value at A, Q"),
        ("abmi", described(ABMI_BODY, unit="bn"), ["uk_gdp"], "the catalogue says '£ million'"),
        ("ihyq", ABMI_BODY, ["uk_growth"], "asked for .*ihyq"),
        ("/oecd/", MSTI_BODY.replace(b"(1.3)", b"(1.0)"), ["gerd", "berd", "gerd_ppp"], "1.0"),
        (
            "/oecd/",
            MSTI_BODY.replace(b"2021,2021,99066", b"2022,2022,99066"),
            ["gerd_ppp"],
            "twice",
        ),
        ("GB.XPD", b'[{"message":[{"id":"120","key":"Invalid value"}]}]', ["rd_share"], "refused"),
    ],
)
def test_an_answer_that_cannot_be_read_is_kept_and_is_not_the_last_good(
    part, body, failing, words, services, data_dir
):
    run()
    before = built_rows()
    services.bodies = {part: (body, "text/csv" if part == "/oecd/" else "application/json")}
    outcomes, reports = run(hours=24)
    assert {i: outcomes[i] for i in failing} == dict.fromkeys(failing, "failed")
    assert re.search(words, reasons(reports)[failing[0]])
    assert body in [path.read_bytes() for path in (data_dir / "snapshots").glob("*/bodies/*")]
    after = built_rows()
    assert {i: after[i] for i in failing} == {i: before[i] for i in failing}


def test_what_failed_today_is_asked_for_again_today(services):
    usual = services.bodies[f"uri={ABMI.reference}"]
    services.bodies[f"uri={ABMI.reference}"] = (changed(ABMI_BODY, type="x"), "application/json")
    assert run()[0]["uk_gdp"] == "failed"
    services.bodies[f"uri={ABMI.reference}"] = usual
    services.asked.clear()
    outcomes, _ = run(hours=1)
    assert outcomes == dict.fromkeys(LIVE, "unchanged") | {"uk_gdp": "fetched"}
    assert len(services.asked) == 1


def test_an_answer_that_failed_in_part_is_asked_for_again_without_condition(services):
    path = "/oecd/data/OECD.STI.STP,DSD_MSTI@DF_MSTI,1.3/"
    services.bodies[path] = (MSTI_BODY.replace(b",6,Millions", b",six,Millions"), "text/csv")
    outcomes, _ = run(source_id="oecd")
    assert outcomes == {"gerd": "fetched", "berd": "fetched", "gerd_ppp": "failed"}
    services.conditions.clear()
    outcomes, _ = run(hours=1, source_id="oecd")
    assert services.conditions == [""]
    assert outcomes == {"gerd": "unchanged", "berd": "unchanged", "gerd_ppp": "failed"}


def test_no_records_is_no_data_and_asked_once(services):
    services.fault = only("/oecd/", Response("NoRecordsFound", status=404))
    outcomes, reports = run()
    assert [outcomes[i] for i in ("gerd", "berd", "gerd_ppp")] == ["no data"] * 3
    assert "no figures" in reasons(reports)["gerd"]
    assert len([a for a in services.asked if "/oecd/" in a]) == 1


def test_a_series_without_figures_is_no_data_and_costs_no_other(services):
    path = "/oecd/data/OECD.STI.STP,DSD_MSTI@DF_MSTI,1.3/"
    lines = [line for line in MSTI_BODY.splitlines(keepends=True) if b",B,Business" not in line]
    services.bodies[path] = (b"".join(lines), "text/csv")
    outcomes, _ = run(source_id="oecd")
    assert outcomes == {"gerd": "fetched", "berd": "no data", "gerd_ppp": "fetched"}


def test_damaged_snapshots_are_fetched_again(services, data_dir):
    run()
    for path in (data_dir / "snapshots").glob("*/bodies/*"):
        path.write_bytes(b"damaged")
    services.conditions.clear()
    outcomes, _ = run(hours=1)
    assert outcomes == dict.fromkeys(LIVE, "fetched")
    assert services.conditions == ["", "", "", ""]
    assert {i: len(rows) for i, rows in built_rows().items()}["gerd"] == 9


@pytest.mark.usefixtures("services")
def test_an_unexpected_fault_in_a_source_stops_no_other(monkeypatch):
    def broken(response, series):  # noqa: ARG001
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr("etl.sources.worldbank.parse", broken)
    outcomes, reports = run()
    assert outcomes == dict.fromkeys(LIVE, "fetched") | {"rd_share": "failed"}
    assert "unexpected ZeroDivisionError: a fault of ours" in reasons(reports)["rd_share"]


@pytest.mark.usefixtures("services")
def test_a_full_disk_is_said_and_loses_nothing(monkeypatch):
    run()
    before = built_rows()

    def full(descriptor: int) -> None:  # noqa: ARG001
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("etl.snapshots.os.fsync", full)
    outcomes, reports = run(hours=24)
    assert outcomes == dict.fromkeys(LIVE, "failed")
    assert "No space left on device" in reasons(reports)["gerd"]
    assert built_rows() == before


# Pages and earlier versions


def pages(count: int) -> dict[str, tuple[bytes, str]]:
    items = json.loads(RD_BODY)[1]
    size = -(-len(items) // count)
    found = {}
    for number in range(count, 0, -1):
        header = {"page": number, "pages": count, "per_page": size, "total": len(items)}
        header |= {"sourceid": "2", "lastupdated": "2026-07-13"}
        part = items[(number - 1) * size : number * size]
        found[f"&page={number}"] = (json.dumps([header, part]).encode(), "application/json")
    return found


def values(rows: list[tuple]) -> list[float]:
    return sorted(row[4] for row in rows if row[4] is not None)


def test_all_pages_are_fetched_and_nothing_twice(services):
    run(source_id="worldbank")
    whole = values(built_rows()["rd_share"])
    services.bodies = pages(3)
    outcomes, reports = run(hours=24, source_id="worldbank")
    assert outcomes == {"rd_share": "fetched"}
    assert reports[0].requests == 3
    services.asked.clear()
    assert run(hours=25, source_id="worldbank")[0] == {"rd_share": "unchanged"}
    assert services.asked == []
    assert run(hours=48, source_id="worldbank")[0] == {"rd_share": "unchanged"}
    paged = [r for r in responses("worldbank") if r.retrieved == date(2026, 11, 24)]
    series = series_of(CATALOGUE, "worldbank")
    found = [row for r in paged for row in rows_of(get_source("worldbank").parse(r, series))]
    assert values(found) == whole


def test_a_lost_page_means_that_no_page_is_kept(services):
    """One page alone would look like a whole series that lost most of its figures."""
    services.bodies = pages(3)
    services.fault = only("&page=2", Response("", status=500))
    outcomes, reports = run(source_id="worldbank")
    assert outcomes == {"rd_share": "failed"}
    assert "&page=2 gave no data" in reasons(reports)["rd_share"]
    assert responses("worldbank") == []


def test_pages_without_end_are_refused(services):
    services.fault = lambda address: Response(
        json.dumps(
            [
                {
                    "page": int(address.rsplit("=", 1)[1]),
                    "pages": 10**9,
                    "per_page": 1,
                    "total": 10**9,
                },
                json.loads(RD_BODY)[1][-1:],
            ]
        ),
        content_type="application/json",
    )
    _, reports = run(source_id="worldbank")
    assert "more than 100 pages" in reasons(reports)["rd_share"]


def test_history_fetches_every_earlier_version_once(services):
    old = {
        f"{ABMI.reference}/previous/v1": "2015-12-22T09:30:00.000Z",
        f"{ABMI.reference}/previous/v42": "2026-03-31T06:00:00.000Z",
    }
    bodies = {
        f"uri={uri}": (described(ABMI_BODY, releaseDate=released), "application/json")
        for uri, released in old.items()
    }
    services.bodies = bodies | services.bodies
    outcomes, reports = run(history=True, source_id="ons")
    assert outcomes == {"uk_gdp": "fetched", "uk_growth": "fetched"}
    assert reports[0].requests == 4
    series = series_of(CATALOGUE, "ons")
    parsed = [p for r in responses("ons") for p in get_source("ons").parse(r, series)]
    assert sorted(p.vintage.vintage_id for p in parsed) == [
        "ons_abmi_ukea_2015-12-22",
        "ons_abmi_ukea_2026-03-31",
        "ons_abmi_ukea_2026-06-30",
        "ons_ihyq_qna_2024-09-30",
    ]
    services.asked.clear()
    run(hours=24, history=True, source_id="ons")
    assert not [a for a in services.asked if "previous" in a], "an old version never changes"


# Interrupted and resumed


def test_a_refresh_that_was_killed_goes_on_where_it_stopped(services):
    """The process is gone after the first answer of the ONS: only the second is asked for."""
    run(indicator_id="uk_gdp")
    services.asked.clear()
    outcomes, _ = run(hours=0.1, source_id="ons")
    assert [a.rsplit("/", 2)[1] for a in services.asked] == ["ihyq"]
    assert outcomes == {"uk_gdp": "unchanged", "uk_growth": "fetched"}


def test_ctrl_c_stops_between_requests_and_the_next_refresh_fetches_the_rest(services):
    stop = threading.Event()
    one = Run(plans_for(CATALOGUE, source_id="ons"), "agent", 90.0, stop=stop)

    def stopping(address: str) -> None:
        if "abmi" in address:
            stop.set()

    services.fault = stopping
    (report,) = one.run(Console(quiet=True))
    assert report.outcomes == {"uk_gdp": "fetched"}
    assert len(services.asked) == 1
    services.fault = lambda _: None
    again = Run(plans_for(CATALOGUE, source_id="ons"), "agent", 90.0)
    (report,) = again.run(Console(quiet=True))
    assert report.outcomes == {"uk_gdp": "unchanged", "uk_growth": "fetched"}
    assert len(services.asked) == 2


def test_ctrl_c_while_waiting_ends_the_refresh_at_once(services, monkeypatch, capsys):
    """The service asks for rest; the person does not wait, and nor does the thread."""
    services.fault = lambda _: Response("", status=429, headers={"Retry-After": "60"})
    real_join = refresh._join
    calls = []

    def interrupted(threads, seconds=float("inf")):
        calls.append(seconds)
        if len(calls) == 1:
            while not services.asked:
                threads[0].join(0.05)
            raise KeyboardInterrupt
        real_join(threads, seconds)
        assert not any(thread.is_alive() for thread in threads)

    monkeypatch.setattr(refresh, "_join", interrupted)
    assert refresh.main(arguments(source="ons")) == 130
    assert "goes on where it stopped" in capsys.readouterr().out


# The command


def test_the_closing_table_says_what_became_of_each_source(services, capsys):
    services.fault = only("abmi", Response("not found", status=404))
    assert refresh.main(arguments()) == 1
    out = capsys.readouterr().out
    assert [line.split() for line in out.splitlines() if line.startswith("│")] == [
        ["│", "oecd", "│", "0", "│", "3", "│", "0", "│", "0", "│", "1", "│", "1", "│"],
        ["│", "ons", "│", "0", "│", "1", "│", "0", "│", "1", "│", "2", "│", "1", "│"],
        ["│", "worldbank", "│", "0", "│", "1", "│", "0", "│", "0", "│", "1", "│", "1", "│"],
    ]
    assert "uk_gdp: failed: the ONS has no time series" in out
    assert "\x1b" not in out, "no bars and no colours outside a terminal"


@pytest.mark.usefixtures("services")
def test_a_refresh_without_faults_ends_with_zero(capsys):
    assert refresh.main(arguments()) == 0
    assert "failed:" not in capsys.readouterr().out


def test_no_data_is_said_and_is_not_a_failure(services, capsys):
    services.fault = only("/oecd/", Response("NoRecordsFound", status=404))
    assert refresh.main(arguments(source="oecd")) == 0
    assert (
        "gerd, berd, gerd_ppp: no data: the publisher has no figures for it"
        in capsys.readouterr().out
    )


def test_a_dry_run_prints_the_requests_and_sends_none(services, capsys, monkeypatch, data_dir):
    monkeypatch.delenv("INDICATORS_CONTACT")
    assert refresh.main(arguments(dry_run=True)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert f"GET {services.server.url_for('/ons')}/data?uri={GDP}/ihyq/qna" in lines
    assert services.asked == []
    assert list(data_dir.iterdir()) == []


def test_without_a_contact_nothing_is_sent(services, monkeypatch):
    monkeypatch.delenv("INDICATORS_CONTACT")
    with pytest.raises(SourceError, match="INDICATORS_CONTACT: it is not set") as caught:
        refresh.main(arguments())
    assert "\n" not in str(caught.value)
    assert services.asked == []


def test_a_reference_that_its_source_refuses_fails_alone(services, monkeypatch, capsys):
    bad = dataclasses.replace(CATALOGUE["uk_gdp"], series="ABMI")
    indicators = tuple(bad if i.id == "uk_gdp" else i for i in CATALOGUE)
    catalogue = dataclasses.replace(CATALOGUE, indicators=indicators)
    monkeypatch.setattr(refresh, "load_catalogue", lambda: catalogue)
    assert refresh.main(arguments(source="ons")) == 1
    assert "uk_gdp: failed: indicator uk_gdp: 'ABMI' is not the uri" in capsys.readouterr().out
    assert [a.rsplit("/", 2)[1] for a in services.asked] == ["ihyq"]
    assert refresh.main(arguments(source="ons", dry_run=True)) == 1
    assert "uk_gdp: refused:" in capsys.readouterr().out


def test_requests_of_the_last_hour_count_against_the_limits(services):
    """Sixty retrievals of the OECD in the last hour: the next is not even tried."""
    store = Snapshots("oecd", now=lambda: MORNING - timedelta(minutes=5))
    request = get_source("oecd").requests(series_of(CATALOGUE, "oecd"))[0]
    for number in range(60):
        other = type(request)(f"{request.address}&n={number}", ("x",))
        store._now = lambda number=number: MORNING - timedelta(seconds=300 + number)
        store.keep(answer(other, b"x"), {})
    outcomes, reports = run(source_id="oecd")
    assert set(outcomes.values()) == {"failed"}
    assert "takes no more requests for now" in reasons(reports)["gerd"]
    assert services.asked == []


# Looking up a series


SEARCH = {
    "count": 3,
    "items": [
        {"type": "timeseries", "cdid": "ABMI", "uri": f"{GDP}/abmi", "title": "GDP"},
        {
            "type": "timeseries",
            "cdid": "ABMI",
            "dataset_id": "PN2",
            "uri": f"{GDP}/abmi/pn2",
            "title": "GDP, PN2",
            "release_date": "2026-08-12T23:00:00.000Z",
        },
        {
            "type": "timeseries",
            "cdid": "ABMI",
            "dataset_id": "UKEA",
            "uri": f"{GDP}/abmi/ukea",
            "title": "GDP, UKEA",
            "release_date": "2026-06-30T06:00:00.000Z",
        },
        {"type": "timeseries", "cdid": "IHYQ", "uri": f"{GDP}/ihyq/qna", "title": "mentions ABMI"},
    ],
}


def test_a_series_is_found_in_every_data_set_by_its_uri(services, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(search, "load_catalogue", lambda: CATALOGUE)
    services.bodies = {"/search": (json.dumps(SEARCH).encode(), "application/json")}
    assert refresh.find(argparse.Namespace(cdid="abmi")) == 0
    assert services.asked == ["/ons/search?content_type=timeseries&cdids=ABMI"]
    rows = [line.split("│")[1:-1] for line in capsys.readouterr().out.splitlines() if "│" in line]
    assert [[cell.strip() for cell in row] for row in rows] == [
        [f"{GDP}/abmi/pn2", "PN2", "GDP, PN2", "2026-08-13", ""],
        [f"{GDP}/abmi/ukea", "UKEA", "GDP, UKEA", "2026-06-30", "uk_gdp"],
    ]


@pytest.mark.parametrize(
    "answer", [{"count": 0}, {"count": 0, "items": None}, {"count": 0, "items": []}]
)
def test_an_unknown_series_is_said(answer, services, capsys):
    services.bodies = {"/search": (json.dumps(answer).encode(), "application/json")}
    assert refresh.find(argparse.Namespace(cdid="XXXX")) == 1
    assert "knows no time series XXXX" in capsys.readouterr().out


@pytest.mark.parametrize("cdid", ["", "A B", "ABMI&x=1", "toolongforone"])
def test_what_cannot_be_the_id_of_a_series_is_not_asked_for(cdid, services):
    with pytest.raises(SourceError, match="not the id of a series"):
        refresh.find(argparse.Namespace(cdid=cdid))
    assert services.asked == []


def test_a_refused_search_is_said(services):
    services.fault = lambda _: Response("invalid cdid(s) found", status=400)
    with pytest.raises(SourceError, match=r"answered 400: 'invalid cdid\(s\) found'"):
        refresh.find(argparse.Namespace(cdid="ABMI"))
