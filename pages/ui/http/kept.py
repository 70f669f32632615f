"""Answers of stable addresses kept in memory, each made once however many ask for it.

Files are made by a few threads, so that no export holds up other readers; where too many wait,
the next one is told to come back.
"""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import zstandard

from indicators.publishing.answers import Answer

#: Encodings that an answer is kept in, the first is offered first.
ENCODINGS = ("zstd", "gzip")
#: Types that are compressed already.
_PACKED = ("image/png", "application/zip")
#: Smaller bodies fit one packet as they are.
_LEAST = 600
_GZIP_LEVEL, _ZSTD_LEVEL = 6, 10


@dataclass(frozen=True, slots=True)
class Packed:
    """An answer with its body in every encoding that is smaller; "" is the body as it is."""

    answer: Answer
    bodies: dict[str, bytes]

    @property
    def size(self) -> int:
        return sum(len(body) for body in self.bodies.values())


class Busy(Exception):
    """Too many files wait to be made."""


class Kept:
    """Answers by key, those asked for longest ago forgotten first. Safe from many threads."""

    def __init__(self, most_bytes: int, *, workers: int = 2, most_waiting: int = 64) -> None:
        self._most = most_bytes
        self._most_waiting = most_waiting
        self._held: OrderedDict[Hashable, Packed] = OrderedDict()
        self._size = 0
        self._making: dict[Hashable, Future[Packed]] = {}
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="addresses")

    @property
    def size(self) -> int:
        """Bytes held."""
        return self._size

    def get(self, key: Hashable) -> Packed | None:
        """What is kept under a key."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def ask(self, key: Hashable, make: Callable[[], Answer]) -> "Future[Packed]":
        """The answer once it is made; those who ask meanwhile get the same one.

        Raises:
            Busy: too many others wait.
        """
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                done: Future[Packed] = Future()
                done.set_result(found)
                return done
            if key not in self._making:
                if len(self._making) >= self._most_waiting:
                    raise Busy
                self._making[key] = self._pool.submit(self._make, key, make)
            return self._making[key]

    def _make(self, key: Hashable, make: Callable[[], Answer]) -> Packed:
        try:
            made = packed(make())
            if made.answer.status == 200:  # noqa: PLR2004
                self._keep(key, made)
            return made
        finally:
            with self._lock:
                del self._making[key]

    def _keep(self, key: Hashable, made: Packed) -> None:
        with self._lock:
            self._held[key] = made
            self._size += made.size
            while self._size > self._most and self._held:
                _, old = self._held.popitem(last=False)
                self._size -= old.size


def packed(answer: Answer) -> Packed:
    """The answer with its compressed forms, where they save a tenth or more."""
    bodies = {"": answer.body}
    if len(answer.body) >= _LEAST and not answer.media_type.startswith(_PACKED):
        smaller = {
            "zstd": zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(answer.body),
            "gzip": gzip.compress(answer.body, _GZIP_LEVEL, mtime=0),
        }
        bodies |= {name: b for name, b in smaller.items() if len(b) < 0.9 * len(answer.body)}
    return Packed(answer, bodies)
