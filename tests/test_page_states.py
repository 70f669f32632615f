"""Builds that lack what a page expects, and addresses that are wrong: a sentence, never a fault."""

import csv
import re
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from html import escape
from pathlib import Path

import pytest

from etl import pipeline
from indicators.catalogue import CATALOGUE_FILE
from indicators.settings import seed_dir
from tests.seeding import inputs
from tests.test_pages import PAGES, boxes, open_page, told, written

Row = dict[str, str]

#: What a build keeps of the committed figures.
KEPT: dict[str, Callable[[Row], bool]] = {
    "no figure of the UK": lambda row: not row["geo"].startswith("GBR"),
    "one country": lambda row: row["geo"] == "GBR",
    "one year": lambda row: row["period"].startswith("2022"),
    "one indicator": lambda row: row["indicator_id"] == "gerd_pct_gdp",
}


def _some_of_the_seed(folder: Path, kept: Callable[[Row], bool]) -> Path:
    shutil.copytree(seed_dir(), folder)
    left: set[str] = set()
    for path in folder.glob("*/*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows, columns = [row for row in reader if kept(row)], reader.fieldnames or []
        if not rows:
            path.unlink()
            continue
        left.add(path.stem)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    records = folder / "vintages.csv"
    with records.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows, columns = list(reader), reader.fieldnames or []
    with records.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for row in rows if row["vintage_id"] in left)
    return folder


@pytest.fixture(scope="module", params=list(KEPT))
def sparse(request, tmp_path_factory):
    """A data folder whose build lacks nearly everything."""
    folder = tmp_path_factory.mktemp("sparse")
    seed = _some_of_the_seed(folder / "seed", KEPT[request.param])
    pipeline.build(inputs(seed, catalogue=CATALOGUE_FILE), folder / "warehouse")
    return folder


@pytest.mark.parametrize("name", PAGES)
def test_a_page_over_a_sparse_build_says_what_it_can(name, sparse, monkeypatch):
    monkeypatch.setenv("INDICATORS_DATA_DIR", str(sparse))
    page = open_page(name)
    text = written(page)
    assert "Made from published figures" in text
    assert "<h1>" in text or told(page, "told"), "a heading, or a sentence in its place"


@pytest.mark.usefixtures("seed_warehouse")
@pytest.mark.parametrize(
    ("name", "parameter", "value"),
    [
        ("ambition", "within", "magic"),
        ("ambition", "between", "magic"),
        ("ambition", "treatment", "magic"),
        ("ambition", "imputation", "magic"),
        ("ambition", "weights", "101-0-0-0-0"),
        ("ambition", "version", ""),
        ("countries", "country", "x" * 500),
        ("countries", "country", "<script>alert(1)</script>"),
        ("countries", "beside", "‮DEU"),
        ("glossary", "term", "../gerd"),
        ("technologies", "technology", "AI"),
        ("strategy_figures", "figure", "0"),
        ("data_and_sources", "theme", "all "),
        ("briefing", "charts", "!!!"),
        ("briefing", "charts", "e30"),
        ("briefing", "template", "sculpture"),
    ],
)
def test_a_wrong_value_is_named_and_costs_a_sentence(name, parameter, value):
    page = open_page(name, **{parameter: value})
    sentences = told(page)
    assert sentences, "nothing is said of it"
    assert any(value[:40] in s or parameter in s for s in sentences)
    assert len(max(sentences, key=len)) < 400, "a value is not repeated at length"
    assert "Made from published figures" in written(page)


@pytest.mark.usefixtures("seed_warehouse")
@pytest.mark.parametrize(
    ("name", "parameter", "values"),
    [
        ("countries", "country", ["DEU", "FRA"]),
        ("technologies", "technology", ["quantum", "ai"]),
        ("glossary", "term", ["gerd", "gdp"]),
    ],
)
def test_a_value_given_twice_still_opens_the_page(name, parameter, values):
    assert "Made from published figures" in written(open_page(name, **{parameter: values}))


@pytest.mark.usefixtures("seed_warehouse")
@pytest.mark.parametrize("name", PAGES)
def test_an_unknown_parameter_changes_nothing(name):
    page = open_page(name, utm_source="newsletter")
    assert not told(page)


@pytest.mark.usefixtures("seed_warehouse")
@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        ("indicators", "view"),
        ("countries", "country"),
        ("ambition", "within"),
        ("glossary", "term"),
    ],
)
@pytest.mark.parametrize(
    "value",
    [
        "https://b.example",
        "[a](//b.example)",
        "![a](//b.example)",
        "**a**",
        "$a$",
        ":red[a]",
        "<b>a</b>",
        "a_b_c",
    ],
)
def test_what_an_address_says_is_not_read_as_markup(name, parameter, value):
    page = open_page(name, **{parameter: value})
    assert [f"“{value}”" in sentence for sentence in told(page)] == [True]
    assert [escape(value) in box for box in boxes(page)] == [True]
    assert not page.warning, "Streamlit's own box would read it as Markdown"


@pytest.mark.usefixtures("seed_warehouse")
def test_several_wrong_values_stand_in_one_box():
    page = open_page("indicators", view="pie", years="2020", compare="DEU.ATL")
    assert len(boxes(page)) == 1
    assert [s.split("“")[1].split("”")[0] for s in told(page)] == ["pie", "ATL", "2020"]


@pytest.mark.usefixtures("seed_warehouse")
def test_hundreds_of_wrong_values_are_counted():
    page = open_page("indicators", compare=".".join(f"X{number}" for number in range(300)))
    sentences = told(page)
    assert len(sentences) == 9
    assert sentences[-1] == "And 292 more that cannot be read."


@pytest.mark.usefixtures("seed_warehouse")
def test_before_anything_was_held_the_page_names_the_indicator_and_the_first_day():
    page = open_page("indicators", indicator="gerd_pct_gdp", as_at="1995-01-01")
    assert "<h1>R&amp;D spending as a share of GDP</h1>" in written(page)
    (sentence,) = told(page, "told")
    assert "gerd" not in sentence
    day = re.search(r"earliest held are of (\d+ \w+ \d{4})", sentence)[1]
    first = datetime.strptime(day, "%d %B %Y").date()
    for on, some in ((first, []), (first - timedelta(days=1), [sentence])):
        page = open_page("indicators", indicator="gerd_pct_gdp", as_at=on.isoformat())
        assert [s[-60:] for s in told(page, "told")] == [s[-60:] for s in some]
