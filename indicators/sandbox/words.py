"""Words of SQL that a query of the open rows can use, for completion while it is typed.

It opens no file. A test compares it with DuckDB, so a word that DuckDB does not know cannot stand.
"""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


#: Keywords of a reading query, those used most first.
KEYWORDS = _words(
    "SELECT FROM WHERE JOIN GROUP ORDER BY LIMIT AND OR NOT IN AS ON USING LEFT HAVING QUALIFY "
    "DISTINCT IS NULL BETWEEN LIKE ILIKE CASE WHEN THEN ELSE END WITH UNION ALL ASC DESC OVER "
    "PARTITION INNER RIGHT FULL CROSS ASOF EXCEPT INTERSECT EXISTS OFFSET CAST FILTER ROWS "
    "RANGE PRECEDING FOLLOWING CURRENT UNBOUNDED WINDOW RECURSIVE VALUES DATE INTERVAL TRUE "
    "FALSE NULLS FIRST LAST DESCRIBE SUMMARIZE SHOW TABLES EXCLUDE REPLACE PIVOT UNPIVOT "
    "LATERAL "
)

#: Functions of figures and texts.
FUNCTIONS = _words(
    "count sum avg min max median round abs ln exp sqrt power quantile_cont stddev corr "
    "regr_slope regr_r2 arg_max arg_min first_value last_value lag lead rank dense_rank "
    "row_number percent_rank coalesce nullif greatest least year quarter month date_trunc "
    "date_diff strftime lower upper length substring concat string_agg list "
)

WORDS = (*KEYWORDS, *FUNCTIONS)
