"""The catalogue: the real one is whole; a bad one fails with the indicator's id, all at once."""

import pytest

from etl.sources import get_source
from indicators.catalogue import (
    LICENCES,
    OPEN_LICENCES,
    Break,
    Catalogue,
    load_catalogue,
)
from indicators.errors import CatalogueError
from tests.seeding import CATALOGUE, catalogue_with


@pytest.fixture(scope="module")
def real() -> Catalogue:
    return load_catalogue()


def test_the_catalogue_is_read_whole(real):
    assert len(real.themes) == 12
    assert [theme.id for theme in real.themes][0] == "research_development"
    assert all(real[i.id] is i for i in real)


def test_every_source_named_exists(real):
    for indicator in real:
        if indicator.available and not indicator.derived:
            assert get_source(indicator.source).SOURCE.id == indicator.source, indicator.id


def test_only_open_licences_may_be_redistributed(real):
    assert set(OPEN_LICENCES) < set(LICENCES)
    for indicator in real:
        open_one = indicator.licence in ("OGL-3.0", "CC-BY-4.0", "public domain")
        assert indicator.redistributable == open_one, indicator.id


def test_the_small_catalogue_of_the_tests_is_read_by_the_same_rules():
    small = load_catalogue(CATALOGUE)
    assert [i.id for i in small] == [
        "gerd_pct_gdp",
        "vc_pct_gdp",
        "services_exports",
        "telecoms_exports",
        "telecoms_share",
        "unicorns",
        "ai_articles",
        "perception",
    ]
    assert small["gerd_pct_gdp"].limits.high == 10.0
    assert small["perception"].available is False
    assert [i.id for i in small.in_theme("research")] == [
        "gerd_pct_gdp",
        "ai_articles",
        "perception",
    ]


def test_the_basis_agrees_with_the_index_version(real):
    """An indicator of one version of the index counts there, and nowhere else."""
    for indicator in real:
        if indicator.index is not None and len(indicator.index.versions) == 1:
            assert real.basis_of(indicator) == indicator.index.versions[0], indicator.id


def test_every_indicator_that_ranks_countries_has_a_basis(real):
    for indicator in real:
        if indicator.available and indicator.rankable and indicator.coverage == "international":
            assert real.basis_of(indicator) in ("relative", "absolute"), indicator.id


def test_an_own_basis_comes_before_the_units(real):
    assert real.unit_of(real["top500_share"]).basis == "relative"
    assert real.basis_of(real["top500_share"]) == "absolute"
    assert real.basis_of(real["gerd_pct_gdp"]) == "relative"
    assert real.basis_of(real["gii_rank"]) == ""


def test_a_repeat_counts_the_same_thing_as_the_one_it_names(real):
    repeats = [i for i in real if i.repeats]
    assert len(repeats) >= 10
    for indicator in repeats:
        first = real[indicator.repeats]
        assert real.basis_of(indicator) == real.basis_of(first), indicator.id
        assert (indicator.direction, indicator.rankable) == (first.direction, True), indicator.id
        assert indicator.index is None, f"{indicator.id} is in the index: the other should repeat"


GERD = 'id = "gerd_pct_gdp"\ntitle = "R&D spending, share of GDP"\n'


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (GERD, GERD + 'sparkle = "yes"\n', "indicator gerd_pct_gdp: unknown key 'sparkle'"),
        (GERD, 'id = "gerd_pct_gdp"\n', "indicator gerd_pct_gdp: 'title' is missing"),
        (GERD, GERD + "jump = 0\n", "indicator gerd_pct_gdp: jump must be above zero"),
        (GERD, GERD + "scale = -1\n", "indicator gerd_pct_gdp: scale must be above zero"),
        (GERD, GERD + 'frequencies = ["Y"]\n', "indicator gerd_pct_gdp: frequencies 'Y' is none"),
        (GERD, GERD + 'display = "pie"\n', "indicator gerd_pct_gdp: display 'pie' is none of"),
        (GERD, GERD + 'basis = "vast"\n', "indicator gerd_pct_gdp: basis 'vast' is none of"),
        (
            GERD,
            GERD + 'repeats = "gerd_twice"\n',
            "indicator gerd_pct_gdp: repeats names 'gerd_twice', which is not an indicator",
        ),
        (
            GERD,
            GERD + 'repeats = "gerd_pct_gdp"\n',
            "indicator gerd_pct_gdp: repeats 'gerd_pct_gdp', which repeats another",
        ),
        ('theme = "research"', 'theme = "rocketry"', "indicator gerd_pct_gdp: theme 'rocketry'"),
        ('unit = "pct_gdp"', 'unit = "furlong"', "indicator gerd_pct_gdp: unit 'furlong' is none"),
        (
            "limits = { low = 0, high = 10 }",
            "limits = { low = 10, high = 0 }",
            "indicator gerd_pct_gdp: limits low 10.0 is not below high 0.0",
        ),
        (
            'kind = "break"',
            'kind = "crack"',
            "indicator gerd_pct_gdp: break kind 'crack' is none of",
        ),
        ('geo = "GBR"', 'geo = "XXX"', "indicator gerd_pct_gdp: break names area 'XXX'"),
        ('period = "2018"', 'period = "18"', "indicator gerd_pct_gdp: '18' is not a period"),
        (
            'caveats = ["UK methods changed in 2014 and 2018."]',
            "caveats = []",
            "indicator gerd_pct_gdp: caveats is empty",
        ),
        (
            'unavailable = "No public poll asks this question."',
            "",
            "indicator perception: 'unavailable'",
        ),
        (
            'licence_notice = "Counts only. The list belongs to CB Insights."\n',
            "",
            "indicator unicorns: licence 'all rights reserved' is not open",
        ),
        (
            'numerator = "telecoms_exports"',
            'numerator = "telecom_exports"',
            "indicator telecoms_share: formula names 'telecom_exports'",
        ),
        (
            "multiplier = 100\n",
            'multiplier = 100\ndenominator_geo = "MARS"\n',
            "indicator telecoms_share: denominator_geo 'MARS'",
        ),
        (
            'numerator = "telecoms_exports"',
            'numerator = "telecoms_share"',
            "formulas of telecoms_share are computed from one another in a circle",
        ),
        (
            'short = "All research',
            'short = "' + "word " * 30 + "All research",
            "indicator gerd_pct_gdp: short has",
        ),
    ],
)
def test_each_fault_is_named_with_its_indicator(tmp_path, old, new, fault):
    with pytest.raises(CatalogueError) as error:
        load_catalogue(catalogue_with(tmp_path, (old, new)))
    assert fault in str(error.value)
    assert "1 problem" in str(error.value)


def test_all_faults_are_reported_at_once(tmp_path):
    path = catalogue_with(
        tmp_path,
        ('unit = "pct_gdp"', 'unit = "furlong"'),
        ('direction = "higher"', 'direction = "up"'),
        ('licence = "CC-BY-NC-4.0"', 'licence = "free"'),
    )
    with pytest.raises(CatalogueError) as error:
        load_catalogue(path)
    message = str(error.value)
    assert "3 problems" in message
    for fault in (
        "gerd_pct_gdp: unit 'furlong'",
        "gerd_pct_gdp: direction 'up'",
        "ai_articles: licence 'free'",
    ):
        assert fault in message


def test_an_unknown_indicator_is_an_error_and_not_none(real):
    with pytest.raises(CatalogueError, match="there is no indicator 'nonsense'"):
        real["nonsense"]


def test_a_derived_indicator_has_the_breaks_of_its_parts(tmp_path):
    path = catalogue_with(
        tmp_path,
        (
            'caveats = ["In current prices."]\n\n[[indicator]]\nid = "telecoms_exports"',
            'caveats = ["In current prices."]\n'
            'breaks = [{ geo = "GBR", period = "2020", kind = "break", note = "New survey." }]\n'
            '\n[[indicator]]\nid = "telecoms_exports"',
        ),
    )
    share = load_catalogue(path)["telecoms_share"]
    assert share.breaks == (Break("GBR", "2020", "break", "New survey."),)


def test_the_break_of_a_fixed_denominator_holds_for_every_area(tmp_path):
    path = catalogue_with(
        tmp_path,
        (
            'caveats = ["In current prices."]\n\n[[indicator]]\nid = "telecoms_exports"',
            'caveats = ["In current prices."]\n'
            'breaks = [{ geo = "WLD", period = "2020", kind = "break", note = "World." },\n'
            '  { geo = "FRA", period = "2019", kind = "break", note = "France." }]\n'
            '\n[[indicator]]\nid = "telecoms_exports"',
        ),
        ("multiplier = 100\n", 'multiplier = 100\ndenominator_geo = "WLD"\n'),
    )
    share = load_catalogue(path)["telecoms_share"]
    assert share.breaks == (Break("all", "2020", "break", "World."),)


def test_derived_indicators_come_after_their_parts(tmp_path):
    path = catalogue_with(
        tmp_path,
        (
            '[[indicator]]\nid = "gerd_pct_gdp"',
            """[[indicator]]
id = "share_of_share"
title = "A share of a share"
noun = "A share"
short = "For the order of computing."
long = "For the order of computing."
theme = "business"
unit = "pct"
direction = "higher"
publisher = "UK Technology Indicators"
statistics_status = "computed"
source = "derived"
licence = "OGL-3.0"
strengths = "None."
caveats = ["None."]

[indicator.formula]
numerator = "telecoms_share"
denominator = "services_exports"
multiplier = 1
words = "w"

[[indicator]]
id = "gerd_pct_gdp\"""",
        ),
    )
    assert [i.id for i in load_catalogue(path).derived] == ["telecoms_share", "share_of_share"]


def test_breaks_of_an_area_come_in_time_order(real):
    for indicator in real:
        starts = [b.at.start for b in indicator.breaks_for("GBR")]
        assert starts == sorted(starts), indicator.id
