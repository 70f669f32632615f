"""Indicators, pillars and the index above them: which means are taken over what.

Declarations and their order only. It takes no mean itself.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

#: Id of the index itself: the parent of every top pillar.
INDEX = "index"

DIRECTIONS = {"higher": 1.0, "lower": -1.0}


@dataclass(frozen=True, slots=True)
class IndicatorSpec:
    """One indicator: the pillar it stands in, which direction is better, its weight there."""

    id: str
    pillar: str = INDEX
    direction: str = "higher"
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class PillarSpec:
    """One pillar or sub-index, its weight, and the pillar above it (by default the index)."""

    id: str
    weight: float = 1.0
    parent: str = INDEX


@dataclass(frozen=True, slots=True)
class Node:
    """A mean to take: a pillar or the index, its children, and their weights (sum one).

    `over_indicators` says whether the children are indicators; otherwise they are pillars.
    """

    id: str
    children: tuple[str, ...]
    weights: tuple[float, ...]
    over_indicators: bool


def nodes(
    indicators: tuple[IndicatorSpec, ...], pillars: tuple[PillarSpec, ...]
) -> tuple[Node, ...]:
    """Every mean to take, children before parents; the index is last."""
    below: dict[str, list[PillarSpec]] = {name: [] for name in (INDEX, *(p.id for p in pillars))}
    for pillar in pillars:
        below[pillar.parent].append(pillar)
    found: list[Node] = []

    def visit(name: str) -> None:
        for pillar in below[name]:
            visit(pillar.id)
        children: Iterable[IndicatorSpec | PillarSpec] = below[name] or (
            i for i in indicators if i.pillar == name
        )
        weighed = {child.id: child.weight for child in children}
        total = math.fsum(weighed.values())
        weights = tuple(weight / total for weight in weighed.values())
        found.append(Node(name, tuple(weighed), weights, not below[name]))

    visit(INDEX)
    return tuple(found)


def repeated(names: Iterable[str]) -> list[str]:
    """The names that stand more than once, in order of first appearance."""
    return [name for name, times in Counter(names).items() if times > 1]


def tree_problems(
    indicators: tuple[IndicatorSpec, ...], pillars: tuple[PillarSpec, ...]
) -> Iterator[str]:
    """What is wrong with the hierarchy, one sentence each."""
    if not indicators:
        yield "there is no indicator; declare at least one"
    for name in repeated([INDEX, *(p.id for p in pillars), *(i.id for i in indicators)]):
        yield f"id {name!r} stands twice; ids of indicators, pillars and {INDEX!r} are unique"
    yield from _parent_problems(indicators, pillars)
    yield from _kind_problems(indicators, pillars)
    weighted = [("indicator", i.id, i.weight) for i in indicators]
    weighted += [("pillar", p.id, p.weight) for p in pillars]
    for noun, name, weight in weighted:
        if not (math.isfinite(weight) and weight > 0):
            yield (
                f"{noun} {name!r}: weight {weight} is not a number above zero; "
                "take it out or give it one"
            )


def _parent_problems(
    indicators: tuple[IndicatorSpec, ...], pillars: tuple[PillarSpec, ...]
) -> Iterator[str]:
    parents = {p.id: p.parent for p in pillars}
    for p in pillars:
        if p.parent != INDEX and p.parent not in parents:
            yield f"pillar {p.id!r}: parent {p.parent!r} is not declared"
        elif _circular(p.id, parents):
            yield f"pillar {p.id!r}: its parents lead back to itself"
    for i in indicators:
        if i.pillar != INDEX and i.pillar not in parents:
            yield f"indicator {i.id!r}: pillar {i.pillar!r} is not declared"
        if i.direction not in DIRECTIONS:
            yield f"indicator {i.id!r}: direction {i.direction!r} is neither higher nor lower"


def _circular(name: str, parents: Mapping[str, str]) -> bool:
    at = name
    for _ in parents:
        at = parents.get(at, INDEX)
        if at == name:
            return True
    return False


def _kind_problems(
    indicators: tuple[IndicatorSpec, ...], pillars: tuple[PillarSpec, ...]
) -> Iterator[str]:
    of_pillars = {p.parent for p in pillars}
    of_indicators = {i.pillar for i in indicators}
    for name in (INDEX, *(p.id for p in pillars)):
        if name in of_pillars and name in of_indicators:
            yield f"{name!r} holds both pillars and indicators; give it one kind"
        if name != INDEX and name not in of_pillars | of_indicators:
            yield f"pillar {name!r} is empty; give it an indicator or take it out"
