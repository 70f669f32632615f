"""What a person sees of a refresh: bars that fit the terminal, and each reason once."""

import io
from threading import Event
from types import SimpleNamespace

import pytest
from rich.console import Console

from etl.display import Bars, show_reports
from etl.retrieval import Plan, Report


def shown(width: int, terminal: bool) -> Console:
    return Console(file=io.StringIO(), width=width, force_terminal=terminal, color_system=None)


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_bars_keep_their_counts_whatever_is_being_fetched(width):
    console = shown(width, terminal=True)
    source = SimpleNamespace(SOURCE=SimpleNamespace(id="ons", publisher="The office of statistics"))
    with Bars(console, [Plan(source, (), (None,) * 14, {})], Event()) as bars:
        report = Report("ons", kept=3)
        for left in range(14, 2, -1):
            bars.tell(report, "uk_telecoms_computer_information_exports, uk_output_per_hour", left)
    last = console.file.getvalue().split("The office")[-1]
    assert "11/14" in last
    assert "3 new" in last
    assert all(len(line) <= width for line in last.splitlines())


def test_one_reason_of_several_indicators_is_said_once_and_the_next_step_is_named():
    console = shown(300, terminal=False)
    report = Report("oecd", kept=1)
    for indicator_id in ("direct_support", "total_support"):
        report.note(indicator_id, "failed", "the service answered 500")
    report.note("gerd", "fetched")
    show_reports(console, [report])
    lines = console.file.getvalue().splitlines()
    assert "direct_support, total_support: failed: the service answered 500" in lines
    assert "python -m etl build" in lines[-1]


def test_a_refresh_that_kept_nothing_names_no_next_step():
    console = shown(300, terminal=False)
    show_reports(console, [Report("oecd")])
    assert "etl build" not in console.file.getvalue()
