"""The seed reader: exact figures in, and every fault of every file at once, with file and row."""

import hashlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.sources import ROW_COLUMNS
from etl.sources.seed import folder_of, last_day, read_seed
from tests.seeding import FIXTURES, Seed


@pytest.fixture
def seed(tmp_path) -> Seed:
    return Seed(tmp_path / "seed")


def faults(seed: Seed) -> list[str]:
    problems: list[str] = []
    read_seed(seed.folder, problems)
    return [p.replace(str(seed.folder) + "/", "") for p in problems]


def test_a_vintage_and_its_rows(seed):
    path = seed.add(
        "msti_2025",
        "gerd_pct_gdp,GBR,2021,A,2.89967533,2.5,3.25,P",
        "gerd_pct_gdp,GBR,2022,A,,,,M",
        "gerd_pct_gdp,USA,2021,A,-1.5e-3",
        date="2025-03",
        edition="spring 2025",
        next_release="March 2026",
    )
    problems: list[str] = []
    (parsed,) = read_seed(seed.folder, problems)
    assert problems == []
    vintage = parsed.vintage
    assert vintage.vintage_id == "msti_2025"
    assert (vintage.date, vintage.date_label) == (date(2025, 3, 31), "2025-03")
    assert (vintage.edition, vintage.next_release) == ("spring 2025", "March 2026")
    assert (vintage.coverage, vintage.licence, vintage.source) == ("full", "CC-BY-4.0", "seed")
    assert vintage.sha256_of == "seed file"
    assert vintage.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert tuple(parsed.rows.columns) == ROW_COLUMNS
    rows = parsed.rows.astype(object).where(parsed.rows.notna(), None).to_numpy().tolist()
    assert rows == [
        ["gerd_pct_gdp", "GBR", "2021", "A", 2.89967533, 2.5, 3.25, "P"],
        ["gerd_pct_gdp", "GBR", "2022", "A", None, None, None, "M"],
        ["gerd_pct_gdp", "USA", "2021", "A", -0.0015, None, None, None],
    ]


def test_the_real_figures_of_the_tests_are_read():
    problems: list[str] = []
    parsed = read_seed(FIXTURES / "seed", problems)
    assert problems == []
    assert {p.vintage.vintage_id: len(p.rows) for p in parsed} == {
        "msti_2025_spring": 41,
        "msti_2026_spring": 47,
        "oecd_vc_2025_11": 47,
        "oecd_vc_2026_07": 53,
        "ons_ukea_2021_06": 62,
        "cb_insights_stock": 18,
        "eto_ai_2026": 30,
    }


@pytest.mark.parametrize(
    ("wording", "day"),
    [
        ("2026-06-30", date(2026, 6, 30)),
        ("2022-04", date(2022, 4, 30)),
        ("2024-02", date(2024, 2, 29)),
        ("2023", date(2023, 12, 31)),
    ],
)
def test_a_date_is_the_last_day_its_wording_allows(wording, day):
    assert last_day(wording) == day


@pytest.mark.parametrize("wording", ["", "spring 2026", "2026-6", "2026-13", "2026-02-30", "26"])
def test_other_dates_are_refused(wording):
    with pytest.raises(ValueError, match=r"."):
        last_day(wording)


@pytest.mark.parametrize(
    ("licence", "folder"),
    [
        ("OGL-3.0", "open"),
        ("CC-BY-4.0", "open"),
        ("public domain", "open"),
        ("CC-BY-NC-4.0", "non_commercial"),
        ("CC-BY-SA-4.0", "restricted"),
        ("all rights reserved", "restricted"),
        ("not verified", "restricted"),
    ],
)
def test_each_licence_has_its_folder(licence, folder):
    assert folder_of(licence) == folder


ROW = "gerd_pct_gdp,GBR,2021,A,2.9"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (
            "indicator,geo,period,frequency,value,lower,upper,obs_status\n",
            "row 1: unknown columns 'indicator'; missing columns 'indicator_id'.",
        ),
        (
            "geo,indicator_id,period,frequency,value,lower,upper,obs_status\n",
            "row 1: columns are in another order.",
        ),
        ("{header}\n", "row 1: has no figures below it"),
        ("", "row 1: missing columns"),
        ("{header}\ngerd,GBR,2021,A,1,234,,,\n", "row 2: has 9 cells, the header 8"),
        ("{header}\ngerd,GBR,2021,A,2.9\n", "row 2: has 5 cells, the header 8"),
        ('{header}\ngerd,GBR,2021,A,"1,234",,,\n', "row 2: value is not a plain number: '1,234'"),
        ("{header}\ngerd,GBR,2021,A,NaN,,,\n", "row 2: value is not a plain number: 'NaN'"),
        ("{header}\ngerd,GBR,2021,A,inf,,,\n", "row 2: value is not a plain number: 'inf'"),
        ("{header}\ngerd,GBR,2021,A,n/a,,,\n", "row 2: value is not a plain number: 'n/a'"),
        ("{header}\ngerd,GBR,2021,A,.,,,\n", "row 2: value is not a plain number: '.'"),
        ("{header}\ngerd,GBR,2021,A, 2.9,,,\n", "row 2: value is not a plain number: ' 2.9'"),
        ("{header}\ngerd,GBR,2021,A,2,9x,,\n", "row 2: lower is not a plain number: '9x'"),
        ("{header}\n,GBR,2021,A,2.9,,,\n", "row 2: indicator_id is empty"),
        ("{header}\ngerd,,2021,A,2.9,,,\n", "row 2: geo is empty"),
        ("{header}\n\ngerd,GBR,2022,A,1,,,\n", "row 2: indicator_id is empty"),
    ],
)
def test_each_fault_of_a_file_names_its_row(seed, content, fault):
    path = seed.add("msti_2025", ROW)
    header = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(content.replace("{header}", header), encoding="utf-8")
    found = faults(seed)
    assert found[0].startswith(f"open/msti_2025.csv {fault}")
    assert all(one.startswith(" ".join(found[0].split(" ")[:3])) for one in found)


def test_a_byte_order_mark_is_refused_in_both_kinds_of_file(seed):
    path = seed.add("msti_2025", ROW)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert faults(seed) == [
        "open/msti_2025.csv row 1: begins with a byte order mark. Save it as plain UTF-8."
    ]
    records = seed.write_records()
    records.write_bytes(b"\xef\xbb\xbf" + records.read_bytes())
    assert faults(seed) == [
        "vintages.csv row 1: begins with a byte order mark. Save it as plain UTF-8."
    ]


def test_bytes_that_are_not_utf_8_are_refused(seed):
    path = seed.add("msti_2025", ROW)
    path.write_bytes(path.read_bytes() + b"gerd,GBR,20\xff22,A,1,,,\n")
    assert faults(seed) == ["open/msti_2025.csv row 3: is not UTF-8. Save it as plain UTF-8."]
    records = seed.write_records()
    records.write_bytes(records.read_bytes() + b"caf\xe9,,,,,,,,,,,\n")
    assert "vintages.csv row 3: is not UTF-8. Save it as plain UTF-8." in faults(seed)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"publisher": ""}, "publisher is empty"),
        ({"address": ""}, "address is empty"),
        ({"date": "spring"}, "date: 'spring' is not a year, a month or a day"),
        ({"date": "2026-02-30"}, "date: "),
        ({"date_kind": "published"}, "date_kind 'published' is none of released, retrieved"),
        ({"read_as": "guessed"}, "read_as 'guessed' is none of"),
        ({"licence": "OGL"}, "licence 'OGL' is none of OGL-3.0"),
        ({"coverage": ""}, "coverage '' is none of full, partial"),
        ({"dataset": " MSTI"}, "dataset ' MSTI' has spaces"),
        ({"vintage_id": "MSTI 2025"}, "vintage_id 'MSTI 2025' is not lower-case letters"),
    ],
)
def test_each_fault_of_a_record_names_its_row(seed, change, fault):
    seed.add("first", ROW)
    seed.add("msti_2025", ROW)
    seed.records["msti_2025"] |= change
    seed.write_records()
    found = faults(seed)
    assert found[0].startswith(f"vintages.csv row 3: {fault}")


def test_a_record_that_stands_twice_names_both_rows(seed):
    seed.add("msti_2025", ROW)
    path = seed.folder / "vintages.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text.splitlines()[1] + "\n", encoding="utf-8")
    assert faults(seed) == [
        "vintages.csv row 3: vintage_id 'msti_2025' stands twice, first in row 2"
    ]


def test_renamed_columns_of_the_records(seed):
    seed.add("msti_2025", ROW)
    path = seed.folder / "vintages.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("publisher", "producer", 1), encoding="utf-8")
    (fault,) = faults(seed)
    assert fault.startswith(
        "vintages.csv row 1: unknown columns 'producer'; missing columns 'publisher'."
    )


def test_a_file_without_record_and_a_record_without_file(seed):
    seed.add("kept", ROW)
    (seed.add("gone", ROW)).unlink()
    (seed.folder / "open" / "stray.csv").write_text("x\n", encoding="utf-8")
    assert faults(seed) == [
        "open/stray.csv: vintages.csv has no record 'stray'. Add one or remove the file.",
        "vintages.csv row 3: open/gone.csv is missing. Add the file or remove the record.",
    ]


def test_a_file_in_the_folder_of_another_licence(seed):
    path = seed.add("eto_ai", ROW, licence="CC-BY-NC-4.0")
    path.rename(seed.folder / "open" / "eto_ai.csv")
    assert faults(seed) == [
        "open/eto_ai.csv: licence 'CC-BY-NC-4.0' belongs in non_commercial. Move it."
    ]


def test_no_seed_at_all_says_what_to_restore(tmp_path):
    problems: list[str] = []
    assert read_seed(tmp_path, problems) == []
    assert problems == [
        f"{tmp_path}/vintages.csv: cannot be read (No such file or directory). Restore it."
    ]


def test_faults_of_all_files_come_at_once_and_many_alike_are_counted(seed):
    seed.add("first", *[f"gerd_pct_gdp,GBR,{year},A,x" for year in range(2000, 2020)])
    seed.add("second", "gerd_pct_gdp,GBR,2021,A,1;5")
    found = faults(seed)
    assert found == [
        *[f"open/first.csv row {row}: value is not a plain number: 'x'" for row in range(2, 7)],
        "open/first.csv and 15 more rows: value is not a plain number",
        "open/second.csv row 2: value is not a plain number: '1;5'",
    ]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=64), min_size=1))
def test_every_float_comes_back_exactly(tmp_path_factory, values):
    seed = Seed(tmp_path_factory.mktemp("seed"))
    seed.add("v", *[f"gerd_pct_gdp,GBR,{1000 + n},A,{v!r}" for n, v in enumerate(values)])
    problems: list[str] = []
    (parsed,) = read_seed(seed.folder, problems)
    assert problems == []
    assert parsed.rows["value"].tolist() == values
