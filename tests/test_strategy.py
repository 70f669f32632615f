"""Strategy figures: the declarations hold, and each verdict follows from real published figures."""

import re
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import assessments
from indicators.catalogue import Break, load_catalogue
from indicators.errors import CatalogueError
from indicators.numbers import parse_number
from indicators.strategy import assess, derived_values
from indicators.strategy_as_stated import agrees
from indicators.strategy_figures import Check, Follow, StrategyFigure, load_strategy_figures
from indicators.views.strategy import assessed as assess_all
from tests.serving_rows import catalogue, indicator, serving

#: Every headline figure of the strategy: id, value and unit as the strategy gives them.
STATED = {
    "sts_top_three_2030": (3, "rank in the world, or better"),
    "sts_europe_leader_2030": (1, "rank in Europe"),
    "fintech_market_share": (11, "% of the world total"),
    "fintech_investment_usd": (11.6, "US$ billion"),
    "fintech_investment_growth": (217, "% increase"),
    "universities_top_ten": (4, "universities"),
    "gii_rank": (4, "rank in the world"),
    "unicorns_europe_rank": (1, "rank in Europe"),
    "unicorns_world_rank": (4, "rank in the world"),
    "tech_investment_europe_rank": (1, "rank in Europe"),
    "vc_unicorns_europe_rank": (1, "rank in Europe"),
    "ai_citations_rank": (3, "rank in the world"),
    "engbio_private_investment": (1.8, "£ billion"),
    "engbio_government_investment": (500, "£ million"),
    "engbio_europe_rank": (1, "rank in Europe"),
    "telecoms_market_2020": (1, "£ trillion"),
    "telecoms_market_2030": (2.4, "£ trillion"),
    "data_adequacy_countries": (10, "countries"),
    "data_services_exports": (259, "£ billion"),
    "data_services_imports": (128, "£ billion"),
    "data_services_exports_share": (85, "% of services exports"),
    "data_services_imports_share": (73, "% of services imports"),
    "oneweb_investment": (500, "US$ million"),
    "japan_nuclear_rd": (12, "£ million"),
    "digital_tech_exports": (23.3, "£ billion"),
    "tech_sector_valuation": (1, "US$ trillion"),
    "tech_sector_valuation_rank": (3, "rank in the world"),
    "overseas_investment_share": (63, "%"),
    "fdi_tech_projects": (259, "projects"),
    "fdi_tech_jobs": (14164, "jobs"),
    "ofi_investment": (21.75, "£ billion"),
    "ofi_jobs_direct": (15650, "jobs"),
    "ofi_jobs_supply_chain": (4500, "jobs"),
}
IN_WORDS = {
    1: ("the leader in Europe", "highest in Europe", "Europe’s top", "highest numbers", "We lead"),
    3: ("top three", "third"),
    4: ("four ", "fourth"),
    10: ("ten ",),
}
SIZES = {"trillion": 1e12, "billion": 1e9, "million": 1e6}

UNITS = load_catalogue().units_by_id
FIGURES = {figure.id: figure for figure in load_strategy_figures()}

# Published figures, as the indicators hold them.

#: Innovate Finance, capital invested in fintech, US$ billion, as first published each January.
FINTECH = {
    "GBR": {"2020": 4.1, "2021": 11.6, "2022": 12.5, "2023": 5.1, "2024": 3.6},
    "WLD": {"2020": 44.0, "2021": 102.0, "2022": 92.0, "2023": 51.2, "2024": 43.5},
}
FINTECH_REVISED = {"GBR": {"2021": 13.5, "2022": 14.6}, "WLD": {"2021": 130.0, "2022": 99.0}}
#: CB Insights, unicorns by country at the date of the list.
UNICORNS = {
    "USA": {"2022-04": 562, "2023-03": 652, "2025-09": 724},
    "CHN": {"2022-04": 173, "2023-03": 172, "2025-09": 158},
    "IND": {"2022-04": 65, "2023-03": 70, "2025-09": 66},
    "GBR": {"2022-04": 43, "2023-03": 49, "2025-09": 57},
    "DEU": {"2022-04": 26, "2023-03": 29, "2025-09": 32},
    "FRA": {"2022-04": 24, "2023-03": 25, "2025-09": 30},
}
#: WIPO, Global Innovation Index, rank by edition.
GII = {"GBR": {"2021": 4, "2022": 4, "2023": 4, "2024": 5, "2025": 6}}
#: Universities in the QS world top ten, by edition; the 2023 edition is not held.
QS = {"GBR": {"2021": 4, "2022": 4, "2024": 4, "2025": 4, "2026": 4}}
#: UNCTAD, exports of digitally deliverable services, US$ million.
DIGITAL_EXPORTS = {"GBR": {"2021": 390900.0, "2022": 397700.0, "2023": 449200.0}}

CATALOGUE = catalogue(
    indicator(
        id="fintech_investment", unit="usd_billion", display="points", publisher="Innovate Finance"
    ),
    indicator(id="fintech_investment_revised", unit="usd_billion", publisher="Innovate Finance"),
    indicator(id="fintech_world_share", unit="pct_world", display="points"),
    indicator(id="unicorns", unit="count", breaks=(), publisher="CB Insights"),
    indicator(id="gii_rank", unit="rank", direction="lower", display="points", rankable=False),
    indicator(id="qs_top10", unit="count", publisher="QS Quacquarelli Symonds"),
    indicator(id="the_top10", unit="count"),
    indicator(id="arwu_top10", unit="count"),
    indicator(
        id="digital_services_exports", title="Digital exports", unit="usd_million", breaks=()
    ),
    indicator(id="uk_services_exports", unit="gbp_million"),
)
HELD = {
    "fintech_investment": serving(FINTECH, vintage_id="innovate_finance_2025"),
    "fintech_investment_revised": serving(
        FINTECH_REVISED, vintage_id="innovate_finance_revised", edition="reports of January 2023"
    ),
    "fintech_world_share": serving({"GBR": {"2021": 11.37, "2024": 8.28}}),
    "unicorns": serving(UNICORNS, frequency="M", vintage_id="cb_insights_2025"),
    "gii_rank": serving(GII, vintage_id="wipo_2025"),
    "qs_top10": serving(QS),
    "digital_services_exports": serving(DIGITAL_EXPORTS, vintage_id="unctad_2025"),
}


def assessed(figure_id, held=None, first=None, using=CATALOGUE):
    figure = FIGURES[figure_id] if isinstance(figure_id, str) else figure_id
    return assess(figure, HELD if held is None else held, first or {}, using)


def figure(**changes):
    """A figure on one series, to hit verdicts that no figure of the strategy has today."""
    fields = {
        "id": "exports",
        "title": "Exports of digitally deliverable services",
        "theme": "Data",
        "value": 390.9,
        "stated": "US$390.9 billion",
        "unit": "US$ billion",
        "unit_id": "usd_million",
        "period": "2021",
        "place": "paragraph 1",
        "quote": "US$390.9 billion",
    }
    return StrategyFigure(**(fields | changes))


# The declarations


def test_all_33_figures_stand_as_the_strategy_gives_them():
    assert {f.id: (f.value, f.unit) for f in FIGURES.values()} == STATED
    assert len(load_strategy_figures()) == 33
    themes = [theme for theme, _ in groupby(load_strategy_figures(), key=lambda f: f.theme)]
    assert len(themes) == len(set(themes)), "a theme's figures stand together"


@pytest.mark.parametrize("one", FIGURES.values(), ids=FIGURES)
def test_the_quote_holds_the_number(one):
    digits = f"{one.value:,.2f}".rstrip("0").rstrip(".")
    forms = [re.escape(word) for word in IN_WORDS.get(one.value, ())]
    forms.append(rf"(?<![\d.,]){re.escape(digits)}(?![\d])")
    assert re.search("|".join(forms), one.quote), one.quote


@pytest.mark.parametrize("one", FIGURES.values(), ids=FIGURES)
def test_the_number_as_written_is_the_value(one):
    unit = UNITS[one.unit_id]
    written = parse_number(one.stated, unit) * unit.multiplier
    size = next((size for word, size in SIZES.items() if word in one.unit), 1.0)
    assert written == pytest.approx(one.value * size, rel=1e-12)


def test_every_indicator_and_unit_named_is_in_the_catalogue():
    figures = load_strategy_figures(catalogue=load_catalogue())
    named = {indicator_id for one in figures for indicator_id in one.indicator_ids}
    assert {"unicorns", "gii_rank", "qs_top10", "fintech_investment"} <= named


def test_an_indicator_that_is_not_in_the_catalogue_is_an_error():
    with pytest.raises(CatalogueError) as caught:
        load_strategy_figures(catalogue=catalogue(indicator(id="unicorns", unit="count")))
    assert "figure gii_rank: 'gii_rank' is not an indicator of the catalogue" in str(caught.value)
    assert "'unicorns' is not" not in str(caught.value)


def test_a_checked_series_must_be_in_the_figures_unit():
    held = [indicator(id=i, unit="usd_billion") for f in FIGURES.values() for i in f.indicator_ids]
    unique = {one.id: one for one in held}
    with pytest.raises(CatalogueError) as caught:
        load_strategy_figures(catalogue=catalogue(*unique.values()))
    assert str(caught.value).splitlines()[1:] == [
        "  - figure universities_top_ten: unit 'count' is not that of its series, 'usd_billion'",
        "  - figure gii_rank: unit 'rank' is not that of its series, 'usd_billion'",
    ]


def test_every_problem_of_a_bad_file_is_told_at_once(tmp_path):
    path = tmp_path / "strategy.toml"
    path.write_text(
        """
[[figure]]
id = "one"
title = "One"
theme = "Data"
value = 1
stated = "1"
unit = "things"
unit_id = "count"
period = "2021"
place = "paragraph 1"
quote = "one thing"
comparison = "nearly"
mood = "good"

[[figure]]
id = "two"
title = ""
theme = "Data"
value = 2
stated = "2"
unit = "things"
unit_id = "count"
period = "2021"
place = "paragraph 1"
quote = "two things"
unfollowed = "none"
[figure.check]
indicator = "things"
periods = ["2021", "2o22"]
measure = "guess"
[[figure.nearest]]
indicator = "things"
since = "2021"
within = "space"
caveat = ""
[[figure.derived]]
title = "Three"
method = "ratio"
other = "three"
unit_id = "count"
years = 2

[[figure]]
id = "three"
title = "Three"
theme = "Data"
value = 3
stated = "3"
unit = "things"
unit_id = "count"
period = "2021"
place = "paragraph 1"
quote = "three things"
comparison = "nearly"
""",
        encoding="utf-8",
    )
    with pytest.raises(CatalogueError) as caught:
        load_strategy_figures(path)
    for problem in (
        "figure one: unknown key 'mood'",
        "figure two: title is empty",
        "figure two, things: measure 'guess' is none of value, share, growth, rank",
        "period '2o22' cannot be read",
        "within 'space' is none of world, europe",
        "caveat is empty",
        "years goes with growth_a_year",
        "figure three: comparison 'nearly' is none of roughly",
        "figure three: give either check or unchecked",
        "figure three: give either follow or unfollowed",
    ):
        assert problem in str(caught.value)


def test_derived_values_come_from_the_strategys_own_numbers():
    derived = {
        one.id: [(d.value, d.text) for d in derived_values(one, FIGURES.values(), CATALOGUE)]
        for one in FIGURES.values()
        if one.derived
    }
    assert {key: [text for _, text in values] for key, values in derived.items()} == {
        "fintech_investment_usd": ["US$3.66 billion"],
        "telecoms_market_2030": ["9.15%"],
        "data_services_exports": ["£131 billion", "£304.7 billion"],
        "data_services_imports": ["£175.3 billion"],
        "fdi_tech_jobs": ["54.7"],
    }
    assert derived["fintech_investment_usd"][0][0] == pytest.approx(11.6 / 3.17)
    yearly = derived["telecoms_market_2030"][0][0]
    assert (1 + yearly / 100) ** 10 == pytest.approx(2.4)


# As stated


def test_a_first_published_figure_that_was_revised():
    answer = assessed("fintech_investment_usd").as_stated
    assert answer.verdict == assessments.REVISED
    assert answer.sentence == (
        "Confirmed by the figure first published, US$11.6 billion in 2021; "
        "revised since to US$13.5 billion (source: Innovate Finance, reports of January 2023)."
    )
    assert [(e.value, e.vintage_ids) for e in answer.evidence] == [
        (11.6, ("innovate_finance_2025",)),
        (13.5, ("innovate_finance_revised",)),
    ]


def test_a_share_is_computed_from_the_uk_and_the_world():
    answer = assessed("fintech_market_share").as_stated
    assert answer.verdict == assessments.REVISED
    assert "11.4% of the world total in 2021; revised since to 10.4%" in answer.sentence
    without_revision = {k: v for k, v in HELD.items() if k != "fintech_investment_revised"}
    answer = assessed("fintech_market_share", without_revision).as_stated
    assert answer.verdict == assessments.CONFIRMED
    assert "Confirmed: 11.4% of the world total in 2021, within 5% of 11%" in answer.sentence


def test_growth_that_published_figures_do_not_give():
    answer = assessed("fintech_investment_growth").as_stated
    assert answer.verdict == assessments.NOT_REPRODUCED
    assert answer.sentence == (
        "Not reproduced: 183%, from US$4.1 billion in 2020 to US$11.6 billion in 2021 "
        "(source: Innovate Finance). Both are as first published."
    )
    assert answer.evidence[0].value == pytest.approx(182.93, abs=0.005)


def test_ranks_are_computed_from_the_counts():
    world = assessed("unicorns_world_rank").as_stated
    assert world.verdict == assessments.CONFIRMED
    assert world.sentence.startswith(
        "Confirmed: 4th of 6 countries in Apr 2022 and Mar 2023 (source: CB Insights)."
    )
    europe = assessed("unicorns_europe_rank").as_stated
    assert europe.sentence == (
        "Confirmed: 1st of 3 countries in Europe in Apr 2022 and Mar 2023 (source: CB Insights)."
    )


def test_every_period_of_a_check_must_agree():
    counts = UNICORNS | {"DEU": {"2022-04": 44, "2023-03": 29, "2025-09": 32}}
    held = HELD | {"unicorns": serving(counts, frequency="M")}
    answer = assessed("unicorns_europe_rank", held).as_stated
    assert answer.verdict == assessments.NOT_REPRODUCED
    assert "2nd of 3 countries in Europe in Apr 2022 and 1st of 3 countries" in answer.sentence


def test_a_rank_among_too_few_countries_is_no_evidence():
    two = {geo: UNICORNS[geo] for geo in ("GBR", "DEU", "USA")}
    held = {"unicorns": serving(two, frequency="M")}
    answer = assessed("unicorns_europe_rank", held).as_stated
    assert answer.verdict == assessments.CANNOT_BE_CHECKED
    assert "no figure for 2022-04 and 2023-03 is held" in answer.sentence


def test_targets_and_predictions_are_not_due():
    target = assessed("sts_top_three_2030", using=load_catalogue())
    assert target.as_stated.sentence == "Not due: a target for 2030."
    assert target.since.sentence.startswith("No comparable figure: no public poll asks")
    assert assessed("telecoms_market_2030").as_stated.sentence == "Not due: a prediction for 2030."


def test_what_no_series_measures_cannot_be_checked():
    result = assessed("data_services_exports")
    assert result.as_stated.verdict == assessments.CANNOT_BE_CHECKED
    assert result.since.verdict == assessments.NOT_COMPARABLE
    near = result.nearest[0]
    assert (near.then_text, near.now_text) == (
        "US$390.9 billion in 2021",
        "US$449.2 billion in 2023",
    )
    assert "UNCTAD" in near.caveat
    assert result.sources == ("unctad_2025",)


def test_a_figure_first_published_and_revised_in_one_series():
    rule = {"check": {"indicator": "digital_services_exports", "periods": ("2021",)}}
    first = {"digital_services_exports": serving({"GBR": {"2021": 380000.0}}, edition="2022")}
    checked = checked_figure(rule, stated="US$380 billion", value=380)
    answer = assessed(checked, first=first).as_stated
    assert answer.verdict == assessments.REVISED
    assert "first published, US$380.0 billion in 2021; revised since to US$390.9" in answer.sentence
    answer = assessed(checked_figure(rule), first=first).as_stated
    assert answer.verdict == assessments.CONFIRMED
    answer = assessed(checked_figure(rule, stated="US$400 billion"), first=first).as_stated
    assert answer.verdict == assessments.NOT_REPRODUCED
    assert "US$380.0 billion in 2021, and US$390.9 billion in 2021 as revised" in answer.sentence


def checked_figure(rule, **changes):
    return figure(check=Check(**rule["check"]), unfollowed="none", **changes)


@pytest.mark.parametrize(
    ("stated", "comparison", "found", "agreed"),
    [
        ("US$11.6 billion", "", 11.649, True),
        ("US$11.6 billion", "", 11.65, True),
        ("US$11.6 billion", "", 11.651, False),
        ("US$11.6 billion", "", 11.549, False),
        ("US$12 billion", "", 11.6, True),
        ("US$11.6 billion", "roughly", 12.18, True),
        ("US$11.6 billion", "roughly", 12.19, False),
        ("US$11.6 billion", "over", 11.6, True),
        ("US$11.6 billion", "more than", 20.0, True),
        ("US$11.6 billion", "surpassed", 11.59, False),
        ("US$1 trillion", "", 1499.0, True),
    ],
)
def test_what_confirms_a_number(stated, comparison, found, agreed):
    one = figure(stated=stated, comparison=comparison, unit_id="usd_billion")
    assert agrees(one, found, CATALOGUE) is agreed


# Since then


def test_same_rank_and_rank_down():
    unicorns = assessed("unicorns_world_rank")
    assert unicorns.since.verdict == assessments.SAME_RANK
    assert unicorns.since.sentence == "Same rank: 4th of 6 countries in Sep 2025, as in Mar 2023."
    assert (unicorns.then_text, unicorns.now_text) == (
        "4th of 6 countries in Mar 2023",
        "4th of 6 countries in Sep 2025",
    )
    assert (unicorns.direction, unicorns.sources) == ("", ("cb_insights_2025",))

    gii = assessed("gii_rank")
    assert gii.as_stated.verdict == assessments.CONFIRMED
    assert gii.since.verdict == assessments.RANK_DOWN
    assert gii.since.sentence.startswith("Rank down: 6th in 2025, against 4th in 2022. ")
    assert "not comparable" in gii.since.sentence
    assert gii.direction == ""


def test_rank_up_is_better():
    counts = UNICORNS | {"IND": {"2022-04": 65, "2023-03": 70, "2025-09": 50}}
    held = HELD | {"unicorns": serving(counts, frequency="M")}
    result = assessed("unicorns_world_rank", held)
    assert (result.since.verdict, result.direction) == (assessments.RANK_UP, assessments.BETTER)
    assert result.now_text == "3rd of 6 countries in Sep 2025"


def test_lower_is_not_called_worse_where_years_are_not_like_for_like():
    result = assessed("fintech_investment_usd")
    assert result.since.verdict == assessments.LOWER
    assert result.since.sentence.startswith(
        "Lower: US$3.6 billion in 2024, against US$11.6 billion in 2021. Both are as first"
    )
    assert result.direction == ""


def test_little_changed():
    result = assessed("universities_top_ten")
    assert result.as_stated.verdict == assessments.CONFIRMED
    assert result.as_stated.sentence.startswith("Confirmed: 4 in 2022 and 2024 (source: QS")
    assert result.since.verdict == assessments.LITTLE_CHANGED
    assert result.since.sentence == "Little changed: 4 in 2026, as in 2022."


def followed(little_changed=0.05, **rules):
    follow = Follow("digital_services_exports", "2021", little_changed=little_changed, **rules)
    return figure(follow=follow, unchecked="none")


@pytest.mark.parametrize(
    ("direction", "word"),
    [("higher", assessments.BETTER), ("lower", assessments.WORSE), ("neither", "")],
)
def test_better_and_worse_come_from_the_catalogue(direction, word):
    series = indicator(
        id="digital_services_exports", unit="usd_million", direction=direction, breaks=()
    )
    result = assessed(followed(), using=catalogue(series))
    assert (result.since.verdict, result.direction) == (assessments.HIGHER, word)
    assert result.since.sentence == (
        "Higher: US$449.2 billion in 2023, against US$390.9 billion in 2021."
    )
    assert assessed(followed(judged=False), using=catalogue(series)).direction == ""
    assert assessed(followed(0.15), using=catalogue(series)).since.verdict == "little changed"


def test_nothing_is_compared_across_a_declared_break():
    series = indicator(
        id="digital_services_exports",
        unit="usd_million",
        breaks=(Break("GBR", "2022", "break", "new survey"),),
    )
    result = assessed(followed(), using=catalogue(series))
    assert result.since.verdict == assessments.NOT_COMPARABLE
    assert result.since.sentence == (
        "No comparable figure: the series has a break in 2022 (new survey)."
    )
    assert result.direction == ""
    near = assessed("data_services_exports", using=catalogue(*CATALOGUE, series)).nearest[0]
    assert (near.then_text, near.now_text) == ("US$390.9 billion in 2021", "")


def test_an_incomplete_newest_year_is_passed_over():
    series = indicator(
        id="digital_services_exports",
        unit="usd_million",
        breaks=(Break("all", "2023", "incomplete", "part of the year"),),
    )
    assert assessed(followed(), using=catalogue(series)).now_text == "US$397.7 billion in 2022"


def test_a_newest_year_declared_not_comparable_is_told():
    series = indicator(
        id="digital_services_exports",
        unit="usd_million",
        breaks=(Break("all", "2023", "not_comparable", "new rules"),),
    )
    sentence = assessed(followed(), using=catalogue(series)).since.sentence
    assert sentence.endswith("The newest figure is not comparable with the rest: new rules.")


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (serving({"GBR": {"2021": 390900.0}}), "none after 2021 is held"),
        (serving({"GBR": {"2022": 397700.0}}), "holds none for 2021"),
        (serving({"USA": {"2021": 1.0, "2023": 2.0}}), "holds none for 2021"),
        (serving({}), "holds none for 2021"),
    ],
)
def test_no_comparable_figure_is_said_with_its_reason(rows, why):
    result = assessed(followed(), {"digital_services_exports": rows})
    assert result.since.verdict == assessments.NOT_COMPARABLE
    assert why in result.since.sentence
    assert result.now_text == ""


@given(
    then=st.floats(1.0, 1e6),
    now=st.floats(1.0, 1e6),
    bound=st.sampled_from([0.0, 0.05, 0.5]),
)
def test_the_verdict_and_its_numbers_follow_from_the_rows(then, now, bound):
    rows = serving({"GBR": {"2021": then, "2024": now}})
    answer = assessed(followed(bound), {"digital_services_exports": rows}).since
    change = now - then
    if abs(change) <= bound * then + 1e-9:
        assert answer.verdict == assessments.LITTLE_CHANGED
    else:
        assert answer.verdict == (assessments.HIGHER if change > 0 else assessments.LOWER)
    assert [evidence.value for evidence in answer.evidence] == [then, now]
    for evidence in answer.evidence:
        assert evidence.text in answer.sentence
        assert parse_number(evidence.text, UNITS["usd_million"]) == pytest.approx(
            evidence.value, rel=0.051
        )


def test_all_figures_assess_without_any_rows():
    for one in FIGURES.values():
        result = assess(one, {}, {}, load_catalogue())
        assert result.as_stated.verdict in (assessments.NOT_DUE, assessments.CANNOT_BE_CHECKED)
        assert result.since.verdict == assessments.NOT_COMPARABLE
        assert result.as_stated.sentence.endswith(".")
        assert (result.then_text, result.now_text, result.sources) == ("", "", ())


def test_first_published_rows_stand_before_serving_rows():
    first = {"fintech_investment": serving({"GBR": {"2021": 10.0}})}
    answer = assessed("fintech_investment_usd", first=first).as_stated
    assert answer.verdict == assessments.NOT_REPRODUCED
    assert [evidence.value for evidence in answer.evidence] == [10.0, 13.5]


# On the figures shipped


def test_verdicts_on_the_figures_shipped(seed_warehouse):
    found = {
        item.figure.id: item.assessment for item in assess_all(seed_warehouse, load_catalogue())
    }
    stated = {key: a.as_stated.verdict for key, a in found.items()}
    assert {k: v for k, v in stated.items() if v != assessments.CANNOT_BE_CHECKED} == {
        "sts_top_three_2030": "not due",
        "sts_europe_leader_2030": "not due",
        "telecoms_market_2030": "not due",
        "fintech_market_share": "revised since",
        "fintech_investment_usd": "revised since",
        "fintech_investment_growth": "not reproduced",
        "universities_top_ten": "confirmed",
        "gii_rank": "confirmed",
        "unicorns_europe_rank": "confirmed",
        "unicorns_world_rank": "confirmed",
    }
    since = {k: (a.since.verdict, a.now_text, a.direction) for k, a in found.items()}
    assert {k: v for k, v in since.items() if v[0] != assessments.NOT_COMPARABLE} == {
        "fintech_market_share": ("lower", "8.3% of the world total in 2024", ""),
        "fintech_investment_usd": ("lower", "US$3.6 billion in 2024", ""),
        "universities_top_ten": ("little changed", "4 universities in 2026", ""),
        "gii_rank": ("rank down", "6th in 2025", ""),
        "unicorns_europe_rank": ("same rank", "1st of 11 countries in Europe in Sep 2025", ""),
        "unicorns_world_rank": ("same rank", "4th of 21 countries in Sep 2025", ""),
    }
    assert "no figure" not in " ".join(a.as_stated.sentence for a in found.values())


def test_every_nearest_series_of_the_shipped_figures_has_a_then(seed_warehouse):
    found = assess_all(seed_warehouse, load_catalogue())
    without = [
        (item.figure.id, near.indicator_id)
        for item in found
        for near in item.assessment.nearest
        if not near.then_text
    ]
    assert without == []
