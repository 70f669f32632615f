"""Charts of the 2030 page: beside one another, each with its table and the ways to take it away."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from indicators.catalogue import Catalogue
from indicators.choice import choice as choice_of
from indicators.markup import ambition_blocks as blocks
from indicators.view import View
from pages.ui import show
from pages.ui.block import block
from pages.ui.download import downloads

PAGE = "ambition"
#: Width of a small drawing, in CSS pixels of its own; it is scaled to its column.
_SMALL = 500


def beside(views: Sequence[View], catalogue: Catalogue) -> None:
    """Charts side by side, of equal size; under one another where the page is narrow."""
    for column, view in zip(st.columns(len(views), gap="large"), views, strict=True):
        with column:
            one(view, catalogue)


def small(views: Sequence[tuple[View, str]], catalogue: Catalogue) -> None:
    """Many small charts, two in a row, each with a sentence of its own under it."""
    for start in range(0, len(views), 2):
        row = views[start : start + 2]
        for column, (view, after) in zip(st.columns(2, gap="large"), row, strict=False):
            with column:
                one(view, catalogue, width=_SMALL, after=after)


def one(
    view: View,
    catalogue: Catalogue,
    *,
    width: int | None = None,
    after: str = "",
    again: bool = True,
) -> None:
    """One chart with all that it must not be read without.

    `again`: it can be made again from the figures of a build, and so be put into a briefing.
    """
    drawing = blocks.figure(view, width=width, after=after)
    block(f'<div class="uti" id="{view.slug}">{drawing}</div>', key=f"figure-{view.slug}")
    away(view, catalogue, {}, again=again)


@st.fragment
def away(
    view: View, catalogue: Catalogue, said: Mapping[str, str | None], *, again: bool = True
) -> None:
    """Table, words and downloads of a chart, made when they are opened.

    The page has some thirty charts; thirty open doors would take longer than the page.
    """
    folded = st.expander("Table and downloads", key=f"away-{view.slug}", on_change="rerun")
    if not folded.open:
        return
    with folded:
        downloads(view, catalogue, choice_of(PAGE, said, view.slug), again=again)
        show.table(view.table, key=f"table-{view.slug}")
        words = f'<h4>This chart in words</h4><p class="note">{escape(view.alt)}</p>'
        block(f'<div class="uti">{words}</div>', key=f"words-{view.slug}")
