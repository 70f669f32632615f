"""Tables kept in memory for who asks next, the longest unasked let go first.

Asks no warehouse. A table given out is the caller's own: pandas copies what is written to.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

import pandas as pd


class KeptFrames:
    """Tables by key, as many as a number of bytes holds; safe for any number of threads."""

    def __init__(self, most_bytes: int, *, most_bytes_each: int) -> None:
        """A table larger than `most_bytes_each` is given out and not kept."""
        self._most, self._most_each = most_bytes, most_bytes_each
        self._frames: OrderedDict[Hashable, tuple[pd.DataFrame, int]] = OrderedDict()
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
                return found[0].copy(deep=False)
        made = make()
        size = int(made.memory_usage(deep=True).sum())
        if size <= self._most_each:
            with self._lock:
                if key not in self._frames:
                    self._frames[key] = made, size
                    self.held += size
                while self.held > self._most:
                    self.held -= self._frames.popitem(last=False)[1][1]
        return made.copy(deep=False)
