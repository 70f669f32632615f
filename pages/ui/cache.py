"""Answers kept between reruns and shared between readers: the only cache of the pages.

The key is the build, the question's name and its arguments, so a new build is never mixed with
an old one. Bounded; answers are frozen, so sharing one object is safe.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import streamlit as st

from indicators.catalogue import Catalogue
from indicators.view import View
from indicators.warehouse import Warehouse
from pages.ui.http.metrics import CACHE

T = TypeVar("T")

#: Answers kept; a view with its drawings takes about half a megabyte.
MOST_ANSWERS = 300


@st.cache_resource(max_entries=MOST_ANSWERS, show_spinner=False)
def _answer(key: tuple[str, str, str], _make: Callable[[], Any]) -> Any:  # noqa: ARG001
    return _make()


def remember(make: Callable[..., T], w: Warehouse, catalogue: Catalogue, *arguments: object) -> T:
    """`make(w, catalogue, *arguments)`, computed once a build. Arguments must print distinctly.

    A page runs as `__main__`, so that its functions are told apart by their file.
    """
    key = (w.build_id, f"{make.__code__.co_filename} {make.__qualname__}", repr(arguments))
    result = "hit"

    def made() -> T:
        nonlocal result
        result = "miss"
        return make(w, catalogue, *arguments)

    try:
        found: T = _answer(key, made)
        return found
    finally:
        CACHE.labels("answers", result).inc()


_drawn: WeakKeyDictionary[View, dict[str, Any]] = WeakKeyDictionary()


def once(view: View, name: str, make: Callable[[], T]) -> T:
    """What is drawn from a view, kept as long as the view is. `name` tells its drawings apart."""
    kept = _drawn.setdefault(view, {})
    if name not in kept:
        kept[name] = make()
    drawing: T = kept[name]
    return drawing
