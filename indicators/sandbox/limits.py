"""What one query may use: the figures that the parent, the child and the readers' words share.

It enforces nothing: see `query` (time, places) and `child` and `confinement` (everything else).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one query. A query that reaches the bound on rows is cut; at others it ends.

    `seconds` is wall time, the start of the process included, and is also the most CPU time.
    `memory_mb` is what DuckDB may use; the process around it has `process_mb` of data and
    `address_space_mb` of address space, most of which is never touched.
    """

    seconds: int = 5
    rows: int = 10_000
    columns: int = 200
    output_bytes: int = 4_000_000
    query_characters: int = 10_000
    memory_mb: int = 256
    process_mb: int = 768
    address_space_mb: int = 2_048
    wait_seconds: float = 15.0


LIMITS = Limits()

#: Queries that run at once in one server. Others wait their turn.
AT_ONCE = 2
