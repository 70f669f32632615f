"""Which pages there are, and in which order."""

from pathlib import Path

import streamlit as st

from indicators.settings import sql_is_on

PAGES = Path(__file__).resolve().parent.parent

#: File name and title of each page, in reading order; the first is the home page.
ORDER = (
    ("overview", "Overview"),
    ("strategy_figures", "Strategy figures"),
    ("indicators", "Indicators"),
    ("technologies", "Technologies"),
    ("countries", "Countries"),
    ("briefing", "Briefing"),
    ("data_and_sources", "Data and sources"),
    ("glossary", "Glossary"),
)
#: Pages that stand after the others where whoever runs the service has asked for them.
ON_REQUEST = (("sql", "SQL", sql_is_on),)


def order() -> tuple[tuple[str, str], ...]:
    """The pages that are offered now, in reading order."""
    return (*ORDER, *((name, title) for name, title, is_on in ON_REQUEST if is_on()))


def page(name: str) -> st.Page:
    """The `st.Page` of a page file, the same for navigation and for links."""
    return st.Page(PAGES / f"{name}.py", title=dict(order())[name], default=name == ORDER[0][0])
