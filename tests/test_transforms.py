"""Forms of figures: which are offered, what they are called, and their arithmetic."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators import queries, sentences
from indicators.areas import UK
from indicators.catalogue import Break, Limits, load_catalogue
from indicators.forms import FORMS, GDP, POPULATIONS, divisors, form, offered
from indicators.transforms import NOT_PUBLISHED, bases, best_divisor, default_base, transform
from tests.serving_rows import GERD, areas, catalogue, indicator, serving

REAL = load_catalogue()
EVERY = frozenset(REAL.by_id)
BOUNDED = indicator(limits=Limits(low=0.0))
MONEY = indicator(
    id="exports", title="Exports", noun="exports", unit="gbp_million", price_basis="current"
)


def shown(rows, form_id, *, of=BOUNDED, base="", divisor=None, name="", frequency="A"):
    """The rows in a form, as (geo, period) → value or reason."""
    parts = [of, *(REAL[i] for i in (name, "gdp_usd", "uk_gdp_current") if i)]
    made = form(form_id, of, catalogue(*parts), base=base, divisor=name)
    return transform(rows, made, indicator=of, frequency=frequency, divisor=divisor)


def cells(done):
    rows = done.rows
    return {
        (geo, label): (round(value, 6) if reason == "" else reason)
        for geo, label, value, reason in zip(
            rows["geo"], rows["period_label"], rows["value"], rows["reason"], strict=True
        )
    }


def test_an_index_stays_on_its_side_of_a_break():
    done = cells(shown(serving(GERD), "index", base="2018"))
    assert done["GBR", "2018"] == 100
    assert done["GBR", "2023"] == round(2.75 / 2.68 * 100, 6)
    for year in ("2013", "2014", "2017"):
        assert done["GBR", year] == "a break lies between it and the base period 2018"
    assert done["USA", "2023"] == "there is no figure for the base period 2018"


def test_a_base_before_the_break_leaves_the_years_after_it():
    done = cells(shown(serving(GERD), "index", base="2014"))
    assert done["GBR", "2017"] == round(2.31 / 2.25 * 100, 6)
    assert "break" in done["GBR", "2018"]
    assert "break" in done["GBR", "2013"]


def test_a_publishers_break_flag_parts_like_a_declared_break():
    rows = serving(
        {"FRA": {"2018": 1.0, "2019": 2.0, "2020": 3.0}}, statuses={("FRA", "2019"): "B"}
    )
    done = cells(shown(rows, "index", base="2020"))
    assert done == {
        ("FRA", "2018"): "a break lies between it and the base period 2020",
        ("FRA", "2019"): round(200 / 3, 6),
        ("FRA", "2020"): 100,
    }


def test_growth_needs_the_year_before_on_the_same_side():
    rows = serving({"GBR": {"2016": 2.0, "2017": 2.5, "2018": 5.0, "2019": 4.0, "2021": 9.0}})
    of = indicator(unit="applications", limits=Limits(low=0.0))
    done = cells(shown(rows, "growth", of=of))
    assert done == {
        ("GBR", "2016"): "there is no figure a year earlier",
        ("GBR", "2017"): 25,
        ("GBR", "2018"): "a break lies between it and the year before",
        ("GBR", "2019"): -20,
        ("GBR", "2021"): "there is no figure a year earlier",
    }


def test_a_share_changes_by_percentage_points():
    done = shown(serving({"DEU": {"2022": 3.07, "2023": 3.13}}), "growth")
    assert cells(done)["DEU", "2023"] == 0.06
    assert done.unit.label == "percentage points on a year earlier"


def test_quarters_are_compared_with_the_same_quarter():
    quarters = {"2022-Q3": 80.0, "2022-Q4": 90.0, "2023-Q1": 70.0, "2023-Q3": 100.0}
    rows = serving({"GBR": quarters}, frequency="Q")
    of = indicator(unit="gbp_million", breaks=(), limits=Limits(low=0.0), frequencies=("Q",))
    done = cells(shown(rows, "growth", of=of, frequency="Q"))
    assert done["GBR", "Q3 2023"] == 25
    assert done["GBR", "Q1 2023"] == "there is no figure a year earlier"


def test_no_growth_from_zero():
    rows = serving({"GBR": {"2020": 0.0, "2021": 3.0}})
    of = indicator(unit="count", breaks=(), limits=Limits(low=0.0))
    assert cells(shown(rows, "growth", of=of))["GBR", "2021"] == (
        "the figure a year earlier is not above zero"
    )


def test_a_figure_that_is_not_comparable_is_neither_computed_nor_computed_from():
    marks = (Break("GBR", "2021", "incomplete", "newest year is partial"),)
    of = indicator(breaks=marks, limits=Limits(low=0.0))
    rows = serving({"GBR": {"2019": 1.0, "2020": 2.0, "2021": 3.0}})
    assert cells(shown(rows, "index", of=of, base="2019"))["GBR", "2021"] == (
        "the figure is incomplete: newest year is partial"
    )
    assert cells(shown(rows, "growth", of=of))["GBR", "2021"] == (
        "the figure is incomplete: newest year is partial"
    )


def test_a_publishers_gap_stays_a_gap():
    rows = serving({"GBR": {"2019": 1.0, "2020": None, "2021": 3.0}})
    for form_id, base in (("level", ""), ("index", "2019"), ("growth", "")):
        done = shown(rows, form_id, of=indicator(breaks=(), limits=Limits(low=0.0)), base=base)
        assert cells(done)["GBR", "2020"] == NOT_PUBLISHED


def test_per_head_divides_and_counts_per_million():
    people = serving({"GBR": {"2020": 67e6}}, indicator_id="population")
    money = cells(
        shown(serving({"GBR": {"2020": 670.0, "2021": 700.0}}), "per_head", of=MONEY,
              divisor=people, name="population")
    )  # fmt: skip
    assert money["GBR", "2020"] == 10
    assert money["GBR", "2021"] == "there is no population figure for the same year"
    patents = indicator(unit="applications")
    rows = serving({"GBR": {"2020": 6700.0}}, intervals={"GBR": (6030.0, 7370.0)})
    done = shown(rows, "per_head", of=patents, divisor=people, name="population")
    assert cells(done)["GBR", "2020"] == 100
    assert done.rows[["lower", "upper"]].iloc[0].tolist() == pytest.approx([90, 110])


def test_a_share_of_gdp_is_taken_in_one_currency():
    gdp = serving({"GBR": {"2020": 2_000_000.0}}, indicator_id="uk_gdp_current")
    rows = serving({"GBR": {"2020": 50_000.0}})
    done = shown(rows, "share_of_gdp", of=MONEY, divisor=gdp, name="uk_gdp_current")
    assert cells(done)["GBR", "2020"] == 2.5
    assert done.divided_by["indicator_id"].tolist() == ["uk_gdp_current"]


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [("A", "A", "A"), ("A", "P", "P"), ("E", "A", "E"), (None, "A", None), ("F", "P", "F")],
)
def test_a_computed_value_needs_the_care_of_its_parts(one, other, both):
    gdp = serving({"GBR": {"2020": 2.0}}, statuses={("GBR", "2020"): other} if other else {})
    rows = serving({"GBR": {"2020": 1.0}}, statuses={("GBR", "2020"): one} if one else {})
    done = shown(rows, "share_of_gdp", of=MONEY, divisor=gdp, name="uk_gdp_current").rows
    status = done["obs_status"].iloc[0]
    assert (status if isinstance(status, str) else None) == both


def test_closed_parts_make_a_closed_result():
    gdp = serving({"GBR": {"2020": 2.0}}, redistributable=False)
    rows = serving({"GBR": {"2020": 1.0}})
    done = shown(rows, "share_of_gdp", of=MONEY, divisor=gdp, name="uk_gdp_current").rows
    assert not done["redistributable"].iloc[0]


def test_the_default_base_starts_the_newest_stretch():
    rows = serving(GERD)
    found = {"indicator": BOUNDED, "frequency": "A", "geo": UK}
    assert default_base(rows, **found) == "2018"
    assert bases(rows, **found) == ("2023", "2020", "2018", "2017", "2014", "2013")
    since = rows.loc[rows["period_label"] == "2020", "period_start"].iloc[0].date()
    assert default_base(rows, **found, since=since) == "2020"
    assert default_base(serving({"USA": {"2001": 1.0, "2002": 2.0}}), **found) == "2001"


def test_reasons_are_told_by_area_and_run():
    done = shown(serving({"GBR": GERD["GBR"]}), "index", base="2018")
    assert done.not_computed() == (
        ("GBR", "2013", "2017", "a break lies between it and the base period 2018"),
    )


def test_one_divisor_reaches_the_newest_figure():
    rows = serving({"GBR": {str(year): 1.0 for year in range(2000, 2025)}})
    long = serving({"GBR": {str(year): 1.0 for year in range(1990, 2023)}})
    fresh = serving({"GBR": {str(year): 1.0 for year in range(2017, 2025)}})
    assert best_divisor(rows, {"long": long, "fresh": fresh}, geo=UK) == "fresh"
    old = rows[rows["period_label"] < "2020"]
    assert best_divisor(old, {"fresh": fresh, "long": long}, geo=UK) == "long"


# What is offered, and what it is called


@pytest.mark.parametrize(
    ("indicator_id", "frequency", "expected"),
    [
        ("gerd_pct_gdp", "A", ("level", "index", "growth")),
        ("gii_rank", "A", ("level",)),
        ("qs_top100", "A", ("level",)),
        ("fdi_net_inflows", "A", ("level", "per_head", "share_of_gdp")),
        ("uk_output_per_hour", "A", ("level",)),
        ("gerd_ppp", "A", ("level", "index", "growth", "per_head")),
        ("ict_services_exports", "A", ("level", "index", "growth", "per_head", "share_of_gdp")),
        ("uk_services_exports", "A", ("level", "index", "growth", "per_head", "share_of_gdp")),
        ("uk_services_exports", "Q", ("level", "index", "growth")),
        ("uk_berd_real", "A", ("level", "index", "growth", "per_head")),
        ("uk_government_rd", "FY", ("level", "index", "growth")),
        ("gdp_usd", "A", ("level", "index", "growth", "per_head")),
        ("population", "A", ("level", "index", "growth")),
    ],
)
def test_forms_come_from_the_catalogue(indicator_id, frequency, expected):
    assert offered(REAL[indicator_id], REAL, frequency, EVERY) == expected


def test_divisors_are_declared_indicators_of_the_same_currency():
    assert all(REAL.unit_of(REAL[name]).id == "people" for name in POPULATIONS)
    for (currency, basis), name in GDP.items():
        assert REAL.unit_of(REAL[name]).currency == currency
        assert REAL[name].price_basis == basis
    assert divisors("per_head", REAL["articles_fractional"], REAL, EVERY) == ("population",)
    assert divisors("per_head", REAL["pct_applications"], REAL, EVERY) == ("population_msti",)
    assert divisors("per_head", REAL["pct_applications"], REAL, {"population"}) == ()


@pytest.mark.parametrize(
    ("form_id", "indicator_id", "divisor", "title", "label", "noun"),
    [
        ("index", "gerd_ppp", "", "index", "2018 = 100", None),
        ("growth", "ai_patents_ip5", "", "yearly growth", "% change on a year earlier", None),
        ("per_head", "gerd_ppp", "population", "per head",
         "US$ per head at purchasing power parities", None),
        ("per_head", "uk_ict_gva", "population", "per head", "£ per head", None),
        ("per_head", "ict_services_exports", "population", "per head", "US$ per head", None),
        ("per_head", "ai_patents_ip5", "population", "per million people", "per million people",
         "AI patent families per million people"),
        ("share_of_gdp", "ip_receipts", "gdp_usd", "share of GDP", "% of GDP", None),
    ],
)  # fmt: skip
def test_a_form_is_named_in_title_and_unit(form_id, indicator_id, divisor, title, label, noun):
    made = form(form_id, REAL[indicator_id], REAL, base="2018", divisor=divisor)
    assert made.indicator.title == f"{REAL[indicator_id].title}, {title}"
    assert made.unit.label == label
    assert made.indicator.statistics_status == "computed"
    assert made.how.endswith(".")
    assert noun is None or made.indicator.noun == noun


def test_headlines_of_forms_read_as_sentences():
    def headline(rows, form_id, of, **more):
        done = shown(rows, form_id, of=of, **more)
        return sentences.headline(
            done.computed_rows,
            indicator=done.form.indicator,
            unit=done.unit,
            areas=areas(),
            frequency="A",
        )

    rows = serving(GERD)
    assert headline(rows, "index", BOUNDED, base="2018") == (
        "UK R&D spending was 102.6 (2018 = 100) in 2023, down from 107.1 in 2020"
    )
    exports = serving({"GBR": {"2020": 670.0, "2021": 737.0}})
    people = serving({"GBR": {"2020": 67e6, "2021": 67e6}})
    assert headline(exports, "growth", MONEY) == "UK yearly growth in exports was 10.0% in 2021"
    assert headline(exports, "per_head", MONEY, divisor=people, name="population") == (
        "UK exports per head were £11.0 in 2021, up from £10.0 in 2020"
    )


def test_every_catalogue_indicator_has_its_forms(seed_warehouse):
    """Every offered form of every series computes, keeps each row and gives value or reason."""
    held = {i.id for i in REAL if i.available and queries.has(seed_warehouse, i.id)}
    for of in (REAL[name] for name in sorted(held)):
        rows = queries.observations(seed_warehouse, of.id)
        for frequency in of.frequencies:
            here = rows[rows["frequency"] == frequency]
            for form_id in offered(of, REAL, frequency, held):
                names = divisors(form_id, of, REAL, held)
                parts = {name: queries.observations(seed_warehouse, name) for name in names}
                name = best_divisor(here, parts, geo=UK) if parts else ""
                base = default_base(here, indicator=of, frequency=frequency, geo=UK)
                made = form(form_id, of, REAL, base=base, divisor=name)
                done = transform(
                    here, made, indicator=of, frequency=frequency, divisor=parts.get(name)
                ).rows
                assert len(done) == len(here)
                assert (done["value"].notna() == (done["reason"] == "")).all(), (of.id, form_id)
                assert form_id in FORMS


@pytest.mark.parametrize(
    ("indicator_id", "form_id", "derived"),
    [
        ("ict_services_exports", "share_of_gdp", "ict_services_exports_pct_gdp"),
        ("high_tech_exports", "share_of_gdp", "high_tech_exports_pct_gdp"),
        ("ip_receipts", "share_of_gdp", "ip_receipts_pct_gdp"),
        ("pct_applications", "per_head", "pct_applications_per_million"),
        ("articles_fractional", "per_head", "articles_per_million"),
    ],
)
def test_forms_agree_with_the_builds_own_quotients(seed_warehouse, indicator_id, form_id, derived):
    of = REAL[indicator_id]
    (name,) = divisors(form_id, of, REAL, EVERY)
    done = transform(
        queries.observations(seed_warehouse, indicator_id),
        form(form_id, of, REAL, divisor=name),
        indicator=of,
        frequency="A",
        divisor=queries.observations(seed_warehouse, name),
    ).rows
    built = queries.observations(seed_warehouse, derived)
    both = built.merge(done, on=["geo", "period_start"])
    assert len(both) == len(built) == done["value"].notna().sum()
    assert both["value_x"].tolist() == pytest.approx(both["value_y"].tolist())


# Properties

_VALUES = st.lists(st.floats(0.01, 1e6), min_size=2, max_size=12)


@given(values=_VALUES, base=st.integers(0, 11), scale=st.floats(0.001, 1000))
def test_an_index_does_not_know_the_unit(values, base, scale):
    assume(base < len(values))
    of = indicator(breaks=(), limits=Limits(low=0.0))
    label = str(2000 + base)

    def index(factor):
        rows = serving({"GBR": {str(2000 + i): v * factor for i, v in enumerate(values)}})
        return cells(shown(rows, "index", of=of, base=label))

    one, other = index(1.0), index(scale)
    assert one["GBR", label] == 100
    assert all(math.isclose(one[k], other[k], rel_tol=1e-5, abs_tol=1e-5) for k in one)


@given(values=_VALUES)
def test_growth_chained_gives_the_index(values):
    of = indicator(unit="count", breaks=(), limits=Limits(low=0.0))
    rows = serving({"GBR": {str(2000 + i): v for i, v in enumerate(values)}})
    growth = shown(rows, "growth", of=of).rows["value"].tolist()
    index = shown(rows, "index", of=of, base="2000").rows["value"].tolist()
    chained = 100.0
    for rate, level in zip(growth[1:], index[1:], strict=True):
        chained *= 1 + rate / 100
        assert math.isclose(chained, level, rel_tol=1e-6)


@given(
    values=st.dictionaries(st.integers(2000, 2020), st.floats(0.1, 100), min_size=2),
    cut=st.integers(2001, 2020),
    base=st.integers(2000, 2020),
)
def test_no_value_is_computed_across_a_break(values, cut, base):
    assume(base in values)
    of = indicator(breaks=(Break("all", str(cut), "break", "new method"),), limits=Limits(low=0.0))
    rows = serving({"GBR": {str(year): value for year, value in values.items()}})
    for (_, label), answer in cells(shown(rows, "index", of=of, base=str(base))).items():
        same_side = (int(label) < cut) == (base < cut)
        assert isinstance(answer, float) == same_side
