"""First answer about a strategy figure: do published rows give the number it states.

It compares with a declared series only. What happened afterwards is in `strategy_since`.
"""

from collections.abc import Iterable

from indicators.assessments import (
    CANNOT_BE_CHECKED,
    CONFIRMED,
    NOT_DUE,
    NOT_REPRODUCED,
    REVISED,
    Answer,
    answer,
)
from indicators.catalogue import Catalogue
from indicators.notes import listed, sentence
from indicators.numbers import parse_number, shown_step
from indicators.strategy_evidence import Evidence, Frames, growth, take
from indicators.strategy_figures import Check, StrategyFigure

#: "Roughly" is confirmed within this share of the stated number.
ROUGHLY = 0.05
_AT_LEAST = ("over", "more than", "surpassed")
_NOISE = 1e-9


def agrees(figure: StrategyFigure, found: float, catalogue: Catalogue) -> bool:
    """Whether a found value confirms the stated number.

    Within half a unit of its last written digit; within 5% where the strategy says "roughly"; at
    or above it where the strategy says "over", "more than" or "surpassed".
    """
    unit = catalogue.units_by_id[figure.unit_id]
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


def _later(frames: Frames, check: Check, catalogue: Catalogue) -> list[Evidence | None]:
    """What the publisher says today: the revised series where one is declared, else the same."""
    found = _gather(frames, check, catalogue)
    if check.revised_by:
        revised = Check(check.revised_by, check.periods, check.measure, check.frequency)
        found = [r or f for r, f in zip(_gather(frames, revised, catalogue), found, strict=True)]
    return found


def as_stated(
    figure: StrategyFigure, observations: Frames, first_published: Frames, catalogue: Catalogue
) -> Answer:
    """Whether published rows give the stated number: today, when first published, or not at all."""
    check = figure.check
    if figure.not_due:
        return Answer(NOT_DUE, sentence(f"Not due: a {figure.comparison} for {figure.period}"))
    if check is None:
        return _cannot(figure.unchecked)
    found = _gather(first_published, check, catalogue)
    first = tuple(evidence for evidence in found if evidence is not None)
    if len(first) < len(found):
        title = catalogue[check.indicator].title
        return _cannot(f"no figure for {listed(check.periods)} is held in the series {title!r}")
    today = _later(observations, check, catalogue)
    later = tuple(new or old for new, old in zip(today, first, strict=True))
    publisher = catalogue[check.indicator].publisher
    if all(agrees(figure, evidence.value, catalogue) for evidence in later):
        near = f", within 5% of {figure.stated}" if figure.comparison == "roughly" else ""
        words = f"Confirmed: {_dated(later)}{near} (source: {publisher})"
        return answer(CONFIRMED, words, check.note, later)
    if all(agrees(figure, evidence.value, catalogue) for evidence in first):
        return _revised(first, later, publisher, check)
    return _not_reproduced(first, later, publisher, check)


def _revised(
    first: tuple[Evidence, ...], later: tuple[Evidence, ...], publisher: str, check: Check
) -> Answer:
    new = [e for e, old in zip(later, first, strict=True) if e.value != old.value]
    words = (
        f"Confirmed by the figure first published, {_dated(first)}; revised since to "
        f"{listed(e.text for e in new)} (source: {publisher}, {new[-1].vintage_label})"
    )
    return answer(REVISED, words, check.note, (*first, *new))


def _not_reproduced(
    first: tuple[Evidence, ...], later: tuple[Evidence, ...], publisher: str, check: Check
) -> Answer:
    said = _dated(first)
    if check.measure == "growth":
        ends = [part.dated_text for evidence in first for part in evidence.parts]
        said = f"{listed(e.text for e in first)}, from {' to '.join(ends)}"
    new = [e for e, old in zip(later, first, strict=True) if e.value != old.value]
    if new:
        said += f", and {_dated(new)} as revised since"
    words = f"Not reproduced: {said} (source: {publisher})"
    return answer(NOT_REPRODUCED, words, check.note, (*first, *new))


def _dated(evidence: Iterable[Evidence]) -> str:
    """ "4 universities in 2022 and 2024": equal numbers are said once."""
    labels: dict[str, list[str]] = {}
    for item in evidence:
        labels.setdefault(item.text, []).append(item.period_label)
    return listed(f"{text} in {listed(periods)}" for text, periods in labels.items())
