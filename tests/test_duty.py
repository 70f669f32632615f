"""`python -m etl status` as the view of whoever is on duty: what it says in each state."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from etl import duty, journal, pipeline, releases
from etl.__main__ import main
from etl.retrieval import Report
from indicators.settings import ROOT
from indicators.store import Store
from indicators.warehouse import current_path
from tests.seeding import Seed, inputs

#: A build serves in every test.
pytestmark = pytest.mark.usefixtures("machine")

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def machine(data_dir, monkeypatch):
    monkeypatch.delenv("INDICATORS_STORE", raising=False)
    seed = Seed(data_dir / "seed")
    seed.add("first", "gerd_pct_gdp,GBR,2020,A,2.5", date="2025")
    pipeline.build(inputs(seed.folder))
    return seed


@pytest.fixture
def store(tmp_path, monkeypatch) -> Store:
    monkeypatch.setenv("INDICATORS_STORE", f"file://{tmp_path}/store")
    return Store(f"file://{tmp_path}/store")


def steps(moment=NOW):
    return duty.state(current_path(), [], False, moment).next_steps


def refreshed(days_ago, failed=0):
    report = Report("ons")
    for n in range(3):
        report.note(f"series_{n}", "failed" if n < failed else "fetched", "timed out")
    journal.record([report], NOW - timedelta(days=days_ago))


def test_without_a_refresh_it_says_how_to_make_one():
    (step,) = steps()
    assert "python -m etl refresh" in step


def test_after_a_good_refresh_there_is_nothing_to_do():
    refreshed(1)
    assert steps() == ()


def test_a_source_that_failed_is_named_with_the_command():
    refreshed(1, failed=2)
    (step,) = steps()
    assert step.startswith("ons: 2 indicators were not fetched at 2026-11-19T12:00:00+00:00.")
    assert "python -m etl refresh --source ons" in step


def test_a_job_that_does_not_run_any_more_is_noticed():
    refreshed(4)
    (step,) = steps()
    assert "4 days ago" in step


def test_the_refresh_of_one_source_leaves_the_others_as_they_were():
    refreshed(4)
    journal.record([Report("oecd")], NOW)
    assert [(e.source, e.ended_at[:10]) for e in journal.entries()] == [
        ("oecd", "2026-11-20"),
        ("ons", "2026-11-16"),
    ]


def test_a_build_that_was_not_pushed_is_told_from_one_that_is_behind(machine, store):
    refreshed(1)
    assert "python -m etl push" in steps()[0]
    releases.push(store, keep=5)
    assert steps() == ()
    machine.add("first", "gerd_pct_gdp,GBR,2020,A,2.6", date="2025")
    pipeline.build(inputs(machine.folder))
    assert "python -m etl push" in steps()[0]


def test_a_server_that_is_behind_is_told_to_pull(machine, store):
    refreshed(1)
    releases.push(store, keep=5)
    first = store.serving()[1]
    machine.add("first", "gerd_pct_gdp,GBR,2020,A,2.6", date="2025")
    pipeline.build(inputs(machine.folder))
    releases.push(store, keep=5)
    releases.take(store, first)
    (step,) = steps()
    assert "python -m etl pull" in step
    assert store.serving()[1].build_id in step


def test_a_store_that_does_not_answer_is_said_first(monkeypatch):
    refreshed(1, failed=1)
    monkeypatch.setenv("INDICATORS_STORE", "nowhere")
    told = steps()
    assert len(told) == 2
    assert told[0].startswith("The store does not answer; what serves goes on serving.")


def test_a_replica_knows_the_refreshes_of_the_job(store, tmp_path, monkeypatch):
    refreshed(1, failed=1)
    releases.push(store, keep=5)
    monkeypatch.setenv("INDICATORS_DATA_DIR", str(tmp_path / "replica"))
    assert main(["pull"]) == 0
    seen = duty.state(current_path(), [], True, NOW)
    assert seen.taken
    assert not seen.inputs_changed, "a replica has no inputs that could change"
    assert [e.source for e in seen.refreshes] == ["ons"]
    assert seen.refreshes[0].failed == 1


def test_status_prints_all_of_it(store, capsys):
    refreshed(1, failed=1)
    releases.push(store, keep=5)
    assert main(["status"]) == 0
    out = capsys.readouterr().out
    for part in (
        "Serving build",
        "hours ago",
        "Store file://",
        "Last refreshes",
        "What to do next",
    ):
        assert part in out, part
    assert main(["status", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["store"]["release"] == store.pointer().release
    assert told["refreshes"][0]["outcomes"]["failed"] == 1
    assert any("ons: 1 indicators" in step for step in told["next_steps"])


def test_the_runbook_has_what_status_points_to():
    runbook = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert "Sources down" in runbook
