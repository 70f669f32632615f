"""The build that the pages read: the store's, where there is one, else made from the seed."""

import streamlit as st

from etl.follow import follower
from etl.pipeline import build
from indicators.errors import WarehouseError
from indicators.warehouse import Warehouse, current_path, serving


def ensure_build() -> None:
    """See to it that a build serves, and follow the store from now on where the settings name one.

    Where the store holds nothing, or cannot be reached and no build is here, the committed figures
    serve until it can.
    """
    following = follower()
    if following is not None:
        following.look()
    try:
        current_path()
    except WarehouseError:
        build()
    if following is not None:
        following.start()


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
