"""The chart of a reader's query, where the shape of the answer says plainly what to draw.

Elsewhere there is none: see `RULE`. Units of a query cannot be known, so values stand as they are.
"""

from collections.abc import Sequence
from datetime import date
from statistics import median

from indicators.areas import UK
from indicators.catalogue import Catalogue, Indicator
from indicators.charts.alternative import line_outline, rank_outline
from indicators.charts.description import (
    Axis,
    Bar,
    Chart,
    Emphasis,
    Kind,
    Mark,
    Point,
    Segment,
    Series,
)
from indicators.charts.looks import comparator_positions
from indicators.charts.scales import starts_at_zero
from indicators.comparability import exclusion, reason_words, severed
from indicators.numbers import format_significant
from indicators.sandbox.query import Answer
from indicators.views.sql import origin_in_words
from indicators.views.sql_shape import (
    AREA_NAMES,
    DatedRow,
    date_column,
    dated_rows,
    drawable,
    name_column,
    plain_rows,
    the_indicator,
    value_column,
)

_MOST_SERIES, _MOST_POINTS, _MOST_BARS = 12, 2_000, 40

#: The shapes that are drawn, for readers.
RULE = (
    "A chart is drawn where the answer has one column of numbers (or one called value) and either "
    f"dates that differ, with at most {_MOST_SERIES} areas or other series, or a different name "
    f"in each row, with at most {_MOST_BARS} rows. Dots are joined to lines where the answer has "
    "the columns indicator_id, with one indicator in it, and geo: only then is it known where a "
    "series breaks."
)

_JOINED = (
    "Lines stop at declared breaks and at missing periods. Units, releases and estimates are as "
    "the query chose them."
)
_NOT_JOINED = (
    "Dots are not joined: the answer does not name one indicator drawn as a line and its areas "
    "(columns indicator_id and geo), so a declared break could lie between two of them."
)
_OF_AREAS = (
    "Bars stand as the query gives them: figures that are estimated or not comparable are not "
    "marked. Table series_break names those that are declared."
)
_UK_NAMES = (UK, "UK", "United Kingdom")
#: A gap longer than this many usual steps is a missing period: the line stops.
_GAP = 1.5
_LABEL = 40


def chart(answer: Answer, catalogue: Catalogue) -> Chart | None:
    """The chart of an answer, or None where its shape is not one of those in `RULE`."""
    value, when = value_column(answer), date_column(answer)
    if value is None:
        return None
    if when is None:
        return _ranked(answer, value, catalogue)
    rows = dated_rows(answer, value, when)
    return _over_time(answer, rows, (value, when), catalogue) if rows else None


def _over_time(
    answer: Answer, rows: Sequence[DatedRow], columns: tuple[int, int], catalogue: Catalogue
) -> Chart | None:
    values = [row.value for row in rows if row.value is not None]
    cells = {(row.name, row.day) for row in rows}
    names = _uk_first([row.name for row in rows])
    if (
        not drawable(values)
        or len(cells) < len(rows)
        or len(names) > _MOST_SERIES
        or len(rows) > _MOST_POINTS
    ):
        return None
    yearly = all((row.day.month, row.day.day) == (1, 1) for row in rows)
    indicator = _drawn_as_line(the_indicator(answer), catalogue)
    value, when = (answer.columns[place] for place in columns)
    positions = comparator_positions(names[1:], names[0])
    series = []
    for name in names:
        runs = _segments([row for row in rows if row.name == name], indicator, yearly)
        if runs:
            label = _label(name, catalogue) or value
            emphasis = _emphasis(name, names[0], positions)
            series.append(Series(name, label, emphasis, runs, positions.get(name, 0)))
    return Chart(
        kind=Kind.LINE,
        headline=f"Your query: {value} by {when}",
        subtitle=f"{value} by {when}",
        source_line=origin_in_words(answer),
        alt=f"{value} by {when}, as the query gives it. {line_outline(series, (), ())}",
        axis=Axis(value, from_zero=starts_at_zero(min(values), max(values))),
        frequency="A" if yearly else "D",
        series=tuple(series),
        notes=(_JOINED if indicator else _NOT_JOINED,),
    )


def _ranked(answer: Answer, value: int, catalogue: Catalogue) -> Chart | None:
    named = name_column(answer)
    if named is None:
        return None
    rows = plain_rows(answer, value)
    if len({row.name for row in rows}) < len(rows) or len(rows) > _MOST_BARS:
        return None
    bars = tuple(
        Bar(
            geo=row.name,
            label=_label(row.name, catalogue),
            value=row.value,
            text=format_significant(row.value),
            emphasis=Emphasis.FOCUS if row.name in _UK_NAMES else Emphasis.CONTEXT,
        )
        for row in rows
        if row.value is not None
    )
    if not drawable([bar.value for bar in bars]):
        return None
    heading = f"{answer.columns[value]} by {answer.columns[named]}"
    return Chart(
        kind=Kind.BAR,
        headline=f"Your query: {heading}",
        subtitle=heading,
        source_line=origin_in_words(answer),
        alt=f"{heading}, in the order of the query. {rank_outline(bars, 'bars')}",
        axis=Axis(answer.columns[value]),
        bars=bars,
        notes=_bar_notes(answer.columns[named], len(rows) - len(bars)),
    )


def _bar_notes(named: str, left_out: int) -> tuple[str, ...]:
    noun = "row has" if left_out == 1 else "rows have"
    notes = [f"{left_out} {noun} no number and no bar."] if left_out else []
    if named.lower() in AREA_NAMES:
        notes.append(_OF_AREAS)
    return tuple(notes)


def _drawn_as_line(name: str | None, catalogue: Catalogue) -> Indicator | None:
    """The indicator, where it may be drawn as a line: else nothing tells what may be joined."""
    if name is None or name not in catalogue:
        return None
    return catalogue[name] if catalogue[name].display == "line" else None


def _uk_first(names: Sequence[str]) -> list[str]:
    """Each name once: the UK, then the others as the query gives them."""
    return sorted(dict.fromkeys(names), key=lambda name: name not in _UK_NAMES)


def _emphasis(name: str, focus: str, positions: dict[str, int]) -> Emphasis:
    if name == focus:
        return Emphasis.FOCUS
    return Emphasis.COMPARATOR if name in positions else Emphasis.CONTEXT


def _label(name: str, catalogue: Catalogue) -> str:
    text = catalogue.areas[name].short if name in catalogue.areas else name
    return text if len(text) <= _LABEL else f"{text[: _LABEL - 1]}…"


def _segments(
    rows: Sequence[DatedRow], indicator: Indicator | None, yearly: bool
) -> tuple[Segment, ...]:
    """Runs of one series that may be joined: every point alone where no indicator is known."""
    rows = sorted(rows, key=lambda row: row.day)
    steps = [(later.day - row.day).days for row, later in zip(rows, rows[1:], strict=False)]
    longest = _GAP * median(steps) if steps else 0.0
    runs: list[list[Point]] = []
    before: DatedRow | None = None
    for row in rows:
        if row.value is not None:
            point = _point(row, row.value, indicator, yearly)
            if before is not None and _joined(before, row, indicator, longest):
                runs[-1].append(point)
            else:
                runs.append([point])
        before = row
    return tuple(Segment(tuple(run)) for run in runs)


def _joined(before: DatedRow, row: DatedRow, indicator: Indicator | None, longest: float) -> bool:
    """Whether a line may lead from one row to the next."""
    return (
        indicator is not None
        and before.value is not None
        and (row.day - before.day).days <= longest
        and severed(indicator, row.geo, before.day, row.day) is None
        and not any(exclusion(indicator, row.geo, day) for day in (before.day, row.day))
    )


def _point(row: DatedRow, value: float, indicator: Indicator | None, yearly: bool) -> Point:
    apart = exclusion(indicator, row.geo, row.day) if indicator else None
    return Point(
        x=date(row.day.year, 7, 2) if yearly else row.day,
        label=str(row.day.year) if yearly else row.day.isoformat(),
        value=value,
        text=format_significant(value),
        mark=Mark.HOLLOW if apart else Mark.SOLID,
        status=reason_words(apart) if apart else "",
    )
