"""The door under every chart: each way to take it away, in the order people use them.

Files are made when they are asked for, not when the page is drawn.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import streamlit as st

from indicators.catalogue import Catalogue
from indicators.choice import Choice
from indicators.errors import NoDataError
from indicators.exports import citation, pdf, png, svg
from indicators.exports.formats import export, file_name, formats, safe_name
from indicators.exports.licence import is_computed, may_pass_on
from indicators.exports.picture import PRESETS, draw
from indicators.exports.stamp import Stamp, stamp_of
from indicators.view import View
from indicators.warehouse import Warehouse, open_duckdb_path, open_parquet_path
from pages.ui.basket import add_button
from pages.ui.warehouse import warehouse

_copy = st.components.v2.component(
    "takeaway",
    js=Path(__file__).with_name("takeaway.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)

#: What stands in the row itself; the rest is behind "More".
_ROW = ("png", "xlsx", "docx", "csv")


def downloads(view: View, catalogue: Catalogue, choice: Choice) -> None:
    """The row of ways to take a view away, under its chart. `choice` is how to make it again."""
    stamp = stamp_of(warehouse().build_id, choice, date.today())
    closed = _withheld(view, catalogue)
    with st.container(
        horizontal=True, gap="small", vertical_alignment="center", key=f"downloads-{view.slug}"
    ):
        _button("pptx", view, catalogue, stamp)
        _copy(
            data={"svg": draw(view, stamp), "sentence": citation.sentence(view, stamp)},
            key=f"copy-{view.slug}",
            width="content",
        )
        for name in _ROW:
            if name not in closed:
                _button(name, view, catalogue, stamp)
        with st.popover("More", key=f"more-{view.slug}"):
            _more(view, catalogue, stamp, closed)
        add_button(choice, key=f"basket-{view.slug}")
    if is_computed(view):
        st.caption(
            "Computed here from many figures: Excel and CSV hold the results. The figures "
            "themselves are on the pages of their indicators."
        )
    elif closed:
        st.caption(
            "The figures of this chart may not be passed on as data: their licence does not allow "
            "it. The image may be shown with its source."
        )


def _more(view: View, catalogue: Catalogue, stamp: Stamp, closed: set[str]) -> None:
    """Other sizes and formats, and how to cite the chart."""
    st.markdown("**Images**")
    with st.container(horizontal=True, gap="small"):
        for name, preset in PRESETS.items():
            for module, extension in ((png, "PNG"), (svg, "SVG"), (pdf, "PDF")):
                _file(
                    f"{extension}: {preset.label}",
                    lambda m=module, n=name: m.write(view, catalogue, stamp, n),
                    (safe_name(f"{view.slug}-{name}", extension.lower()), module.FORMAT.mime),
                    key=f"{view.slug}-{extension}-{name}",
                )
    st.markdown("**Data and documents**")
    shown = ("pptx", *_ROW, "svg", "pdf")
    with st.container(horizontal=True, gap="small"):
        for name in formats():
            if name not in shown and name not in closed:
                _button(name, view, catalogue, stamp)
    st.markdown("**Cite this chart**")
    for label, text in (
        ("Short", citation.short(view, catalogue, stamp)),
        ("Long", citation.long(view, catalogue, stamp)),
        ("BibTeX", citation.bibtex(view, catalogue, stamp)),
    ):
        st.markdown(label)
        st.code(text, language=None, wrap_lines=True)


def _withheld(view: View, catalogue: Catalogue) -> set[str]:
    """The data formats that the licence, or the lack of rows, closes for this view."""
    data = {name for name, module in formats().items() if module.FORMAT.is_data}
    if is_computed(view):
        return data - {"xlsx", "ods", "csv"}
    try:
        return set() if may_pass_on(view, catalogue) else data
    except NoDataError:
        return data - {"xlsx", "ods"}


def _button(name: str, view: View, catalogue: Catalogue, stamp: Stamp) -> None:
    declared = formats()[name].FORMAT
    _file(
        declared.label,
        lambda: export(view, catalogue, stamp, name),
        (file_name(view, name), declared.mime),
        key=f"{view.slug}-{name}",
    )


def _file(label: str, make: Callable[[], bytes], kind: tuple[str, str], *, key: str) -> None:
    st.download_button(
        label, data=make, file_name=kind[0], mime=kind[1], on_click="ignore", key=f"take-{key}"
    )


def open_data(w: Warehouse) -> None:
    """The open part of the whole build, as a DuckDB file and as one Parquet table."""
    files = (
        ("DuckDB file", open_duckdb_path(w.path), "application/vnd.duckdb"),
        ("Parquet table", open_parquet_path(w.path), "application/vnd.apache.parquet"),
    )
    with st.container(horizontal=True, gap="small", key="open-data"):
        for label, path, mime in files:
            megabytes = path.stat().st_size / 1e6
            st.download_button(
                f"{label} ({megabytes:.1f} MB)",
                data=path.read_bytes,
                file_name=f"uk-technology-indicators-{path.name}",
                mime=mime,
                on_click="ignore",
                key=f"open-{path.suffix}",
            )
