"""Keeping to a service's limits: how long to wait before the next request.

It counts requests and nothing else: retries and their waits belong to `etl.http`.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from etl.sources import Limit

#: Windows are taken this much longer than the service names: its clock is not ours.
MARGIN = 1.05


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as the refresh sees it, so that a test can let hours pass in a moment."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


class Pace:
    """The times of past requests, held against a service's limits."""

    def __init__(self, limits: Sequence[Limit]) -> None:
        self._windows = [
            (limit.seconds * MARGIN, deque[float](maxlen=limit.requests)) for limit in limits
        ]

    def note(self, moments: Iterable[float]) -> None:
        """Count requests made at these moments, oldest first."""
        for moment in moments:
            for _, sent in self._windows:
                sent.append(moment)

    def delay(self, moment: float) -> float:
        """Seconds to wait at `moment` until one more request keeps every limit."""
        waits = [
            sent[0] + seconds - moment
            for seconds, sent in self._windows
            if sent.maxlen is not None and len(sent) == sent.maxlen
        ]
        return max([0.0, *waits])
