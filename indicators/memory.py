"""Answers held in memory as long as their build is open, for all who ask.

For what is the same for every reader. Another build, or another catalogue, has answers of its own.
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
    """One answer, made under its own lock so that many who ask at once wait for one making."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: list[T] = []

    def get(self, make: Callable[[], T]) -> T:
        with self._lock:
            if not self._made:
                self._made.append(make())
            return self._made[0]


class _Room(Generic[T]):
    """The answers for one catalogue, which is held so that its id stays its own."""

    def __init__(self, catalogue: Catalogue, most: int | None) -> None:
        self.catalogue = catalogue

        @functools.lru_cache(most)
        def held(_arguments: Hashable) -> _Held[T]:
            return _Held()

        self.held = held


class Answers(Generic[T]):
    """The answers to one question, by its arguments. They go with their build.

    Where a bound is given, a build keeps so many, and lets go those longest unasked. An answer must
    not refer to its build, which would then be held for good.
    """

    def __init__(self, most: int | None = None) -> None:
        self._most = most
        self._rooms: WeakKeyDictionary[Warehouse, dict[int, _Room[T]]] = WeakKeyDictionary()
        self._guard = threading.Lock()

    def get(
        self, w: Warehouse, catalogue: Catalogue, arguments: Hashable, make: Callable[[], T]
    ) -> T:
        """The answer that is held, or what `make` gives. What it raises is not kept."""
        with self._guard:
            rooms = self._rooms.setdefault(w, {})
            if id(catalogue) not in rooms:
                rooms[id(catalogue)] = _Room(catalogue, self._most)
            held = rooms[id(catalogue)].held(arguments)
        return held.get(make)


def once_a_build(
    make: Callable[Concatenate[Warehouse, Catalogue, P], T],
) -> Callable[Concatenate[Warehouse, Catalogue, P], T]:
    """`make` computed once for each open build, catalogue and arguments (few, and hashable).

    For the few results that are costly and small in number; what depends on a reader's choices is
    kept within a bound. What it raises is not kept. The function itself is `__wrapped__`.
    """
    answers: Answers[T] = Answers()

    @functools.wraps(make)
    def asked(w: Warehouse, catalogue: Catalogue, *args: P.args, **kwargs: P.kwargs) -> T:
        arguments = (args, tuple(sorted(kwargs.items())))
        return answers.get(w, catalogue, arguments, lambda: make(w, catalogue, *args, **kwargs))

    return cast(Callable[Concatenate[Warehouse, Catalogue, P], T], asked)
