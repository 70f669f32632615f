"""Token buckets: how often one client may do something. Bounded in memory, shared by threads.

It knows no request and no route.
"""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

#: Clients remembered at once. The one seen longest ago is forgotten first: its bucket is full or
#: nearly so, unless a great many clients ask at once.
MOST_CLIENTS = 10_000


class Buckets:
    """A bucket of tokens for each client, refilled evenly; `per_minute` 0 sets no limit."""

    def __init__(
        self,
        per_minute: int,
        *,
        most: int = MOST_CLIENTS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.per_minute = per_minute
        self._most = most
        self._clock = clock
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._held)

    def take(self, client: str) -> int:
        """Take one token. 0, or the whole seconds until the next one is there."""
        if self.per_minute <= 0:
            return 0
        now, rate = self._clock(), self.per_minute / 60
        with self._lock:
            tokens, since = self._held.pop(client, (float(self.per_minute), now))
            tokens = min(float(self.per_minute), tokens + (now - since) * rate)
            taken = tokens >= 1
            self._held[client] = (tokens - 1 if taken else tokens, now)
            if len(self._held) > self._most:
                self._held.popitem(last=False)
        return 0 if taken else max(1, math.ceil((1 - tokens) / rate))
