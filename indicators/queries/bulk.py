"""What may be passed on of a whole build, table by table: only rows under open licences."""

import pandas as pd

from indicators.warehouse import Warehouse

_OF_OPEN = "indicator_id IN (SELECT indicator_id FROM open_observation)"

#: Table of the data package → the statement that gives it.
OPEN_TABLES = {
    "observation": """
        SELECT o.* FROM open_observation o JOIN vintage v USING (vintage_id)
        ORDER BY o.indicator_id, o.geo, o.frequency, o.period_start, o.period_end, v.position
    """,
    "latest_observation": """
        SELECT * FROM open_latest_observation
        ORDER BY indicator_id, geo, frequency, period_start, period_end
    """,
    "indicator": f"SELECT * FROM indicator WHERE {_OF_OPEN} ORDER BY position",
    "vintage": """
        SELECT * FROM vintage WHERE vintage_id IN (SELECT vintage_id FROM open_observation)
        ORDER BY position
    """,
    "series_break": f"""
        SELECT * FROM series_break WHERE {_OF_OPEN} ORDER BY indicator_id, geo, period_start, kind
    """,
    "geography": "SELECT * FROM geography ORDER BY position",
}


def open_table(w: Warehouse, name: str) -> pd.DataFrame:
    """One table of the data package, in a fixed order. `name` is a key of `OPEN_TABLES`."""
    return w.fetch(OPEN_TABLES[name])


def open_indicators(w: Warehouse) -> tuple[str, ...]:
    """Ids of the indicators of which some serving figure may be passed on."""
    found = w.fetch(
        "SELECT DISTINCT indicator_id FROM open_latest_observation WHERE value IS NOT NULL "
        "ORDER BY indicator_id"
    )
    return tuple(found["indicator_id"])
