"""The SELECTs behind observations, as text and parameters."""

from collections.abc import Sequence
from datetime import date
from typing import Any

#: Where {rows} is `latest_observation` or a query with its columns.
OBSERVATIONS = """
SELECT o.indicator_id, o.geo, o.period_start, o.period_end, o.period_label, o.frequency,
    o.value, o.lower, o.upper, o.obs_status, o.vintage_id, o.is_partial, v.date AS vintage_date,
    v.date_label, v.date_kind, v.read_as, v.publisher, v.dataset, v.edition, v.address, v.licence,
    v.redistributable AND i.redistributable AS redistributable, v.next_release
FROM {rows} o JOIN vintage v USING (vintage_id) JOIN indicator i USING (indicator_id)
WHERE {where}
ORDER BY o.geo, o.frequency, o.period_start, o.period_end
"""

#: The cells that served on a day: those of each area's newest full vintage of that day, then
#: newer cells of partial ones.
_AS_AT = """(
    WITH known AS (
        SELECT o.*, v.position, v.coverage = 'partial' AS is_partial
        FROM observation o JOIN vintage v USING (vintage_id)
        WHERE o.indicator_id = ? AND v.date <= ?
    ),
    newest AS (
        SELECT geo, max(position) AS position FROM known WHERE NOT is_partial GROUP BY geo
    )
    SELECT known.* FROM known LEFT JOIN newest USING (geo)
    WHERE coalesce(known.position >= newest.position, true)
    QUALIFY row_number() OVER (
        PARTITION BY geo, frequency, period_start, period_end ORDER BY known.position DESC
    ) = 1
)"""

#: Each cell as the earliest vintage with a value has it.
FIRST = """(
    SELECT o.*, v.coverage = 'partial' AS is_partial
    FROM observation o JOIN vintage v USING (vintage_id)
    WHERE o.indicator_id = ? AND o.value IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY geo, frequency, period_start, period_end ORDER BY v.position
    ) = 1
)"""


def statement(
    indicator_id: str, geos: Sequence[str] | None, frequency: str | None, on: date | None
) -> tuple[str, list[Any]]:
    """The observations of one indicator, as they serve or as they served on a day."""
    where, parameters = _where(indicator_id, geos, frequency)
    if on is None:
        return OBSERVATIONS.format(rows="latest_observation", where=where), parameters
    sql = OBSERVATIONS.format(rows=_AS_AT, where=where)
    return sql, [indicator_id, on, *parameters]


def _where(
    indicator_id: str, geos: Sequence[str] | None, frequency: str | None
) -> tuple[str, list[Any]]:
    where: list[str] = ["o.indicator_id = ?"]
    parameters: list[Any] = [indicator_id]
    if geos is not None:
        where.append(f"o.geo IN ({', '.join('?' * len(geos)) or 'NULL'})")
        parameters += geos
    if frequency is not None:
        where.append("o.frequency = ?")
        parameters.append(frequency)
    return " AND ".join(where), parameters


def observations_sql(
    indicator_id: str, *, frequency: str | None = None, on: date | None = None
) -> str:
    """The statement that `observations`, or with a day `observations_as_at`, runs, to be copied.

    Its values are written into it. It runs in DuckDB on a build and on the open DuckDB file.
    """
    sql, parameters = statement(indicator_id, None, frequency, on)
    for value in parameters:
        quoted = str(value).replace("'", "''")
        literal = f"DATE '{quoted}'" if isinstance(value, date) else f"'{quoted}'"
        sql = sql.replace("?", literal, 1)
    return sql.strip()
