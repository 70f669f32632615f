"""The columns of a ranked chart: where names, bars and values begin.

Holds places. It measures no text and draws nothing.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns begin, in px: rank at 0, name, bars from `start` to `end`."""

    name: float
    start: float
    end: float
    low: float
    high: float
    head: float
    row: float
    size: int
    axis_size: int

    def x(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def y(self, place: int) -> float:
        """The middle of a row."""
        return self.head + (place + 0.5) * self.row
