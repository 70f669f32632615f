"""The SQL page: there on request only, and what a reader can do on it."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from indicators.sandbox import query
from indicators.sandbox.examples import EXAMPLES
from indicators.sandbox.tables import OPEN_TABLES
from indicators.settings import ROOT
from pages.ui.http import limits
from pages.ui.http.buckets import Buckets
from pages.ui.navigation import order
from tests.sandboxing import seed_build
from tests.test_pages import told

PAGE = ROOT / "pages" / "sql.py"


@pytest.fixture(autouse=True)
def _served(monkeypatch):
    """The page reads the build of the seed, and is on unless a test says otherwise."""
    monkeypatch.setenv("INDICATORS_DATA_DIR", str(seed_build().parent.parent))
    monkeypatch.setattr("indicators.warehouse.warehouse_dir", lambda: seed_build().parent)
    monkeypatch.setenv("INDICATORS_SQL", "on")
    # All tests of a minute are one reader.
    monkeypatch.setattr(limits, "queries", lambda: Buckets(0))


def open_page() -> AppTest:
    return AppTest.from_file(PAGE, default_timeout=30).run()


def markup(page: AppTest) -> str:
    """The markup of all blocks, in their order."""
    found = []
    for element in page.main:
        data = getattr(getattr(element, "proto", None), "json", "")
        if data:
            found.append(json.loads(data).get("html", ""))
    return "\n".join(found)


def button(page: AppTest, label: str):
    return next(b for b in page.button if b.label == label)


def field(page: AppTest) -> dict:
    """What the field was given, as the browser gets it."""
    every = [getattr(getattr(element, "proto", None), "json", "") for element in page.main]
    return next(data for data in map(json.loads, filter(None, every)) if "names" in data)


def text(page: AppTest) -> str:
    return field(page)["text"]


def run(page: AppTest, sql: str) -> AppTest:
    page.session_state["query-text"] = sql
    return button(page, "Run the query").click().run()


def test_who_asks_too_many_queries_is_told_when_to_go_on(monkeypatch):
    few = Buckets(1)
    monkeypatch.setattr(limits, "queries", lambda: few)
    page = run(open_page(), "SELECT 1 AS one")
    assert "one" in markup(page)
    assert "1 SQL queries a minute" in markup(run(page, "SELECT 2 AS two"))


@pytest.mark.parametrize("value", ["", "off", "yes", "1", "true"])
def test_off_unless_asked_for(monkeypatch, value):
    monkeypatch.setenv("INDICATORS_SQL", value)
    assert "sql" not in dict(order())
    page = open_page()
    assert not page.exception
    assert "switched off" in told(page, "told")[0]
    assert "query-text" not in page.session_state
    assert not page.button


@pytest.mark.parametrize("value", ["on", "ON", " on "])
def test_on_when_asked_for(monkeypatch, value):
    monkeypatch.setenv("INDICATORS_SQL", value)
    assert order()[-1] == ("sql", "SQL")
    page = open_page()
    assert not page.exception
    assert not told(page, "told")
    assert text(page) == EXAMPLES[0].sql
    assert [e.label for e in page.expander] == [table.name for table in OPEN_TABLES]


def test_nothing_runs_before_it_is_asked(monkeypatch):
    monkeypatch.setattr(query, "asked", lambda *_: pytest.fail("a query ran"))
    page = open_page()
    button(page, EXAMPLES[1].title).click().run()
    assert not page.exception


def test_an_answer_is_shown_with_its_origin_and_file():
    page = run(open_page(), "SELECT geo, 6 * 7 AS n FROM geography WHERE geo = 'GBR'")
    assert not page.exception
    found = markup(page)
    assert "1 row; " in found
    assert "42" in found
    assert f"From build {seed_build().stem}" in found
    assert "open rows only" in found
    assert page.get("download_button")


def test_a_chart_is_drawn_for_the_first_example_and_its_lines_explained():
    page = button(open_page(), "Run the query").click().run()
    found = markup(page)
    assert "<svg" in found
    assert "Lines stop at declared breaks" in found


def test_where_there_is_no_chart_the_rule_is_told():
    found = markup(run(open_page(), "SELECT 1 AS a, 2 AS b"))
    assert "<svg" not in found
    assert "A chart is drawn where" in found


def test_no_rows_are_an_answer():
    found = markup(run(open_page(), "SELECT geo FROM geography WHERE false"))
    assert "No rows; " in found


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("DROP TABLE observation", "DROP statements are not answered."),
        ("SELECT * FROM '/etc/passwd'", "no files, no addresses, no settings"),
        ("SELECT nope FROM geography", "not found in FROM clause"),
        ("", "There is no query here."),
    ],
)
def test_a_refusal_is_a_sentence_and_the_query_stays(sql, words):
    page = run(open_page(), sql)
    assert not page.exception
    assert not told(page, "refused")
    assert words in markup(page)
    assert 'role="alert"' in markup(page)
    assert text(page) == sql


def test_words_of_a_query_are_not_markup():
    page = run(open_page(), "SELECT '<script>alert(1)</script>' AS \"<b>bold\"")
    found = markup(page)
    assert "<script>alert" not in found
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in found
    assert "<b>bold" not in found
    refused = run(page, "SELECT error('<img src=x>')")
    assert "<img src=x>" not in markup(refused)
    assert "&lt;img src=x&gt;" in markup(refused)


def test_an_example_replaces_the_query_and_is_told_apart_from_what_was_typed():
    page = open_page()
    before = field(page)["turn"]
    button(page, EXAMPLES[3].title).click().run()
    assert text(page) == EXAMPLES[3].sql
    assert field(page)["turn"] > before


def test_the_field_is_given_what_can_be_completed():
    given = field(open_page())
    assert given["label"] == "Query"
    assert given["most"] == query.LIMITS.query_characters
    assert ["gerd_pct_gdp", "R&D spending as a share of GDP"] in given["names"]["values"][
        "indicator_id"
    ]


def test_the_answer_stays_while_the_query_is_changed():
    page = run(open_page(), "SELECT 'first' AS a")
    button(page, EXAMPLES[1].title).click().run()
    assert "first" in markup(page)


def test_the_query_is_not_in_the_address():
    page = run(open_page(), "SELECT 'secret'")
    assert dict(page.query_params) == {}


def test_a_reader_who_has_to_wait_is_told(monkeypatch):
    page = open_page()
    monkeypatch.setattr(query, "_places", query.threading.BoundedSemaphore(1))
    told = []
    with query._places:
        monkeypatch.setattr(
            "streamlit.delta_generator.DeltaGenerator.info",
            lambda _self, words, **_: told.append(words),
        )
        quick = query.LIMITS.__class__(wait_seconds=0.6)
        monkeypatch.setattr(
            query.run_query,
            "__kwdefaults__",
            {
                **query.run_query.__kwdefaults__,
                "limits": quick,
            },
        )
        run(page, "SELECT 1")
    assert any("Other queries are being answered" in words for words in told)
    assert "did not get its turn" in markup(page)
