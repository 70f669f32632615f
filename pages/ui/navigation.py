"""Which pages there are, and in which order."""

from pathlib import Path

import streamlit as st

from indicators.links import FOOT_TITLES, TITLES
from indicators.settings import sql_is_on

PAGES = Path(__file__).resolve().parent.parent

#: Titles of all pages; Briefing and SQL are of this edition only.
_TITLES = TITLES | {"briefing": "Briefing", "sql": "SQL"} | FOOT_TITLES
#: File names of the pages, in reading order; the first is the home page.
_NAMES = (
    "overview",
    "ambition",
    "strategy_figures",
    "indicators",
    "technologies",
    "countries",
    "briefing",
    "data_and_sources",
    "glossary",
)
#: Pages that stand after the others where whoever runs the service has asked for them.
_ON_REQUEST = (("sql", sql_is_on),)


def order() -> tuple[tuple[str, str], ...]:
    """The pages in the navigation, in reading order: file name and title."""
    names = (*_NAMES, *(name for name, is_on in _ON_REQUEST if is_on()))
    return tuple((name, _TITLES[name]) for name in names)


def pages() -> list[st.Page]:
    """Every page there is; those of the foot are not in the navigation."""
    return [page(name) for name, _ in order()] + [page(name) for name in FOOT_TITLES]


def page(name: str) -> st.Page:
    """The `st.Page` of a page file, the same for navigation and for links."""
    return st.Page(
        PAGES / f"{name}.py",
        title=_TITLES[name],
        default=name == _NAMES[0],
        visibility="hidden" if name in FOOT_TITLES else "visible",
    )
