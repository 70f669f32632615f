"""Two answers for each strategy figure: does it hold as stated, and what has happened since.

It applies the rules that `strategy.toml` declares to published rows. It holds no figures itself.
"""

from collections.abc import Callable, Iterable

from indicators.assessments import (
    BETTER,
    CANNOT_BE_CHECKED,
    CONFIRMED,
    HIGHER,
    LITTLE_CHANGED,
    LOWER,
    NOT_COMPARABLE,
    NOT_DUE,
    NOT_REPRODUCED,
    RANK_DOWN,
    RANK_UP,
    REVISED,
    SAME_RANK,
    WORSE,
    Answer,
    Assessment,
    DerivedValue,
    NearestSeries,
)
from indicators.catalogue import Catalogue
from indicators.comparability import exclusion, reason_words, severed
from indicators.notes import sentence
from indicators.numbers import format_with_phrase, parse_number, shown_step
from indicators.strategy_evidence import Evidence, Frames, growth, newest, take
from indicators.strategy_figures import Check, Derived, Follow, Nearest, StrategyFigure

#: "Roughly" is confirmed within this share of the stated number.
ROUGHLY = 0.05
_AT_LEAST = ("over", "more than", "surpassed")
_NOISE = 1e-9


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
    as_stated = _as_stated(figure, observations, {**observations, **first_published}, catalogue)
    since, direction = _since(figure.follow, figure, observations, catalogue)
    near = tuple(_nearest(item, observations, catalogue) for item in figure.nearest)
    used = [v for e in (*as_stated.evidence, *since.evidence) for v in e.vintage_ids]
    used += [v for item in near for v in item.vintage_ids]
    then = since.evidence[0].dated_text if since.evidence else ""
    now = since.evidence[-1].dated_text if len(since.evidence) > 1 else ""
    return Assessment(
        figure, as_stated, since, then, now, direction, tuple(dict.fromkeys(used)), near
    )


def agrees(figure: StrategyFigure, found: float, catalogue: Catalogue) -> bool:
    """Whether a found value confirms the stated number.

    Within half a unit of its last written digit; within 5% where the strategy says "roughly"; at
    or above it where the strategy says "over", "more than" or "surpassed".
    """
    unit = catalogue.units_by_id[figure.unit]
    stated = parse_number(figure.stated, unit)
    if figure.comparison in _AT_LEAST:
        return found >= stated - _NOISE
    if figure.comparison == "roughly":
        return abs(found - stated) <= ROUGHLY * abs(stated) + _NOISE
    return abs(found - stated) <= shown_step(figure.stated, unit) / 2 + _NOISE


def _cannot(why: str) -> Answer:
    return Answer(CANNOT_BE_CHECKED, sentence(f"Cannot be checked: {why}"))


def _gather(frames: Frames, check: Check, catalogue: Catalogue) -> list[Evidence | None]:
    if check.measure == "growth":
        return [growth(frames, check, catalogue)]
    return [take(frames, check, period, catalogue) for period in check.periods]


def _later(frames: Frames, check: Check, catalogue: Catalogue) -> list[Evidence]:
    """What the publisher says today: the revised series where one is declared, else the same."""
    found = _gather(frames, check, catalogue)
    if check.revised_by:
        revised = Check(check.revised_by, check.periods, check.measure, check.frequency)
        found = [r or f for r, f in zip(_gather(frames, revised, catalogue), found, strict=True)]
    return [evidence for evidence in found if evidence is not None]


def _as_stated(
    figure: StrategyFigure, observations: Frames, first_published: Frames, catalogue: Catalogue
) -> Answer:
    check = figure.check
    if figure.not_due:
        return Answer(NOT_DUE, sentence(f"Not due: a {figure.comparison} for {figure.period}"))
    if check is None:
        return _cannot(figure.unchecked)
    found = _gather(first_published, check, catalogue)
    first = tuple(evidence for evidence in found if evidence is not None)
    if len(first) < len(found):
        periods = " and ".join(check.periods)
        title = catalogue[check.indicator].title
        return _cannot(f"no figure for {periods} is held in the series {title!r}")
    later = tuple(_later(observations, check, catalogue))
    first_agree = all(agrees(figure, evidence.value, catalogue) for evidence in first)
    later_agree = bool(later) and all(agrees(figure, e.value, catalogue) for e in later)
    publisher = catalogue[check.indicator].publisher
    if first_agree and not later_agree:
        return _revised(first, later, publisher, check)
    if later_agree:
        said = _joined(evidence.dated_text for evidence in later)
        near = f", within 5% of {figure.stated}" if figure.comparison == "roughly" else ""
        return _answer(
            CONFIRMED, f"Confirmed: {publisher}'s figures give {said}{near}", check, later
        )
    return _not_reproduced(first, publisher, check)


def _answer(verdict: str, words: str, rule: Check | Follow, used: Iterable[Evidence]) -> Answer:
    text = sentence(words)
    return Answer(verdict, f"{text} {sentence(rule.note)}" if rule.note else text, tuple(used))


def _revised(
    first: tuple[Evidence, ...], later: tuple[Evidence, ...], publisher: str, check: Check
) -> Answer:
    new = [e for e, old in zip(later, first, strict=False) if e.value != old.value] or list(later)
    words = (
        f"Confirmed by the figure {publisher} first published, "
        f"{_joined(e.dated_text for e in first)}; revised since to "
        f"{_joined(e.text for e in new)} ({new[-1].vintage_label})"
    )
    return _answer(REVISED, words, check, (*first, *new))


def _not_reproduced(first: tuple[Evidence, ...], publisher: str, check: Check) -> Answer:
    said = _joined(evidence.dated_text for evidence in first)
    parts = [part.dated_text for evidence in first for part in evidence.parts]
    if check.measure == "growth":
        said = f"{_joined(e.text for e in first)}, from {' to '.join(parts)}"
    return _answer(
        NOT_REPRODUCED, f"Not reproduced: {publisher}'s figures give {said}", check, first
    )


def _joined(texts: Iterable[str]) -> str:
    words = list(texts)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _no_figure(why: str, evidence: tuple[Evidence, ...] = ()) -> tuple[Answer, str]:
    return Answer(NOT_COMPARABLE, sentence(f"No comparable figure: {why}"), evidence), ""


def _since(
    follow: Follow | None, figure: StrategyFigure, observations: Frames, catalogue: Catalogue
) -> tuple[Answer, str]:
    if follow is None:
        return _no_figure(figure.unfollowed)
    indicator = catalogue[follow.indicator]
    then = take(observations, follow, follow.since, catalogue)
    now = newest(observations, follow, catalogue)
    if then is None or now is None:
        return _no_figure(f"the series {indicator.title!r} holds none for {follow.since}")
    if now.start <= then.start:
        return _no_figure(f"none after {then.period_label} is held", (then,))
    mark = severed(indicator, follow.geo, then.start, now.start)
    if mark is not None:
        return _no_figure(f"the series has a break in {mark.at.label} ({mark.note})", (then, now))
    places = follow.measure == "rank" or catalogue.unit_of(indicator).ordinal
    verdict = _place_verdict(then, now) if places else _value_verdict(then, now, follow)
    words = f"{verdict}: {now.dated_text}, against {then.dated_text}"
    excluded = exclusion(indicator, follow.geo, now.start)
    if excluded is not None:
        words = f"{words}. The newest figure is {reason_words(excluded)}"
    answer = _answer(verdict, words, follow, (then, now))
    return answer, _direction(verdict, follow, catalogue)


def _place_verdict(then: Evidence, now: Evidence) -> str:
    if now.value == then.value:
        return SAME_RANK
    return RANK_UP if now.value < then.value else RANK_DOWN


def _value_verdict(then: Evidence, now: Evidence, follow: Follow) -> str:
    change = now.value - then.value
    if abs(change) <= follow.little_changed * abs(then.value) + _NOISE:
        return LITTLE_CHANGED
    return HIGHER if change > 0 else LOWER


def _direction(verdict: str, follow: Follow, catalogue: Catalogue) -> str:
    """Better or worse, only where the catalogue gives a direction and the rule allows it."""
    direction = catalogue[follow.indicator].direction
    if not follow.judged or direction == "neither":
        return ""
    if verdict in (RANK_UP, RANK_DOWN):
        return BETTER if verdict == RANK_UP else WORSE
    if verdict in (HIGHER, LOWER):
        return BETTER if verdict == direction else WORSE
    return ""


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


def derive(
    item: Derived, figure: StrategyFigure, figures: Iterable[StrategyFigure], catalogue: Catalogue
) -> DerivedValue:
    """A derived value, from the numbers as the strategy gives them."""
    other = next(f for f in figures if f.id == item.other)
    value = float(_DERIVATIONS[item.method](figure.value, other.value, item.years))
    unit = catalogue.units_by_id[item.unit]
    return DerivedValue(item.title, value, format_with_phrase(value, unit, decimals=item.decimals))
