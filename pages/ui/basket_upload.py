"""Briefings that come from outside: a link's charts, or a file saved before."""

import streamlit as st

from indicators.briefing import TEMPLATES, Briefing, from_code, from_link
from indicators.errors import ValidationError
from indicators.publishing.briefing import MOST_UPLOAD, recipe_in
from pages.ui import address, basket, controls, notice

_OPENED = "briefing link opened"


def from_address() -> None:
    """Put the charts that the address names in the basket, once for each address.

    A basket that holds charts already is kept until the reader says otherwise.
    """
    controls.check("template", TEMPLATES)
    template = st.query_params.get("template", "")
    code = st.query_params.get("charts", "")
    if not code or st.session_state.get(_OPENED) == code:
        return
    try:
        found = from_code(code, template) if template in TEMPLATES else from_code(code)
    except ValidationError as refused:
        address.complain(f"The address names charts that cannot be read. {refused}")
        return
    if basket.basket().items:
        notice.warn("The link names another briefing than the one you are working on.", key="other")
        if not st.button("Put the linked briefing in place of mine"):
            return
    st.session_state[_OPENED] = code
    _take(found)


def _take(found: Briefing) -> None:
    """Put a briefing in the basket and forget the words typed for the one before it."""
    for name in [n for n in st.session_state if str(n).startswith(("headline-", "note-"))]:
        del st.session_state[name]
    basket.keep(found)


def offer() -> None:
    """Last month's file or link in, the same briefing with the newest data out."""
    st.write(
        "Give the file or the link of an earlier briefing: it is made again from the newest data, "
        "with a list of what changed."
    )
    with st.form("refresh", border=False):
        given = st.file_uploader(
            "Recipe, PowerPoint, Word or Excel file made here (at most "
            f"{MOST_UPLOAD // 1_000_000} MB)",
            type=["json", "pptx", "docx", "xlsx"],
            max_upload_size=MOST_UPLOAD // 1_000_000,
        )
        link = st.text_input("or its link", max_chars=4_000)
        asked = st.form_submit_button("Refresh this briefing")
    if not asked:
        return
    try:
        if given is not None:
            found = recipe_in(given.getvalue())
        elif link.strip():
            found = from_link(link)
        else:
            notice.warn("Choose a file or paste a link first.", key="unread")
            return
    except ValidationError as refused:
        notice.refuse(str(refused), key="unread")
        return
    _take(found)
    st.rerun()
