"""The columns of a ranked chart: where names, bars and values begin.

Holds places. It measures no text and draws nothing.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns begin, in px: rank at 0, name, bars from `start` to `end`.

    `above` is the room for names that stand on a line of their own over the bars, for want of room
    beside them.
    """

    name: float
    start: float
    end: float
    low: float
    high: float
    head: float
    row: float
    size: int
    axis_size: int
    above: float = 0.0

    @property
    def tall(self) -> float:
        """The height of a row but for a name above it."""
        return self.row - self.above

    def x(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def y(self, place: int) -> float:
        """The middle of a row, below a name above it."""
        return self.head + (place + 1) * self.row - self.tall / 2

    def bottom(self, rows: int) -> float:
        """Where the last row ends."""
        return self.head + rows * self.row
