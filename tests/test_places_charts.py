"""Places on many indicators in one chart: every name and place is whole at every width."""

import re
from dataclasses import replace

import pytest

from indicators.catalogue import load_catalogue
from indicators.charts.bars import measured, natural_height
from indicators.charts.description import Axis, Bar, Chart, Emphasis, Kind
from indicators.charts.svg import RESPONSIVE, responsive
from indicators.choice import from_address
from indicators.standings import BASIS_WORDS
from indicators.views.charts import view_of
from indicators.views.technologies import technologies

CATALOGUE = load_catalogue()
WIDTHS = [width for _, width, _ in RESPONSIVE]
WRITTEN = re.compile(r"<text[^>]*>([^<]*)</text>")


def cut(w, address: str, *, half: bool) -> list[str]:
    view = view_of(w, CATALOGUE, from_address(address))
    return [text for text in WRITTEN.findall(responsive(view.chart, half=half)) if "…" in text]


@pytest.mark.parametrize("countries", ["GBR", "USA", "NLD", "GBR&beside=USA"])
def test_nothing_is_cut_in_a_countrys_charts(seed_warehouse, countries):
    for basis in BASIS_WORDS:
        address = f"/countries?country={countries}#places-{basis}"
        assert cut(seed_warehouse, address, half=True) == []


#: No public indicator of quantum technologies ranks countries.
@pytest.mark.parametrize("technology", sorted({*technologies(CATALOGUE)} - {"quantum"}))
def test_nothing_is_cut_in_a_technologys_chart(seed_warehouse, technology):
    assert cut(seed_warehouse, f"/technologies?technology={technology}#places", half=False) == []


def bar(label: str, text: str, rank: str = "") -> Bar:
    return Bar("GBR", label, 3.0, text, Emphasis.CONTEXT, rank=rank)


def chart(kind: Kind, *bars: Bar) -> Chart:
    words = {"headline": "Places", "subtitle": "UK", "source_line": "Source: A.", "alt": "Places."}
    return Chart(kind=kind, **words, axis=Axis("Place"), bars=bars)


SHORT, LONG = bar("AI articles", "3rd of 20"), bar("International patents in biotechnology", "3rd")


@pytest.mark.parametrize("kind", [Kind.DOT, Kind.BAR, Kind.INTERVAL])
def test_names_stand_above_the_bars_where_there_is_no_room_beside_them(kind):
    beside, above = measured(chart(kind, SHORT), 360), measured(chart(kind, SHORT, LONG), 360)
    assert beside.above == 0
    assert beside.start > 60
    assert above.above > 0
    assert above.start <= 8
    assert above.tall == pytest.approx(beside.row)
    assert measured(chart(kind, SHORT, LONG), 1040).above == 0


def test_a_value_that_has_no_room_beside_a_name_is_not_cut_either():
    told = replace(SHORT, text="16th of 25 (14th to 18th) and more")
    assert measured(chart(Kind.DOT, told), 360).above > 0
    assert "…" not in responsive(chart(Kind.DOT, told))


@pytest.mark.parametrize("width", WIDTHS)
def test_rows_with_names_above_do_not_overlap(width):
    columns = measured(chart(Kind.DOT, SHORT, LONG, SHORT), width)
    middles = [columns.y(row) for row in range(3)]
    assert middles[1] - middles[0] == columns.row
    assert middles[0] - columns.tall / 2 - columns.above == pytest.approx(columns.head)
    assert columns.bottom(3) - middles[2] == pytest.approx(columns.tall / 2)
    assert natural_height(chart(Kind.DOT, SHORT, LONG, SHORT), width) > columns.bottom(3)


def test_a_name_that_is_wider_than_a_phone_is_cut_and_its_place_is_not():
    name = "International patent applications in information and communication technology, per head"
    texts = WRITTEN.findall(responsive(chart(Kind.DOT, bar(name, "3rd of 20", "1"))))
    assert texts.count("3rd of 20") == len(WIDTHS)
    assert texts[-2].startswith("International patent applications in")
    assert texts[-2].endswith("…")
