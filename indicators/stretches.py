"""Figures compared with an earlier figure of the same stretch: index to a base, yearly change.

A stretch is a run of one area's figures without a declared break or a publisher's break flag.
Nothing is computed across two; the reason stands in the figure's place. It shapes no tables.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from indicators.catalogue import Indicator
from indicators.comparability import Figure, exclusion, reason_words, severed
from indicators.forms import Form

#: The status of a computed value is that of the part that needs the most care.
_CAUTION = ("F", "E", "P")

#: Area, first and last day: what tells one figure of an indicator from another.
Key = tuple[str, date, date]
#: Value, status, reason: the value is None where a reason stands, and the other way round.
Answer = tuple[float | None, str | None, str]


def key(figure: Figure) -> Key:
    """What tells the figure from the others of its indicator."""
    return figure.geo, figure.start, figure.end


def stretches(found: Iterable[Figure], indicator: Indicator) -> dict[Key, int]:
    """Each figure's stretch, numbered within its area: one more after every break."""
    stretch: dict[Key, int] = {}
    ordered = sorted(found, key=key)
    for _, of_area in groupby(ordered, key=lambda f: f.geo):
        number, before = 0, None
        for figure in of_area:
            if before is not None and _parted(before, figure, indicator):
                number += 1
            stretch[key(figure)] = number
            before = figure
    return stretch


def _parted(before: Figure, figure: Figure, indicator: Indicator) -> bool:
    flagged = figure.obs_status == "B"
    return flagged or severed(indicator, figure.geo, before.start, figure.start) is not None


@dataclass(frozen=True)
class Known:
    """All figures of an indicator at one frequency, and which stretch each belongs to."""

    figures: list[Figure]
    indicator: Indicator
    stretch: dict[Key, int]

    def apart(self, figure: Figure) -> str:
        """Why a figure may not be compared; empty where it may."""
        mark = exclusion(self.indicator, figure.geo, figure.start)
        return "" if mark is None else reason_words(mark)

    def together(self, one: Figure, other: Figure) -> bool:
        return self.stretch[key(one)] == self.stretch[key(other)]


def known_figures(found: list[Figure], indicator: Indicator) -> Known:
    """The figures with their stretches."""
    return Known(found, indicator, stretches(found, indicator))


def indexed(known: Known, form: Form) -> dict[Key, Answer]:
    """Every figure over the same area's at the base period, where both are of one stretch."""
    based = {f.geo: f for f in known.figures if f.period_label == form.base}
    return {key(f): _to_base(f, based.get(f.geo), known, form) for f in known.figures}


def _to_base(figure: Figure, base: Figure | None, known: Known, form: Form) -> Answer:
    apart = known.apart(figure)
    if apart:
        reason = f"the figure is {apart}"
    elif base is None:
        reason = f"there is no figure for the base period {form.base}"
    elif known.apart(base):
        reason = f"the figure for the base period {form.base} is {known.apart(base)}"
    elif base.value <= 0:
        reason = f"the figure for the base period {form.base} is not above zero"
    elif not known.together(figure, base):
        reason = f"a break lies between it and the base period {form.base}"
    else:
        return figure.value / base.value * form.factor, figure.obs_status, ""
    return None, None, reason


def grown(known: Known, form: Form) -> dict[Key, Answer]:
    """Every figure's change on the same area's a year earlier, where both are of one stretch."""
    at = {(f.geo, f.start): f for f in known.figures}
    return {
        key(f): _on_year_earlier(f, at.get((f.geo, _year_earlier(f.start))), known, form)
        for f in known.figures
    }


def _year_earlier(day: date) -> date:
    return date(day.year - 1, day.month, 1)


def _on_year_earlier(figure: Figure, before: Figure | None, known: Known, form: Form) -> Answer:
    apart = known.apart(figure)
    if apart:
        reason = f"the figure is {apart}"
    elif before is None:
        reason = "there is no figure a year earlier"
    elif known.apart(before):
        reason = f"the figure a year earlier is {known.apart(before)}"
    elif not known.together(figure, before):
        reason = "a break lies between it and the year before"
    elif form.relative and before.value <= 0:
        reason = "the figure a year earlier is not above zero"
    else:
        change = figure.value - before.value
        value = change / before.value * form.factor if form.relative else change
        return value, status(figure.obs_status, before.obs_status), ""
    return None, None, reason


def status(one: str | None, other: str | None) -> str | None:
    """A only where both parts say A; a status that was not given stays not given."""
    for code in _CAUTION:
        if code in (one, other):
            return code
    return "A" if one == other == "A" else None
