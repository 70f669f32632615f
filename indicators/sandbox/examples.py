"""Example queries to start from. Each runs as it stands, and a test runs each.

They are texts for readers: nothing of the project is computed from them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """A question in words, and the query that answers it."""

    title: str
    sql: str


EXAMPLES = (
    Example(
        "R&D as a share of GDP over time",
        """\
-- Lines need the columns indicator_id and geo:
-- they tell where a series breaks.
SELECT indicator_id, geo, period_start, value
FROM latest_observation
WHERE indicator_id = 'gerd_pct_gdp'
  AND geo IN ('GBR', 'USA', 'DEU', 'FRA', 'JPN', 'KOR')
  AND period_start >= DATE '2005-01-01'
ORDER BY geo, period_start""",
    ),
    Example(
        "Countries ranked by business R&D in one year",
        """\
SELECT g.short AS area, o.value AS pct_of_gdp, o.obs_status
FROM latest_observation o
JOIN geography g USING (geo)
WHERE o.indicator_id = 'berd_pct_gdp'
  AND g.kind = 'country'
  AND o.period_label = '2022'
  AND o.value IS NOT NULL
ORDER BY o.value DESC
LIMIT 25""",
    ),
    Example(
        "UK figures as they stood on a day",
        """\
-- The newest figure of each period that had been published by 31 December 2025.
SELECT o.indicator_id, o.geo, o.period_start, o.value, v.publisher, v.date AS published
FROM observation o
JOIN vintage v USING (vintage_id)
WHERE o.indicator_id = 'gerd_pct_gdp'
  AND o.geo = 'GBR'
  AND v.date <= DATE '2025-12-31'
QUALIFY row_number() OVER (
  PARTITION BY o.period_start, o.frequency ORDER BY v.position DESC
) = 1
ORDER BY o.period_start""",
    ),
    Example(
        "What was revised most",
        """\
SELECT o.indicator_id, o.geo, o.period_label,
  count(*) AS releases, min(o.value) AS lowest, max(o.value) AS highest,
  round(100 * (max(o.value) / min(o.value) - 1), 1) AS spread_pct
FROM observation o
WHERE o.value > 0
GROUP BY ALL
HAVING count(*) > 1 AND max(o.value) > min(o.value)
ORDER BY spread_pct DESC
LIMIT 50""",
    ),
    Example(
        "Open indicators by publisher",
        """\
SELECT publisher, count(*) AS indicators
FROM indicator
GROUP BY publisher
ORDER BY indicators DESC""",
    ),
    Example(
        "Declared breaks of the UK",
        """\
SELECT i.title, b.period_label AS period, b.kind, b.note
FROM series_break b
JOIN indicator i USING (indicator_id)
WHERE b.geo IN ('GBR', 'all')
ORDER BY i.position, b.period_start""",
    ),
)
