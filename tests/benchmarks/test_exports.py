"""How long files take: a deck of ten charts, the same with pictures, a workbook of one chart."""

import time
from datetime import date

import pytest

from indicators.catalogue import load_catalogue
from indicators.choice import indicator_choice
from indicators.exports import png, pptx, xlsx
from indicators.exports.stamp import Stamp
from indicators.views.charts import view_of

pytestmark = pytest.mark.benchmark

CATALOGUE = load_catalogue()
STAMP = Stamp("ab12cd34ef56ab12", "/indicators", date(2026, 11, 23))


@pytest.fixture
def ten(seed_warehouse):
    open_ids = [i.id for i in CATALOGUE if i.available and i.redistributable][:10]
    choices = (indicator_choice(i) for i in open_ids)
    return [view_of(seed_warehouse, CATALOGUE, choice) for choice in choices]


def deck(views, *, native):
    made = pptx.opened("Ten charts", STAMP)
    for view in views:
        pptx.add_slide(made, view, CATALOGUE, STAMP, native=native)
    return pptx.saved(made)


def best_of_three(make):
    times = []
    for _ in range(3):
        start = time.perf_counter()
        assert make()
        times.append(time.perf_counter() - start)
    return min(times)


def test_a_deck_of_ten_native_charts_takes_under_two_seconds(ten):
    taken = best_of_three(lambda: deck(ten, native=True))
    print(f"deck of ten, native charts: {taken:.2f} s")
    assert taken < 2


def test_a_deck_of_ten_pictures_takes_under_eight_seconds(ten):
    taken = best_of_three(lambda: deck(ten, native=False))
    print(f"deck of ten, pictures: {taken:.2f} s")
    assert taken < 8


def test_a_workbook_of_one_chart_takes_under_half_a_second(ten):
    taken = best_of_three(lambda: xlsx.write(ten[0], CATALOGUE, STAMP))
    print(f"workbook of one chart: {taken:.2f} s")
    assert taken < 0.5


def test_one_picture(ten):
    taken = best_of_three(lambda: png.write(ten[0], CATALOGUE, STAMP))
    print(f"PNG of one chart at double resolution: {taken:.2f} s")
    assert taken < 2
