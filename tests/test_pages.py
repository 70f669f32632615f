"""Every page draws in every state without an error, and says what a reader must know."""

import pytest
from streamlit.testing.v1 import AppTest

from indicators.settings import ROOT

MAIN = ROOT / "pages" / "ui" / "main.py"
PAGES = ("overview", "strategy_figures", "indicators", "data_and_sources")


def open_page(name: str, **parameters: str) -> AppTest:
    page = AppTest.from_file(ROOT / "pages" / f"{name}.py", default_timeout=30)
    for key, value in parameters.items():
        page.query_params[key] = value
    return page.run()


def markup(page: AppTest) -> str:
    return " ".join(str(element.proto) for element in page.main if hasattr(element, "proto"))


@pytest.fixture(autouse=True)
def _served(seed_warehouse):
    """The pages read the real seed's build."""


@pytest.mark.parametrize("name", PAGES)
def test_page_draws(name):
    page = open_page(name)
    assert not page.exception
    assert not page.error


def test_main_draws_the_home_page():
    page = AppTest.from_file(MAIN, default_timeout=30).run()
    assert not page.exception
    assert not page.error
