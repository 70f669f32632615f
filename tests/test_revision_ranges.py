"""Revision ranges: from how many revisions on, of which figures, and what they do to places."""

from datetime import date

import pandas as pd
import pytest

from indicators.catalogue import load_catalogue
from indicators.choice import indicator_choice
from indicators.rankings import rank
from indicators.revisions import RevisionRange, revision_range, within
from indicators.views.charts import view_of
from tests.serving_rows import areas, indicator, serving


def pairs(changes, *, age=1, new_edition="spring 2026", old=100.0):
    return pd.DataFrame(
        {
            "geo": "GBR",
            "frequency": "A",
            "period_end": pd.Timestamp(date(2025 - age, 12, 31)),
            "old": old,
            "new": [old * (1 + change) for change in changes],
            "old_date": pd.Timestamp("2025-06-01"),
            "new_date": pd.Timestamp("2026-06-01"),
            "old_vintage": "old",
            "new_vintage": "new",
            "old_edition": "spring 2025",
            "new_edition": new_edition,
        }
    )


def test_percentiles_of_thirty_relative_revisions():
    spread = [n / 1000 for n in range(-10, 21)]  # −1.0% to +2.0%
    found = revision_range(pairs(spread), "A")
    assert (found.n, found.rounds) == (31, 1)
    assert found.low == pytest.approx(-0.0085)
    assert found.high == pytest.approx(0.0185)
    assert "one revision observed" in found.words
    assert "no error published" in found.words
    assert "−0.9% to +2%" in found.note


@pytest.mark.parametrize(
    "given",
    [
        pairs([0.01] * 29),
        pairs([0.01] * 40, age=6),
        pairs([0.01] * 40, new_edition="spring 2025, rounded to three decimals"),
        pairs([0.01] * 40, old=0.0),
    ],
    ids=["too few", "too old", "the same edition", "no relative change"],
)
def test_no_range_where_the_rule_does_not_hold(given):
    assert revision_range(given, "A") is None


def test_a_range_takes_in_no_change_at_all():
    found = revision_range(pairs([0.05] * 40), "A")
    assert found.low == 0
    assert found.high == pytest.approx(0.05)


def test_countries_whose_ranges_overlap_are_not_told_apart():
    plain = indicator(breaks=())
    rows = serving({"GBR": {"2023": 2.75}, "DEU": {"2023": 3.0}, "KOR": {"2023": 5.0}})
    ranking = rank(rows, indicator=plain, areas=areas(), frequency="A")
    found = within(ranking, RevisionRange(-0.05, 0.05, 40, 2), plain)
    assert [(r.geo, r.rank, r.best, r.worst) for r in found.rows] == [
        ("KOR", 1, 1, 1), ("DEU", 2, 2, 3), ("GBR", 3, 2, 3),
    ]  # fmt: skip
    assert found.range_words == "within past revisions"
    lower = indicator(breaks=(), direction="lower")
    turned = rank(rows, indicator=lower, areas=areas(), frequency="A")
    ends = [(r.geo, r.best, r.worst) for r in
            within(turned, RevisionRange(-0.05, 0.05, 40, 2), lower).rows]  # fmt: skip
    assert ends == [("GBR", 1, 2), ("DEU", 1, 2), ("KOR", 3, 3)]


def test_a_publishers_interval_stands_before_a_revision_range():
    plain = indicator(breaks=())
    rows = serving(
        {"GBR": {"2023": 2.75}, "DEU": {"2023": 3.0}},
        intervals={"GBR": (2.5, 2.9), "DEU": (2.8, 3.2)},
    )
    ranking = rank(rows, indicator=plain, areas=areas(), frequency="A")
    assert within(ranking, RevisionRange(-0.5, 0.5, 40, 1), plain) is ranking


def test_the_page_says_which_range_it_is_or_that_no_error_is_published(seed_warehouse):
    catalogue = load_catalogue()
    with_range = view_of(
        seed_warehouse, catalogue, indicator_choice("venture_capital_pct_gdp", view="rank")
    )
    assert "within past revisions" in with_range.headline
    assert "one revision observed" in with_range.subtitle
    assert "Revision range" in [column.title for column in with_range.table.columns]
    assert any(note.startswith("Revision ranges: ") for note in with_range.notes)
    without = view_of(seed_warehouse, catalogue, indicator_choice("unicorns", view="rank"))
    assert "no error published" in without.subtitle
    earlier = view_of(
        seed_warehouse, catalogue,
        indicator_choice("venture_capital_pct_gdp", view="rank", as_at="2026-01-01"),
    )  # fmt: skip
    assert "within past revisions" not in earlier.headline


def test_ranks_over_time_have_ranges_for_recent_years_only(seed_warehouse):
    catalogue = load_catalogue()
    over_time = indicator_choice("gerd_pct_gdp", view="rank_over_time", years="2014.2024")
    view = view_of(seed_warehouse, catalogue, over_time)
    newest = view_of(seed_warehouse, catalogue, indicator_choice("gerd_pct_gdp", view="rank"))
    note = next(n for n in newest.notes if n.startswith("Revision ranges:"))
    assert note in view.notes
    (band,) = view.chart.bands
    assert band.name in view.notes
    assert band.name.endswith("within past revisions, for figures up to 5 years old.")
    held = seed_warehouse.fetch("SELECT max(year(date)) AS newest FROM vintage", []).iloc[0]
    assert {day.year for day, *_ in band.edges} == {2021, 2022, 2023}
    assert held["newest"] - 2021 == 5
    places = {p.x: p.value for s in view.chart.series if s.geo == "GBR" for p in s.points}
    assert all(low <= places[day] <= high for day, low, high in band.edges)
    uk = {row[0]: row[1] for row in view.table.rows}
    assert "(" in uk["2023"]
    assert "(" not in uk["2019"]


@pytest.mark.usefixtures("seed_warehouse")
def test_earlier_states_and_computed_forms_have_no_range_over_time(seed_warehouse):
    for more in ({"as_at": "2025-12-31"}, {"as": "index"}):
        chosen = indicator_choice("gerd_pct_gdp", view="rank_over_time", **more)
        view = view_of(seed_warehouse, load_catalogue(), chosen)
        assert not view.chart.bands
        assert not any(note.startswith("Revision ranges:") for note in view.notes)
