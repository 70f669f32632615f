"""Sentences made from figures: literal cases, and every number read back and compared with rows."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import queries
from indicators.catalogue import Break, load_catalogue
from indicators.notes import status_words
from indicators.numbers import parse_number, shown_step
from indicators.rankings import rank
from indicators.reading import is_plural, read
from indicators.sentences import (
    break_notes,
    gap_sentence,
    headline,
    missing_sentence,
    source_line,
    subtitle,
    text_alternative,
    title,
)
from tests.serving_rows import GERD, areas, indicator, serving

UNITS = load_catalogue().units_by_id


def told(function, rows, *, of=None, unit="pct_gdp", ranked=False, **arguments):
    chosen = of or indicator()
    arguments.setdefault("frequency", "A")
    if ranked:
        arguments["ranking"] = rank(
            rows, indicator=chosen, areas=areas(), frequency=arguments["frequency"]
        )
    return function(rows, indicator=chosen, unit=UNITS[unit], areas=areas(), **arguments)


def test_headline_has_level_change_and_rank():
    assert told(headline, serving(GERD), ranked=True) == (
        "UK R&D spending was 2.75% of GDP in 2023, down from 2.87% in 2020; 5th of 5 countries"
    )


def test_title_is_about_ten_words():
    assert told(title, serving(GERD), ranked=True) == (
        "UK R&D spending was 2.75% of GDP in 2023, 5th of 5 countries"
    )
    assert told(title, serving(GERD)) == (
        "UK R&D spending was 2.75% of GDP in 2023, down from 2.87% in 2020"
    )


@pytest.mark.parametrize(
    ("since", "expected"),
    [("2018", "up from 2.68% in 2018"), ("2017", None), ("1900", None)],
)
def test_the_comparison_never_crosses_a_break(since, expected):
    text = told(headline, serving(GERD), since=since)
    level = "UK R&D spending was 2.75% of GDP in 2023"
    assert text == (f"{level}, {expected}" if expected else level)


def test_no_comparison_where_the_stretch_has_one_figure():
    rows = serving({"GBR": {"2017": 2.31, "2018": 2.68}})
    assert told(headline, rows) == "UK R&D spending was 2.68% of GDP in 2018"


def test_dated_points_of_different_editions_are_not_compared():
    rows = serving({"GBR": {"2021": 11.6, "2022": 12.5}})
    points = indicator(noun="fintech investment", unit="usd_billion", display="points", breaks=())
    assert told(headline, rows, of=points, unit="usd_billion") == (
        "UK fintech investment was US$12.5 billion in 2022"
    )


@pytest.mark.parametrize(
    ("noun", "unit", "value", "expected"),
    [
        ("number of unicorns", "count", 57, "UK unicorns numbered 57 in 2023"),
        (
            "number of triadic patent families per million people",
            "per_million",
            27.16,
            "UK triadic patent families per million people numbered 27.2 in 2023",
        ),
        ("R&D spending", "pct_gdp", 2.75, "UK R&D spending was 2.75% of GDP in 2023"),
        (
            "share of GDP that is spent on R&D",
            "pct_gdp",
            2.75,
            "UK share of GDP that is spent on R&D was 2.75% in 2023",
        ),
        (
            "exports of services",
            "gbp_million",
            316300,
            "UK exports of services were £316.3 billion",
        ),
        (
            "number of researchers",
            "per_thousand_employed",
            9.2,
            "UK researchers numbered 9.2 per 1,000 people employed in 2023",
        ),
        (
            "share of the world's unicorns",
            "pct_world",
            4.4,
            "UK share of the world's unicorns was 4.4% in 2023",
        ),
        (
            "UK Research and Innovation budget",
            "gbp_billion",
            8.87,
            "UK Research and Innovation budget was £8.9 billion in 2023",
        ),
    ],
)
def test_nouns_take_their_verb_and_units_are_said_once(noun, unit, value, expected):
    rows = serving({"GBR": {"2023": value}})
    assert told(headline, rows, of=indicator(noun=noun, breaks=()), unit=unit).startswith(expected)


def test_an_excluded_year_is_not_headlined():
    marked = indicator(breaks=(Break("all", "2023", "incomplete", "still arriving"),))
    assert told(headline, serving(GERD), of=marked).startswith(
        "UK R&D spending was 2.87% of GDP in 2020"
    )


def test_ranks_go_down_when_their_number_goes_up():
    rows = serving({"GBR": {"2022": 4, "2025": 6}, "CHE": {"2022": 1, "2025": 1}})
    gii = indicator(noun="Global Innovation Index rank", unit="rank", direction="lower", breaks=())
    assert told(headline, rows, of=gii, unit="rank", ranked=True) == (
        "UK Global Innovation Index rank was 6th in 2025, down from 4th in 2022"
    )


def test_counted_things_number_and_other_countries_own_theirs():
    rows = serving({"GBR": {"2022-04": 43, "2025-09": 57}, "USA": {"2025-09": 724}}, frequency="M")
    unicorns = indicator(noun="number of unicorns", unit="count", breaks=())
    arguments = {"of": unicorns, "unit": "count", "ranked": True, "frequency": "M"}
    assert told(headline, rows, **arguments) == (
        "UK unicorns numbered 57 in Sep 2025, up from 43 in Apr 2022; 2nd of 2 countries"
    )
    assert told(headline, rows, geo="USA", **arguments) == (
        "The United States' unicorns numbered 724 in Sep 2025; 1st of 2 countries"
    )


def test_cautious_statuses_stand_beside_the_number():
    rows = serving(GERD, statuses={("GBR", "2023"): "P"})
    assert "2.75% of GDP in 2023 (provisional), down" in told(headline, rows)
    assert "(" not in told(headline, serving(GERD))
    assert "(" not in told(headline, serving(GERD, statuses={("GBR", "2023"): "A"}))


def test_unchanged_to_the_precision_shown():
    rows = serving({"GBR": {"2020": 2.8701, "2023": 2.8699}})
    assert told(headline, rows).endswith("2.87% of GDP in 2023, about the same as in 2020")
    rows = serving({"GBR": {"2020": 2.87, "2023": 2.87}})
    assert told(headline, rows).endswith("2.87% of GDP in 2023, the same as in 2020")


def test_the_year_of_a_rank_is_told_when_it_is_another():
    rows = serving({"GBR": {"2020": 2.87, "2023": 2.75}, "USA": {"2020": 3.42}})
    ranking = rank(
        rows, indicator=indicator(), areas=areas(), frequency="A", rule="same_year", period="2020"
    )
    assert told(headline, rows, ranking=ranking).endswith("; 2nd of 2 countries in 2020")


def test_no_figure_is_said_and_never_invented():
    rows = serving({"USA": {"2023": 3.45}})
    assert told(headline, rows) == (
        "The UK has no comparable published figure: R&D spending as a share of GDP"
    )
    assert missing_sentence(rows, areas=areas(), geo="GBR", frequency="A") == (
        "The UK has no published figure in this series."
    )


def test_missing_years():
    rows = serving(
        {
            "GBR": {"2015": 9.0, "2016": None, "2017": 9.1},
            "USA": {"2021": 10.7},
            "WLD": {"2023": 5.0},
        }
    )
    assert missing_sentence(rows, areas=areas(), geo="GBR", frequency="A") == (
        "The UK has no published figure for 2016. "
        "The UK has no published figure after 2017; other countries have figures up to 2021."
    )
    assert missing_sentence(serving(GERD), areas=areas(), geo="GBR", frequency="A") == ""


@pytest.mark.parametrize(
    ("name", "unit", "price_basis", "expected"),
    [
        ("R&D spending as a share of GDP", "pct_gdp", "not_applicable", " (%), UK and"),
        ("Share of the world's articles", "pct_world", "not_applicable", " (%), UK and"),
        ("Global Innovation Index rank", "rank", "not_applicable", " (1 is best), UK and"),
        ("Objects launched into space", "count", "not_applicable", ", UK and"),
        ("GDP, current US dollars", "usd", "current", ", UK and"),
        (
            "R&D spending",
            "usd_ppp_million",
            "ppp_current",
            ", US$ million at purchasing power parities, current prices, UK and",
        ),
        (
            "R&D spending, purchasing power parities, constant 2020 prices",
            "usd_ppp_million",
            "ppp_constant",
            ", US$ million, UK and",
        ),
        ("Services exports", "gbp_million", "current", ", £ million, current prices, UK and"),
        ("Researchers per million people", "per_million", "not_applicable", ", UK and"),
        ("Articles among the most cited 1%", "pct", "not_applicable", ", %, UK and"),
    ],
)
def test_subtitle_has_unit_and_price_basis_once(name, unit, price_basis, expected):
    measure = indicator(title=name, unit=unit, price_basis=price_basis)
    assert told(subtitle, serving(GERD), of=measure, unit=unit).startswith(name + expected)


def test_subtitle_names_the_uk_once():
    own = serving({"GBR": {"2022": 1.0, "2023": 2.0}})
    titled = indicator(title="Semiconductor companies in the UK", unit="count")
    assert told(subtitle, own, of=titled, unit="count") == (
        "Semiconductor companies in the UK, 2022–2023"
    )
    assert told(subtitle, own, of=indicator(unit="count", title="Jobs"), unit="count") == (
        "Jobs, UK, 2022–2023"
    )


def test_subtitle_ends_with_coverage_and_period():
    assert told(subtitle, serving(GERD)).endswith(", UK and 4 other countries, 2013–2023")
    quarters = serving({"GBR": {"2024-Q1": 1.0, "2025-Q2": 2.0}}, frequency="Q")
    assert told(subtitle, quarters, frequency="Q").endswith("quarterly, UK, Q1 2024 to Q2 2025")


def test_text_alternative_tells_everything_the_chart_shows():
    rows = serving(GERD, statuses={("GBR", "2023"): "P"})
    text = told(text_alternative, rows, ranked=True)
    for part in (
        "down from 2.87% in 2020; 5th of 5 countries.",
        "The UK is 0.69 percentage points behind Japan, in 3rd place (3.44% in 2023).",
        "5 of 26 countries are ranked; no error published.",
        "Not ranked: China, France, India,",
        "(no figure in this series).",
        "Figures are for 2013–2023.",
        "In the comparable years 2018–2023 the lowest was 2.68% in 2018 "
        "and the highest 2.87% in 2020.",
        "UK, change of level in 2018: new method for university R&D.",
        "Observation status: provisional for 2023; otherwise status not given.",
    ):
        assert part in text


def test_breaks_of_the_areas_shown_are_told_and_no_others():
    marked = indicator(
        breaks=(
            Break("KOR", "2020", "break", "new survey."),
            Break("JPN", "2020", "real", "supplementary budget"),
            Break("all", "2005", "unstable", "few countries"),
        )
    )
    text = told(text_alternative, serving(GERD), of=marked, shown=("KOR",))
    assert "South Korea, break in 2020: new survey. Figures before and after" in text
    assert "Unstable before 2005: few countries. Not drawn or ranked." in text
    assert "supplementary" not in text
    assert break_notes(marked, areas(), "JPN") == (
        "Unstable before 2005: few countries. Not drawn or ranked.",
        "Japan, 2020: supplementary budget. The movement is real.",
    )


def test_two_vintages_in_one_comparison_are_told():
    newer = serving({"GBR": {"2024": 1.92}}, vintage_id="new", edition="July 2026", is_partial=True)
    text = told(text_alternative, pd.concat([serving(GERD), newer]))
    assert "The figure for 2024 is from July 2026, that for 2020 from spring 2026." in text


def test_gap_sentences():
    ranking = rank(serving(GERD), indicator=indicator(), areas=areas(), frequency="A")
    unit = UNITS["pct_gdp"]
    assert gap_sentence(ranking, unit, areas(), 3, "JPN") == (
        "Japan is 0.31 percentage points ahead of Germany, the next country (3.13% in 2023)."
    )
    assert gap_sentence(ranking, unit, areas(), 3, "CHN") == ""
    assert gap_sentence(ranking, UNITS["rank"], areas(), 3) == ""


def test_source_line_names_dates_and_how_it_was_read():
    rows = serving(GERD, date_kind="retrieved", date_label="2026-07-24")
    assert source_line(rows, indicator=indicator(next_release="2026-09")) == (
        "Source: OECD, Main Science and Technology Indicators, spring 2026; "
        "retrieved 24 July 2026; read from a copy of the publisher's file. "
        "Next release: September 2026."
    )


def test_source_line_tells_every_vintage_newest_first():
    older = serving(
        {"AUT": {"2023": 3.26}},
        vintage_id="oecd-msti-2025",
        edition="spring 2025",
        date_label="2025-03",
        vintage_date=pd.Timestamp("2025-03-31"),
        read_as="fetched from the publisher",
    )
    notice = indicator(licence="CC-BY-NC-4.0", licence_notice="Non-commercial use only")
    assert source_line(pd.concat([older, serving(GERD)]), indicator=notice) == (
        "Source: OECD, Main Science and Technology Indicators, spring 2026; released April 2026; "
        "read from a copy of the publisher's file. Also OECD, Main Science and Technology "
        "Indicators, spring 2025; released March 2025. Non-commercial use only."
    )
    two = pd.concat([older.assign(read_as="quoted on a page"), serving(GERD)]).assign(
        read_as="fetched from the publisher", date_kind="released"
    )
    assert source_line(two, indicator=indicator()) == (
        "Source: OECD, Main Science and Technology Indicators, spring 2026 (released April 2026) "
        "and spring 2025 (released March 2025)."
    )
    assert source_line(two.assign(edition=""), indicator=indicator()) == (
        "Source: OECD, Main Science and Technology Indicators, released April 2026 and March 2025."
    )
    many = pd.concat(
        serving(
            {"GBR": {str(year): 1.0}},
            vintage_id=f"fintech-{year}",
            edition=f"January {year}",
            date_label=f"{year}-01",
            vintage_date=pd.Timestamp(f"{year}-01-31"),
        )
        for year in range(2020, 2025)
    )
    assert "5 vintages, released January 2020 to January 2024;" in source_line(
        many, indicator=indicator()
    )


def test_source_line_of_a_derived_figure_names_the_publishers_of_its_parts():
    rows = serving(
        GERD,
        publisher="UK Technology Indicators",
        dataset="AI patent families ÷ population × 1,000,000.",
        edition="",
        read_as="computed from published figures",
    )
    derived = indicator(publisher="OECD and World Bank")
    assert source_line(rows, indicator=derived) == (
        "Source: OECD and World Bank; computed here from published figures: "
        "AI patent families ÷ population × 1,000,000; newest of them released April 2026."
    )


def test_a_missing_status_is_never_called_normal():
    assert status_words(None) == "status not given"
    assert status_words(float("nan")) == "status not given"
    assert [status_words(code) for code in "APEBFM"] == [
        "normal value",
        "provisional",
        "estimated",
        "break in the series",
        "forecast",
        "missing",
    ]


@pytest.mark.parametrize(
    ("noun", "plural"),
    [
        ("R&D spending", False),
        ("unicorns", True),
        ("researchers per 1,000 people employed", True),
        ("share of papers in the world's top 1%", False),
        ("digitally deliverable services exports", True),
        ("Global Innovation Index rank", False),
        ("universities in the QS top 100", True),
        ("internet access", False),
        ("people with postgraduate degrees", True),
        ("services exports supplied remotely", True),
        ("jobs safeguarded by foreign direct investment projects", True),
        ("payments abroad for intellectual property", True),
        ("value added by IT services", False),
        ("objects launched into space", True),
        ("start-ups working on quantum technologies", True),
        ("companies active in the quantum sector", True),
    ],
)
def test_plural_nouns(noun, plural):
    assert is_plural(noun) is plural


NUMBER = re.compile(r"−?(?:£|US\$)?\d[\d,]*(?:\.\d+)?(?: (?:million|billion|trillion))?%?")
YEARS = range(2000, 2024)
SERIES = st.dictionaries(st.sampled_from(YEARS), st.floats(-1e5, 1e7), min_size=2).map(
    lambda values: {str(year): values[year] for year in sorted(values)}
)


def values_in(text, unit, labels):
    """Numbers of the text that are written in the unit, with years and counts taken out."""
    for label in labels:
        text = re.sub(rf"(?<![\d,.]){label}(?![\d,.])", "", text)
    shown = [m.group() for m in NUMBER.finditer(text)]
    marked = [t for t in shown if unit.prefix in t and unit.suffix in t]
    return [(parse_number(t, unit), shown_step(t, unit)) for t in marked]


@given(SERIES, st.sampled_from(["pct_gdp", "gbp_million", "usd"]))
def test_every_number_in_a_headline_is_a_figure_of_the_rows(series, unit_id):
    unit = UNITS[unit_id]
    plain = indicator(noun="spending", unit=unit_id, breaks=())
    text = told(headline, serving({"GBR": series}), of=plain, unit=unit_id)
    newest = list(series)[-1]
    assert f"in {newest}" in text
    shown = values_in(text, unit, series)
    same = "the same as" in text
    assert len(shown) == (1 if same else 2)
    value, step = shown[0]
    assert abs(value - series[newest]) <= step / 2 * (1 + 1e-9)
    compared = re.search(r"(?:from .* in|the same as in) (\d{4})$", text)[1]
    if not same:
        value, step = shown[1]
        assert abs(value - series[compared]) <= step / 2 * (1 + 1e-9)
        assert ("up from" in text) == (series[newest] > series[compared])
    distance = abs(int(newest) - 3 - int(compared))
    assert all(abs(int(newest) - 3 - int(y)) >= distance for y in series if y != newest)


@given(
    st.dictionaries(
        st.sampled_from(areas().countries), st.floats(0.01, 9.0), min_size=4, max_size=12
    ).filter(lambda v: "GBR" in v and len({f"{x:.2f}" for x in v.values()}) == len(v))
)
def test_every_number_in_a_text_alternative_is_a_figure_or_a_gap(values):
    unit = UNITS["pct_gdp"]
    rows = serving({geo: {"2023": value} for geo, value in values.items()})
    text = told(text_alternative, rows, of=indicator(breaks=()), ranked=True)
    best = sorted(values.values(), reverse=True)
    place = best.index(values["GBR"]) + 1
    assert f"of {len(values)} countries" in text
    assert f" {place}" in text.split(";")[1]
    assert f"{len(values)} of 26 countries are ranked" in text
    rival = best[2] if place > 3 else best[3]
    gap = float(re.search(r"is ([\d.]+) percentage points? (?:behind|ahead of)", text)[1])
    assert gap == pytest.approx(abs(rival - values["GBR"]), abs=0.0051)
    assert [round(v, 4) for v, _ in values_in(text, unit, ["2023"])] == [
        pytest.approx(values["GBR"], abs=0.0051),
        pytest.approx(rival, abs=0.0051),
    ]


def test_every_indicator_shipped_can_be_told(seed_warehouse):
    """Sentences stand for each, and the newest figure reads back from its headline."""
    catalogue = load_catalogue()
    held = [one for one in catalogue if queries.has(seed_warehouse, one.id)]
    assert len(held) > 100
    for one in held:
        unit, frequency = catalogue.unit_of(one), one.frequencies[0]
        rows = queries.observations(seed_warehouse, one.id, frequency=frequency)
        facts = {"indicator": one, "unit": unit, "areas": areas(), "frequency": frequency}
        texts = [tell(rows, **facts) for tell in (headline, title, subtitle, text_alternative)]
        texts.append(source_line(rows, indicator=one))
        for text in texts:
            assert not re.search(r"\bnan\b|\bNone\b|  |\.\.|,,| ,|\(\)", text), f"{one.id}: {text}"
        reading = read(rows, indicator=one, frequency=frequency)
        if reading is not None:
            newest = reading.newest
            said = re.search(
                rf"(?:was|were|numbered) (.+?) (?:in|on) {newest.period_label}", texts[0]
            )
            value = parse_number(said[1], unit)
            step = shown_step(said[1].removesuffix(unit.phrase).strip(), unit)
            assert abs(value - newest.value) <= step / 2 * (1 + 1e-9), texts[0]
