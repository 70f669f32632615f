"""Which pages there are, and in which order."""

from pathlib import Path

import streamlit as st

PAGES = Path(__file__).resolve().parent.parent

#: File name and title of each page, in reading order; the first is the home page.
ORDER = (
    ("overview", "Overview"),
    ("strategy_figures", "Strategy figures"),
    ("indicators", "Indicators"),
    ("technologies", "Technologies"),
    ("countries", "Countries"),
    ("data_and_sources", "Data and sources"),
    ("glossary", "Glossary"),
)


def page(name: str) -> st.Page:
    """The `st.Page` of a page file, the same for navigation and for links."""
    return st.Page(PAGES / f"{name}.py", title=dict(ORDER)[name], default=name == ORDER[0][0])
