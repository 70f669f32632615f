"""Which vintages of an indicator are let through, and which cells therefore serve.

Vintages are taken in serving order. One that loses figures or moves one too far is held back until
a person accepts it. It does not judge single values: see `etl.validate`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from etl.accepted import Accepted
from etl.figures import Findings
from indicators.catalogue import Catalogue

#: A full vintage may lack this share of the cells that serve, and no more.
LOST_SHARE = 0.02
#: Two values nearer than this, relative to the larger, are one value written twice.
SAME = 1e-9

LOADED, HELD_BACK, REFUSED = "loaded", "held back", "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one indicator's rows in one vintage: a row of the load log.

    `new`, `revised` and `lost` count cells against those serving before it.
    """

    indicator_id: str
    vintage_id: str | None
    date: date
    rows: int
    new: int
    revised: int
    lost: int
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """`let_through` marks the rows that enter the warehouse, `serving` those of the newest cells.

    `partial` marks serving rows of a partial vintage. All three are as long as the rows given.
    """

    let_through: np.ndarray
    serving: np.ndarray
    partial: np.ndarray
    outcomes: tuple[Outcome, ...]


class _Serving:
    """The serving cells of one indicator: sorted by cell, each with its row and its value."""

    def __init__(self) -> None:
        self.rows = np.empty(0, np.int64)
        self.cells = np.empty(0, np.int64)
        self.areas = np.empty(0, np.int64)
        self.values = np.empty(0, np.float64)
        self.partial = np.empty(0, bool)

    def take(self, new: "_Serving", is_partial: bool) -> None:
        """Put a vintage's cells in: a full one replaces whole areas, a partial one cells."""
        key = "cells" if is_partial else "areas"
        keep = ~np.isin(getattr(self, key), getattr(new, key))
        sort = np.argsort(np.concatenate((self.cells[keep], new.cells)), kind="stable")
        new.partial = np.full(len(new.rows), is_partial)
        for name in ("rows", "cells", "areas", "values", "partial"):
            joined = np.concatenate((getattr(self, name)[keep], getattr(new, name)))
            setattr(self, name, joined[sort])


def _of(keys: dict[str, np.ndarray], rows: np.ndarray) -> _Serving:
    vintage = _Serving()
    vintage.rows = rows
    vintage.cells = keys["cell"][rows]
    vintage.areas = keys["area_key"][rows]
    vintage.values = keys["value"][rows]
    return vintage


@dataclass(frozen=True, slots=True)
class _Change:
    """How a vintage differs from what serves: row numbers new, and pairs for cells in both."""

    new: int
    lost: np.ndarray
    lost_areas: np.ndarray
    held: int
    old_rows: np.ndarray
    new_rows: np.ndarray
    old_values: np.ndarray
    new_values: np.ndarray

    @property
    def moved(self) -> np.ndarray:
        size = np.maximum(np.abs(self.old_values), np.abs(self.new_values))
        moved: np.ndarray = np.abs(self.new_values - self.old_values) > SAME * size
        return moved


def _change(old: _Serving, new: _Serving) -> _Change:
    had, has = ~np.isnan(old.values), ~np.isnan(new.values)
    old_cells, new_cells = old.cells[had], new.cells[has]
    _, at_old, at_new = np.intersect1d(
        old_cells, new_cells, assume_unique=True, return_indices=True
    )
    lost = ~np.isin(old_cells, new_cells, assume_unique=True)
    return _Change(
        new=len(new_cells) - len(at_new),
        lost=old.rows[had][lost],
        lost_areas=np.setdiff1d(old.areas[had], new.areas[has]),
        held=len(old_cells),
        old_rows=old.rows[had][at_old],
        new_rows=new.rows[has][at_new],
        old_values=old.values[had][at_old],
        new_values=new.values[has][at_new],
    )


def decide(
    frame: pd.DataFrame,
    catalogue: Catalogue,
    accepted: tuple[Accepted, ...],
    findings: Findings,
) -> Decision:
    """Go through each indicator's vintages in order.

    `frame` is sorted and keyed as `etl.figures.add_cells` leaves it, one row a cell and vintage.
    """
    let_through, serving, partial = (np.zeros(len(frame), bool) for _ in range(3))
    reasons = {(a.indicator, a.vintage): a.reason for a in accepted}
    outcomes: list[Outcome] = []
    keys = {name: frame[name].to_numpy() for name in ("cell", "area_key", "value")}
    for indicator_id, vintages in _groups(frame, list(findings.vintages)):
        now = _Serving()
        for vintage_id, rows in vintages:
            new = _of(keys, rows)
            is_partial = findings.vintages[vintage_id].coverage == "partial"
            change = _change(now, new)
            key = indicator_id, vintage_id
            concerns = list(_concerns(frame, change, catalogue[indicator_id].jump, is_partial, now))
            outcome, reason = _judge(key, concerns, reasons, findings)
            if outcome == LOADED:
                now.take(new, is_partial)
                let_through[rows] = True
            outcomes.append(
                Outcome(
                    indicator_id,
                    vintage_id,
                    findings.vintages[vintage_id].date,
                    rows=len(rows),
                    new=change.new,
                    revised=int(change.moved.sum()),
                    lost=0 if is_partial else len(change.lost),
                    outcome=outcome,
                    reason=reason,
                )
            )
        serving[now.rows] = True
        partial[now.rows] = now.partial
    outcomes += _without_rows(outcomes, findings)
    return Decision(let_through, serving, partial, tuple(outcomes))


def _without_rows(outcomes: list[Outcome], findings: Findings) -> Iterator[Outcome]:
    """What came to nothing because no row of it could be used."""
    seen = {(o.indicator_id, o.vintage_id) for o in outcomes}
    for key in sorted((findings.refused.keys() | findings.notes.keys()) - seen):
        reasons = (*findings.refused.get(key, []), *findings.notes.get(key, []))
        day = findings.vintages[key[1]].date
        yield Outcome(*key, day, 0, 0, 0, 0, REFUSED, "; ".join(reasons))


def _groups(
    frame: pd.DataFrame, vintages: list[str]
) -> Iterator[tuple[str, list[tuple[str, np.ndarray]]]]:
    """Each indicator with its vintages in serving order and the row numbers of each."""
    codes, names = pd.factorize(frame["indicator_id"])
    order = frame["order"].to_numpy()
    starts = np.flatnonzero(np.diff(codes, prepend=-1))
    for start, end in zip(starts, [*starts[1:], len(frame)], strict=True):
        sort = np.argsort(order[start:end], kind="stable") + start
        at = np.flatnonzero(np.diff(order[sort], prepend=-1))
        parts = np.split(sort, at[1:])
        yield names[codes[start]], [(vintages[order[rows[0]]], rows) for rows in parts]


def _judge(
    key: tuple[str, str],
    concerns: list[str],
    accepted: Mapping[tuple[str, str], str],
    findings: Findings,
) -> tuple[str, str]:
    notes = findings.notes.get(key, [])
    if key in findings.refused:
        return REFUSED, "; ".join((*findings.refused[key], *notes))
    if concerns and key not in accepted:
        return HELD_BACK, "; ".join((*concerns, *notes))
    if concerns:
        notes = [*concerns, f"accepted: {accepted[key]}", *notes]
    return LOADED, "; ".join(notes)


def _concerns(
    frame: pd.DataFrame, change: _Change, jump: float, is_partial: bool, now: _Serving
) -> Iterator[str]:
    if not is_partial:
        yield from _losses(frame, change)
    beyond = np.flatnonzero(_beyond(frame, change, jump, now))
    if len(beyond):
        size = np.abs(change.new_values - change.old_values)[beyond]
        worst = beyond[np.argsort(-size, kind="stable")[:3]]
        cells = ", ".join(
            f"{_cell(frame, change.new_rows[n])} "
            f"{change.old_values[n]:.6g} → {change.new_values[n]:.6g}"
            for n in worst
        )
        noun = "figure moves" if len(beyond) == 1 else "figures move"
        yield f"{len(beyond)} {noun} by more than {jump:.0%} of the size before ({cells})"


def _losses(frame: pd.DataFrame, change: _Change) -> Iterator[str]:
    if len(change.lost_areas):
        keys = frame["area_key"].to_numpy()[change.lost]
        geos = frame["geo"].to_numpy()[change.lost][np.isin(keys, change.lost_areas)]
        yield f"has nothing for {', '.join(sorted(set(geos)))}"
    if len(change.lost) > LOST_SHARE * change.held:
        share = len(change.lost) / change.held
        cells = ", ".join(_cell(frame, row) for row in change.lost[:3])
        yield f"lacks {len(change.lost)} of {change.held} figures ({share:.0%}: {cells})"


def _beyond(frame: pd.DataFrame, change: _Change, jump: float, now: _Serving) -> np.ndarray:
    """Which cells moved too far.

    A move is relative to the old value, or to the median size of the series' values where the
    old one is smaller: a growth rate that goes from 0.1% to 0.3% has not changed its unit.
    """
    size = np.abs(change.old_values)
    move = np.abs(change.new_values - change.old_values)
    beyond: np.ndarray = change.moved & (move > jump * size)
    if not beyond.any():
        return beyond
    series = frame["series"].to_numpy()
    all_series, all_sizes = series[now.rows], np.abs(now.values)
    for one in np.unique(series[change.old_rows[beyond]]):
        typical = float(np.nanmedian(all_sizes[all_series == one]))
        mine = beyond & (series[change.old_rows] == one)
        beyond[mine] = move[mine] > jump * np.maximum(size[mine], typical)
    return beyond


def _cell(frame: pd.DataFrame, row: int) -> str:
    return f"{frame['geo'].iat[row]} {frame['period_label'].iat[row]}"
