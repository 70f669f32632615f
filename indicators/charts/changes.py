"""Tidy rows become a dumbbell: each area's figure in a chosen period and its newest.

It compares nothing across a declared break, and names the areas it leaves out. It does not draw.
"""

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd

from indicators.areas import UK, Areas
from indicators.catalogue import Indicator, Unit
from indicators.charts.alternative import listed
from indicators.charts.axes import Number, axis_for
from indicators.charts.build import drawn_frequency
from indicators.charts.description import Change, Chart, Emphasis, Kind, Mark
from indicators.charts.looks import comparator_positions
from indicators.charts.scales import starts_at_zero
from indicators.charts.segments import lone_point
from indicators.comparability import Figure, exclusion, figures, severed
from indicators.errors import NoDataError
from indicators.notes import sentence

ORDERS = ("newest", "change")

_SEVERING_WORDS = {"break": "series break", "level_shift": "level shift"}
_WHOLE_SCALE = 6


def change_chart(  # noqa: PLR0913  (each word readers need is an argument, so none can be left out)
    rows: pd.DataFrame,
    *,
    indicator: Indicator,
    unit: Unit,
    areas: Areas,
    number: Number,
    difference: Callable[[float, float], str],
    since: str,
    headline: str,
    subtitle: str,
    source_line: str,
    alt: str,
    focus: str = UK,
    highlighted: Sequence[str] = (),
    frequency: str | None = None,
    order: str = "newest",
) -> Chart:
    """Each area in `rows` in the period labelled `since` and in its newest usable period.

    Use: `change_chart(rows, ..., number=lambda v: format_value(v, unit),
    difference=lambda new, old: format_change(old, new, unit), since="2015")`.

    Args:
        difference: writes the size of the change from the second value to the first for
            readers; its direction is added here.
        order: "newest" sorts by the newest value, "change" by the change; largest first, and
            smallest first for ranks.

    Areas with no figure for `since`, with none after it, or whose two periods lie on the two sides
    of a declared break are left out, each named with the reason in the notes.

    Raises:
        NoDataError: no area has two figures that may be compared.
        ValueError: an unknown order.
    """
    if order not in ORDERS:
        raise ValueError(f"order {order!r} is none of {', '.join(ORDERS)}")
    frequency = frequency or drawn_frequency(rows, indicator, focus)
    known, _ = figures(rows, frequency)
    places = comparator_positions(highlighted, focus)
    changes: list[Change] = []
    left_out: dict[str, list[str]] = {}
    held = {figure.geo for figure in known}
    for area in (a for a in areas.areas if a.geo in held or a.geo in (focus, *places)):
        pair = _pair([f for f in known if f.geo == area.geo], indicator, since)
        if isinstance(pair, str):
            left_out.setdefault(pair, []).append(area.short)
            continue
        earlier, later = pair
        emphasis = Emphasis.COMPARATOR if area.geo in places else Emphasis.CONTEXT
        changes.append(
            Change(
                area.geo,
                area.short,
                lone_point(earlier, indicator, number),
                lone_point(later, indicator, number),
                _moved(later.value, earlier.value, difference),
                Emphasis.FOCUS if area.geo == focus else emphasis,
                places.get(area.geo, 0),
            )
        )
    notes = tuple(
        sentence(f"Left out: {listed(names)} ({reason})") for reason, names in left_out.items()
    )
    if not changes:
        raise NoDataError(
            f"No area can be compared between {since} and now on {indicator.title}. "
            f"{' '.join(notes)} Choose another year."
        )
    changes.sort(key=lambda c: _sorted_by(c, order, unit))
    values = [p.value for c in changes for p in (c.earlier, c.later)]
    return Chart(
        kind=Kind.DUMBBELL,
        headline=headline,
        subtitle=subtitle,
        source_line=source_line,
        alt=f"{alt} {_outline(changes, since, notes)}",
        axis=axis_for(unit, indicator, from_zero=starts_at_zero(values, _WHOLE_SCALE)),
        frequency=frequency,
        changes=tuple(changes),
        notes=(*_marked(changes), *notes),
    )


def _pair(
    of_area: Sequence[Figure], indicator: Indicator, since: str
) -> tuple[Figure, Figure] | str:
    """The figure for `since` and the newest usable one; or why they are not compared."""
    usable = [f for f in of_area if exclusion(indicator, f.geo, f.start) is None]
    earlier = next((f for f in usable if f.period_label == since), None)
    if earlier is None:
        declared = any(f.period_label == since for f in of_area)
        return f"the figure for {since} is not comparable" if declared else f"no figure for {since}"
    later = usable[-1]
    if later.start <= earlier.start:
        return f"no figure after {since} that can be compared"
    mark = severed(indicator, earlier.geo, earlier.start, later.start)
    if mark is not None:
        return f"{_SEVERING_WORDS[mark.kind]} {mark.at.label}"
    flagged = [f for f in usable if earlier.start < f.start and f.obs_status == "B"]
    if flagged:
        return f"series break {flagged[-1].period_label}"
    if indicator.display == "points" and later.vintage_id != earlier.vintage_id:
        return "the two figures are from editions that are not compared"
    return earlier, later


def _moved(new: float, old: float, difference: Callable[[float, float], str]) -> str:
    if new == old:
        return "no change"
    return f"{'up' if new > old else 'down'} {difference(new, old)}"


def _sorted_by(change: Change, order: str, unit: Unit) -> tuple[float, str]:
    key = change.later.value
    if order == "change":
        key -= change.earlier.value
    return (key if unit.ordinal else -key), change.geo


def usual_later(changes: Sequence[Change]) -> str:
    """The newest period of most rows, the latest of several; others are named at their value."""
    days: dict[str, tuple[int, date]] = {}
    for change in changes:
        count, _ = days.get(change.later.label, (0, change.later.x))
        days[change.later.label] = (count + 1, change.later.x)
    return max(days, key=lambda label: (days[label], label))


def later_words(changes: Sequence[Change]) -> str:
    """Which period the later of two dots is of."""
    usual = usual_later(changes)
    other = any(change.later.label != usual for change in changes)
    return f"{usual} unless given" if other else usual


def _outline(changes: Sequence[Change], since: str, notes: Sequence[str]) -> str:
    """How the chart is made up: kind, periods, who rose and fell, the focus, who is left out."""
    usual = usual_later(changes)
    other = any(c.later.label != usual for c in changes)
    newest = f"the newest period (mostly {usual})" if other else usual
    moves = [c.later.value - c.earlier.value for c in changes]
    up, down = sum(m > 0 for m in moves), sum(m < 0 for m in moves)
    same = len(moves) - up - down
    counts = [f"{up} went up", f"{down} went down", *([f"{same} stayed the same"] if same else [])]
    areas = f"{len(changes)} areas" if len(changes) != 1 else "1 area"
    parts = [f"Two dots an area, {since} and {newest}, {areas}: {', '.join(counts)}."]
    parts += [
        f"{c.label}: {c.earlier.text} in {c.earlier.label}, {c.later.text} in {c.later.label} "
        f"({c.text})."
        for c in changes
        if c.emphasis is not Emphasis.CONTEXT
    ]
    return " ".join((*parts, *notes))


def _marked(changes: Sequence[Change]) -> tuple[str, ...]:
    """Which rows rest on an estimate, in a sentence; nothing where none does."""
    names = [
        f"{c.label} {listed([p.label for p in (c.earlier, c.later) if p.mark is not Mark.SOLID])}"
        for c in changes
        if Mark.SOLID is not c.earlier.mark or Mark.SOLID is not c.later.mark
    ]
    return (f"Estimates: {'; '.join(names)}.",) if names else ()
