"""Kept results: what is read back is what was computed, and nothing half-written is read."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from indicators import results, standing
from indicators.catalogue import load_catalogue
from indicators.charts import svg
from indicators.errors import NoDataError, WarehouseError
from indicators.index_method import VERSIONS, default_recipe, load_method
from indicators.projections import History, assess
from indicators.publishing.site import evidence, pages
from indicators.results import projected, ranked
from indicators.results.candidates import candidates, keep_candidates
from indicators.variants import variants
from indicators.views.ambition import fans, needed, outlook
from indicators.warehouse import Warehouse
from tests.edition import SITE, tree

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
def made(candidate):
    return results.projection_of(candidate, 2026)


@pytest.fixture(scope="module")
def computed(candidate, made):
    return projected._packed(candidate, 2026, made)


@pytest.fixture
def kept(data_dir, computed):  # noqa: ARG001
    place = results.folder("abc")
    place.mkdir(parents=True)
    projected._keep(place, NAME, *computed)
    return place


@pytest.mark.usefixtures("kept")
def test_what_is_read_is_what_was_computed(made):
    found = results.stored("abc", NAME)
    assert found.areas == made.areas
    pd.testing.assert_frame_equal(found.fan, made.fan)
    target = load_method().target_year
    assert np.array_equal(found.at(target), made.at(target)[: results.KEPT_DRAWS])
    assert results.kept_names("abc") == (NAME,)
    tables = results.tables_of(made, ("GBR", "DEU", "FRA"))
    for name in projected.TABLES:
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
    for change in ({"code": "another"}, {"seed": 1}, {"target": 2031}):
        path.write_text(json.dumps(told | change))
        assert results.stored("abc", NAME) is None, "made by another method"
    path.write_text(path.read_text()[:200])
    with pytest.raises(WarehouseError, match="compute"):
        results.stored("abc", NAME)


def test_a_fan_stands_apart_from_the_data(seed_warehouse, candidate, computed):
    place = results.folder("fan")
    place.mkdir(parents=True)
    projected._keep(place, NAME, *computed)
    stored = results.stored("fan", NAME)
    view = fans.fan_view(seed_warehouse, CATALOGUE, candidate, stored)
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
    assert "Back-test" in fans.score_sentence(stored)


def test_an_outlook_says_how_much_is_computed(seed_warehouse, candidate, computed):
    place = results.folder("part")
    place.mkdir(parents=True)
    projected._keep(place, NAME, *computed)
    stored = results.stored("part", NAME)
    waiting = replace(candidate, indicator="berd_pct_gdp")
    found = outlook.Outlook({NAME: candidate, "berd_pct_gdp": waiting}, {NAME: stored})
    assert not found.complete
    assert "1 more is not computed yet" in outlook.summary(found, CATALOGUE)
    row = outlook.probability_table(found, CATALOGUE).rows[0]
    assert row[2] == "5th of 5"
    assert row[3] == "under 1%"
    told = needed.needed_table(seed_warehouse, found, CATALOGUE).rows[0]
    now, wanted = float(told[1].split("%")[0]), float(told[3].rstrip("%"))
    assert wanted > now
    assert told[4].startswith("£")
    assert told[4].endswith("billion a year")


def test_the_index_is_refused_with_its_reason(seed_warehouse):
    found = outlook.outlook(seed_warehouse, CATALOGUE, ())
    for version in ("relative", "absolute"):
        told = outlook.index_sentence(seed_warehouse, found, CATALOGUE, version)
        assert "no probability can be given for the UK's place in the index in 2030" in told
        held = outlook.index_coverage(found, CATALOGUE, version)
        assert f"{held.share:.0%}" in told
    listed = {row[0] for row in outlook.not_projected_table(found, CATALOGUE).rows}
    assert CATALOGUE["gerd_pct_gdp"].title in listed
    assert len(listed) + len(found.projectable) == len(found.candidates)


@pytest.fixture
def kept_index(seed_folder, seed_warehouse, data_dir):  # noqa: ARG001
    """A copy of the index that is kept beside the seed's build."""
    place = results.folder(seed_warehouse.build_id) / "index"
    shutil.copytree(seed_folder / "results" / seed_warehouse.build_id / "index", place)
    return place


def test_the_index_that_is_kept_is_the_one_that_is_computed(seed_warehouse, kept_index):
    for version in VERSIONS:
        recipe = default_recipe(CATALOGUE, version, seed_warehouse.build_id)
        kept = ranked.standing_of(seed_warehouse, CATALOGUE, version)
        made = standing.standing(seed_warehouse, CATALOGUE, recipe)
        pd.testing.assert_frame_equal(kept.summary, made.summary)
        pd.testing.assert_frame_equal(
            kept.panel.values, made.panel.values, check_names=False, check_column_type=False
        )
        assert kept.panel.reasons == made.panel.reasons
        back = ranked.back_years_of(seed_warehouse, CATALOGUE, version)
        again = standing.back_years(seed_warehouse, CATALOGUE, recipe)
        assert (back.indicators, back.left_out) == (again.indicators, again.left_out)
        pd.testing.assert_frame_equal(back.table, again.table)
        effects = ranked.influence_of(seed_warehouse, CATALOGUE, version).effects
        pd.testing.assert_frame_equal(
            effects,
            standing.influence(seed_warehouse, CATALOGUE, recipe).effects,
            check_dtype=False,
        )
        assert ranked.variants_of(seed_warehouse, CATALOGUE, version) == variants(
            seed_warehouse, CATALOGUE, recipe
        )
    parts = [path.name for path in kept_index.glob("*.json") if path.name != "candidates.json"]
    assert len(parts) == 10


def test_a_part_of_another_method_or_a_damaged_one_is_computed_again(seed_warehouse, kept_index):
    path = kept_index / "relative-components.json"
    true = ranked.components_of(seed_warehouse, CATALOGUE, "relative")
    told = json.loads(path.read_text())
    told["weights"]["invention"] = 99.0
    path.write_text(json.dumps(told))
    assert ranked.components_of(seed_warehouse, CATALOGUE, "relative")["invention"] == 99.0
    told["made_by"]["recipe"]["seed"] += 1
    path.write_text(json.dumps(told))
    assert ranked.components_of(seed_warehouse, CATALOGUE, "relative") == pytest.approx(true)
    path.write_text("{")
    assert ranked.components_of(seed_warehouse, CATALOGUE, "relative") == pytest.approx(true)


def test_kept_candidates_are_those_of_the_build(seed_warehouse, data_dir):  # noqa: ARG001
    made = candidates(seed_warehouse, CATALOGUE)
    keep_candidates(seed_warehouse, CATALOGUE)
    kept = candidates(seed_warehouse, CATALOGUE)
    assert list(kept) == list(made)
    for name, candidate in kept.items():
        assert candidate.eligibility.reasons == made[name].eligibility.reasons
        assert candidate.versions == made[name].versions
        assert candidate.history.breaks == made[name].history.breaks
        pd.testing.assert_frame_equal(
            candidate.history.values, made[name].history.values, check_index_type=False,
            check_column_type=False, check_names=False,
        )  # fmt: skip


@pytest.fixture
def empty_data(seed_warehouse, data_dir):  # noqa: ARG001
    """An empty data folder, set after the warehouse has been found."""
    return data_dir


def test_a_projection_of_the_same_figures_is_taken_over_from_another_build(
    seed_warehouse, empty_data, computed, candidate, monkeypatch
):
    assert not list(empty_data.iterdir())
    monkeypatch.setattr(projected, "candidates", lambda *_: {NAME: candidate})
    monkeypatch.setattr(projected, "as_at", lambda _: 2026)
    run = []
    monkeypatch.setattr(projected, "_one", lambda *_: run.append(NAME) or computed)
    monkeypatch.setattr(projected, "ProcessPoolExecutor", lambda **_: ThreadPoolExecutor(1))
    other = results.folder("another")
    other.mkdir(parents=True)
    projected._keep(other, NAME, *computed)
    kept = projected.compute_projections(seed_warehouse, CATALOGUE)
    assert run == []
    assert kept[NAME].fan.equals(results.stored("another", NAME).fan)
    place = results.folder(seed_warehouse.build_id)
    assert (place / f"{NAME}.json").read_bytes() == (other / f"{NAME}.json").read_bytes()
    for path in place.iterdir():
        path.unlink()
    changed = json.loads((other / f"{NAME}.json").read_text()) | {"figures": "of another edition"}
    (other / f"{NAME}.json").write_text(json.dumps(changed))
    projected.compute_projections(seed_warehouse, CATALOGUE)
    assert run == [NAME]


def test_every_projected_rank_again_from_the_draws(made, computed):
    draws = made.at(load_method().target_year)
    told = json.loads(computed[0])
    ranks = dict(
        zip(
            told["ranks"]["index"]["values"],
            zip(*(c for _, c in told["ranks"]["columns"]), strict=True),
            strict=True,
        )
    )
    names = [name for name, _ in told["ranks"]["columns"]]
    for place, area in enumerate(made.areas):
        own = [1 + sum(other > row[place] for other in row) for row in draws]
        own.sort()
        row = dict(zip(names, ranks[area], strict=True))
        assert row["rank_low"] == own[len(own) // 10 - 1]
        assert row["rank_high"] == own[9 * len(own) // 10 - 1]
        assert row["probability_top"] == pytest.approx(sum(r <= 3 for r in own) / len(own))


def test_a_kept_projection_has_a_page_in_the_static_edition(seed_warehouse, data_dir, computed):
    place = results.folder(seed_warehouse.build_id)
    assert place.is_relative_to(data_dir)
    place.mkdir(parents=True)
    with closing(Warehouse(seed_warehouse.path)) as w:
        path = evidence.projection_path(NAME)
        assert path not in set(pages.paths(w, CATALOGUE))
        assert evidence.projections(w, CATALOGUE, SITE) == ""
        with pytest.raises(NoDataError, match="no projection"):
            pages.page(w, CATALOGUE, path, SITE)
        projected._keep(place, NAME, *computed)
        assert path in set(pages.paths(w, CATALOGUE))
        markup = pages.page(w, CATALOGUE, path, SITE)
        listed = evidence.projections(w, CATALOGUE, SITE)
    root = tree(markup)
    assert root.xpath("//main//*[local-name()='svg'][@role='img']")
    assert root.xpath("//main//table/caption")
    told = " ".join("".join(root.find("body").itertext()).split())
    assert "80% prediction interval" in told
    assert fans.score_sentence(results.stored(seed_warehouse.build_id, NAME)) in told
    assert f'href="{path}"' in listed
    assert len(markup.encode()) < 150_000
