"""What the build keeps of the declarations: indicators, breaks, strategy figures."""

import pandas as pd

from indicators.warehouse import Warehouse


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


def strategy_figure_table(w: Warehouse) -> pd.DataFrame:
    """The strategy's headline figures in its order: all columns of `strategy_figure`."""
    return w.fetch("SELECT * FROM strategy_figure ORDER BY position")
