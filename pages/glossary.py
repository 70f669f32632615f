"""Glossary: every word on one page, and each on a page of its own with where it is used."""

import streamlit as st

from indicators.catalogue import Catalogue, load_catalogue
from indicators.glossary import load_glossary
from indicators.links import APP
from indicators.markup.glossary_entries import all_entries, entry
from indicators.views import glossary as views
from indicators.warehouse import Warehouse
from pages.ui import controls
from pages.ui.block import block
from pages.ui.cache import remember
from pages.ui.frame import frame, opening
from pages.ui.warehouse import warehouse


def explained(w: Warehouse, catalogue: Catalogue, term: str) -> str:
    """The markup of one word, with where it is used."""
    words = load_glossary()
    return entry(words[term], words, remember(views.uses, w, catalogue).get(term, ()), APP)


def all_explained(_w: Warehouse, _catalogue: Catalogue) -> str:
    """The markup of every word."""
    words = load_glossary()
    return all_entries(views.by_letter(words), words, APP)


with frame():
    catalogue, build = load_catalogue(), warehouse()
    words = load_glossary()
    controls.check("term", words)
    wanted = st.query_params.get("term", "")
    if wanted in words:
        block(remember(explained, build, catalogue, wanted), key=f"entry-{wanted}")
    else:
        opening(
            over="Glossary",
            title=f"{len(words)} words in plain English",
            lede="Where one of them first stands in a text of this service, it links here.",
        )
        block(remember(all_explained, build, catalogue), key="entries")
