"""Vintages: which are held, how fresh they are, and what each changed."""

from datetime import date

import pandas as pd

from indicators.queries.presence import nothing, some
from indicators.warehouse import Warehouse


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
    return some(found, lambda: nothing(w, indicator_id or "any indicator", None, None))


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
    return some(found, "This build serves no figure.")


def load_log(w: Warehouse) -> pd.DataFrame:
    """What was loaded, held back or refused, newest first: all columns of `load_log`."""
    return w.fetch("SELECT * FROM load_log ORDER BY date DESC, indicator_id, vintage_id")


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
    return some(found, lambda: nothing(w, indicator_id, [geo], frequency))


def republished(w: Warehouse) -> pd.DataFrame:
    """Each cell in two vintages that follow one another, whether its value moved or not.

    Columns: indicator_id, geo, frequency, period_end, old, new, old_date, new_date, old_vintage,
    new_vintage, old_edition, new_edition. Empty where no cell is in two: that is an answer.
    """
    return w.fetch(
        """
        SELECT c.indicator_id, c.geo, c.frequency, c.period_end, c.old, c.value AS new,
            a.date AS old_date,
            b.date AS new_date, c.old_vintage, c.vintage_id AS new_vintage,
            coalesce(a.edition, '') AS old_edition, coalesce(b.edition, '') AS new_edition
        FROM (
            SELECT o.*, lag(o.value) OVER earlier AS old,
                lag(o.vintage_id) OVER earlier AS old_vintage
            FROM observation o JOIN vintage v USING (vintage_id)
            WHERE o.value IS NOT NULL
            WINDOW earlier AS (
                PARTITION BY o.indicator_id, o.geo, o.frequency, o.period_start, o.period_end
                ORDER BY v.position
            )
        ) c
        JOIN vintage a ON a.vintage_id = c.old_vintage
        JOIN vintage b ON b.vintage_id = c.vintage_id
        WHERE a.publisher = b.publisher AND a.dataset = b.dataset
        ORDER BY c.indicator_id, c.geo, c.frequency, c.period_end, b.position
        """
    )


#: Decimals looked for; a value with more is held as the publisher computed it.
_MOST_DECIMALS = 9
_FEWEST_ROUNDED = 10


def revisions(w: Warehouse, indicator_id: str | None = None) -> pd.DataFrame:
    """Cells whose value changed from one vintage holding them to the next, newest change first.

    A difference that rounding explains is no revision: a vintage whose values of an indicator all
    have at most so many decimals tells nothing beyond half a unit of the last. Fewer than
    `_FEWEST_ROUNDED` values show no such rule, and each of their differences counts.

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
        ),
        decimals AS (
            SELECT o.vintage_id, o.indicator_id, list_filter(
                range({_MOST_DECIMALS}), lambda k: round(o.value, k::INTEGER) = o.value
            )[1] AS fewest
            FROM observation o
            WHERE o.value IS NOT NULL AND {where}
        ),
        rounding AS (
            SELECT vintage_id, indicator_id,
                0.5 * pow(10, -max(coalesce(fewest, {_MOST_DECIMALS}))) AS half
            FROM decimals
            GROUP BY ALL HAVING count(*) >= {_FEWEST_ROUNDED}
        )
        SELECT c.indicator_id, c.geo, c.frequency, c.period_start, c.period_end, c.period_label,
            c.old, c.value AS new,
            c.old_vintage, a.date AS old_date, a.date_label AS old_label, a.date_kind AS old_kind,
            c.vintage_id AS new_vintage, b.date AS new_date, b.date_label AS new_label,
            b.date_kind AS new_kind
        FROM cell c
        JOIN vintage a ON a.vintage_id = c.old_vintage
        JOIN vintage b ON b.vintage_id = c.vintage_id
        LEFT JOIN rounding ra ON (ra.vintage_id, ra.indicator_id) = (c.old_vintage, c.indicator_id)
        LEFT JOIN rounding rb ON (rb.vintage_id, rb.indicator_id) = (c.vintage_id, c.indicator_id)
        WHERE abs(c.value - c.old) > greatest(
            1e-9 * greatest(abs(c.value), abs(c.old)),
            (1 + 1e-9) * coalesce(ra.half, 0),
            (1 + 1e-9) * coalesce(rb.half, 0))
        ORDER BY c.position DESC, c.indicator_id, c.geo, c.frequency, c.period_start DESC
        """,
        [*parameters, *parameters],
    )
