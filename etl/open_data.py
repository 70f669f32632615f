"""What the open files hold: the part of a build that may be passed on, as statements.

Everything with figures in it is read from `open_observation` and `open_latest_observation`.
"""

#: The terms, in one row.
ABOUT = """
SELECT 'UK Technology Indicators' AS title, build_id, newest_vintage,
    'Figures under the Open Government Licence v3.0, Creative Commons Attribution 4.0 or in the '
    || 'public domain, as the column licence says. Name the publisher and dataset of each figure '
    || 'you use, and say if you changed it. Made from published figures. Not an official '
    || 'statistics publication; not endorsed by their producers or by government.' AS terms
FROM w.build
"""

_ORDER = "ORDER BY indicator_id, geo, frequency, period_start, period_end"

#: Tables of the open DuckDB file, in the order they are made.
OPEN_TABLES = {
    "observation": f"SELECT * FROM w.open_observation {_ORDER}, vintage_id",
    "latest_observation": f"SELECT * FROM w.open_latest_observation {_ORDER}",
    "vintage": """SELECT * FROM w.vintage WHERE vintage_id IN
        (SELECT vintage_id FROM w.open_observation) ORDER BY position""",
    "indicator": """SELECT * FROM w.indicator WHERE indicator_id IN
        (SELECT indicator_id FROM w.open_observation) ORDER BY position""",
    "series_break": """SELECT * FROM w.series_break WHERE indicator_id IN
        (SELECT indicator_id FROM w.open_observation) ORDER BY indicator_id, geo, period_start""",
    "geography": "SELECT * FROM w.geography ORDER BY position",
    "about": ABOUT,
}

#: The open Parquet file: one flat table with its provenance in every row.
OPEN_ROWS = """
SELECT o.indicator_id, i.title, i.unit_label AS unit, o.geo, g.name AS area, o.period_label,
    o.period_start, o.period_end, o.frequency, o.value, o.lower, o.upper, o.obs_status,
    l.indicator_id IS NOT NULL AS newest, v.publisher, v.dataset, v.edition, v.address,
    v.date_label, v.date_kind, v.read_as, v.licence, o.vintage_id
FROM w.open_observation o
JOIN w.vintage v USING (vintage_id) JOIN w.indicator i USING (indicator_id)
JOIN w.geography g USING (geo)
LEFT JOIN w.open_latest_observation l
    USING (indicator_id, geo, frequency, period_start, period_end, vintage_id)
ORDER BY o.indicator_id, o.geo, o.frequency, o.period_start, o.period_end, v.position
"""
