"""Derived indicators: values by hand, where both parts stand; licence and date of the parts."""

from datetime import date

import pytest

from etl import pipeline
from etl.derive import LICENCE_ORDER
from etl.hold_back import LOADED, REFUSED
from etl.tables import Candidate
from indicators.catalogue import LICENCES
from indicators.errors import ValidationError
from tests.seeding import Seed, answer, catalogue_with, inputs, stand_in_source
from tests.test_validate import HEADER

OGL = {"licence": "OGL-3.0", "publisher": "ONS", "dataset": "UK Economic Accounts"}


@pytest.fixture
def seed(tmp_path) -> Seed:
    return Seed(tmp_path / "seed")


def share(candidate: Candidate) -> list[tuple[object, ...]]:
    rows = candidate.latest[candidate.latest["indicator_id"] == "telecoms_share"]
    columns = ["geo", "frequency", "period_label", "value", "obs_status", "is_partial"]
    rows = rows.sort_values(columns[:3])[columns].astype(object)
    return [tuple(row) for row in rows.where(rows.notna(), None).to_numpy().tolist()]


def prepare(seed: Seed, **changes: object) -> Candidate:
    return pipeline.prepare(inputs(seed.folder, **changes))


def test_values_by_hand_only_where_both_parts_have_one(seed):
    seed.add(
        "ukea",
        "services_exports,GBR,2019,A,300000",
        "services_exports,GBR,2020,A,250000",
        "services_exports,GBR,2021,A,,,,M",
        "services_exports,GBR,2022,A,0",
        "services_exports,GBR,2020-Q1,Q,70000",
        "services_exports,FRA,2020,A,200000",
        "telecoms_exports,GBR,2018,A,10000",
        "telecoms_exports,GBR,2019,A,24000",
        "telecoms_exports,GBR,2020,A,,,,M",
        "telecoms_exports,GBR,2021,A,25000",
        "telecoms_exports,GBR,2022,A,26000",
        "telecoms_exports,GBR,2020-Q1,Q,7000",
        "telecoms_exports,DEU,2020,A,30000",
        **OGL,
    )
    assert share(prepare(seed)) == [
        ("GBR", "A", "2019", 8.0, None, False),
        ("GBR", "Q", "Q1 2020", 10.0, None, False),
    ]


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("A", "A", "A"),
        ("A", "", None),
        ("", "", None),
        ("P", "", "P"),
        ("A", "P", "P"),
        ("P", "E", "E"),
        ("F", "E", "F"),
        ("B", "F", "B"),
        ("", "B", "B"),
    ],
)
def test_the_status_is_that_of_the_part_that_needs_most_care(seed, above, below, expected):
    seed.add(
        "ukea",
        f"services_exports,GBR,2019,A,300000,,,{below}",
        f"telecoms_exports,GBR,2019,A,24000,,,{above}",
    )
    assert share(prepare(seed))[0][4] == expected


def test_the_computed_vintage_says_what_it_is_made_of(seed):
    seed.add("totals", "services_exports,GBR,2019,A,300000", date="2021-03", **OGL)
    seed.add(
        "types",
        "telecoms_exports,GBR,2019,A,24000",
        date="2021-06",
        date_kind="copy dated",
        licence="CC-BY-NC-4.0",
        publisher="Another office",
        dataset="Types",
    )
    candidate = prepare(seed)
    vintage = candidate.vintages[-1]
    assert vintage.vintage_id == "derived_telecoms_share"
    assert vintage.publisher == "UK Technology Indicators"
    assert vintage.read_as == "computed from published figures"
    assert (vintage.date, vintage.date_label) == (date(2021, 6, 30), "2021-06")
    assert vintage.date_kind == "copy dated"
    assert vintage.licence == "CC-BY-NC-4.0"
    assert vintage.licence_note == (
        "Computed from ONS, UK Economic Accounts: OGL-3.0; Another office, Types: CC-BY-NC-4.0."
    )
    assert (len(vintage.sha256), vintage.sha256_of) == (64, "parts")
    assert candidate.outcomes[-1].outcome == LOADED
    observed = candidate.observation
    assert observed[observed["indicator_id"] == "telecoms_share"]["vintage_id"].tolist() == [
        "derived_telecoms_share"
    ]


def test_every_licence_has_a_place_among_the_strictest():
    assert sorted(LICENCE_ORDER) == sorted(LICENCES)


def test_it_changes_with_its_parts(seed):
    seed.add("ukea", "services_exports,GBR,2019,A,300000", "telecoms_exports,GBR,2019,A,24000")
    first = prepare(seed).vintages[-1].sha256
    seed.add("ukea", "services_exports,GBR,2019,A,300000", "telecoms_exports,GBR,2019,A,24001")
    assert prepare(seed).vintages[-1].sha256 != first


def test_a_part_from_a_partial_vintage_marks_the_result(seed):
    seed.add("ukea", "services_exports,GBR,2019,A,300000", "telecoms_exports,GBR,2019,A,24000")
    seed.add("part", "telecoms_exports,GBR,2019,A,27000", date="2026", coverage="partial")
    assert share(prepare(seed)) == [("GBR", "A", "2019", 9.0, None, True)]


def test_the_denominator_of_one_area_serves_all(seed, tmp_path):
    catalogue = catalogue_with(
        tmp_path, ("multiplier = 100\n", 'multiplier = 100\ndenominator_geo = "WLD"\n')
    )
    seed.add(
        "ukea",
        "services_exports,WLD,2019,A,1000",
        "services_exports,GBR,2019,A,600",
        "telecoms_exports,GBR,2019,A,50",
        "telecoms_exports,FRA,2019,A,25",
        "telecoms_exports,FRA,2020,A,25",
    )
    assert [row[:4] for row in share(prepare(seed, catalogue=catalogue))] == [
        ("FRA", "A", "2019", 2.5),
        ("GBR", "A", "2019", 5.0),
    ]


def test_a_computed_value_beyond_its_limits_stops_a_build_of_the_seed(seed):
    seed.add("ukea", "services_exports,GBR,2019,A,1", "telecoms_exports,GBR,2019,A,24000")
    with pytest.raises(ValidationError, match=r"telecoms_share: 1 computed values are outside"):
        prepare(seed)


def test_with_a_fetched_part_it_costs_only_the_derived_indicator(seed, tmp_path, monkeypatch):
    source = stand_in_source(monkeypatch)
    catalogue = catalogue_with(
        tmp_path,
        (
            'limits = { low = 0 }\nstrengths = "Comes each quarter."\n'
            'caveats = ["In current prices."]\n\n[[indicator]]\nid = "telecoms_exports"',
            'strengths = "Comes each quarter."\n'
            'caveats = ["In current prices."]\n\n[[indicator]]\nid = "telecoms_exports"',
        ),
    )
    text = catalogue.read_text(encoding="utf-8")
    head, tail = text.split('id = "services_exports"', 1)
    tail = tail.replace('source = "seed"', f'source = "{source}"', 1)
    catalogue.write_text(head + 'id = "services_exports"' + tail, encoding="utf-8")
    seed.add("ukea", "telecoms_exports,GBR,2019,A,24000")
    body = HEADER + "services_exports,GBR,2019,A,1,,,\n"
    answers = {source: [answer(body, date(2026, 1, 1), "services_exports")]}
    candidate = prepare(seed, catalogue=catalogue, responses=answers)
    assert share(candidate) == []
    last = candidate.outcomes[-1]
    assert (last.indicator_id, last.outcome) == ("telecoms_share", REFUSED)
    assert "GBR 2019: 2.4e+06" in last.reason


def test_without_figures_of_a_part_nothing_is_computed(seed):
    seed.add("ukea", "telecoms_exports,GBR,2019,A,24000")
    candidate = prepare(seed)
    assert share(candidate) == []
    assert [v.vintage_id for v in candidate.vintages] == ["ukea"]
