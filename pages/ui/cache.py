"""Answers kept between reruns and shared between readers: the only cache of the pages.

Each question has room of its own, so that a reader who tries many choices on one page does not
push out what others see first on every page. Answers are frozen, so sharing one object is safe.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from indicators.catalogue import Catalogue
from indicators.memory import Answers
from indicators.view import View
from indicators.warehouse import Warehouse
from pages.ui.http.metrics import CACHE

T = TypeVar("T")

#: Answers kept to each question; a view with its drawings takes about half a megabyte. More than a
#: page asks of one question in a run, or none would be found again.
MOST_ANSWERS = 24


@cache
def _answers(_file: str, _name: str) -> Answers[Any]:
    """A page runs as `__main__`, so that its functions are told apart by their file."""
    return Answers(MOST_ANSWERS)


def remember(make: Callable[..., T], w: Warehouse, catalogue: Catalogue, *arguments: object) -> T:
    """`make(w, catalogue, *arguments)`, computed once a build. Arguments must print distinctly."""
    result = "hit"

    def made() -> T:
        nonlocal result
        result = "miss"
        return make(w, catalogue, *arguments)

    answers = _answers(make.__code__.co_filename, make.__qualname__)
    try:
        found: T = answers.get(w, catalogue, repr(arguments), made)
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
