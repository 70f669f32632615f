"""The door under every chart: each way to take it away, in the order people use them.

Files are made when they are asked for, not when the page is drawn.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from indicators.catalogue import Catalogue
from indicators.choice import Choice
from indicators.errors import LicenceError
from indicators.exports import citation, csv, pdf, png, svg
from indicators.exports.formats import export, file_name, formats, safe_name
from indicators.exports.licence import has_rows, may_pass_on, passed_on
from indicators.exports.picture import PRESETS, draw
from indicators.exports.stamp import Stamp, stamp_of
from indicators.view import View
from indicators.views.full import full
from indicators.warehouse import Warehouse, open_duckdb_path, open_parquet_path
from pages.ui.basket import add_button
from pages.ui.cache import once
from pages.ui.warehouse import warehouse

_copy = st.components.v2.component(
    "takeaway",
    js=Path(__file__).with_name("takeaway.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)

#: What stands in the row itself; the rest is behind "More".
_ROW = ("png", "xlsx", "docx", "csv")


def downloads(view: View, catalogue: Catalogue, choice: Choice, *, again: bool = True) -> None:
    """The row of ways to take a view away, under its chart. `choice` is how to make it again.

    A chart of a reader's own figures cannot be made `again`, and is not offered to a briefing.
    """
    _row(view, catalogue, choice, folded=st.popover, again=again)


def under(parts: Sequence[float], *, key: str) -> list[Any]:
    """Columns that stand under those of a block of markup. `parts` are their widths."""
    with st.container(key=f"under-{key}"):
        return st.columns(parts, gap="large")


@st.fragment
def take(view: View, catalogue: Catalogue, choice: Choice, *, which: str = "") -> None:
    """The same behind one button, for a page with many charts: it is made when it is opened.

    `which` tells charts apart whose buttons stand together.
    """
    label = f"Take this chart: {which}" if which else "Take this chart"
    door = st.popover(label, key=f"take {choice.address}", on_change="rerun")
    if door.open:
        with door:
            _row(view, catalogue, choice, folded=st.expander)


def _row(
    view: View,
    catalogue: Catalogue,
    choice: Choice,
    *,
    folded: Callable[[str], Any],
    again: bool = True,
) -> None:
    stamp = stamp_of(warehouse().build_id, choice, date.today())
    withheld = _withheld(view, catalogue)
    key = choice.address
    with st.container(
        horizontal=True, gap="small", vertical_alignment="center", key=f"downloads {key}"
    ):
        _button("pptx", view, catalogue, stamp)
        _copy(
            data={
                "svg": once(view, f"copy {key}", lambda: draw(view, stamp)),
                "sentence": citation.sentence(view, stamp),
            },
            key=f"copy {key}",
            width="content",
        )
        for name in _ROW:
            if name not in withheld.closed:
                _button(name, view, catalogue, stamp)
        with folded("More"):
            _more(view, catalogue, stamp, withheld)
        if again:
            add_button(choice, key=f"basket {key}")
    if withheld.told:
        st.caption(withheld.told)


@dataclass(frozen=True, slots=True)
class _Withheld:
    """Data formats that the licence closes for a view, and what is to be said of it."""

    closed: frozenset[str] = frozenset()
    told: str = ""


def _withheld(view: View, catalogue: Catalogue) -> _Withheld:
    if not has_rows(view):
        return _Withheld(
            told="Computed here from many figures: the files hold the results. The figures "
            "themselves are on the pages of their indicators."
        )
    if may_pass_on(view, catalogue):
        return _Withheld()
    try:
        passed_on(view, catalogue)
    except LicenceError:
        data = frozenset(name for name, module in formats().items() if module.FORMAT.is_data)
        return _Withheld(
            data,
            "The figures of this chart may not be passed on as data: their licence does not allow "
            "it. The image may be shown with its source.",
        )
    return _Withheld(
        told="Some figures of this chart may not be passed on as data: their licence does not "
        "allow it. They are blank in Excel, CSV and other data; PowerPoint holds an image."
    )


def _more(view: View, catalogue: Catalogue, stamp: Stamp, withheld: _Withheld) -> None:
    """Other sizes and formats, and how to cite the chart."""
    st.markdown("**Images**")
    with st.container(horizontal=True, gap="small"):
        for name, preset in PRESETS.items():
            for module, extension in ((png, "PNG"), (svg, "SVG"), (pdf, "PDF")):
                _file(
                    f"{extension}: {preset.label}",
                    lambda m=module, n=name: m.write(view, catalogue, stamp, n),
                    (safe_name(f"{view.slug}-{name}", extension.lower()), module.FORMAT.mime),
                    key=f"{extension} {name} {stamp.address}",
                )
    st.markdown("**Data and documents**")
    shown = ("pptx", *_ROW, "svg", "pdf")
    with st.container(horizontal=True, gap="small"):
        if has_rows(view) and not withheld.closed:
            _full(view, catalogue, stamp)
        for name in formats():
            if name not in shown and name not in withheld.closed:
                _button(name, view, catalogue, stamp)
    st.markdown("**Cite this chart**")
    for label, text in (
        ("Short", citation.short(view, catalogue, stamp)),
        ("Long", citation.long(view, catalogue, stamp)),
        ("BibTeX", citation.bibtex(view, catalogue, stamp)),
    ):
        st.markdown(label)
        st.code(text, language=None, wrap_lines=True)


def _full(view: View, catalogue: Catalogue, stamp: Stamp) -> None:
    """Every area and period, which the warehouse is asked for when the file is."""
    build = warehouse()
    _file(
        "CSV: full series",
        lambda: csv.write(full(build, catalogue, view), catalogue, stamp),
        (safe_name(f"{view.slug}-full", "csv"), csv.FORMAT.mime),
        key=f"full {stamp.address}",
    )


def _button(name: str, view: View, catalogue: Catalogue, stamp: Stamp) -> None:
    declared = formats()[name].FORMAT
    _file(
        declared.label,
        lambda: export(view, catalogue, stamp, name),
        (file_name(view, name), declared.mime),
        key=f"{name} {stamp.address}",
    )


def _file(label: str, make: Callable[[], bytes], kind: tuple[str, str], *, key: str) -> None:
    st.download_button(
        label, data=make, file_name=kind[0], mime=kind[1], on_click="ignore", key=f"file {key}"
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
