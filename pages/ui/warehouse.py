"""The build that the pages read, made from the seed where there is none yet."""

import streamlit as st

from etl.pipeline import build
from indicators.errors import WarehouseError
from indicators.warehouse import Warehouse, current_path, serving


def ensure_build() -> None:
    """Build the warehouse from the committed figures when no build is there to serve."""
    try:
        current_path()
    except WarehouseError:
        build()


@st.cache_resource(
    show_spinner="Preparing the figures. This happens once, and takes a few seconds."
)
def _ready() -> bool:
    ensure_build()
    return True


def warehouse() -> Warehouse:
    """The serving build; a newer one is picked up at the next run of a page."""
    _ready()
    return serving()
