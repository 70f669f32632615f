"""Kept projections: what is read back is what was computed, and nothing half-written is read."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from indicators import results
from indicators.catalogue import load_catalogue
from indicators.charts import svg
from indicators.errors import NoDataError, WarehouseError
from indicators.index_method import load_method
from indicators.projections import History, assess
from indicators.views.ambition import future

CATALOGUE = load_catalogue()
NAME = "ip_receipts_pct_gdp"
AREAS = ("GBR", "USA", "DEU", "FRA", "JPN")


@pytest.fixture(scope="module")
def candidate():
    rng = np.random.default_rng(5)
    years = pd.Index(range(2010, 2025))
    grown = {
        area: 1.0 + place + 0.05 * np.arange(15) + 0.03 * rng.standard_normal(15)
        for place, area in enumerate(AREAS)
    }
    history = History(NAME, pd.DataFrame(grown, index=years), low=0.0)
    found = assess(history, focus="GBR", comparators=AREAS, as_at=2026)
    return results.Candidate(NAME, ("relative",), AREAS, history, found)


@pytest.fixture(scope="module")
def computed(candidate):
    return results._one(candidate, 2026)


@pytest.fixture
def kept(data_dir, computed):  # noqa: ARG001
    place = results.folder("abc")
    place.mkdir(parents=True)
    results._keep(place, NAME, *computed)
    return place


@pytest.mark.usefixtures("kept")
def test_what_is_read_is_what_was_computed(candidate):
    made = results.projection_of(candidate, 2026)
    found = results.stored("abc", NAME)
    assert found.areas == made.areas
    pd.testing.assert_frame_equal(found.fan, made.fan)
    target = load_method().target_year
    assert np.array_equal(found.at(target), made.at(target)[: results.KEPT_DRAWS])
    assert results.kept_names("abc") == (NAME,)
    tables = results.tables_of(made, ("GBR", "DEU", "FRA"))
    for name in results.TABLES:
        pd.testing.assert_frame_equal(
            getattr(found, name), tables[name], check_dtype=False, check_index_type=False,
            check_column_type=False,
        )  # fmt: skip
    with pytest.raises(NoDataError, match="2027"):
        found.at(2027)


def test_nothing_kept_is_none_and_a_damaged_file_is_named(kept):
    assert results.stored("abc", "gerd_pct_gdp") is None
    assert results.stored("another", NAME) is None
    path = kept / f"{NAME}.json"
    told = json.loads(path.read_text())
    path.write_text(json.dumps(told | {"format": 0}))
    assert results.stored("abc", NAME) is None
    path.write_text(path.read_text()[:200])
    with pytest.raises(WarehouseError, match="compute"):
        results.stored("abc", NAME)


def test_a_fan_stands_apart_from_the_data(seed_warehouse, candidate, computed):
    place = results.folder("fan")
    place.mkdir(parents=True)
    results._keep(place, NAME, *computed)
    stored = results.stored("fan", NAME)
    view = future.fan_view(seed_warehouse, CATALOGUE, candidate, stored)
    for series in view.chart.series:
        data, ahead = series.segments
        assert (data.projected, ahead.projected) == (False, True)
        assert data.points[-1].x.year == 2024
        assert [p.x.year for p in ahead.points] == list(range(2025, 2031))
    assert {band.name for band in view.chart.bands} == {
        "80% prediction interval",
        "95% prediction interval",
    }
    drawn = svg.render(view.chart)
    assert drawn.count('stroke-dasharray="7 6"') == len(view.chart.series)
    assert "80% prediction interval" in view.headline + view.alt
    assert "Back-test" in future.score_sentence(stored)


def test_an_outlook_says_how_much_is_computed(seed_warehouse, candidate, computed):
    place = results.folder("part")
    place.mkdir(parents=True)
    results._keep(place, NAME, *computed)
    stored = results.stored("part", NAME)
    waiting = replace(candidate, indicator="berd_pct_gdp")
    found = future.Outlook({NAME: candidate, "berd_pct_gdp": waiting}, {NAME: stored})
    assert not found.complete
    assert "1 are not computed yet" in future.summary(found)
    row = future.probability_table(found, CATALOGUE).rows[0]
    assert row[2] == "5th of 5"
    assert row[3] == "under 1%"
    needed = future.needed_table(seed_warehouse, found, CATALOGUE).rows[0]
    assert float(needed[2].rstrip("%")) > float(needed[1].split("%")[0])


def test_the_index_is_refused_with_its_reason(seed_warehouse):
    found = future.outlook(seed_warehouse, CATALOGUE, ())
    for version in ("relative", "absolute"):
        told = future.index_sentence(seed_warehouse, found, CATALOGUE, version)
        assert "no probability can be given for 2030" in told
        held = future.index_coverage(found, CATALOGUE, version)
        assert f"{held.share:.0%}" in told
    listed = {row[0] for row in future.not_projected_table(found, CATALOGUE).rows}
    assert CATALOGUE["gerd_pct_gdp"].title in listed
    assert len(listed) + len(found.projectable) == len(found.candidates)
