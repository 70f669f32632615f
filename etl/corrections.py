"""Makes declared corrections of publishers' errors in the rows of a build.

It guesses nothing: a correction that finds no such cell, or another value in it, is an error.
"""

import numpy as np
import pandas as pd

from etl.figures import SEED, Findings
from indicators.corrections import Correction
from indicators.periods import parse_period


def apply_corrections(
    rows: pd.DataFrame, corrections: tuple[Correction, ...], findings: Findings
) -> pd.DataFrame:
    """The rows with corrected values; each correction that could not be used is a problem."""
    if not corrections:
        return rows
    value = rows["value"].to_numpy(np.float64, copy=True)
    for c in corrections:
        if c.source != SEED and c.vintage not in findings.vintages:
            continue
        what = f"correction of {c.indicator} {c.geo} {c.period} in vintage {c.vintage}"
        period = parse_period(c.period, c.frequency)
        found = np.flatnonzero(
            (rows["vintage_id"] == c.vintage)
            & (rows["indicator_id"] == c.indicator)
            & (rows["geo"] == c.geo)
            & (rows["frequency"] == c.frequency)
            & (rows["period_start"] == pd.Timestamp(period.start))
            & (rows["period_end"] == pd.Timestamp(period.end))
        )
        if len(found) == 0:
            findings.problems.append(f"{what}: is not used, for there is no such cell. Remove it.")
        elif not np.allclose(value[found], c.published, rtol=1e-9, atol=0):
            stands = ", ".join(repr(float(v)) for v in value[found])
            findings.problems.append(
                f"{what}: expects {c.published!r}, but {stands} stands there. "
                "Look at the publication again; remove the correction if it has been made there."
            )
        else:
            value[found] = c.corrected
    return rows.assign(value=value)
