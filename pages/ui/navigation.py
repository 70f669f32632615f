"""Which pages there are, and in which order."""

from pathlib import Path

import streamlit as st

from indicators.links import FOOT_TITLES, TITLES
from indicators.settings import sql_is_on

PAGES = Path(__file__).resolve().parent.parent

#: Titles of all pages; Briefing and SQL are of this edition only.
EVERY_TITLE = TITLES | {"briefing": "Briefing", "sql": "SQL"} | FOOT_TITLES
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
HOME = _NAMES[0]
#: Pages that stand after the others where whoever runs the service has asked for them.
_ON_REQUEST = (("sql", sql_is_on),)


def order() -> tuple[tuple[str, str], ...]:
    """The pages in the navigation, in reading order: file name and title."""
    names = (*_NAMES, *(name for name, is_on in _ON_REQUEST if is_on()))
    return tuple((name, EVERY_TITLE[name]) for name in names)


def names() -> tuple[str, ...]:
    """The file name of every page there is; those of the foot are not in the navigation."""
    return (*(name for name, _ in order()), *FOOT_TITLES)


def pages() -> list[st.Page]:
    """Every page there is."""
    return [page(name) for name in names()]


def page(name: str) -> st.Page:
    """The `st.Page` of a page file, the same for navigation and for links."""
    return st.Page(
        PAGES / f"{name}.py",
        title=EVERY_TITLE[name],
        default=name == HOME,
        visibility="hidden" if name in FOOT_TITLES else "visible",
    )
