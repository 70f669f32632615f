"""However an answer is damaged, a source gives all of its rows or a `SourceError`; never a part."""

import csv
import io
import json
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.reading import numbers
from etl.sources import oecd, ons, worldbank
from indicators.errors import SourceError
from tests.specimens import (
    ABMI,
    ABMI_BODY,
    BERD,
    GERD,
    MSTI_BODY,
    RD,
    RD_BODY,
    oecd_answer,
    ons_answer,
    rows_of,
    with_length,
    worldbank_answer,
)

SPECIMENS = {
    "ons": (ons, [ABMI], ons_answer, ABMI_BODY),
    "oecd": (oecd, [GERD, BERD], oecd_answer, MSTI_BODY),
    "worldbank": (worldbank, [RD], worldbank_answer, RD_BODY),
}
each_source = pytest.mark.parametrize("name", SPECIMENS)


@each_source
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_body_shorter_than_announced_is_refused(name, share):
    source, series, specimen, body = SPECIMENS[name]
    whole = with_length(specimen(body))
    cut = replace(whole, body=body[: int(len(body) * share)])
    with pytest.raises(SourceError):
        source.parse(cut, series)


@each_source
def test_a_whole_body_of_the_announced_length_is_read(name):
    source, series, specimen, body = SPECIMENS[name]
    assert source.parse(with_length(specimen(body)), series)


@each_source
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_body_cut_anywhere_is_refused_without_its_length_too(name, share):
    """All but a table cut exactly between two rows, which nothing in it can show."""
    source, series, specimen, body = SPECIMENS[name]
    cut = body[: int(len(body) * share)]
    if name == "oecd" and cut.endswith(b"\n") and cut.count(b"\n") > 1:
        assert set(rows_of(source.parse(specimen(cut), series))) <= set(
            rows_of(source.parse(specimen(body), series))
        )
        return
    with pytest.raises(SourceError):
        source.parse(specimen(cut), series)


@each_source
@given(data=st.data())
def test_changed_bytes_never_raise_anything_else(name, data):
    source, series, specimen, body = SPECIMENS[name]
    start = data.draw(st.integers(0, len(body) - 1))
    end = data.draw(st.integers(start, min(len(body), start + 40)))
    damaged = body[:start] + data.draw(st.binary(max_size=20)) + body[end:]
    with suppress(SourceError):
        source.parse(specimen(damaged), series)


words = st.text("aZ09 .-é", max_size=6)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner),
    max_leaves=4,
)


def paths(value: object, path: tuple = ()) -> list[tuple]:
    """The way to every value inside a JSON value."""
    inner = value.items() if isinstance(value, dict) else ()
    inner = enumerate(value) if isinstance(value, list) else inner
    return [path, *(p for key, part in inner for p in paths(part, (*path, key)))]


@pytest.mark.parametrize("name", ["ons", "worldbank"])
@settings(max_examples=300)
@given(data=st.data())
def test_any_other_json_value_anywhere_never_raises_anything_else(name, data):
    source, series, specimen, body = SPECIMENS[name]
    document = [json.loads(body)]
    path = data.draw(st.sampled_from(paths(document)[1:]))
    holder = document
    for key in path[:-1]:
        holder = holder[key]
    if data.draw(st.booleans()):
        holder[path[-1]] = data.draw(json_values)
    else:
        del holder[path[-1]]
    response = specimen(json.dumps(document[0] if document else None).encode())
    with suppress(SourceError):
        source.parse(response, series)
        further = getattr(source, "follow", None) or source.history
        further(response.request, response)


labels = st.text("a ,;\"'\n\té€", max_size=12)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["GBR", "USA", "OECD", "W"]), st.integers(1981, 2030)),
        st.tuples(
            st.none() | st.floats(allow_nan=False, allow_infinity=False, width=32),
            st.sampled_from(["A", "P", "E", "B", "D", ""]),
            labels,
        ),
        min_size=1,
        max_size=8,
    )
)
def test_any_oecd_table_that_was_written_is_read_back(cells):
    """Whatever stands in the labels: commas, quotes, line ends."""
    header = next(csv.reader(io.StringIO(MSTI_BODY.decode())))
    out = io.StringIO()
    writer = csv.DictWriter(out, header)
    writer.writeheader()
    for (area, year), (value, status, label) in cells.items():
        writer.writerow(
            dict.fromkeys(header, label)
            | {"STRUCTURE_ID": "OECD.STI.STP:DSD_MSTI@DF_MSTI(1.3)", "REF_AREA": area}
            | {"FREQ": "A", "MEASURE": "G", "UNIT_MEASURE": "PT_B1GQ", "PRICE_BASE": "_Z"}
            | {"TRANSFORMATION": "_Z", "TIME_PERIOD": year, "OBS_STATUS": status, "UNIT_MULT": ""}
            | {"OBS_VALUE": "" if value is None else repr(value)}
        )
    expected = [
        ("gerd", area, str(year), "A", value, "M" if value is None else status or None)
        for (area, year), (value, status, _) in cells.items()
    ]
    assert rows_of(oecd.parse(oecd_answer(out.getvalue().encode()), [GERD])) == expected


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_read_exactly(value):
    assert list(numbers([repr(value)], "a test")) == [value]


@given(st.integers(-(10**12), 10**12), st.integers(0, 99))
def test_grouped_thousands_are_numbers(whole, hundredths):
    text = f"{whole:,}.{hundredths:02}"
    assert list(numbers([text], "a test")) == [float(text.replace(",", ""))]


@pytest.mark.parametrize("text", ["1,23", "1,2345", ",123", "0,5", "1.234,5", "1_000", "--1", "x"])
def test_other_texts_are_not_numbers(text):
    with pytest.raises(SourceError, match="not numbers"):
        numbers(["1", text], "a test")


def test_missing_values_stay_missing():
    assert numbers(["", "NaN", " "], "a test").isna().all()
