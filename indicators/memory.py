"""Results held in memory as long as their build is open, for all who ask.

For the few results that are costly, small in number and the same for every reader. What depends on
a reader's choices is kept elsewhere, within a bound.
"""

import functools
import threading
from collections.abc import Callable, Hashable
from typing import Concatenate, Generic, ParamSpec, TypeVar, cast
from weakref import WeakKeyDictionary

from indicators.catalogue import Catalogue
from indicators.warehouse import Warehouse

P = ParamSpec("P")
T = TypeVar("T")


class _Held(Generic[T]):
    """One result, made under its own lock so that many who ask at once wait for one making."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue  # so that its id stays its own
        self.lock = threading.Lock()
        self.made: list[T] = []


def once_a_build(
    make: Callable[Concatenate[Warehouse, Catalogue, P], T],
) -> Callable[Concatenate[Warehouse, Catalogue, P], T]:
    """`make` computed once for each open build, catalogue and arguments (few, and hashable).

    What it raises is not kept. The function itself is `__wrapped__`.
    """
    held: WeakKeyDictionary[Warehouse, dict[Hashable, _Held[T]]] = WeakKeyDictionary()
    guard = threading.Lock()

    @functools.wraps(make)
    def asked(w: Warehouse, catalogue: Catalogue, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (id(catalogue), args, tuple(sorted(kwargs.items())))
        with guard:
            slot = held.setdefault(w, {}).setdefault(key, _Held(catalogue))
        with slot.lock:
            if not slot.made:
                slot.made.append(make(w, catalogue, *args, **kwargs))
        return slot.made[0]

    return cast(Callable[Concatenate[Warehouse, Catalogue, P], T], asked)
