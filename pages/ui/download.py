"""Take a view away: PNG and SVG made in the reader's browser, and the rows as CSV.

The image is the project's own SVG with headline, source and dates inside; nothing is drawn anew.
"""

from pathlib import Path

import streamlit as st

from indicators.catalogue import Catalogue
from indicators.charts import svg
from indicators.exports import csv
from indicators.view import View
from indicators.warehouse import Warehouse, open_duckdb_path, open_parquet_path

_SCRIPT = (Path(svg.__file__).parent / "download.js").read_text(encoding="utf-8")
_component = st.components.v2.component("download", js=_SCRIPT, isolate_styles=False)

#: Width of a saved image in px; the PNG has twice as many.
WIDTH = 1200


def downloads(view: View, catalogue: Catalogue) -> None:
    """The row of ways to take a view away, under its chart."""
    image = svg.render(view.chart, width=WIDTH, theme="light", standalone=True)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="downloads"):
        _component(
            data={"svg": image, "name": view.slug}, key=f"image-{view.slug}", width="content"
        )
        st.download_button(
            "CSV data",
            data=lambda: csv.write(view, catalogue),
            file_name=f"{view.slug}.csv",
            mime="text/csv",
            key=f"csv-{view.slug}",
            on_click="ignore",
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
