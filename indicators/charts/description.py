"""One frozen description of a chart; every renderer draws from it and from nothing else.

It holds values ready to draw. It does not query, rank or word anything.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What is drawn."""

    LINE = "line"
    BAR = "bar"


class Emphasis(StrEnum):
    """How strongly a series is drawn: the focus, a coloured comparator, or labelled grey."""

    FOCUS = "focus"
    COMPARATOR = "comparator"
    CONTEXT = "context"


class Mark(StrEnum):
    """How one point is drawn. `hollow` stands apart and is never joined to the line."""

    SOLID = "solid"
    ESTIMATED = "estimated"
    HOLLOW = "hollow"


@dataclass(frozen=True, slots=True)
class Point:
    """One observation to draw. `text` is the value as written for readers; `status` in words."""

    x: date
    label: str
    value: float
    text: str
    mark: Mark = Mark.SOLID
    status: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of points that may be joined: no declared break and no missing value inside."""

    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """One area's values. Segments are drawn apart; `joined` is false for dated points."""

    geo: str
    label: str
    emphasis: Emphasis
    segments: tuple[Segment, ...]
    joined: bool = True

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(point for segment in self.segments for point in segment.points)


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a ranked bar chart. `period` is shown where rows differ in period."""

    geo: str
    label: str
    value: float
    text: str
    emphasis: Emphasis
    rank: str = ""
    period: str = ""
    mark: Mark = Mark.SOLID
    status: str = ""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A dated note: an event, or a declared break (which also splits the segments)."""

    x: date
    text: str
    geo: str = ""
    is_break: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A lower and upper edge over time; `name` says which kind of range it is."""

    geo: str
    name: str
    edges: tuple[tuple[date, float, float], ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """The value axis. `prefix`, `suffix` and `multiplier` are the unit's; see catalogue.Unit."""

    title: str
    prefix: str = ""
    suffix: str = ""
    multiplier: float = 1.0
    from_zero: bool = True
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A whole chart. A chart without a headline, source line or text alternative is refused."""

    kind: Kind
    headline: str
    subtitle: str
    source_line: str
    alt: str
    axis: Axis
    series: tuple[Series, ...] = ()
    bars: tuple[Bar, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    bands: tuple[Band, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        for name in ("headline", "subtitle", "source_line", "alt"):
            if not getattr(self, name).strip():
                raise ValueError(f"a chart needs a {name}: readers must never meet one without")
        if self.kind is Kind.LINE and not self.series:
            raise ValueError("a line chart needs at least one series")
        if self.kind is Kind.BAR and not self.bars:
            raise ValueError("a bar chart needs at least one bar")
