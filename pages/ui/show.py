"""Views on a page: chart, source line, status, notes, tables, each as a reader meets them."""

from html import escape

import streamlit as st

from indicators.charts import plotly, svg
from indicators.exports import html
from indicators.view import Table, View
from pages.ui.block import block
from pages.ui.frame import dark


def theme() -> str:
    return "dark" if dark() else "light"


def chart(view: View, *, key: str) -> None:
    """The interactive chart, with its text alternative for a screen reader."""
    st.plotly_chart(
        plotly.figure(view.chart, theme=theme()),
        theme=None,
        config=plotly.config(view.slug),
        key=key,
        alt=view.alt,
    )


def picture(view: View, *, width: int = 1040) -> str:
    """The chart as our own SVG, for a block of markup."""
    return svg.render(view.chart, width=width, theme=theme())


def source(view: View, *, key: str) -> None:
    """Status label, source line, and the notes that the chart must not be read without."""
    notes = "".join(f"<li>{escape(note)}</li>" for note in view.notes)
    notes = f'<ul class="note">{notes}</ul>' if notes else ""
    block(
        f'<div class="uti"><p class="source">{escape(view.source_line)} '
        f'<span class="badge">{escape(view.status_label)}</span></p>{notes}</div>',
        key=key,
    )


def table(shown: Table, *, key: str) -> None:
    block(f'<div class="uti">{html.table(shown)}</div>', key=key)


def facts(pairs: tuple[tuple[str, str], ...], *, key: str) -> None:
    """Pairs of heading and text, as a description list."""
    rows = "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>" for term, text in pairs)
    block(f'<div class="uti"><dl class="facts">{rows}</dl></div>', key=key)


def alternative(view: View, *, key: str) -> None:
    """What the chart shows, in sentences, open to everybody."""
    with st.expander("This chart in words"):
        block(f'<div class="uti"><p>{escape(view.alt)}</p></div>', key=key)
