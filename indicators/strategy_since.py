"""Second answer about a strategy figure: what a series of the same definition has done since.

It never compares across a declared break, another definition or another unit.
"""

from indicators.assessments import (
    BETTER,
    HIGHER,
    LITTLE_CHANGED,
    LOWER,
    NOT_COMPARABLE,
    RANK_DOWN,
    RANK_UP,
    SAME_RANK,
    WORSE,
    Answer,
    answer,
)
from indicators.catalogue import Catalogue
from indicators.comparability import exclusion, reason_words, severed
from indicators.notes import sentence
from indicators.strategy_evidence import Evidence, Frames, newest, take
from indicators.strategy_figures import Follow, StrategyFigure

_NOISE = 1e-9


def _no_figure(why: str, evidence: tuple[Evidence, ...] = ()) -> tuple[Answer, str]:
    return Answer(NOT_COMPARABLE, sentence(f"No comparable figure: {why}"), evidence), ""


def since_then(
    figure: StrategyFigure, observations: Frames, catalogue: Catalogue
) -> tuple[Answer, str]:
    """The verdict on the time since, and "better", "worse" or nothing."""
    follow = figure.follow
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
    before = then.period_label if now.text == then.text else then.dated_text
    words = (
        f"{verdict}: {now.dated_text}, {'as in' if now.text == then.text else 'against'} {before}"
    )
    excluded = exclusion(indicator, follow.geo, now.start)
    if excluded is not None:
        words = f"{words}. The newest figure is {reason_words(excluded)}"
    return answer(verdict, words, follow.note, (then, now)), _direction(verdict, follow, catalogue)


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
