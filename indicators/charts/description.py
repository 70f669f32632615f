"""One frozen description of a chart; every renderer draws from it and from nothing else.

It holds values ready to draw. It does not query, rank or word anything.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What is drawn.

    Lines over time, ranked bars from zero, ranked dots, dots with a range, two dots an area joined,
    a small line chart for each area, or a dot an area read off two value axes.
    """

    LINE = "line"
    BAR = "bar"
    DOT = "dot"
    INTERVAL = "interval"
    DUMBBELL = "dumbbell"
    MULTIPLES = "multiples"
    SCATTER = "scatter"


class Emphasis(StrEnum):
    """How strongly a series is drawn: the focus, a coloured comparator, or grey context."""

    FOCUS = "focus"
    COMPARATOR = "comparator"
    CONTEXT = "context"


class Mark(StrEnum):
    """How one value is drawn.

    `estimated` is a ring on the line, `other_release` a diamond on the line (the value belongs to
    another vintage than the rest of its area). `hollow` is a ring apart, never joined to the line.
    """

    SOLID = "solid"
    ESTIMATED = "estimated"
    OTHER_RELEASE = "other_release"
    HOLLOW = "hollow"


@dataclass(frozen=True, slots=True)
class Point:
    """One observation to draw.

    `x` is the middle day of its period, so that a year's value stands at the middle of the year
    and a break declared from that year lies half-way to the value before it. `text` is the value
    as written for readers; `status` says in words what is known of it.
    """

    x: date
    label: str
    value: float
    text: str
    mark: Mark = Mark.SOLID
    status: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of points that may be joined: no declared break and no missing value inside.

    A projected run is dashed and never joined to the data before it.
    """

    points: tuple[Point, ...]
    projected: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One area's values in time order.

    Points of one segment are joined, points of two never. `position` numbers the comparators from
    0 and picks their colour, dash and marker.
    """

    geo: str
    label: str
    emphasis: Emphasis
    segments: tuple[Segment, ...]
    position: int = 0

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(point for segment in self.segments for point in segment.points)

    @property
    def last(self) -> Point:
        """The newest point of the line, whose value stands at its end.

        Points that stand apart are passed over, unless there are no others.
        """
        backwards = (p for run in reversed(self.segments) for p in reversed(run.points))
        newest = self.segments[-1].points[-1]
        return next((p for p in backwards if p.mark is not Mark.HOLLOW), newest)


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a ranked chart. `period` is shown where rows differ in period.

    `low` and `high` are the ends of a range around the value, `target` a value to compare with;
    drawn by kind `interval` only.
    """

    geo: str
    label: str
    value: float
    text: str
    emphasis: Emphasis
    rank: str = ""
    period: str = ""
    mark: Mark = Mark.SOLID
    status: str = ""
    position: int = 0
    low: float | None = None
    high: float | None = None
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One row of a dumbbell: an area's earlier and later figure. `text` is what lies between."""

    geo: str
    label: str
    earlier: Point
    later: Point
    text: str
    emphasis: Emphasis
    position: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """One dot of a scatter: an area's figures of two indicators, each with its own period.

    `across` is read off the horizontal axis, `up` off the vertical one.
    """

    geo: str
    label: str
    across: Point
    up: Point
    emphasis: Emphasis
    position: int = 0


@dataclass(frozen=True, slots=True)
class Annotation:
    """A dated note: an event, or a declared break, which also splits the segments.

    `geo` names the area a break holds for; without one it holds for all. Where `on_chart` is
    false the note is not written on the chart: it stands in the chart's notes only.
    """

    x: date
    text: str
    geo: str = ""
    is_break: bool = False
    on_chart: bool = True


@dataclass(frozen=True, slots=True)
class Band:
    """A lower and upper edge over time; `name` says which kind of range it is."""

    geo: str
    name: str
    edges: tuple[tuple[date, float, float], ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """The value axis. `prefix`, `suffix`, `multiplier` and `words` are the unit's.

    `reverse` puts the smallest value on top (ranks). `from_zero` is false only where starting at
    zero would flatten every line; the chart then says so. `log` makes equal ratios equally long.
    """

    title: str
    prefix: str = ""
    suffix: str = ""
    multiplier: float = 1.0
    words: bool = False
    from_zero: bool = True
    reverse: bool = False
    log: bool = False


_HELD = {
    Kind.LINE: "series with a point",
    Kind.MULTIPLES: "series with a point",
    Kind.SCATTER: "pair of figures and a horizontal axis",
    Kind.BAR: "row",
    Kind.DOT: "row",
    Kind.INTERVAL: "row",
    Kind.DUMBBELL: "row with two figures",
}


@dataclass(frozen=True, slots=True)
class Chart:
    """A whole chart. A chart without a headline, source line or text alternative is refused.

    Kinds `line` and `multiples` are drawn from `series`, `dumbbell` from `changes`, `scatter` from
    `pairs` with the horizontal axis `across`, the others from `bars`. Small multiples share both
    axes: a panel a series, in which the focus is drawn again to compare with.
    """

    kind: Kind
    headline: str
    subtitle: str
    source_line: str
    alt: str
    axis: Axis
    frequency: str = "A"
    series: tuple[Series, ...] = ()
    bars: tuple[Bar, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    bands: tuple[Band, ...] = ()
    notes: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    pairs: tuple[Pair, ...] = ()
    across: Axis | None = None

    def __post_init__(self) -> None:
        for name in ("headline", "subtitle", "source_line", "alt"):
            if not getattr(self, name).strip():
                raise ValueError(f"a chart needs a {name}: readers must never meet one without")
        held = {
            Kind.LINE: any(series.points for series in self.series),
            Kind.MULTIPLES: any(series.points for series in self.series),
            Kind.SCATTER: bool(self.pairs) and self.across is not None,
            Kind.DUMBBELL: bool(self.changes),
        }.get(self.kind, bool(self.bars))
        if not held:
            raise ValueError(f"a {self.kind} chart needs at least one {_HELD[self.kind]}")
