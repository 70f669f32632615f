"""Glossary: every word on one page, and each on a page of its own with where it is used."""

import streamlit as st

from indicators.catalogue import load_catalogue
from indicators.glossary import load_glossary
from indicators.links import APP
from indicators.markup.glossary_entries import all_entries, entry
from indicators.views import glossary as views
from pages.ui import controls
from pages.ui.block import block
from pages.ui.cache import remember
from pages.ui.frame import frame, opening
from pages.ui.warehouse import warehouse

with frame():
    words = load_glossary()
    controls.check("term", words, "the word")
    wanted = st.query_params.get("term", "")
    if wanted in words:
        uses = remember(views.uses, warehouse(), load_catalogue())
        block(entry(words[wanted], words, uses.get(wanted, ()), APP), key=f"entry-{wanted}")
    else:
        opening(
            over="Glossary",
            title=f"{len(words)} words in plain English",
            lede="Where one of them first stands in a text of this service, it links here.",
        )
        block(all_entries(views.by_letter(words), words, APP), key="entries")
