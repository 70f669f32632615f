"""Which pages there are, in which order, and how to move between them."""

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import streamlit as st

PAGES = Path(__file__).resolve().parent.parent

#: File name and title of each page, in reading order; the first is the home page.
ORDER = (
    ("overview", "Overview"),
    ("ambition", "2030 ambition"),
    ("strategy_figures", "Strategy figures"),
    ("indicators", "Indicators"),
    ("data_and_sources", "Data and sources"),
)


def page(name: str) -> st.Page:
    """The `st.Page` of a page file, the same for navigation and for links."""
    return st.Page(PAGES / f"{name}.py", title=dict(ORDER)[name], default=name == ORDER[0][0])


def go(address: str) -> None:
    """Move to a page of this app, as `/indicators?indicator=gerd_pct_gdp` names it."""
    parts = urlsplit(address)
    name = parts.path.strip("/") or ORDER[0][0]
    st.switch_page(page(name), query_params=dict(parse_qsl(parts.query)))
