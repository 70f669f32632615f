"""Every SELECT of the project: questions to a warehouse, answered as tidy tables.

It ranks nothing, words nothing and writes nothing.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pandas as pd

from indicators.areas import UK
from indicators.errors import NoDataError
from indicators.warehouse import Warehouse

#: Where {rows} is `latest_observation` or a query with its columns.
_OBSERVATIONS = """
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
_FIRST = """(
    SELECT o.*, v.coverage = 'partial' AS is_partial
    FROM observation o JOIN vintage v USING (vintage_id)
    WHERE o.indicator_id = ? AND o.value IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY geo, frequency, period_start, period_end ORDER BY v.position
    ) = 1
)"""


def observations(
    w: Warehouse,
    indicator_id: str,
    *,
    geos: Sequence[str] | None = None,
    frequency: str | None = None,
) -> pd.DataFrame:
    """The serving cells of one indicator, each with the vintage it comes from.

    Sorted by geo, frequency and period. A missing value is NaN with observation status M.

    Raises:
        NoDataError: the warehouse holds no such cell.
    """
    sql, parameters = _statement(indicator_id, geos, frequency, None)
    return _some(w.fetch(sql, parameters), lambda: _nothing(w, indicator_id, geos, frequency))


def observations_of(w: Warehouse, indicator_ids: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Id → the rows of `observations`, of several indicators in one question.

    Several times faster than asking for each. An indicator without cells is not among the keys.
    """
    if not indicator_ids:
        return {}
    where = f"o.indicator_id IN ({', '.join('?' * len(indicator_ids))})"
    sql = _OBSERVATIONS.format(rows="latest_observation", where=where)
    found = w.fetch(sql, list(indicator_ids))
    return {str(key): rows for key, rows in found.groupby("indicator_id", sort=False)}


def serving_cells(w: Warehouse) -> pd.DataFrame:
    """All serving cells of all indicators: the columns of `latest_observation`, in its order."""
    return w.fetch(
        """
        SELECT * FROM latest_observation
        ORDER BY indicator_id, geo, frequency, period_start, period_end
        """
    )


def observations_as_at(
    w: Warehouse,
    indicator_id: str,
    on: date,
    *,
    geos: Sequence[str] | None = None,
    frequency: str | None = None,
) -> pd.DataFrame:
    """The cells as they stood published on a day, in the shape of `observations`.

    A derived indicator is computed from the newest figures only, so it has no earlier state.

    Raises:
        NoDataError: nothing of the indicator had been published by then, as far as is held.
    """
    sql, parameters = _statement(indicator_id, geos, frequency, on)
    missing = (
        f"No figures of {indicator_id} dated {on:%-d %B %Y} or earlier are held. "
        "Choose a later date."
    )
    return _some(w.fetch(sql, parameters), missing)


def observations_sql(
    indicator_id: str, *, frequency: str | None = None, on: date | None = None
) -> str:
    """The statement that `observations`, or with a day `observations_as_at`, runs, to be copied.

    Its values are written into it. It runs in DuckDB on a build and on the open DuckDB file.
    """
    sql, parameters = _statement(indicator_id, None, frequency, on)
    for value in parameters:
        quoted = str(value).replace("'", "''")
        literal = f"DATE '{quoted}'" if isinstance(value, date) else f"'{quoted}'"
        sql = sql.replace("?", literal, 1)
    return sql.strip()


def history(w: Warehouse, indicator_id: str, *, geo: str, frequency: str) -> pd.DataFrame:
    """One area's values in every vintage that holds them, oldest vintage first.

    Columns: period_start, period_end, period_label, value, obs_status, vintage_id, position, date,
    date_label, date_kind, edition, is_partial.

    Raises:
        NoDataError: the warehouse holds no such cell.
    """
    found = w.fetch(
        """
        SELECT o.period_start, o.period_end, o.period_label, o.value, o.obs_status, o.vintage_id,
            v.position, v.date, v.date_label, v.date_kind, v.edition,
            v.coverage = 'partial' AS is_partial
        FROM observation o JOIN vintage v USING (vintage_id)
        WHERE o.indicator_id = ? AND o.geo = ? AND o.frequency = ?
        ORDER BY v.position, o.period_start, o.period_end
        """,
        [indicator_id, geo, frequency],
    )
    return _some(found, lambda: _nothing(w, indicator_id, [geo], frequency))


def first_published(w: Warehouse, indicator_id: str) -> pd.DataFrame:
    """Each cell as the earliest vintage held has it, in the shape of `observations`.

    Raises:
        NoDataError: the warehouse holds no cell of the indicator.
    """
    sql = _OBSERVATIONS.format(rows=_FIRST, where="true")
    return _some(w.fetch(sql, [indicator_id]), lambda: _nothing(w, indicator_id, None, None))


def ranking_rows(w: Warehouse, indicator_id: str, frequency: str = "A") -> pd.DataFrame:
    """The values that countries can be ranked by: groups, nations and missing values left out.

    Columns: geo, period_start, period_end, period_label, value, lower, upper, obs_status,
    vintage_id, is_partial; sorted by period and geo.

    Raises:
        NoDataError: no country has a value.
    """
    found = w.fetch(
        """
        SELECT o.geo, o.period_start, o.period_end, o.period_label, o.value, o.lower, o.upper,
            o.obs_status, o.vintage_id, o.is_partial
        FROM latest_observation o JOIN geography g USING (geo)
        WHERE o.indicator_id = ? AND o.frequency = ? AND o.value IS NOT NULL
            AND g.kind = 'country'
        ORDER BY o.period_start, o.period_end, o.geo
        """,
        [indicator_id, frequency],
    )
    return _some(found, lambda: _nothing(w, indicator_id, None, frequency))


def vintages(w: Warehouse, indicator_id: str | None = None) -> pd.DataFrame:
    """The vintages held, newest first, all columns of `vintage` with the rows let through.

    With an indicator, only those that hold figures of it.

    Raises:
        NoDataError: no vintage holds the indicator.
    """
    found = w.fetch(
        """
        SELECT v.*, n.rows, n.indicators FROM vintage v JOIN (
            SELECT vintage_id, count(*) AS rows, count(DISTINCT indicator_id) AS indicators
            FROM observation WHERE $id IS NULL OR indicator_id = $id GROUP BY vintage_id
        ) n USING (vintage_id)
        ORDER BY v.position DESC
        """.replace("$id", "CAST(? AS VARCHAR)"),
        [indicator_id, indicator_id],
    )
    return _some(found, lambda: _nothing(w, indicator_id or "any indicator", None, None))


def revisions(
    w: Warehouse, indicator_id: str | None = None, *, limit: int | None = None
) -> pd.DataFrame:
    """Cells whose value changed from one vintage holding them to the next, newest change first.

    Columns: indicator_id, geo, frequency, period_start, period_end, period_label, old, new,
    old_vintage, old_date, old_label, old_kind, new_vintage, new_date, new_label, new_kind.
    Empty where nothing was revised: that is an answer, so it raises nothing.
    """
    where, parameters = ("o.indicator_id = ?", [indicator_id]) if indicator_id else ("true", [])
    return w.fetch(
        f"""
        WITH cell AS (
            SELECT o.*, v.position,
                lag(o.value) OVER earlier AS old, lag(o.vintage_id) OVER earlier AS old_vintage
            FROM observation o JOIN vintage v USING (vintage_id)
            WHERE o.value IS NOT NULL AND {where}
            WINDOW earlier AS (
                PARTITION BY o.indicator_id, o.geo, o.frequency, o.period_start, o.period_end
                ORDER BY v.position
            )
        )
        SELECT c.indicator_id, c.geo, c.frequency, c.period_start, c.period_end, c.period_label,
            c.old, c.value AS new,
            c.old_vintage, a.date AS old_date, a.date_label AS old_label, a.date_kind AS old_kind,
            c.vintage_id AS new_vintage, b.date AS new_date, b.date_label AS new_label,
            b.date_kind AS new_kind
        FROM cell c
        JOIN vintage a ON a.vintage_id = c.old_vintage
        JOIN vintage b ON b.vintage_id = c.vintage_id
        WHERE abs(c.value - c.old) > 1e-9 * greatest(abs(c.value), abs(c.old))
        ORDER BY c.position DESC, c.indicator_id, c.geo, c.frequency, c.period_start DESC
        LIMIT ?
        """,
        [*parameters, limit],
    )


def newest_movements(w: Warehouse, limit: int, *, geo: str = UK) -> pd.DataFrame:
    """The area's newest value of each indicator and the one before it, newest figures first.

    Both come from one vintage, no declared break lies between them, and the indicator is drawn as
    a line. Columns: indicator_id, frequency, period_start, period_label, value, previous_label,
    previous, change, vintage_id, vintage_date.

    Raises:
        NoDataError: the area has no such pair.
    """
    found = w.fetch(
        """
        WITH pair AS (
            SELECT o.*, i.position,
                lead(o.value) OVER back AS previous,
                lead(o.period_label) OVER back AS previous_label,
                lead(o.period_start) OVER back AS previous_start,
                lead(o.vintage_id) OVER back AS previous_vintage
            FROM latest_observation o JOIN indicator i USING (indicator_id)
            WHERE o.geo = ? AND o.value IS NOT NULL AND i.display = 'line'
                AND o.frequency = split_part(i.frequencies, ' ', 1)
            WINDOW back AS (PARTITION BY o.indicator_id ORDER BY o.period_end DESC)
            QUALIFY row_number() OVER back = 1
        )
        SELECT p.indicator_id, p.frequency, p.period_start, p.period_label, p.value,
            p.previous_label, p.previous, p.value - p.previous AS change, p.vintage_id,
            v.date AS vintage_date
        FROM pair p JOIN vintage v USING (vintage_id)
        WHERE p.previous_vintage = p.vintage_id AND NOT EXISTS (
            SELECT 1 FROM series_break b
            WHERE b.indicator_id = p.indicator_id AND b.geo IN ('all', p.geo)
                AND b.kind IN ('break', 'level_shift')
                AND b.period_start > p.previous_start AND b.period_start <= p.period_start
        ) AND NOT EXISTS (
            SELECT 1 FROM series_break b
            WHERE b.indicator_id = p.indicator_id AND b.geo IN ('all', p.geo)
                AND CASE WHEN b.kind = 'unstable' THEN b.period_start > p.previous_start
                    ELSE b.kind IN ('incomplete', 'not_comparable')
                        AND b.period_start <= p.period_start END
        )
        ORDER BY v.date DESC, p.period_end DESC, p.position
        LIMIT ?
        """,
        [geo, limit],
    )
    return _some(found, f"No indicator has two comparable values for {geo} in this build.")


def freshness(w: Warehouse, *, today: date | None = None) -> pd.DataFrame:
    """Each publisher's datasets with the newest vintage that serves, newest first.

    Columns: publisher, dataset, vintage_id, date, date_label, date_kind, read_as, next_release,
    indicators (how many it serves), newest_period (last day that a value is of), age_days (from
    `date` to `today`, which is the present day unless given).

    Raises:
        NoDataError: the warehouse serves no figure.
    """
    found = w.fetch(
        """
        SELECT v.publisher, v.dataset, v.vintage_id, v.date, v.date_label, v.date_kind, v.read_as,
            v.next_release, n.indicators, n.newest_period,
            date_diff('day', v.date, CAST(? AS DATE)) AS age_days
        FROM vintage v JOIN (
            SELECT v.publisher, v.dataset, max_by(v.vintage_id, v.position) AS vintage_id,
                count(DISTINCT o.indicator_id) AS indicators,
                max(o.period_end) FILTER (o.value IS NOT NULL) AS newest_period
            FROM latest_observation o JOIN vintage v USING (vintage_id)
            WHERE v.source <> 'derived'
            GROUP BY v.publisher, v.dataset
        ) n USING (vintage_id)
        ORDER BY v.date DESC, v.publisher, v.dataset
        """,
        [today or date.today()],
    )
    return _some(found, "This build serves no figure.")


def load_log(w: Warehouse) -> pd.DataFrame:
    """What was loaded, held back or refused, newest first: all columns of `load_log`."""
    return w.fetch("SELECT * FROM load_log ORDER BY date DESC, indicator_id, vintage_id")


def breaks(w: Warehouse, indicator_id: str) -> pd.DataFrame:
    """Declared stretches of one indicator: geo (or `all`), period_start, period_label, kind, note.

    Empty where none is declared: that is an answer, so it raises nothing.
    """
    return w.fetch(
        """
        SELECT geo, period_start, period_label, kind, note FROM series_break
        WHERE indicator_id = ? ORDER BY period_start, geo
        """,
        [indicator_id],
    )


def indicator_table(w: Warehouse) -> pd.DataFrame:
    """Every indicator in catalogue order: all columns of `indicator`, and what is held of it.

    Added: values (how many serve), areas, first_period and last_period (days), newest_vintage
    (date). An indicator without figures has 0 values and no dates.
    """
    return w.fetch(
        """
        SELECT i.*, coalesce(n.values, 0) AS values, coalesce(n.areas, 0) AS areas,
            n.first_period, n.last_period, n.newest_vintage
        FROM indicator i LEFT JOIN (
            SELECT o.indicator_id, count(o.value) AS values, count(DISTINCT o.geo) AS areas,
                min(o.period_start) AS first_period, max(o.period_end) AS last_period,
                max(v.date) AS newest_vintage
            FROM latest_observation o JOIN vintage v USING (vintage_id)
            WHERE o.value IS NOT NULL GROUP BY o.indicator_id
        ) n USING (indicator_id)
        ORDER BY i.position
        """
    )


def strategy_figure_table(w: Warehouse) -> pd.DataFrame:
    """The strategy's headline figures in its order: all columns of `strategy_figure`."""
    return w.fetch("SELECT * FROM strategy_figure ORDER BY position")


def open_rows(w: Warehouse) -> pd.DataFrame:
    """Every row that may be passed on, of all vintages, with publisher, dataset, date and licence.

    Raises:
        NoDataError: no row is under an open licence.
    """
    found = w.fetch(
        """
        SELECT o.*, v.publisher, v.dataset, v.edition, v.address, v.date_label, v.date_kind,
            v.read_as, v.licence
        FROM open_observation o JOIN vintage v USING (vintage_id)
        ORDER BY o.indicator_id, o.geo, o.frequency, o.period_start, o.period_end, v.position
        """
    )
    return _some(found, "No figure in this build is under an open licence.")


def has(w: Warehouse, indicator_id: str) -> bool:
    """Whether any value of the indicator serves."""
    sql = "SELECT count(value) AS n FROM latest_observation WHERE indicator_id = ?"
    return bool(w.fetch(sql, [indicator_id])["n"].iloc[0])


def _statement(
    indicator_id: str, geos: Sequence[str] | None, frequency: str | None, on: date | None
) -> tuple[str, list[Any]]:
    """The observations of one indicator, as they serve or as they served on a day."""
    where, parameters = _where(indicator_id, geos, frequency)
    if on is None:
        return _OBSERVATIONS.format(rows="latest_observation", where=where), parameters
    sql = _OBSERVATIONS.format(rows=_AS_AT, where=where)
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


def _some(found: pd.DataFrame, missing: str | Callable[[], str]) -> pd.DataFrame:
    """The rows; without any, an error. A message that has to be asked for is asked for then."""
    if found.empty:
        raise NoDataError(missing() if callable(missing) else missing)
    return found


def _nothing(
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
