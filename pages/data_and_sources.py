"""Data and sources: what is held, how fresh it is, what changed, and the open data to download."""

from datetime import date
from html import escape

import streamlit as st

from indicators.catalogue import Catalogue, load_catalogue
from indicators.views import sources
from indicators.warehouse import Warehouse
from pages.ui import controls, show
from pages.ui.block import block
from pages.ui.cache import remember
from pages.ui.download import open_data
from pages.ui.frame import frame, opening
from pages.ui.warehouse import warehouse

EVERYTHING = "all"


def fresh_on(w: Warehouse, _catalogue: Catalogue, _day: date) -> sources.Freshness:
    """How old the figures are on a day."""
    return sources.freshness(w)


def opened(w: Warehouse, _catalogue: Catalogue) -> str:
    """What the bulk files hold."""
    return sources.open_summary(w)


with frame():
    catalogue, build = load_catalogue(), warehouse()
    fresh = remember(fresh_on, build, catalogue, date.today())
    opening(
        over="Data and sources",
        title="Where every figure comes from",
        lede=f"{fresh.newest}; {fresh.median}.",
    )
    block(
        f'<div class="uti"><p>{escape(fresh.how_read)}</p><h2>Download everything that is open</h2>'
        f"<p>{escape(remember(opened, build, catalogue))}</p></div>",
        key="open",
    )
    open_data(build)
    in_sources, in_catalogue, revised, loaded = st.tabs(
        ["Sources", "Catalogue", "Revisions", "Load log"]
    )
    with in_sources:
        show.table(fresh.table, key="freshness")
    with in_catalogue:
        themes = {EVERYTHING: "All themes"} | {t.id: t.title for t in catalogue.themes}
        theme = controls.pick("Theme", "theme", themes)
        chosen = None if theme == EVERYTHING else theme
        show.table(remember(sources.catalogue_table, build, catalogue, chosen), key="catalogue")
    with revised:
        table = remember(sources.revisions, build, catalogue)
        if table is None:
            st.write("No figure has been revised between the vintages held.")
        else:
            show.table(table, key="revisions")
    with loaded:
        table = remember(sources.load_log, build, catalogue)
        if table is not None:
            show.table(table, key="log")
