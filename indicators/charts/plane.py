"""The rectangle a chart's lines are drawn in, and the sizes other parts are measured by.

Turns days and values into px. It does not choose the scales.
"""

from dataclasses import dataclass
from datetime import date

from indicators.charts.scales import Scale

#: At this width and below a chart is laid out for a phone.
NARROW = 480

#: Room between the plot and the words at line ends, where leaders run.
GUTTER = 24


@dataclass(frozen=True, slots=True)
class Plot:
    """The rectangle lines are drawn in, with its two scales; px from the top left corner."""

    left: float
    right: float
    top: float
    bottom: float
    value: Scale
    time: Scale
    reverse: bool = False

    def x(self, day: date | float) -> float:
        at = day.toordinal() if isinstance(day, date) else day
        return self.left + self.time.share(at) * (self.right - self.left)

    def y(self, value: float) -> float:
        share = self.value.share(value)
        return self.top + (share if self.reverse else 1 - share) * (self.bottom - self.top)
