"""Two indicators' figures become a scatter: a dot a country, its name beside it.

It says what is left out and which figures lie years apart. It fits no line and does not draw.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indicators import sentences
from indicators.areas import UK, Areas
from indicators.catalogue import PRICE_BASES, Indicator, Unit
from indicators.charts.alternative import listed
from indicators.charts.axes import Number, axis_for
from indicators.charts.description import Axis, Chart, Emphasis, Kind, Mark, Pair
from indicators.charts.looks import comparator_positions
from indicators.charts.scales import starts_at_zero
from indicators.charts.segments import lone_point
from indicators.notes import sentence
from indicators.pairing import Pairing
from indicators.rankings import MAX_SPREAD_YEARS

#: A log axis is worth it where the largest value is this many times the smallest.
_LEAST_LOG_RATIO = 10
#: A whole scale is kept for so few dots that a cut one would mislead.
_MANY = 6

NO_LINE = (
    "No line is fitted: two indicators that go together across countries need not be cause and "
    "effect."
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two indicators: what it is, its unit, and how its values are written."""

    indicator: Indicator
    unit: Unit
    number: Number


def scatter_chart(  # noqa: PLR0913  (each word readers need is an argument, so none can be left out)
    pairing: Pairing,
    *,
    up: Side,
    across: Side,
    areas: Areas,
    headline: str,
    subtitle: str,
    source_line: str,
    alt: str,
    focus: str = UK,
    highlighted: Sequence[str] = (),
    log: bool = False,
) -> Chart:
    """A dot for each country of `pairing`, `first` figures read upwards and `second` ones across.

    `log` puts an axis on a log scale where its values are above zero and lie ten times apart.
    """
    places = comparator_positions(highlighted, focus)
    pairs = [
        Pair(
            paired.geo,
            areas[paired.geo].short,
            across=lone_point(paired.second, across.indicator, across.number),
            up=lone_point(paired.first, up.indicator, up.number),
            emphasis=_emphasis(paired.geo, focus, places),
            position=places.get(paired.geo, 0),
        )
        for paired in pairing.pairs
    ]
    notes = (*_notes(pairing, pairs, areas), *_mixes(up, across), NO_LINE)
    return Chart(
        kind=Kind.SCATTER,
        headline=headline,
        subtitle=subtitle,
        source_line=source_line,
        alt=f"{alt} {_outline(pairs, up, across)}",
        axis=_axis(up, [p.up.value for p in pairs], log),
        across=_axis(across, [p.across.value for p in pairs], log),
        pairs=tuple(pairs),
        notes=tuple(dict.fromkeys(notes)),
    )


def _emphasis(geo: str, focus: str, places: dict[str, int]) -> Emphasis:
    if geo == focus:
        return Emphasis.FOCUS
    return Emphasis.COMPARATOR if geo in places else Emphasis.CONTEXT


def _axis(side: Side, values: Sequence[float], log: bool) -> Axis:
    axis = axis_for(side.unit, side.indicator, from_zero=starts_at_zero(values, _MANY))
    title = sentences.measure_in_prices(side.indicator, side.unit)
    axis = replace(axis, title=title)
    if log and min(values) > 0 and max(values) / min(values) >= _LEAST_LOG_RATIO:
        return replace(axis, log=True, from_zero=False)
    return axis


def _notes(pairing: Pairing, pairs: Sequence[Pair], areas: Areas) -> list[str]:
    notes = [pairing.warning] if pairing.warning else []
    if pairing.apart:
        names = listed([areas[geo].short for geo in pairing.apart])
        notes.append(f"More than {MAX_SPREAD_YEARS} years lie between the two figures of {names}.")
    marked = [p.label for p in pairs if {p.up.mark, p.across.mark} != {Mark.SOLID}]
    if marked:
        notes.append(f"Open dots rest on an estimate: {listed(marked)}.")
    reasons: dict[str, list[str]] = {}
    for geo, reason in pairing.left_out:
        reasons.setdefault(reason, []).append(areas[geo].short)
    notes += [sentence(f"Left out: {listed(names)} ({why})") for why, names in reasons.items()]
    return notes


def _mixes(up: Side, across: Side) -> list[str]:
    """A mark where the two axes are in money that is not the same money."""
    pair = [side.unit.currency for side in (up, across)]
    notes = []
    if all(pair) and pair[0] != pair[1]:
        notes.append(
            f"The axes are in different currencies, {pair[0]} upwards and {pair[1]} across; "
            "nothing is converted."
        )
    bases = [PRICE_BASES[side.indicator.price_basis] for side in (up, across)]
    if all(bases) and bases[0] != bases[1]:
        notes.append(f"The axes differ in price basis: {bases[0]} upwards, {bases[1]} across.")
    return notes


def _outline(pairs: Sequence[Pair], up: Side, across: Side) -> str:
    """How the chart is made up: what each axis is, and who lies at the ends of both."""
    low, high = (f(pairs, key=lambda p: p.up.value) for f in (min, max))
    left, right = (f(pairs, key=lambda p: p.across.value) for f in (min, max))
    return (
        f"Scatter of {len(pairs)} countries: {up.indicator.title} upwards, from {low.label} "
        f"({low.up.text}) to {high.label} ({high.up.text}); {across.indicator.title} across, from "
        f"{left.label} ({left.across.text}) to {right.label} ({right.across.text}). No line is "
        "fitted."
    )
