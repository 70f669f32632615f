"""Cells as they serve, as they served on a day, and as they were first published."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from indicators.areas import UK
from indicators.queries.presence import nothing, some
from indicators.queries.statements import FIRST, OBSERVATIONS, statement
from indicators.warehouse import Warehouse


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
    sql, parameters = statement(indicator_id, geos, frequency, None)
    return some(w.fetch(sql, parameters), lambda: nothing(w, indicator_id, geos, frequency))


def observations_of(w: Warehouse, indicator_ids: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Id → the rows of `observations`, of several indicators in one question.

    Several times faster than asking for each. An indicator without cells is not among the keys.
    """
    if not indicator_ids:
        return {}
    where = f"o.indicator_id IN ({', '.join('?' * len(indicator_ids))})"
    sql = OBSERVATIONS.format(rows="latest_observation", where=where)
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
    sql, parameters = statement(indicator_id, geos, frequency, on)
    missing = (
        f"No figures of {indicator_id} dated {on:%-d %B %Y} or earlier are held. "
        "Choose a later date."
    )
    return some(w.fetch(sql, parameters), missing)


def first_published(w: Warehouse, indicator_id: str) -> pd.DataFrame:
    """Each cell as the earliest vintage held has it, in the shape of `observations`.

    Raises:
        NoDataError: the warehouse holds no cell of the indicator.
    """
    sql = OBSERVATIONS.format(rows=FIRST, where="true")
    return some(w.fetch(sql, [indicator_id]), lambda: nothing(w, indicator_id, None, None))


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
    return some(found, lambda: nothing(w, indicator_id, None, frequency))


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
    return some(found, f"No indicator has two comparable values for {geo} in this build.")


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
    return some(found, "No figure in this build is under an open licence.")
