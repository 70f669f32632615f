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
    """The chart, with its text alternative.

    A wide screen gets the interactive chart. A phone gets our own SVG, which needs no chart library
    (megabytes on a slow line); so does a narrow window or a page enlarged to 400%.
    """
    phone = "Mobi" in st.context.headers.get("User-Agent", "")
    if not phone:
        with st.container(key="interactive"):
            st.plotly_chart(
                plotly.figure(view.chart, theme=theme()),
                theme=None,
                config=plotly.config(view.slug),
                key=key,
                alt=view.alt,
            )
            unlabelled = plotly.key(view.chart)
            if unlabelled:
                block(
                    f'<div class="uti"><p class="note">{escape(unlabelled)}</p></div>',
                    key=f"{key}-unlabelled",
                )
    name = "chart-always" if phone else "chart-small"
    drawing = svg.render(view.chart, width=360, theme=theme())
    block(f'<div class="uti {name}">{drawing}</div>', key=f"{key}-small")


def picture(view: View) -> str:
    """The chart as our own SVG, laid out for the width it is given, for a block of markup."""
    return svg.responsive(view.chart, theme=theme())


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


def link(text: str, address: str, *, key: str) -> None:
    """A link within the app that stands on its own line."""
    block(f'<p class="uti"><a href="{address}" data-page>{escape(text)}</a></p>', key=key)
