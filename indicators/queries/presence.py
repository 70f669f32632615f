"""Whether a question found anything, and the sentence for when it did not."""

from collections.abc import Callable, Sequence

import pandas as pd

from indicators.errors import NoDataError
from indicators.warehouse import Warehouse


def has(w: Warehouse, indicator_id: str) -> bool:
    """Whether any value of the indicator serves."""
    sql = "SELECT count(value) AS n FROM latest_observation WHERE indicator_id = ?"
    return bool(w.fetch(sql, [indicator_id])["n"].iloc[0])


def countries_held(w: Warehouse, frequency: str) -> dict[str, int]:
    """Indicator id → how many countries any value of it serves for, at one frequency."""
    found = w.fetch(
        """
        SELECT o.indicator_id, count(DISTINCT o.geo) AS countries
        FROM latest_observation o JOIN geography g USING (geo)
        WHERE o.frequency = ? AND o.value IS NOT NULL AND g.kind = 'country'
        GROUP BY o.indicator_id
        """,
        [frequency],
    )
    return dict(zip(found["indicator_id"], (int(n) for n in found["countries"]), strict=True))


def some(found: pd.DataFrame, missing: str | Callable[[], str]) -> pd.DataFrame:
    """The rows; without any, an error. A message that has to be asked for is asked for then."""
    if found.empty:
        raise NoDataError(missing() if callable(missing) else missing)
    return found


def nothing(
    w: Warehouse, indicator_id: str, geos: Sequence[str] | None, frequency: str | None
) -> str:
    asked = [f"for {', '.join(geos) or 'no area at all'}" if geos is not None else ""]
    asked.append(f"at frequency {frequency}" if frequency is not None else "")
    words = " ".join(part for part in asked if part)
    if words and has(w, indicator_id):
        return f"There are no figures of {indicator_id} {words}. It has others: widen the choice."
    return (
        f"There are no figures of {indicator_id} in this build. "
        "The data dictionary says where they come from."
    )
