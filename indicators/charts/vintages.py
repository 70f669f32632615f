"""One area's figures as each vintage has them: a line a vintage, the newest in focus.

The picture of a revision triangle. It compares nothing and does not draw.
"""

from collections.abc import Sequence

import pandas as pd

from indicators.catalogue import Indicator, Unit
from indicators.charts.axes import Number, axis_for
from indicators.charts.description import Chart, Emphasis, Kind, Segment, Series
from indicators.charts.scales import starts_at_zero
from indicators.charts.segments import segments
from indicators.comparability import Figure, vintage_label
from indicators.numbers import format_date_label

#: Vintages in colour beside the newest; older ones are grey.
_COLOURED = 2


def vintages_chart(  # noqa: PLR0913  (each word readers need is an argument)
    rows: pd.DataFrame,
    *,
    geo: str,
    indicator: Indicator,
    unit: Unit,
    frequency: str,
    number: Number,
    headline: str,
    subtitle: str,
    source_line: str,
    alt: str,
) -> Chart:
    """A line for each vintage in `rows` (columns of `queries.history`), the newest in focus.

    A line is parted where a large one would be: at breaks and missing periods.
    """
    found = [
        (name, segments(known, missing, indicator=indicator, frequency=frequency, number=number))
        for name, known, missing in _by_vintage(rows, geo)
    ]
    drawn = [(name, runs) for name, runs in found if runs]
    newest_first = list(reversed(drawn))
    series = [_series(name, runs, at) for at, (name, runs) in enumerate(newest_first)]
    values = [p.value for s in series for p in s.points]
    periods = len({p.x for s in series for p in s.points})
    return Chart(
        kind=Kind.LINE,
        headline=headline,
        subtitle=subtitle,
        source_line=source_line,
        alt=f"{alt} Line chart, {len(series)} vintages: {'; '.join(s.label for s in series)}.",
        axis=axis_for(unit, indicator, from_zero=starts_at_zero(values, periods)),
        frequency=frequency,
        series=tuple(series),
    )


def _series(name: str, runs: tuple[Segment, ...], at: int) -> Series:
    """`geo` is a name of its own for each vintage: no two lines are one area's."""
    if at == 0:
        return Series("vintage-0", name, Emphasis.FOCUS, runs)
    emphasis = Emphasis.COMPARATOR if at <= _COLOURED else Emphasis.CONTEXT
    return Series(f"vintage-{at}", name, emphasis, runs, at - 1 if at <= _COLOURED else 0)


def _by_vintage(rows: pd.DataFrame, geo: str) -> Sequence[tuple[str, list[Figure], list[Figure]]]:
    """Name, figures and missing periods of each vintage, oldest first."""
    found = []
    for vintage, held in rows.groupby("vintage_id", sort=False):
        first = held.iloc[0]
        name = vintage_label(first["edition"], format_date_label(str(first["date_label"])))
        every = [_figure(row, geo, str(vintage), name) for row in held.to_dict("records")]
        known = [figure for figure in every if figure.value == figure.value]
        found.append((name, known, [f for f in every if f.value != f.value]))
    return found


def _figure(row: dict, geo: str, vintage: str, name: str) -> Figure:  # type: ignore[type-arg]
    status = row["obs_status"]
    return Figure(
        geo,
        float(row["value"]),
        row["period_start"].date(),
        row["period_end"].date(),
        row["period_label"],
        status if isinstance(status, str) and status else None,
        vintage,
        name,
        bool(row["is_partial"]),
    )
