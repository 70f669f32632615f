"""What a build of the present inputs would change in the serving one. It writes nothing."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.hold_back import LOADED, SAME
from etl.tables import Candidate

_CELL = ["indicator_id", "geo", "frequency", "period_start", "period_end"]

#: Columns of `Difference.cells`.
COLUMNS = (
    "change",
    "indicator_id",
    "geo",
    "frequency",
    "period_label",
    "old",
    "new",
    "old_vintage",
    "new_vintage",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Cells that are new, revised, lost or out of range, and what is held back or refused."""

    cells: pd.DataFrame
    kept_out: list[dict[str, str]]


def compare(old: pd.DataFrame, candidate: Candidate) -> Difference:
    """The serving cells of a build (`old`, as `queries.serving_cells` gives them) and a candidate.

    A cell is new or lost by having a value; a missing value that stays missing is no change.
    """
    columns = [*_CELL, "period_label", "value", "vintage_id"]
    before = old[columns].dropna(subset="value")
    after = candidate.latest[columns].dropna(subset="value")
    for frame in (before, after):
        for name in ("period_start", "period_end"):
            frame[name] = frame[name].astype("datetime64[s]")
    both = before.merge(after, how="outer", on=_CELL, suffixes=("_old", "_new"), indicator=True)
    was, now = both["value_old"].to_numpy(), both["value_new"].to_numpy()
    moved = np.abs(now - was) > SAME * np.maximum(np.abs(was), np.abs(now))
    side = both["_merge"]
    change = np.select(
        [side == "right_only", side == "left_only", moved], ["new", "lost", "revised"], ""
    )
    cells = pd.DataFrame(
        {
            "change": change,
            "indicator_id": both["indicator_id"],
            "geo": both["geo"],
            "frequency": both["frequency"],
            "period_label": both["period_label_new"].fillna(both["period_label_old"]),
            "old": was,
            "new": now,
            "old_vintage": both["vintage_id_old"],
            "new_vintage": both["vintage_id_new"],
        }
    )
    outside = candidate.out_of_range.assign(change="out of range", old=np.nan, old_vintage=None)
    outside = outside.rename(columns={"value": "new", "vintage_id": "new_vintage"})
    parts = [part[list(COLUMNS)] for part in (cells[change != ""], outside) if len(part)]
    found = pd.concat(parts, ignore_index=True) if parts else cells.iloc[:0]
    kept_out = [
        {
            "indicator_id": o.indicator_id,
            "vintage_id": o.vintage_id or "",
            "outcome": o.outcome,
            "reason": o.reason,
        }
        for o in candidate.outcomes
        if o.outcome != LOADED
    ]
    return Difference(found.sort_values(list(COLUMNS[:5]), ignore_index=True), kept_out)
