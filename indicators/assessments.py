"""An assessed strategy figure as a shape, and the words of its verdicts.

It decides nothing: `strategy` does.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.notes import sentence
from indicators.strategy_evidence import Evidence
from indicators.strategy_figures import StrategyFigure

CONFIRMED = "confirmed"
REVISED = "revised since"
NOT_REPRODUCED = "not reproduced"
NOT_DUE = "not due"
CANNOT_BE_CHECKED = "cannot be checked"
AS_STATED = (CONFIRMED, REVISED, NOT_REPRODUCED, NOT_DUE, CANNOT_BE_CHECKED)

HIGHER = "higher"
LOWER = "lower"
LITTLE_CHANGED = "little changed"
RANK_UP = "rank up"
RANK_DOWN = "rank down"
SAME_RANK = "same rank"
NOT_COMPARABLE = "no comparable figure"
SINCE_THEN = (HIGHER, LOWER, LITTLE_CHANGED, RANK_UP, RANK_DOWN, SAME_RANK, NOT_COMPARABLE)

BETTER, WORSE = "better", "worse"


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict, the sentence that says it, and the numbers it rests on."""

    verdict: str
    sentence: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class NearestSeries:
    """A series of another definition with its own then and now; either text may be empty."""

    indicator_id: str
    title: str
    caveat: str
    then_text: str
    now_text: str
    vintage_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DerivedValue:
    """A value computed from the strategy's own numbers, never published by anyone."""

    title: str
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """One figure's two answers. `direction` is better, worse or empty where neither is said."""

    figure: StrategyFigure
    as_stated: Answer
    since: Answer
    then_text: str
    now_text: str
    direction: str
    sources: tuple[str, ...]
    nearest: tuple[NearestSeries, ...] = ()


def answer(verdict: str, words: str, note: str, used: Iterable[Evidence]) -> Answer:
    """An answer whose sentence is the words and then the rule's note."""
    said = " ".join(sentence(part) for part in (words, note) if part)
    return Answer(verdict, said, tuple(used))
