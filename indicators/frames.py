"""Tables kept in memory for who asks next, the longest unasked let go first.

Asks no warehouse. A table given out is the caller's own: pandas copies what is written to.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

import pandas as pd

#: pandas notes each copy given out, and what is taken from it, in a list with the table, which it
#: clears at 500 notes a column. After so many copies the table is held anew, without notes.
_MOST_COPIES = 20
#: What pandas and Arrow take around the values of a column, with the notes of that many copies, in
#: bytes (measured): of a small table far more than its values.
_AROUND_A_COLUMN = 5_000


def size_of(frame: pd.DataFrame) -> int:
    """Bytes that a table takes while it is kept and given out, what is around its values too."""
    return int(frame.memory_usage(deep=True).sum()) + _AROUND_A_COLUMN * frame.shape[1]


@dataclass(slots=True)
class _Kept:
    frame: pd.DataFrame
    size: int
    copies: int = 0

    def copy(self) -> pd.DataFrame:
        self.copies += 1
        if self.copies % _MOST_COPIES == 0:
            self.frame = self.frame.copy()
        return self.frame.copy(deep=False)


class KeptFrames:
    """Tables by key, as many as a number of bytes holds; safe for any number of threads."""

    def __init__(self, most_bytes: int, *, most_bytes_each: int) -> None:
        """A table larger than `most_bytes_each` is given out and not kept."""
        self._most, self._most_each = most_bytes, most_bytes_each
        self._frames: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._lock = threading.Lock()
        self.held = 0

    def __len__(self) -> int:
        return len(self._frames)

    def get(self, key: Hashable, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """The table of this key, made where it is not kept.

        Two threads that ask for the same at once may both make it: that is quicker than waiting.
        """
        with self._lock:
            found = self._frames.get(key)
            if found is not None:
                self._frames.move_to_end(key)
                return found.copy()
        made = make()
        size = size_of(made)
        if size <= self._most_each:
            with self._lock:
                if key not in self._frames:
                    self._frames[key] = _Kept(made, size)
                    self.held += size
                while self.held > self._most:
                    self.held -= self._frames.popitem(last=False)[1].size
        return made.copy(deep=False)
