"""Tidy rows and rankings become chart descriptions.

Applies the declared breaks and picks what is drawn and how strongly. It does not query, rank, word
headlines or draw.
"""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

import pandas as pd

from indicators.areas import UK, Areas
from indicators.catalogue import Event, Indicator, Unit
from indicators.charts.alternative import line_outline
from indicators.charts.axes import Number, axis_for, log_axis
from indicators.charts.description import Annotation, Band, Chart, Emphasis, Kind, Series
from indicators.charts.looks import comparator_positions
from indicators.charts.notes import break_annotations, line_notes
from indicators.charts.ranked import rank_chart as rank_chart
from indicators.charts.scales import starts_at_zero
from indicators.charts.segments import middle, segments
from indicators.comparability import Figure, figures
from indicators.errors import NoDataError

#: Said under a chart with the publisher's own range around the line in focus.
INTERVAL = "The shaded range is the publisher's 95% interval."


def line_chart(  # noqa: PLR0913  (each word readers need is an argument, so none can be left out)
    rows: pd.DataFrame,
    *,
    indicator: Indicator,
    unit: Unit,
    areas: Areas,
    number: Number,
    headline: str,
    subtitle: str,
    source_line: str,
    alt: str,
    focus: str = UK,
    highlighted: Sequence[str] = (),
    events: Sequence[Event] = (),
    start: date | None = None,
    end: date | None = None,
    frequency: str | None = None,
    log: bool = False,
    kind: Kind = Kind.LINE,
    interval: str = INTERVAL,
) -> Chart:
    """A line chart of every area in `rows` (columns of `queries.observations`).

    Args:
        number: writes a stored value for readers ("2.75%").
        alt: the takeaway in a sentence; how the chart is made up is added to it here.
        focus, highlighted: the area in dark blue, and up to five in colours; the rest are grey.
        events: written at their dates, beside the indicator's own.
        start, end: the days between which periods are shown, both inside.
        frequency: the one frequency drawn; without it the first declared that the focus has.
        log: a log value axis, on which equal ratios are equally long.
        interval: what the shaded range around the focus is, as a sentence.
        kind: `multiples` gives each area a small chart of its own.

    Raises:
        NoDataError: nothing can be drawn, or `log` is asked for and a value is not above zero.
    """
    frequency = frequency or drawn_frequency(rows, indicator, focus)
    known, missing = figures(rows, frequency)
    known = [f for f in known if _within(f, start, end)]
    order = _order(known, focus, highlighted, areas)
    series = []
    for geo, emphasis, position in order:
        runs = segments(
            [f for f in known if f.geo == geo],
            [f for f in missing if f.geo == geo],
            indicator=indicator,
            frequency=frequency,
            number=number,
        )
        if runs:
            series.append(Series(geo, areas[geo].short, emphasis, runs, position))
    if not series:
        raise NoDataError(
            f"{indicator.title} has no figures to draw for these areas and years. "
            "Choose others, or look at the table."
        )
    chosen = {s.geo for s in series if s.emphasis is not Emphasis.CONTEXT}
    annotations = (
        *break_annotations(series, known, indicator, areas, chosen),
        *_event_annotations((*events, *indicator.events), series),
    )
    absent = [areas[g].short for g in (focus, *highlighted) if g not in {s.geo for s in series}]
    values = [p.value for s in series for p in s.points]
    periods = len({p.x for s in series for p in s.points})
    bands = _bands(series, known, interval) if kind is Kind.LINE and not log else ()
    axis = axis_for(unit, indicator, from_zero=starts_at_zero(values, periods))
    return Chart(
        kind=kind,
        headline=headline,
        subtitle=subtitle,
        source_line=source_line,
        alt=f"{alt} {line_outline(series, annotations, absent, kind=kind)}",
        axis=log_axis(axis, values, indicator) if log else axis,
        frequency=frequency,
        series=tuple(series),
        annotations=annotations,
        bands=bands,
        notes=(*line_notes(series, indicator, areas, absent), *((interval,) if bands else ())),
    )


def _bands(series: Sequence[Series], known: Sequence[Figure], name: str) -> tuple[Band, ...]:
    """The ranges of the line in focus: a band for each run of points that have one."""
    found = []
    ends = {(f.geo, middle(f.start, f.end)): (f.lower, f.upper) for f in known}
    for one in (s for s in series if s.emphasis is Emphasis.FOCUS):
        for segment in one.segments:
            edges = [(p.x, *ends.get((one.geo, p.x), (None, None))) for p in segment.points]
            for _, run in groupby(edges, lambda edge: None in edge):
                band = tuple(
                    (x, low, up) for x, low, up in run if low is not None and up is not None
                )
                if len(band) > 1:
                    found.append(Band(one.geo, name, band))
    return tuple(found)


def spark_points(
    rows: pd.DataFrame,
    *,
    indicator: Indicator,
    areas: Areas,
    number: Number,
    geo: str = UK,
    frequency: str | None = None,
) -> Series:
    """One area's series for a small line, parted where a large one would be.

    Raises:
        NoDataError: the area has no figure to draw.
    """
    frequency = frequency or drawn_frequency(rows, indicator, geo)
    known, missing = figures(rows[rows["geo"] == geo], frequency)
    runs = segments(known, missing, indicator=indicator, frequency=frequency, number=number)
    if not runs:
        raise NoDataError(f"{indicator.title} has no figures for {areas[geo].name} to draw.")
    return Series(geo, areas[geo].short, Emphasis.FOCUS, runs)


def drawn_frequency(rows: pd.DataFrame, indicator: Indicator, focus: str) -> str:
    """The first declared frequency that the focus has values at, else that any area has.

    Raises:
        NoDataError: no row has a value.
    """
    valued = rows[rows["value"].notna()]
    for some in (valued[valued["geo"] == focus], valued):
        held = set(some["frequency"])
        for frequency in (*indicator.frequencies, *sorted(held)):
            if frequency in held:
                return str(frequency)
    raise NoDataError(f"{indicator.title} has no figures to draw for these areas.")


def _within(figure: Figure, start: date | None, end: date | None) -> bool:
    day = middle(figure.start, figure.end)
    return (start is None or day >= start) and (end is None or day <= end)


def _order(
    known: Sequence[Figure], focus: str, highlighted: Sequence[str], areas: Areas
) -> list[tuple[str, Emphasis, int]]:
    """Areas that have figures: the focus, the highlighted as chosen, the rest as declared."""
    held = {figure.geo for figure in known}
    places = comparator_positions(highlighted, focus)
    order = [(focus, Emphasis.FOCUS, 0)]
    order += [(geo, Emphasis.COMPARATOR, place) for geo, place in places.items()]
    order += [
        (area.geo, Emphasis.CONTEXT, 0)
        for area in areas.areas
        if area.geo != focus and area.geo not in places
    ]
    return [entry for entry in order if entry[0] in held]


def _event_annotations(events: Sequence[Event], series: Sequence[Series]) -> tuple[Annotation, ...]:
    days = [point.x for s in series for point in s.points]
    found = {
        Annotation(middle(event.at.start, event.at.end), event.dated)
        for event in events
        if min(days) <= middle(event.at.start, event.at.end) <= max(days)
    }
    return tuple(sorted(found, key=lambda note: (note.x, note.text)))
