"""Answers kept between reruns and shared between readers: the only cache of the pages.

The key is the build, the question's name and its arguments, so a new build is never mixed with
an old one. Bounded; answers are frozen, so sharing one object is safe.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from indicators.catalogue import Catalogue
from indicators.warehouse import Warehouse

T = TypeVar("T")


@st.cache_resource(max_entries=1000, show_spinner=False)
def _answer(key: tuple[str, str, str], _make: Callable[[], Any]) -> Any:  # noqa: ARG001
    return _make()


def remember(make: Callable[..., T], w: Warehouse, catalogue: Catalogue, *arguments: object) -> T:
    """`make(w, catalogue, *arguments)`, computed once a build. Arguments must print distinctly."""
    key = (w.build_id, f"{make.__module__}.{make.__qualname__}", repr(arguments))
    return _answer(key, lambda: make(w, catalogue, *arguments))
