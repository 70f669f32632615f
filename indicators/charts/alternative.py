"""What a chart shows, in words, for those who do not see it: kind, areas, periods, gaps.

The takeaway sentence comes from the caller; this says how the chart is made up.
"""

from collections.abc import Sequence

from indicators.charts.description import Annotation, Bar, Emphasis, Kind, Mark, Series

#: Names are listed up to this many; beyond it they are counted, and stand in the table.
_MOST_NAMES = 12


def listed(names: Sequence[str]) -> str:
    """a; a and b; a, b and c."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def named_or_counted(names: Sequence[str], noun: str) -> str:
    """The names where they are few, else how many there are."""
    return listed(names) if len(names) <= _MOST_NAMES else f"{len(names)} {noun}"


def span(series: Series) -> str:
    """The first and last period of a series: "2000 to 2023"."""
    first, last = series.points[0].label, series.points[-1].label
    return first if first == last else f"{first} to {last}"


def line_outline(
    series: Sequence[Series],
    annotations: Sequence[Annotation],
    absent: Sequence[str],
    *,
    kind: Kind = Kind.LINE,
) -> str:
    """How a line chart is made up: kind, periods, areas, where lines stop, who is absent."""
    every = sorted((p for s in series for p in s.points), key=lambda p: p.x)
    joined = any(len(segment.points) > 1 for s in series for segment in s.segments)
    words = "Line chart" if joined else "Chart of dated points, not joined"
    if kind is Kind.MULTIPLES:
        words = f"{len(series)} small charts on the same scale, one an area"
    first, last = every[0].label, every[-1].label
    parts = [f"{words}, {first}." if first == last else f"{words}, {first} to {last}."]
    focus = [s for s in series if s.emphasis is Emphasis.FOCUS]
    others = [s.label for s in series if s.emphasis is not Emphasis.FOCUS]
    own = listed([f"{s.label} ({span(s)})" for s in focus])
    rest = named_or_counted(others, "other areas")
    parts.append(f"It shows {', with '.join(part for part in (own, rest) if part)}.")
    breaks = [a.text for a in annotations if a.is_break and a.on_chart]
    if breaks:
        parts.append(f"Lines are parted at: {listed(breaks)}.")
    if absent:
        parts.append(f"No figures for {listed(absent)}.")
    return " ".join(parts)


def rank_outline(bars: Sequence[Bar], noun: str) -> str:
    """How a ranked chart is made up; `noun` is bars or dots."""
    first, last = bars[0], bars[-1]
    words = f"{len(bars)} ranked {noun}, from {first.label} ({first.text})"
    words += f" to {last.label} ({last.text})." if len(bars) > 1 else "."
    marked = [bar.label for bar in bars if bar.mark is not Mark.SOLID]
    if marked:
        words += f" Marked as estimates or from another release: {listed(marked)}."
    return words
