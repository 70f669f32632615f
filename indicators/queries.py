"""Every SELECT of the project: questions to a warehouse, answered as tidy tables.

It ranks nothing, words nothing and writes nothing.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from indicators.errors import NoDataError
from indicators.warehouse import Warehouse

#: The columns that every observation query answers with, after the cell's own.
_SELECT = """
SELECT o.indicator_id, o.geo, o.period_start, o.period_end, o.period_label, o.frequency,
    o.value, o.lower, o.upper, o.obs_status, o.vintage_id, o.is_partial, v.date AS vintage_date,
    v.date_label, v.date_kind, v.read_as, v.publisher, v.dataset, v.edition, v.address, v.licence,
    v.redistributable AND i.redistributable AS redistributable, v.next_release
FROM {rows} o JOIN vintage v USING (vintage_id) JOIN indicator i USING (indicator_id)
WHERE {where}
ORDER BY o.geo, o.frequency, o.period_start, o.period_end
"""


def observations(
    w: Warehouse,
    indicator_id: str,
    *,
    geos: Sequence[str] | None = None,
    frequency: str | None = None,
) -> pd.DataFrame:
    """The serving cells of one indicator, each with the vintage it comes from.

    Raises:
        NoDataError: the warehouse holds no such cell.
    """
    where, parameters = _where(indicator_id, geos, frequency)
    found = w.fetch(_SELECT.format(rows="latest_observation", where=where), parameters)
    if found.empty:
        raise NoDataError(_nothing(w, indicator_id, geos, frequency))
    return found


def has(w: Warehouse, indicator_id: str) -> bool:
    """Whether any value of the indicator serves."""
    sql = "SELECT count(value) AS n FROM latest_observation WHERE indicator_id = ?"
    return bool(w.fetch(sql, [indicator_id])["n"].iloc[0])


def _where(
    indicator_id: str, geos: Sequence[str] | None, frequency: str | None
) -> tuple[str, list[Any]]:
    where, parameters = ["o.indicator_id = ?"], [indicator_id]
    if geos is not None:
        where.append(f"o.geo IN ({', '.join('?' * len(geos)) or 'NULL'})")
        parameters += geos
    if frequency is not None:
        where.append("o.frequency = ?")
        parameters.append(frequency)
    return " AND ".join(where), parameters


def _nothing(
    w: Warehouse, indicator_id: str, geos: Sequence[str] | None, frequency: str | None
) -> str:
    asked = [f"for {', '.join(geos)}" if geos is not None else ""]
    asked.append(f"at frequency {frequency}" if frequency is not None else "")
    words = " ".join(part for part in asked if part)
    if words and has(w, indicator_id):
        return f"There are no figures of {indicator_id} {words}. It has others: widen the choice."
    return (
        f"There are no figures of {indicator_id} in this build. "
        "The data dictionary says where they come from."
    )
