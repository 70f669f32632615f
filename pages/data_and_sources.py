"""Data and sources: what is held, how fresh it is, what changed, and the open data to download."""

import streamlit as st

from indicators.catalogue import load_catalogue
from indicators.views import sources
from pages.ui import show
from pages.ui.frame import frame, opening
from pages.ui.warehouse import warehouse

with frame():
    catalogue, build = load_catalogue(), warehouse()
    fresh = sources.freshness(build)
    opening(
        over="Data and sources",
        title="Where every figure comes from",
        lede=f"{fresh.newest}; {fresh.median}.",
    )
    show.table(fresh.table, key="freshness")
    in_catalogue, revised, loaded = st.tabs(["Catalogue", "Revisions", "Load log"])
    with in_catalogue:
        show.table(sources.catalogue_table(build, catalogue), key="catalogue")
    with revised:
        table = sources.revisions(build, catalogue)
        if table is None:
            st.write("No figure has been revised between the vintages held.")
        else:
            show.table(table, key="revisions")
    with loaded:
        table = sources.load_log(build, catalogue)
        if table is not None:
            show.table(table, key="log")
