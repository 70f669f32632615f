"""The reader's briefing basket: kept in this session only, never in an address or a log."""

from dataclasses import replace

import streamlit as st

from indicators.briefing import Briefing, added
from indicators.choice import Choice
from indicators.errors import ValidationError
from pages.ui import show

_KEY = "briefing basket"


def basket() -> Briefing:
    """The basket of this session; empty at first."""
    kept = st.session_state.get(_KEY)
    return kept if isinstance(kept, Briefing) else Briefing()


def keep(briefing: Briefing) -> None:
    """Put the briefing in place of the session's."""
    st.session_state[_KEY] = briefing


def change(**parts: object) -> None:
    """The session's briefing with other parts."""
    keep(replace(basket(), **parts))  # type: ignore[arg-type]


def add_button(choice: Choice, *, key: str) -> None:
    """The button that puts a chart in the basket; a link to the briefing once it is there."""
    items = basket().items
    if any(item.chart == choice for item in items):
        count = f"{len(items)} chart{'s' if len(items) > 1 else ''}"
        show.link(f"In your briefing ({count})", "/briefing", key=f"there {key}")
    else:
        st.button("Add to briefing", key=key, on_click=_add, args=(choice,))


def _add(choice: Choice) -> None:
    try:
        keep(added(basket(), choice))
    except ValidationError as full:
        st.toast(str(full))
