"""Polls that a reader brings: rows in, polls or named problems out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import polls
from indicators.errors import ValidationError
from indicators.views.ambition import seen

HEAD = polls.template()
GOOD = "2026-01-05,2026-01-20,Germany,1000,Which nations lead?,4,31.5,United States,Agency,https://a.example\n"


def read(*rows: str, head: str = HEAD):
    return polls.read_polls((head + "".join(rows)).encode())


def problem(*rows: str, head: str = HEAD) -> str:
    with pytest.raises(ValidationError) as told:
        read(*rows, head=head)
    return str(told.value)


def test_a_row_becomes_a_poll():
    assert read(GOOD) == (
        polls.Poll(
            date(2026, 1, 5), date(2026, 1, 20), "Germany", 1000, "Which nations lead?",
            4, 31.5, "United States", "Agency", "https://a.example",
        ),
    )  # fmt: skip


def test_polls_stand_in_time_order_and_excel_files_are_read():
    later = GOOD.replace("2026-01-05,2026-01-20", "2027-01-05,2027-01-20").replace(",4,", ",3,")
    text = "\ufeff" + HEAD + later + GOOD
    assert [p.uk_rank for p in polls.read_polls(text.encode())] == [4, 3]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2026-01-05", "05/01/2026", "row 2: fielded_from '05/01/2026' is not a date like"),
        ("2026-01-05", "2026-02-05", "row 2: fielded_from is after fielded_to"),
        ("2026-01-20", "", "row 2: fielded_to is empty"),
        (",1000,", ",about 1000,", "row 2: sample 'about 1000' is not a whole number"),
        (",4,", ",0,", "row 2: uk_rank '0' is not a whole number from 1 to 250"),
        (",4,31.5,", ",,,", "row 2: uk_rank and uk_share are both empty"),
        ("31.5", "131.5", "row 2: uk_share '131.5' is not a percentage"),
        ("31.5", "nan", "row 2: uk_share 'nan' is not a percentage"),
        ("https://a.example", "javascript:alert(1)", "does not start with https://"),
        (",Agency", "", "row 2: it does not have 10 cells"),
        ("Germany", "", "row 2: country_polled is empty"),
    ],
)
def test_each_fault_is_named_with_its_row(old, new, told):
    assert told in problem(GOOD.replace(old, new, 1))


def test_every_bad_row_is_told_at_once():
    told = problem(GOOD.replace("1000", "x"), GOOD, GOOD.replace("31.5", "x"))
    assert "row 2: sample" in told
    assert "row 4: uk_share" in told
    assert "row 3" not in told


def test_columns_must_be_the_templates():
    told = problem(GOOD, head=HEAD.replace("uk_rank", "rank"))
    assert "column 'uk_rank' is missing" in told
    assert "column 'rank' is not one of the template's" in told
    assert "no row under the headings" in problem()


def test_files_that_are_too_large_or_not_text_are_refused():
    with pytest.raises(ValidationError, match="100,000 are the most"):
        polls.read_polls(b"x" * 100_001)
    with pytest.raises(ValidationError, match="not UTF-8"):
        polls.read_polls(b"\xff\xfe\x00")


@given(st.binary(max_size=400))
def test_any_bytes_give_polls_or_a_sentence(content):
    told = ""
    try:
        polls.read_polls(HEAD.encode() + content)
    except ValidationError as fault:
        told = str(fault)
    assert told == "" or told.startswith("polls: ")


def test_the_view_counts_polls_that_reach_the_target():
    third = GOOD.replace(",4,", ",3,").replace("2026-01", "2026-03")
    view = seen.polls_view(read(GOOD, third))
    assert view.headline == "The UK is reported among the top three in 1 of 2 polls"
    assert [row[4] for row in view.table.rows] == ["4th", "3rd"]
    assert seen.polls_view(read(GOOD.replace(",4,", ",,"))) is None
