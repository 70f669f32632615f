"""Two answers for each strategy figure: does it hold as stated, and what has happened since.

It applies the rules that `strategy.toml` declares to published rows. It holds no figures itself.
"""

from collections.abc import Callable, Iterable

from indicators.assessments import Assessment, DerivedValue, NearestSeries
from indicators.catalogue import Catalogue
from indicators.comparability import severed
from indicators.numbers import format_with_phrase
from indicators.strategy_as_stated import as_stated
from indicators.strategy_evidence import Evidence, Frames, newest, take
from indicators.strategy_figures import Derived, Nearest, StrategyFigure
from indicators.strategy_since import since_then


def assess(
    figure: StrategyFigure, observations: Frames, first_published: Frames, catalogue: Catalogue
) -> Assessment:
    """Assess one figure by its declared rules.

    Args:
        observations: indicator id → serving rows (`queries.observations`), for every id in
            `figure.indicator_ids`; an absent id counts as no rows.
        first_published: indicator id → the same columns, each cell as its earliest vintage had it.
            Where an indicator is absent its serving rows stand in.
    """
    stated = as_stated(figure, observations, {**observations, **first_published}, catalogue)
    since, direction = since_then(figure, observations, catalogue)
    near = tuple(_nearest(item, observations, catalogue) for item in figure.nearest)
    used = [v for e in (*stated.evidence, *since.evidence) for v in e.vintage_ids]
    used += [v for item in near for v in item.vintage_ids]
    then = since.evidence[0].dated_text if since.evidence else ""
    now = since.evidence[-1].dated_text if len(since.evidence) > 1 else ""
    return Assessment(figure, stated, since, then, now, direction, tuple(dict.fromkeys(used)), near)


def _apart(item: Nearest, then: Evidence, now: Evidence, catalogue: Catalogue) -> bool:
    """Whether the newest figure is no newer, or lies beyond a declared break."""
    mark = severed(catalogue[item.indicator], item.geo, then.start, now.start)
    return now.start <= then.start or mark is not None


def _nearest(item: Nearest, observations: Frames, catalogue: Catalogue) -> NearestSeries:
    then = take(observations, item, item.since, catalogue)
    now = newest(observations, item, catalogue)
    if then is not None and now is not None and _apart(item, then, now, catalogue):
        now = None
    used = [v for e in (then, now) if e is not None for v in e.vintage_ids]
    return NearestSeries(
        indicator_id=item.indicator,
        title=catalogue[item.indicator].title,
        caveat=item.caveat,
        then_text=then.dated_text if then is not None else "",
        now_text=now.dated_text if now is not None else "",
        vintage_ids=tuple(dict.fromkeys(used)),
    )


_DERIVATIONS: dict[str, Callable[[float, float, int], float]] = {
    "growth_a_year": lambda own, other, years: ((own / other) ** (1 / years) - 1) * 100,
    "before_growth": lambda own, other, _: own / (1 + other / 100),
    "total_from_share": lambda own, other, _: own / (other / 100),
    "difference": lambda own, other, _: own - other,
    "ratio": lambda own, other, _: own / other,
}


def derived_values(
    figure: StrategyFigure, figures: Iterable[StrategyFigure], catalogue: Catalogue
) -> tuple[DerivedValue, ...]:
    """What the strategy's own numbers imply, by the figure's declared derivations."""
    by_id = {other.id: other for other in figures}
    return tuple(_derived(item, figure, by_id[item.other], catalogue) for item in figure.derived)


def _derived(
    item: Derived, figure: StrategyFigure, other: StrategyFigure, catalogue: Catalogue
) -> DerivedValue:
    value = _DERIVATIONS[item.method](figure.value, other.value, item.years)
    unit = catalogue.units_by_id[item.unit_id]
    return DerivedValue(item.title, value, format_with_phrase(value, unit, decimals=item.decimals))
