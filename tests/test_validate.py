"""Checks: a fault in the seed stops the build by name; in an answer it keeps that series back."""

from datetime import date

import pytest

from etl import pipeline
from etl.hold_back import LOADED, REFUSED
from etl.tables import Candidate
from etl.validate import load_known_values
from indicators.corrections import load_corrections
from indicators.errors import CatalogueError, ValidationError
from tests.seeding import Seed, answer, catalogue_with, inputs, stand_in_source

HEADER = "indicator_id,area,period,frequency,value,lower,upper,obs_status\n"


@pytest.fixture
def seed(tmp_path) -> Seed:
    seed = Seed(tmp_path / "seed")
    seed.add("msti", "gerd_pct_gdp,GBR,2020,A,2.9", "gerd_pct_gdp,USA,2020,A,3.4")
    return seed


def message(seed: Seed, **changes: object) -> str:
    with pytest.raises(ValidationError) as error:
        pipeline.prepare(inputs(seed.folder, **changes))
    return str(error.value)


def cells(candidate: Candidate, indicator_id: str) -> list[tuple[object, ...]]:
    """Serving cells as (geo, period, value, vintage)."""
    rows = candidate.latest[candidate.latest["indicator_id"] == indicator_id]
    rows = rows.sort_values(["geo", "period_start"])
    columns = ["geo", "period_label", "value", "vintage_id"]
    return [tuple(row) for row in rows[columns].astype(object).to_numpy().tolist()]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("rd_pct_gdp,GBR,2020,A,2.9", "the indicator is not in indicators/catalogue.toml"),
        ("telecoms_share,GBR,2020,A,9", "the indicator is derived, so it is computed"),
        ("perception,GBR,2020,A,9", "the catalogue says that the indicator has no public series"),
        ("gerd_pct_gdp,ATL,2020,A,2.9", "area is not in indicators/areas.toml"),
        ("gerd_pct_gdp,UK,2020,A,2.9", "area is not in indicators/areas.toml"),
        ("gerd_pct_gdp,GBR,2020/21,A,2.9", "the period cannot be read at frequency 'A'"),
        ("gerd_pct_gdp,GBR,2020,Y,2.9", "the period cannot be read at frequency 'Y' (unknown)"),
        ("gerd_pct_gdp,GBR,2020-Q1,Q,2.9", "the catalogue does not declare this frequency ('Q')"),
        ("gerd_pct_gdp,GBR,2020,A,10.01", "the value is outside its limits (10.01)"),
        ("gerd_pct_gdp,GBR,2020,A,-0.01", "the value is outside its limits (-0.01)"),
        ("gerd_pct_gdp,GBR,2020,A,1e999", "the value is not finite (inf)"),
        ("gerd_pct_gdp,GBR,2020,A,2.9,3,4", "the interval is incomplete or does not hold"),
        ("gerd_pct_gdp,GBR,2020,A,2.9,1,2", "the interval is incomplete or does not hold"),
        ("gerd_pct_gdp,GBR,2020,A,2.9,1,", "the interval is incomplete or does not hold"),
        ("gerd_pct_gdp,GBR,2020,A,2.9,,3", "the interval is incomplete or does not hold"),
        ("gerd_pct_gdp,GBR,2020,A,2.9,,,Z", "the observation status is none of A, B, D, E"),
        ("gerd_pct_gdp,GBR,2020,A,,,,", "a missing value has status M, and only a missing value"),
        ("gerd_pct_gdp,GBR,2020,A,2.9,,,M", "a missing value has status M, and only a missing"),
    ],
)
def test_each_fault_of_the_seed_names_file_row_and_cell(seed, row, fault):
    seed.add("other", "gerd_pct_gdp,DEU,2020,A,3.1", row)
    indicator, area, period = row.split(",")[:3]
    assert f"other.csv row 3 {indicator}: {area} {period}: {fault}" in message(seed)


def test_a_cell_stands_once_in_a_vintage(seed):
    seed.add("other", *["gerd_pct_gdp,DEU,2020,A,3.1"] * 2, "gerd_pct_gdp,DEU,2021,A,3.1")
    assert message(seed) == (
        "the figures: 1 problem.\n  - other.csv row 3 gerd_pct_gdp: DEU 2020: "
        "the same indicator, area and period stands twice in the vintage"
    )


def test_all_faults_come_at_once(seed):
    seed.add(
        "other",
        "gerd_pct_gdp,DEU,2020,A,99",
        "gerd_pct_gdp,DEU,2020,A,99",
        "gerd_pct_gdp,ATL,2020,A,1",
        "gerd_pct_gdp,FRA,2020/21,A,1",
        "nonsense,FRA,2020,A,1",
    )
    seed.add("third", "gerd_pct_gdp,JPN,2020,A,1", licence="OGL")
    text = message(seed)
    assert "6 problems" in text
    for fault in (
        "vintages.csv row 4: licence 'OGL' is none of",
        "row 3 gerd_pct_gdp: DEU 2020: the value is outside its limits",
        "row 3 gerd_pct_gdp: DEU 2020: the same indicator, area and period stands twice",
        "row 4 gerd_pct_gdp: ATL 2020: area is not",
        "row 5 gerd_pct_gdp: FRA 2020/21: the period cannot be read",
        "row 6 nonsense: FRA 2020: the indicator is not in",
    ):
        assert fault in text


@pytest.fixture
def live(tmp_path, monkeypatch):
    """Inputs whose GERD comes from a stand-in service, after a seed vintage of it."""
    source = stand_in_source(monkeypatch)
    catalogue = catalogue_with(tmp_path, ('source = "seed"', f'source = "{source}"'))

    def prepare(*bodies: str, seed: Seed, ids: tuple[str, ...] = ("gerd_pct_gdp",)) -> Candidate:
        answers = [
            answer(HEADER + body, date(2026, 1, day), *ids)
            for day, body in enumerate(bodies, start=1)
        ]
        return pipeline.prepare(
            inputs(seed.folder, catalogue=catalogue, responses={source: answers})
        )

    return prepare


GOOD = "gerd_pct_gdp,GBR,2020,A,2.91,,,A\ngerd_pct_gdp,USA,2020,A,3.42,,,\n"


def test_a_good_answer_replaces_the_seed(seed, live):
    candidate = live(GOOD, seed=seed)
    assert cells(candidate, "gerd_pct_gdp") == [
        ("GBR", "2020", 2.91, "stand_in_2026-01-01"),
        ("USA", "2020", 3.42, "stand_in_2026-01-01"),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("gerd_pct_gdp,GBR,2021,A,99,,,", "GBR 2021: the value is outside its limits (99.0)"),
        ("gerd_pct_gdp,GBR,2021,A,inf,,,", "GBR 2021: the value is not finite (inf)"),
        ("gerd_pct_gdp,GBR,2020,A,2.95,,,", "GBR 2020: the same indicator, area and period"),
        ("gerd_pct_gdp,GBR,spring,A,2.95,,,", "GBR spring: the period cannot be read"),
        ("gerd_pct_gdp,GBR,2020-Q1,Q,2.9,,,", "GBR 2020-Q1: the catalogue does not declare this"),
    ],
)
def test_a_fault_in_an_answer_refuses_that_series_and_keeps_what_served(seed, live, row, reason):
    seed.add("vc", "vc_pct_gdp,GBR,2020,A,0.11")
    candidate = live(GOOD + row + "\n", seed=seed)
    assert cells(candidate, "gerd_pct_gdp") == [
        ("GBR", "2020", 2.9, "msti"),
        ("USA", "2020", 3.4, "msti"),
    ]
    assert cells(candidate, "vc_pct_gdp") == [("GBR", "2020", 0.11, "vc")]
    (refused,) = [o for o in candidate.outcomes if o.outcome == REFUSED]
    assert (refused.indicator_id, refused.vintage_id) == ("gerd_pct_gdp", "stand_in_2026-01-01")
    assert reason in refused.reason
    assert not (candidate.observation["vintage_id"] == "stand_in_2026-01-01").any()


def test_rows_of_an_unknown_area_are_left_out_and_said(seed, live):
    body = GOOD + "gerd_pct_gdp,ATL,2019,A,5,,,\ngerd_pct_gdp,ATL,2020,A,5,,,\n"
    candidate = live(body, seed=seed)
    assert [cell[0] for cell in cells(candidate, "gerd_pct_gdp")] == ["GBR", "USA"]
    outcome = candidate.outcomes[1]
    assert outcome.outcome == LOADED
    assert outcome.reason == "area ATL is not in indicators/areas.toml: left out (2 rows)"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("gerd_pct_gdp,ATL,2020,A,5,,,", "area ATL is not in indicators/areas.toml: left out"),
        ("gerd_pct_gdp,GBR,spring,A,5,,,", "GBR spring: the period cannot be read"),
    ],
)
def test_an_answer_of_which_no_row_can_be_used_is_not_passed_over(seed, live, row, reason):
    candidate = live(row + "\n", seed=seed)
    last = candidate.outcomes[-1]
    assert (last.outcome, last.rows, last.vintage_id) == (REFUSED, 0, "stand_in_2026-01-01")
    assert reason in last.reason
    assert len(cells(candidate, "gerd_pct_gdp")) == 2


def test_an_answer_that_is_a_page_refuses_its_series_only(seed, tmp_path, monkeypatch):
    source = stand_in_source(monkeypatch)
    catalogue = catalogue_with(
        tmp_path,
        ('source = "seed"', f'source = "{source}"'),
        ('source = "seed"', f'source = "{source}"'),
    )
    answers = [
        answer("<html>Too many requests</html>", date(2026, 1, 1), "gerd_pct_gdp"),
        answer(HEADER + "vc_pct_gdp,GBR,2020,A,0.12,,,\n", date(2026, 1, 1), "vc_pct_gdp"),
    ]
    candidate = pipeline.prepare(
        inputs(seed.folder, catalogue=catalogue, responses={source: answers})
    )
    (refused,) = [o for o in candidate.outcomes if o.outcome == REFUSED]
    assert (refused.indicator_id, refused.vintage_id, refused.rows) == ("gerd_pct_gdp", None, 0)
    assert "a page stands where data should" in refused.reason
    assert "https://figures.example/data" in refused.reason
    assert cells(candidate, "gerd_pct_gdp")[0] == ("GBR", "2020", 2.9, "msti")
    assert cells(candidate, "vc_pct_gdp") == [("GBR", "2020", 0.12, "stand_in_2026-01-01")]


def test_one_missing_series_in_a_batch_costs_only_itself(seed, tmp_path, monkeypatch):
    source = stand_in_source(monkeypatch)
    catalogue = catalogue_with(
        tmp_path,
        ('source = "seed"', f'source = "{source}"'),
        ('source = "seed"', f'source = "{source}"'),
    )
    body = HEADER + "vc_pct_gdp,GBR,2020,A,0.12,,,\n"
    answers = [answer(body, date(2026, 1, 1), "vc_pct_gdp")]
    answers.append(answer(body, date(2026, 1, 2), "gerd_pct_gdp"))
    candidate = pipeline.prepare(
        inputs(seed.folder, catalogue=catalogue, responses={source: answers})
    )
    assert cells(candidate, "vc_pct_gdp") == [("GBR", "2020", 0.12, "stand_in_2026-01-01")]
    (refused,) = [o for o in candidate.outcomes if o.outcome == REFUSED]
    assert refused.indicator_id == "gerd_pct_gdp"


def test_one_vintage_in_two_answers_is_one_and_the_later_answer_holds(seed, live, monkeypatch):
    later = "gerd_pct_gdp,GBR,2020,A,2.92,,,\ngerd_pct_gdp,GBR,2021,A,2.93,,,\n"
    catalogue = live(GOOD, seed=seed).catalogue
    assert catalogue["gerd_pct_gdp"].source == "stand_in"
    source = stand_in_source(monkeypatch)
    day = date(2026, 1, 1)
    answers = [answer(HEADER + body, day, "gerd_pct_gdp") for body in (GOOD, later)]
    candidate = pipeline.prepare(
        inputs(
            seed.folder,
            catalogue=seed.folder.parent / "catalogue.toml",
            responses={source: answers},
        )
    )
    assert [o.vintage_id for o in candidate.outcomes] == ["msti", "stand_in_2026-01-01"]
    assert cells(candidate, "gerd_pct_gdp") == [
        ("GBR", "2020", 2.92, "stand_in_2026-01-01"),
        ("GBR", "2021", 2.93, "stand_in_2026-01-01"),
        ("USA", "2020", 3.42, "stand_in_2026-01-01"),
    ]


CORRECTION = """
[[correction]]
indicator = "gerd_pct_gdp"
vintage = "msti"
geo = "GBR"
period = "2020"
from = 2.9
to = 2.19
reason = "Digits were swapped."
"""


def test_a_correction_is_made(seed, tmp_path):
    path = tmp_path / "corrections.toml"
    path.write_text(CORRECTION, encoding="utf-8")
    candidate = pipeline.prepare(inputs(seed.folder, corrections=path))
    assert cells(candidate, "gerd_pct_gdp") == [
        ("GBR", "2020", 2.19, "msti"),
        ("USA", "2020", 3.4, "msti"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"2020"', '"2021"', "is not used, for there is no such cell"),
        ('"GBR"', '"FRA"', "is not used, for there is no such cell"),
        ('"msti"', '"mtsi"', "is not used, for there is no such cell"),
        ("from = 2.9", "from = 2.8", "expects 2.8, but 2.9 stands there"),
    ],
)
def test_an_unused_or_mismatched_correction_is_an_error(seed, tmp_path, old, new, fault):
    path = tmp_path / "corrections.toml"
    path.write_text(CORRECTION.replace(old, new), encoding="utf-8")
    assert fault in message(seed, corrections=path)


def test_a_correction_of_a_fetched_vintage_that_is_not_here_is_no_error(seed, tmp_path):
    path = tmp_path / "corrections.toml"
    text = CORRECTION.replace('"msti"', '"oecd_2026-01-01"') + 'source = "oecd"\n'
    path.write_text(text, encoding="utf-8")
    pipeline.prepare(inputs(seed.folder, corrections=path))


def test_faults_of_the_corrections_file_come_at_once(tmp_path):
    path = tmp_path / "corrections.toml"
    text = CORRECTION.replace("reason = ", "because = ") + CORRECTION.replace("2020", "20")
    path.write_text(text + CORRECTION.replace("Digits were swapped.", ""), encoding="utf-8")
    with pytest.raises(CatalogueError) as error:
        load_corrections(path)
    for fault in (
        "4 problems",
        "correction number 1: unknown key 'because'",
        "correction number 1: 'reason' is missing",
        "correction number 2: period '20' cannot be read",
        "correction number 3: reason is empty",
    ):
        assert fault in str(error.value)


KNOWN = """
[[known_value]]
indicator = "gerd_pct_gdp"
vintage = "msti"
geo = "GBR"
period = "2020"
value = 2.9
"""


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("value = 2.9", "value = 2.8", "GBR 2020 in vintage msti: 2.9 stands there, not 2.8"),
        ('"2020"', '"2019"', "GBR 2019 in vintage msti: nan stands there, not 2.9"),
        ('"msti"', '"gone"', "GBR 2020 in vintage gone: there is no such vintage"),
    ],
)
def test_a_known_value_that_does_not_stand_stops_the_build(seed, tmp_path, old, new, fault):
    path = tmp_path / "known.toml"
    path.write_text(KNOWN.replace(old, new), encoding="utf-8")
    assert fault in message(seed, known_values=path)


def test_a_known_value_judges_only_the_vintage_it_names(seed, tmp_path):
    path = tmp_path / "known.toml"
    path.write_text(KNOWN, encoding="utf-8")
    seed.add("newer", "gerd_pct_gdp,GBR,2020,A,3.0", "gerd_pct_gdp,USA,2020,A,3.4", date="2026")
    candidate = pipeline.prepare(inputs(seed.folder, known_values=path))
    assert cells(candidate, "gerd_pct_gdp")[0] == ("GBR", "2020", 3.0, "newer")


@pytest.mark.parametrize(("value", "passes"), [(2.905, True), (2.915, False)])
def test_a_known_value_noted_with_fewer_digits_has_a_tolerance(seed, tmp_path, value, passes):
    path = tmp_path / "known.toml"
    path.write_text(KNOWN.replace("2.9", str(value)) + "tolerance = 0.01\n", encoding="utf-8")
    if passes:
        pipeline.prepare(inputs(seed.folder, known_values=path))
    else:
        assert "not 2.915" in message(seed, known_values=path)


@pytest.mark.usefixtures("live")
def test_a_known_value_of_a_fetched_vintage_refuses_that_series(seed, tmp_path, monkeypatch):
    text = KNOWN.replace('"msti"', '"stand_in_2026-01-01"') + 'source = "stand_in"\n'
    path = tmp_path / "known.toml"
    path.write_text(text, encoding="utf-8")
    source = stand_in_source(monkeypatch)
    given = inputs(
        seed.folder,
        catalogue=tmp_path / "catalogue.toml",
        known_values=path,
        responses={source: [answer(HEADER + GOOD, date(2026, 1, 1), "gerd_pct_gdp")]},
    )
    candidate = pipeline.prepare(given)
    assert [o.outcome for o in candidate.outcomes] == [LOADED, REFUSED]
    assert "2.91 stands there, not 2.9" in candidate.outcomes[1].reason


def test_faults_of_the_known_values_file_come_at_once(tmp_path):
    path = tmp_path / "known.toml"
    path.write_text(KNOWN.replace("geo", "area") + KNOWN.replace("2020", "x"), encoding="utf-8")
    with pytest.raises(CatalogueError) as error:
        load_known_values(path)
    assert "3 problems" in str(error.value)
    assert "known_value number 1: unknown key 'area'" in str(error.value)
    assert "known_value number 2: period 'x' cannot be read" in str(error.value)
