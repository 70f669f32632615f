"""What each source asks for, and what it reads from an answer: literal in, literal out."""

import csv
import io
import json
from datetime import date

import pytest

from etl.sources import (
    Request,
    fetched_source_ids,
    get_source,
    oecd,
    ons,
    parse_each,
    series_of,
    worldbank,
)
from indicators.areas import load_areas
from indicators.catalogue import Unit, load_catalogue
from indicators.errors import SourceError
from tests.specimens import (
    ABMI,
    ABMI_BODY,
    BERD,
    GDP,
    GERD,
    GERD_PPP,
    IHYQ,
    IHYQ_BODY,
    MSTI,
    MSTI_BODY,
    RD,
    RD_BODY,
    Series,
    answer,
    changed,
    described,
    oecd_answer,
    ons_answer,
    point,
    rows_of,
    worldbank_answer,
)


def test_the_sources_that_can_be_fetched_are_found_by_their_modules():
    assert {"oecd", "ons", "worldbank"} <= set(fetched_source_ids())
    assert "seed" not in fetched_source_ids()


@pytest.mark.parametrize("source_id", fetched_source_ids())
def test_every_live_reference_of_the_catalogue_is_accepted_by_its_source(source_id):
    source = get_source(source_id)
    assert source.SOURCE.id == source_id
    assert source.SOURCE.limits, "a service without limits is asked too fast"
    series = series_of(load_catalogue(), source_id)
    for one in series:
        (request,) = source.requests([one])
        assert request.indicator_ids == (one.indicator_id,)
    asked = {i for request in source.requests(series) for i in request.indicator_ids}
    assert asked == {one.indicator_id for one in series}


# ONS


def test_ons_asks_for_the_uri_once_however_many_indicators_use_it():
    quarterly = Series("uk_gdp_quarterly", ABMI.reference, ("Q",))
    first, second = ons.requests([ABMI, IHYQ, quarterly])
    assert first.address == (
        "https://api.beta.ons.gov.uk/v1/data?uri="
        "/economy/grossdomesticproductgdp/timeseries/abmi/ukea"
    )
    assert first.indicator_ids == ("uk_gdp", "uk_gdp_quarterly")
    assert first.accept == "application/json"
    assert second.indicator_ids == ("uk_growth",)


def test_ons_base_address_is_a_setting(monkeypatch):
    monkeypatch.setenv("INDICATORS_ONS_API_URL", "http://127.0.0.1:9/mirror")
    assert ons.requests([IHYQ])[0].address == f"http://127.0.0.1:9/mirror/data?uri={GDP}/ihyq/qna"


@pytest.mark.parametrize(
    "reference", ["ABMI", "economy/timeseries/abmi/ukea", f"{GDP}/abmi", f"{GDP}/abmi/ukea/", ""]
)
def test_ons_refuses_what_is_not_the_uri_of_a_series(reference):
    with pytest.raises(SourceError, match="uk_gdp.*etl find"):
        ons.requests([Series("uk_gdp", reference, ("A",))])


def test_ons_rows_of_years_and_quarters():
    (parsed,) = ons.parse(ons_answer(), [ABMI])
    assert rows_of([parsed]) == [
        ("uk_gdp", "GBR", "2023", "A", 2752164.0, None),
        ("uk_gdp", "GBR", "2024", "A", 2780853.0, None),
        ("uk_gdp", "GBR", "2025", "A", 2817414.0, None),
        ("uk_gdp", "GBR", "2025-Q3", "Q", 704802.0, None),
        ("uk_gdp", "GBR", "2025-Q4", "Q", 705160.0, None),
        ("uk_gdp", "GBR", "2026-Q1", "Q", 709598.0, None),
    ]


def test_ons_rows_of_the_declared_frequencies_only_and_scaled():
    billion = Unit("gbp_billion", "£ billion", prefix="£", multiplier=1e9)
    annual = Series("uk_gdp_billion", ABMI.reference, ("A",), 0.001, billion)
    parsed = ons.parse(ons_answer(), [ABMI, annual])
    rows = [row for row in rows_of(parsed) if row[0] == "uk_gdp_billion"]
    assert [row[2:4] for row in rows] == [("2023", "A"), ("2024", "A"), ("2025", "A")]
    assert rows[-1][4] == pytest.approx(2817.414)


def test_ons_years_and_months_may_be_empty():
    assert rows_of(ons.parse(ons_answer(IHYQ_BODY, IHYQ), [IHYQ])) == [
        ("uk_growth", "GBR", "2023-Q3", "Q", -0.1, None),
        ("uk_growth", "GBR", "2023-Q4", "Q", -0.3, None),
        ("uk_growth", "GBR", "2024-Q1", "Q", 0.7, None),
        ("uk_growth", "GBR", "2024-Q2", "Q", 0.5, None),
    ]


def test_ons_vintage_is_dated_by_the_day_of_release_in_london():
    """The release of 23:00 UTC on 29 June was on 30 June in London."""
    vintage = ons.parse(ons_answer(), [ABMI])[0].vintage
    assert vintage.vintage_id == "ons_abmi_ukea_2026-06-30"
    assert (vintage.date, vintage.date_label) == (date(2026, 6, 30), "2026-06-30")
    assert (vintage.date_kind, vintage.coverage, vintage.licence) == ("released", "full", "OGL-3.0")
    assert vintage.next_release == "30 September 2026"
    assert vintage.address == f"https://www.ons.gov.uk{ABMI.reference}"
    assert vintage.sha256 == ons_answer().sha256
    assert vintage.sha256_of == "raw bytes"


def test_ons_winter_release_keeps_its_day():
    body = described(ABMI_BODY, releaseDate="2026-02-12T07:00:00.000Z")
    assert ons.parse(ons_answer(body), [ABMI])[0].vintage.date == date(2026, 2, 12)


def test_ons_without_a_release_date_takes_the_newest_change():
    body = described(ABMI_BODY, releaseDate="")
    assert ons.parse(ons_answer(body), [ABMI])[0].vintage.date == date(2026, 6, 30)


def test_ons_months_and_missing_values():
    months = [point("2000 JAN", "1.5"), point("2000 FEB", ""), point("2000 MAR", "1,234.5")]
    body = described(changed(IHYQ_BODY, quarters=[], months=months), unit="")
    monthly = Series("uk_growth", IHYQ.reference, ("M",))
    assert rows_of(ons.parse(ons_answer(body, monthly), [monthly])) == [
        ("uk_growth", "GBR", "2000-01", "M", 1.5, None),
        ("uk_growth", "GBR", "2000-02", "M", None, "M"),
        ("uk_growth", "GBR", "2000-03", "M", 1234.5, None),
    ]


def test_ons_three_month_windows_end_in_their_last_month():
    months = [
        point("1971 FEB", "4.1", "1971 JAN-MAR"),
        point("1971 DEC", "4.2", "1971 NOV-JAN"),
        point("1972 JAN", "4.3", "1972 DEC-FEB"),
    ]
    body = changed(IHYQ_BODY, quarters=[], months=months)
    body = described(body, monthLabelStyle="three month average")
    rolling = Series("uk_growth", IHYQ.reference, ("R3",))
    found = rows_of(ons.parse(ons_answer(body, rolling), [rolling]))
    assert [(row[2], row[3]) for row in found] == [
        ("1971-03", "R3"),
        ("1972-01", "R3"),
        ("1972-02", "R3"),
    ]


@pytest.mark.parametrize("label", ["1971 FEB-APR", "1971 FEB"])
def test_ons_refuses_a_window_that_it_cannot_place(label):
    body = changed(IHYQ_BODY, quarters=[], months=[point("1971 FEB", "4.1", label)])
    body = described(body, monthLabelStyle="three month average")
    rolling = Series("uk_growth", IHYQ.reference, ("R3", "M"))
    with pytest.raises(SourceError, match="1971 FEB"):
        ons.parse(ons_answer(body, rolling), [rolling])


def test_ons_earlier_versions_are_requests_that_never_change():
    request = ons.requests([ABMI])[0]
    found = ons.history(request, ons_answer())
    assert [r.address.split("uri=")[1] for r in found] == [
        f"{ABMI.reference}/previous/v1",
        f"{ABMI.reference}/previous/v42",
    ]
    assert all(r.permanent and r.indicator_ids == ("uk_gdp",) for r in found)


def test_ons_an_earlier_version_is_a_vintage_of_its_own_date():
    request = ons.history(ons.requests([ABMI])[0], ons_answer())[-1]
    body = described(ABMI_BODY, releaseDate="2026-03-31T06:00:00.000Z")
    body = changed(body, uri=f"{ABMI.reference}/previous/v42")
    vintage = ons.parse(answer(request, body), [ABMI])[0].vintage
    assert (vintage.vintage_id, vintage.edition) == ("ons_abmi_ukea_2026-03-31", "v42")
    assert vintage.next_release == ""


@pytest.mark.parametrize(
    ("unit", "currency", "passes"),
    [("m", "£", True), ("", "", True), ("Index", "£", True), ("bn", "£", False), ("m", "$", False)]
    + [("%", "", False), ("%", "£", False)],
)
def test_ons_unit_must_not_contradict_the_catalogue(unit, currency, passes):
    response = ons_answer(described(ABMI_BODY, unit=unit, preUnit=currency))
    if passes:
        assert ons.parse(response, [ABMI])
    else:
        with pytest.raises(SourceError, match="the catalogue says '£ million' at scale 1"):
            ons.parse(response, [ABMI])


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (changed(ABMI_BODY, years=[], quarters=[]), "no value at A, Q.*none at all"),
        (changed(ABMI_BODY, years=None, quarters=[], months=[point("2000 JAN", "1")]), "it has M"),
        (changed(ABMI_BODY, years={"a": 1}), "'years' is not a list"),
        (changed(ABMI_BODY, years=[point("2025", "12%")]), "not numbers: '12%'"),
        (changed(ABMI_BODY, years=[point("2025", "inf")]), "infinite"),
        (changed(ABMI_BODY, years=[{"date": "2025", "value": 12.0}]), "value is not a text"),
        (changed(ABMI_BODY, years=[point("25", "1")]), r"cannot be read: '25 \(A\)'"),
        (changed(ABMI_BODY, quarters=[point("2025 Q9", "1")]), "2025-Q9"),
        (changed(ABMI_BODY, years=[point("2025", "1"), point("2025", "2")]), "given twice.*2025"),
        (changed(ABMI_BODY, type="static_page"), "did not answer with a time series"),
        (changed(ABMI_BODY, uri=f"{GDP}/ybha/ukea"), "asked for .*abmi/ukea.*ybha"),
        (described(ABMI_BODY, cdid="YBHA"), "answered with ybha"),
        (described(ABMI_BODY, releaseDate="30 June"), "'30 June' is not a date"),
        (b"<!doctype html><title>Not found</title>", "begins '<!doctype"),
        (b"[]", "did not answer with a time series"),
        (b"", "answered with nothing"),
        (ABMI_BODY.replace(b'"m"', b'"m\xff"'), "not UTF-8"),
    ],
)
def test_ons_bad_bodies_are_refused_in_words(body, words):
    with pytest.raises(SourceError, match=words):
        ons.parse(ons_answer(body), [ABMI])


def test_ons_unknown_series_names_the_way_to_find_it():
    with pytest.raises(SourceError, match="no time series .*abmi/ukea.*etl find ABMI"):
        ons.parse(ons_answer(b"404", status=404), [ABMI])


def test_ons_absurd_values_are_read_as_they_are():
    body = changed(ABMI_BODY, years=[point("2025", "9" * 30)], quarters=[])
    assert rows_of(ons.parse(ons_answer(body), [ABMI]))[0][4] == pytest.approx(1e30)


def test_a_byte_order_mark_is_not_part_of_the_text():
    mark = b"\xef\xbb\xbf"
    assert rows_of(ons.parse(ons_answer(mark + ABMI_BODY), [ABMI])) == rows_of(
        ons.parse(ons_answer(), [ABMI])
    )
    assert rows_of(oecd.parse(oecd_answer(mark + MSTI_BODY), [GERD])) == rows_of(
        oecd.parse(oecd_answer(), [GERD])
    )
    assert rows_of(worldbank.parse(worldbank_answer(mark + RD_BODY), [RD])) == rows_of(
        worldbank.parse(worldbank_answer(), [RD])
    )


# OECD


def test_oecd_asks_once_for_all_countries_and_series_of_a_dataflow():
    venture = Series(
        "vc", "OECD.SDD.TPS,DSD_VC@DF_VC_INV,1.0/{areas}.VC_INV_MKT._T.PT_B1GQ.A", ("A",)
    )
    first, second = oecd.requests([GERD, venture, BERD])
    areas = "+".join(load_areas().international_codes("oecd"))
    assert first.address == (
        "https://sdmx.oecd.org/public/rest/data/OECD.STI.STP,DSD_MSTI@DF_MSTI,1.3/"
        f"{areas}.A.G+B.PT_B1GQ.._Z"
        "?startPeriod=1981&dimensionAtObservation=AllDimensions&format=csvfilewithlabels"
    )
    assert areas.startswith("GBR+USA+CHN+")
    assert {"TWN", "EU27_2020", "OECD", "W"} <= set(areas.split("+"))
    assert "GB-ENG" not in areas
    assert first.indicator_ids == ("gerd", "berd")
    assert first.headers == {"Accept-Language": "en"}
    assert second.indicator_ids == ("vc",)


def test_oecd_union_of_keys_asks_for_any_code_where_one_series_takes_any():
    (request,) = oecd.requests([GERD, GERD_PPP])
    assert request.address.split("?")[0].endswith(".A.G.PT_B1GQ+USD_PPP.._Z")


def test_oecd_asks_apart_for_another_version_or_a_key_of_another_length():
    old = Series("old", GERD.reference.replace("1.3", "1.0"), ("A",))
    short = Series("short", f"{MSTI}/{{areas}}.A.G", ("A",))
    assert [r.indicator_ids for r in oecd.requests([GERD, old, short, BERD])] == [
        ("gerd", "berd"),
        ("old",),
        ("short",),
    ]


@pytest.mark.parametrize(
    "reference",
    ["G", f"{MSTI}/GBR.A.G.PT_B1GQ.._Z", f"{MSTI}/{{areas}}.{{areas}}", "A,B/{areas}.A", "A,B,/.A"],
)
def test_oecd_refuses_what_is_not_a_reference(reference):
    with pytest.raises(SourceError, match="indicator gerd.*Its form is agency,dataflow,version"):
        oecd.requests([Series("gerd", reference, ("A",))])


def test_oecd_rows_are_matched_to_each_series_key():
    parsed = oecd.parse(oecd_answer(), [GERD, BERD, GERD_PPP])
    assert rows_of(parsed) == [
        ("gerd", "GBR", "2021", "A", 2.853168705, "A"),
        ("gerd", "GBR", "2022", "A", 2.782027464, None),
        ("gerd", "GBR", "2023", "A", 2.753363172, "P"),
        ("gerd", "USA", "2022", "A", 3.484327191, "A"),
        ("gerd", "USA", "2023", "A", 3.423455829, "E"),
        ("gerd", "CHE", "2021", "A", 3.150469561, "A"),
        ("gerd", "CHE", "2022", "A", None, "M"),
        ("gerd", "CHE", "2023", "A", 3.103760271, "A"),
        ("gerd", "OECD", "2022", "A", 2.676917212, "A"),
        ("berd", "GBR", "2023", "A", 1.932851385, "A"),
        ("berd", "GBR", "2024", "A", 1.923935124, "B"),
        ("berd", "USA", "2024", "A", 2.667761121, "A"),
        ("gerd_ppp", "GBR", "2021", "A", pytest.approx(99066.84426), "A"),
        ("gerd_ppp", "GBR", "2022", "A", pytest.approx(110753.6533), "A"),
    ]


def test_oecd_values_are_multiplied_out():
    """UNIT_MULT 6 with scale 1: dollars, not millions."""
    dollars = Series("gerd_dollars", GERD_PPP.reference, ("A",))
    rows = rows_of(oecd.parse(oecd_answer(MSTI_BODY, dollars), [dollars]))
    assert rows[0][4] == pytest.approx(99_066_844_260.0)


def test_oecd_vintage_names_the_version_that_answered_and_the_day_of_retrieval():
    vintage = oecd.parse(oecd_answer(), [GERD])[0].vintage
    assert vintage.vintage_id == "oecd_df_msti_1.3_2026-11-23"
    assert vintage.edition == "version 1.3"
    assert vintage.dataset == "MSTI Main Science and Technology Indicators, 2026"
    assert (vintage.date, vintage.date_kind) == (date(2026, 11, 23), "retrieved")
    assert vintage.address.startswith("https://data-explorer.oecd.org/vis?df[ds]=")


def test_oecd_never_mixes_price_bases():
    """Current and constant prices both fit a key that leaves PRICE_BASE open."""
    loose = Series("gerd_ppp", f"{MSTI}/{{areas}}.A.G.USD_PPP.._Z", ("A",))
    with pytest.raises(SourceError, match=r"gerd_ppp.*PRICE_BASE Q, V"):
        oecd.parse(oecd_answer(MSTI_BODY, loose), [loose])


def test_oecd_one_ambiguous_series_does_not_cost_the_others():
    loose = Series("gerd_ppp", f"{MSTI}/{{areas}}.A.G.USD_PPP.._Z", ("A",))
    parsed, failed = parse_each(
        oecd, oecd_answer(MSTI_BODY, GERD, loose, BERD), [GERD, loose, BERD]
    )
    assert {row[0] for row in rows_of(parsed)} == {"gerd", "berd"}
    assert list(failed) == ["gerd_ppp"]
    assert "PRICE_BASE" in failed["gerd_ppp"]


def test_oecd_series_without_rows_is_left_out():
    none = Series("triads", f"{MSTI}/{{areas}}.A.P_TRIAD.PATN.._Z", ("A",))
    assert oecd.parse(oecd_answer(MSTI_BODY, none), [none]) == []
    assert {r[0] for r in rows_of(oecd.parse(oecd_answer(), [none, GERD]))} == {"gerd"}


def test_oecd_no_records_is_no_data_and_not_a_failure():
    response = oecd_answer(b"NoRecordsFound", status=404)
    assert oecd.parse(response, [GERD]) == []


def test_oecd_new_country_code_is_kept_for_the_build_to_report():
    body = MSTI_BODY.replace(b",CHE,Switzerland", b",XKX,Kosovo")
    assert {row[1] for row in rows_of(oecd.parse(oecd_answer(body), [GERD]))} >= {"XKX", "GBR"}


def test_oecd_half_years_and_other_frequencies():
    body = MSTI_BODY.replace(b",A,Annual,G,", b",S,Half-yearly,G,").replace(
        b",2021,2021,", b",2021-S2,x,"
    )
    body = body.replace(b",2022,2022,", b",2022-S1,x,").replace(b",2023,2023,", b",2023-S1,x,")
    halves = Series("gerd", f"{MSTI}/{{areas}}.S.G.PT_B1GQ.._Z", ("S",))
    rows = rows_of(oecd.parse(oecd_answer(body, halves), [halves]))
    assert rows[0][:5] == ("gerd", "GBR", "2021-H2", "S", 2.853168705)
    assert oecd.parse(oecd_answer(body), [GERD]) == []


def test_oecd_reads_the_first_form_of_the_file_too():
    """SDMX-CSV 1.0 begins with DATAFLOW, which then holds the structure."""
    lines = MSTI_BODY.decode().splitlines()[:4]
    table = [line.split(",", 2) for line in lines]
    body = "DATAFLOW,REF_AREA,FREQ,MEASURE,UNIT_MEASURE,PRICE_BASE,TRANSFORMATION,TIME_PERIOD,"
    body += "OBS_VALUE,OBS_STATUS,UNIT_MULT\n"
    body += f"{table[1][1]},GBR,A,G,PT_B1GQ,_Z,_Z,2021,2.853168705,A,0\n"
    assert rows_of(oecd.parse(oecd_answer(body.encode()), [GERD])) == [
        ("gerd", "GBR", "2021", "A", 2.853168705, "A")
    ]


def swapped(old: str, new: str, count: int = -1) -> bytes:
    assert old in MSTI_BODY.decode()
    return MSTI_BODY.decode().replace(old, new, count).encode()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (swapped("(1.3)", "(1.0)"), r"asked for .*,1.3, the OECD answered with .*\(1.0\)"),
        (swapped("(1.3)", "(1.0)", 1), "answered with"),
        (swapped("DSD_MSTI@DF_MSTI(", "DSD_MSTI@DF_OTHER("), "DF_OTHER"),
        (swapped("STRUCTURE_ID", "STRUCTURE_REF"), "lacks the column STRUCTURE_ID"),
        (swapped("OBS_VALUE", "VALUE"), "lacks the columns OBS_VALUE. Its columns are .*VALUE"),
        (swapped("REF_AREA", "GEO"), "lacks the columns REF_AREA"),
        (swapped("UNIT_MULT", "MULT"), "lacks the columns UNIT_MULT"),
        (swapped("OBS_STATUS", "FLAG"), "lacks the columns OBS_STATUS"),
        (swapped("DECIMALS,Decimals", "OBS_VALUE,Decimals"), "has twice OBS_VALUE"),
        (swapped("PRICE_BASE,Price base,", ""), "whole CSV table"),
        (swapped(",2.853168705,", ",n/a,"), "gerd.*not numbers: 'n/a'"),
        (swapped(",2.853168705,", ",1e999,"), "infinite"),
        (swapped(",A,Normal value", ",?,Normal value", 1), r"not SDMX codes: '\?'"),
        (swapped(",2.753363172,,P,", ",2.753363172,,M,"), "missing, with a value: 'gerd GBR 2023'"),
        (swapped(",2021,2021,", ",2022,2022,"), "given twice: 'gerd GBR 2022'"),
        (swapped(",2021,2021,", ",21,21,"), r"cannot be read: '21 \(A\)'"),
        (swapped(",0,Units", ",six,Units", 1), "UNIT_MULT 'six'"),
        (swapped("GBR,United Kingdom", "GBR,United, Kingdom", 1), "not a whole CSV table"),
        (swapped("GBR,United Kingdom", 'GBR,"United Kingdom', 1), "cut short"),
        (MSTI_BODY[:-1], "last row is not complete"),
        (MSTI_BODY.split(b"\n")[0] + b"\n", "a header and no rows"),
        (b"Too many requests. Please retry later.\n", "lacks the columns REF_AREA"),
        (b"", "answered with nothing"),
    ],
)
def test_oecd_bad_bodies_are_refused_in_words(body, words):
    with pytest.raises(SourceError, match=words):
        oecd.parse(oecd_answer(body), [GERD])


@pytest.mark.parametrize(
    ("first", "words"),
    [("REF_AREA", "place 1; the dataflow has FREQ, REF_AREA"), ("MEASURE", "not in UNIT_MEASURE")],
)
def test_oecd_reordered_columns_are_noticed(first, words):
    table = list(csv.reader(io.StringIO(MSTI_BODY.decode())))
    here = table[0].index(first)
    out = io.StringIO()
    order = [*range(here), here + 2, here + 3, here, here + 1, *range(here + 4, len(table[0]))]
    csv.writer(out).writerows([row[place] for place in order] for row in table)
    with pytest.raises(SourceError, match=words):
        oecd.parse(oecd_answer(out.getvalue().encode()), [GERD])


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (404, b"Could not find Dataflow", "no such dataflow or version"),
        (413, b"", "too much at once"),
        (422, b"Not enough key values in query, expecting 13 got 12", "wrong length.*expecting 13"),
        (403, b"Forbidden", "refused the request.*403"),
    ],
)
def test_oecd_refusals_say_what_to_correct(status, body, words):
    with pytest.raises(SourceError, match=f"{words}.*(?s:.)*Correct the reference"):
        oecd.parse(oecd_answer(body, status=status), [GERD])


# World Bank


def test_worldbank_asks_once_an_indicator_for_every_area_that_it_knows():
    articles = Series("articles", "IP.JRN.ARTC.SC", ("A",))
    first, second = worldbank.requests([RD, articles])
    countries = first.address.split("/country/")[1].split("/")[0].split(";")
    assert first.address == (
        f"https://api.worldbank.org/v2/country/{';'.join(countries)}"
        "/indicator/GB.XPD.RSDV.GD.ZS?format=json&per_page=20000&page=1"
    )
    assert {"GBR", "EUU", "OED", "WLD"} <= set(countries)
    assert not {"TWN", "", "EU27", "GB-SCT"} & set(countries)
    assert second.indicator_ids == ("articles",)


def test_worldbank_rows_keep_gaps_and_drop_the_empty_edges():
    assert rows_of(worldbank.parse(worldbank_answer(), [RD])) == [
        ("rd_share", "EUU", "2023", "A", 2.26277335792334, None),
        ("rd_share", "EUU", "2022", "A", 2.22738255907949, None),
        ("rd_share", "GBR", "2023", "A", 2.67614, None),
        ("rd_share", "GBR", "2022", "A", None, "M"),
        ("rd_share", "GBR", "2021", "A", 2.89968, None),
        ("rd_share", "USA", "2023", "A", 3.44716, None),
        ("rd_share", "USA", "2022", "A", 3.48736, None),
    ]


def test_worldbank_vintage_is_dated_by_the_last_update():
    vintage = worldbank.parse(worldbank_answer(), [RD])[0].vintage
    assert vintage.vintage_id == "worldbank_gb.xpd.rsdv.gd.zs_2026-07-13"
    assert (vintage.dataset, vintage.date_kind) == ("World Development Indicators", "released")
    assert vintage.address == "https://data.worldbank.org/indicator/GB.XPD.RSDV.GD.ZS"


def page(number: int, pages: int, per_page: int, total: int, items: list) -> bytes:
    header = {"page": number, "pages": pages, "per_page": str(per_page), "total": total}
    return json.dumps([header | {"sourceid": "2", "lastupdated": "2026-07-13"}, items]).encode()


def test_worldbank_follows_pages_to_the_last():
    items = json.loads(RD_BODY)[1]
    (request,) = worldbank.requests([RD])
    first = answer(request, page(1, 2, 6, 11, items[:6]))
    (next_request,) = worldbank.follow(request, first)
    assert next_request.address.endswith("&per_page=20000&page=2")
    second = answer(next_request, page(2, 2, 6, 11, items[6:]))
    assert worldbank.follow(next_request, second) == []
    parsed = [*worldbank.parse(first, [RD]), *worldbank.parse(second, [RD])]
    assert len({one.vintage.vintage_id for one in parsed}) == 1
    values = [row[4] for row in rows_of(parsed) if row[4] is not None]
    assert values == [i["value"] for i in items if i["value"] is not None]


@pytest.mark.parametrize("items", [None, []])
def test_worldbank_indicator_without_figures_is_left_out(items):
    header = {"page": 0, "pages": 0, "per_page": 0, "total": 0, "sourceid": None}
    assert worldbank.parse(worldbank_answer(json.dumps([header, items]).encode()), [RD]) == []
    assert worldbank.parse(worldbank_answer(json.dumps([header]).encode()), [RD]) == []


def item(**keys: object) -> bytes:
    return page(1, 1, 20000, 1, [json.loads(RD_BODY)[1][-1] | keys])


REFUSAL = b"""[{"message":[{"id":"120","key":"Invalid value",
"value":"The provided parameter value is not valid"}]}]"""


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (REFUSAL, "refused .*Invalid value: The provided parameter value is not valid"),
        (page(1, 1, 20000, 3, json.loads(RD_BODY)[1][:2]), "not the 3 rows that it announces"),
        (page(2, 2, 1, 2, json.loads(RD_BODY)[1][:1]), "it is page 2"),
        (page(1, 1, 20000, 2, None), "not the 2 rows"),
        (page(1, 1, 20000, 1, [None]), "a row cannot be read"),
        (item(value="2.7"), "not a number"),
        (item(value=True), "not a number"),
        (item(date=2023), "no area or date"),
        (item(date="23"), "cannot be read: '23"),
        (item(countryiso3code="", country={"id": ""}), "no area or date"),
        (item(indicator={"id": "NY.GDP.MKTP.CD"}), "it is of indicator NY.GDP.MKTP.CD"),
        (item(obs_status="forecast"), "not SDMX codes"),
        (RD_BODY.replace(b"2.67614", b"NaN"), "NaN is not a JSON number"),
        (RD_BODY.replace(b"2.67614", b"1e999"), "infinite"),
        (RD_BODY.replace(b'"date":"2022"', b'"date":"2023"'), "given twice"),
        (b'[{"page":1,"pages":1,"per_page":20000,"total":4}]', "not a whole World Bank page"),
        (b'{"page":1}', "no header"),
        (b"[]", "no header"),
        (b"[" * 100_000, "whole JSON"),
        (b"<?xml version='1.0'?><wb:error/>", "whole JSON"),
    ],
)
def test_worldbank_bad_bodies_are_refused_in_words(body, words):
    with pytest.raises(SourceError, match=words):
        worldbank.parse(worldbank_answer(body), [RD])


def test_worldbank_refuses_what_is_not_a_code():
    with pytest.raises(SourceError, match="not a World Bank indicator code"):
        worldbank.requests([Series("rd", "R&D spending", ("A",))])


def test_worldbank_status_is_kept_where_one_is_given():
    assert rows_of(worldbank.parse(worldbank_answer(item(obs_status="F")), [RD]))[0][5] == "F"


@pytest.mark.parametrize(
    ("source", "response", "other"),
    [
        (ons, ons_answer(), IHYQ),
        (oecd, oecd_answer(), Series("vc", "OECD.SDD.TPS,DSD_VC@DF_VC_INV,1.0/{areas}.A", ("A",))),
        (worldbank, worldbank_answer(), Series("gdp", "NY.GDP.MKTP.CD", ("A",))),
    ],
    ids=["ons", "oecd", "worldbank"],
)
def test_a_series_that_an_answer_is_not_about_gets_nothing_from_it(source, response, other):
    assert source.parse(response, [other]) == []
    assert source.parse(response, []) == []


def test_an_unknown_source_is_named():
    with pytest.raises(SourceError, match="no source 'eurostat'"):
        get_source("eurostat")


def test_a_request_is_json_unless_it_says_otherwise():
    assert Request("http://127.0.0.1/", ()).form == "json"
