"""A ranking becomes the description of ranked bars or dots.

It does not rank: see `indicators.rankings`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from indicators.areas import UK, Areas
from indicators.catalogue import Indicator, Unit
from indicators.charts.alternative import rank_outline
from indicators.charts.axes import Number, axis_for
from indicators.charts.description import Axis, Bar, Chart, Emphasis, Kind, Mark
from indicators.charts.looks import comparator_positions
from indicators.charts.notes import rank_notes
from indicators.charts.segments import is_estimated, point_status
from indicators.errors import NoDataError
from indicators.rankings import Ranking, RankRow

_SHORT_WORDS = {Mark.ESTIMATED: "estimate", Mark.OTHER_RELEASE: "other release"}


def rank_chart(  # noqa: PLR0913  (each word readers need is an argument, so none can be left out)
    ranking: Ranking,
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
) -> Chart:
    """Ranked bars from zero, best first; dots where the values are ranks themselves.

    `number` writes a stored value for readers; `alt` is the takeaway in a sentence, to which how
    the chart is made up is added. The axis title names the period most rows share; the others
    have theirs beside the value.

    Raises:
        NoDataError: nothing is ranked.
    """
    if not ranking.rows:
        raise NoDataError(f"No country can be ranked on {indicator.title}. Look at the table.")
    places = comparator_positions(highlighted, focus)
    usual = Counter(row.vintage_label for row in ranking.rows).most_common(1)[0][0]
    period = Counter(row.period_label for row in ranking.rows).most_common(1)[0][0]
    bars = []
    for row in ranking.rows:
        mark = _mark(row, indicator, usual)
        status = _SHORT_WORDS.get(mark) or point_status(row.obs_status, always=False)
        bars.append(
            Bar(
                geo=row.geo,
                label=areas[row.geo].short,
                value=row.value,
                text=number(row.value),
                emphasis=_emphasis(row.geo, focus, places),
                rank=f"{row.rank}=" if row.tied else str(row.rank),
                period="" if row.period_label == period else row.period_label,
                mark=mark,
                status=status,
                position=places.get(row.geo, 0),
            )
        )
    noun = "dots" if unit.ordinal else "bars"
    return Chart(
        kind=Kind.DOT if unit.ordinal else Kind.BAR,
        headline=headline,
        subtitle=subtitle,
        source_line=source_line,
        alt=f"{alt} {rank_outline(bars, noun)}",
        axis=_axis(unit, indicator, period, all(not bar.period for bar in bars)),
        bars=tuple(bars),
        notes=rank_notes(ranking, areas),
    )


def _axis(unit: Unit, indicator: Indicator, period: str, shared: bool) -> Axis:
    axis = axis_for(unit, indicator, from_zero=True)
    when = period if shared else f"{period} unless another period is given"
    return replace(axis, title=f"{axis.title}, {when}" if axis.title else when)


def _emphasis(geo: str, focus: str, places: dict[str, int]) -> Emphasis:
    if geo == focus:
        return Emphasis.FOCUS
    return Emphasis.COMPARATOR if geo in places else Emphasis.CONTEXT


def _mark(row: RankRow, indicator: Indicator, usual: str) -> Mark:
    """Whether a row's figure is unlike the others, as the ranking and the catalogue say."""
    if row.obs_status in ("E", "F") or is_estimated(indicator, row.geo, row.period_start):
        return Mark.ESTIMATED
    return Mark.OTHER_RELEASE if row.vintage_label != usual else Mark.SOLID
