"""The warehouse file written whole, beside the one that serves, and the pointer then moved.

The other door to DuckDB is `indicators.warehouse`, which reads. It checks no figure.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from etl.hold_back import Outcome
from etl.sources import Vintage
from indicators.catalogue import OPEN_LICENCES, Catalogue, Indicator
from indicators.errors import WarehouseError
from indicators.warehouse import (
    DDL,
    POINTER,
    SCHEMA_VERSION,
    Warehouse,
    current_path,
    open_duckdb_path,
    open_parquet_path,
)

#: Builds kept, the serving one included.
KEPT = 5
_TEMPORARY = ".part"
#: Keeps the file readable by DuckDB 1.4.
_STORAGE = "v1.4.0"
#: Columns of `indicator` that are fields of the catalogue under the same name.
_INDICATOR_PLAIN = (
    "title",
    "noun",
    "short",
    "long",
    "theme",
    "unit",
    "price_basis",
    "direction",
    "publisher",
    "statistics_status",
    "source",
    "series",
    "coverage",
    "licence",
    "licence_notice",
    "redistributable",
    "derived",
    "strengths",
    "next_release",
    "unavailable",
    "display",
    "rankable",
)
_OBSERVATION = (
    "indicator_id",
    "geo",
    "period_start",
    "period_end",
    "period_label",
    "frequency",
    "value",
    "lower",
    "upper",
    "obs_status",
    "vintage_id",
)


@dataclass(frozen=True)
class Candidate:
    """All that a build holds. `observation` and `latest` have at least the warehouse's columns.

    `out_of_range` are the rows of refused vintages outside their indicator's limits.
    """

    build_id: str
    catalogue: Catalogue
    vintages: tuple[Vintage, ...]
    observation: pd.DataFrame
    latest: pd.DataFrame
    outcomes: tuple[Outcome, ...]
    out_of_range: pd.DataFrame
    strategy_figures: list[dict[str, Any]]


def build_path(folder: Path, build_id: str) -> Path:
    """Where the build of this id stands."""
    return folder / f"{build_id}.duckdb"


@contextlib.contextmanager
def building(folder: Path) -> Iterator[None]:
    """Hold the folder for one build at a time, and clear what a killed build left behind.

    The lock belongs to the process: it falls with it.

    Raises:
        WarehouseError: the folder cannot be written.
    """
    with contextlib.ExitStack() as held:
        with _readable_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            lock = held.enter_context((folder / ".lock").open("w"))
            fcntl.flock(lock, fcntl.LOCK_EX)
            _clear(folder)
        held.callback(_clear, folder)
        yield


def _clear(folder: Path) -> None:
    for part in folder.glob(f"*{_TEMPORARY}*"):
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def _readable_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, duckdb.Error) as reason:
        raise WarehouseError(
            f"the warehouse cannot be written in {folder}: {reason}. The build before this one "
            "still serves. Make room or mend the folder's permissions, then build again."
        ) from reason


def is_valid(path: Path) -> bool:
    """Whether a whole, readable build of that id stands at `path` with its open files."""
    if not all(p.is_file() for p in (path, open_duckdb_path(path), open_parquet_path(path))):
        return False
    try:
        warehouse = Warehouse(path)
    except WarehouseError:
        return False
    try:
        # Reading every column makes DuckDB compare every block with its checksum.
        for table in ("observation", "latest_observation", "vintage", "indicator", "load_log"):
            warehouse.fetch(f"SELECT bit_xor(hash(t)) FROM {table} t")
        return warehouse.build_id == path.stem
    except WarehouseError:
        return False
    finally:
        warehouse.close()


def write(candidate: Candidate, path: Path) -> None:
    """Write a build and its open files under temporary names, then give them their own.

    Raises:
        WarehouseError: they cannot be written; nothing stands at `path` that did not before.
    """
    with _readable_errors(path.parent):
        _write(candidate, path)


def _write(candidate: Candidate, path: Path) -> None:
    targets = (path, open_duckdb_path(path), open_parquet_path(path))
    parts = [target.with_name(target.name + _TEMPORARY) for target in targets]
    with duckdb.connect(":memory:", config={"threads": 2}) as connection:
        connection.execute(f"ATTACH '{_quoted(parts[0])}' AS w (STORAGE_VERSION '{_STORAGE}')")
        connection.execute("USE w")
        connection.execute("BEGIN")
        connection.execute(DDL)
        for table, rows in _tables(candidate).items():
            connection.register("rows", rows)
            connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM rows")
            connection.unregister("rows")
        connection.execute("COMMIT")
        _write_open(connection, parts[1], parts[2])
        connection.execute("USE memory")
        connection.execute("DETACH w")
    for part in parts:
        _sync(part)
    # The build itself comes last: where it stands, its open files stand too.
    for part, target in reversed(list(zip(parts, targets, strict=True))):
        part.replace(target)
    _sync(path.parent)


def point_to(path: Path) -> None:
    """Let readers use the build at `path`: one atomic step.

    Raises:
        WarehouseError: the pointer cannot be written; it names what it named before.
    """
    pointer = path.parent / POINTER
    part = pointer.with_name(POINTER + _TEMPORARY)
    with _readable_errors(path.parent):
        part.write_text(path.name + "\n", encoding="utf-8")
        _sync(part)
        part.replace(pointer)
        _sync(path.parent)


def prune(folder: Path) -> None:
    """Remove all but the newest builds. The serving one always stays."""
    serving = current_path(folder)
    builds = [p for p in folder.glob("*.duckdb") if not p.stem.endswith("-open") and p != serving]
    builds.sort(key=lambda p: p.stat().st_mtime_ns, reverse=True)
    for old in builds[KEPT - 1 :]:
        for file in (old, open_duckdb_path(old), open_parquet_path(old)):
            file.unlink(missing_ok=True)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _sync(path: Path) -> None:
    """Make the disk hold what the file or folder says."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _tables(candidate: Candidate) -> dict[str, pa.Table]:
    catalogue, areas = candidate.catalogue, candidate.catalogue.areas
    positions = {v.vintage_id: n for n, v in enumerate(candidate.vintages)}
    tables: dict[str, Sequence[Mapping[str, Any]]] = {
        "build": [
            {
                "build_id": candidate.build_id,
                "schema_version": SCHEMA_VERSION,
                "newest_vintage": max(v.date for v in candidate.vintages),
            }
        ],
        "indicator": [_indicator(catalogue, i, n) for n, i in enumerate(catalogue)],
        "geography": [
            {key: getattr(area, key) for key in ("geo", "name", "short", "kind", "europe")}
            | {"position": n}
            for n, area in enumerate(areas.areas)
        ],
        "series_break": [
            {
                "indicator_id": i.id,
                "geo": b.geo,
                "period_start": b.at.start,
                "period_label": b.at.label,
                "kind": b.kind,
                "note": b.note,
            }
            for i in catalogue
            for b in i.breaks
        ],
        "vintage": [
            asdict(v)
            | {"position": positions[v.vintage_id], "redistributable": v.licence in OPEN_LICENCES}
            for v in candidate.vintages
        ],
        "strategy_figure": candidate.strategy_figures,
        "load_log": [asdict(o) for o in candidate.outcomes],
    }
    written = {name: pa.Table.from_pylist(list(rows)) for name, rows in tables.items() if rows}
    latest = (*_OBSERVATION, "is_partial")
    written["observation"] = _arrow(candidate.observation, _OBSERVATION, positions)
    written["latest_observation"] = _arrow(candidate.latest, latest, positions)
    return written


def _arrow(rows: pd.DataFrame, columns: tuple[str, ...], positions: dict[str, int]) -> pa.Table:
    order = ["indicator_id", "geo", "frequency", "period_start", "period_end", "position"]
    keyed = rows[list(columns)].assign(position=rows["vintage_id"].map(positions))
    table = pa.Table.from_pandas(keyed, preserve_index=False)
    return table.sort_by([(name, "ascending") for name in order]).drop_columns(["position"])


def _indicator(catalogue: Catalogue, i: Indicator, position: int) -> dict[str, Any]:
    return {name: getattr(i, name) for name in _INDICATOR_PLAIN} | {
        "indicator_id": i.id,
        "position": position,
        "theme_title": catalogue.themes_by_id[i.theme].title,
        "unit_label": catalogue.unit_of(i).label,
        "frequencies": " ".join(i.frequencies),
        "formula": i.formula.words if i.formula else "",
        "caveats": "\n".join(i.caveats),
    }


_ABOUT = """
SELECT 'UK Technology Indicators' AS title, build_id, newest_vintage,
    'Figures under the Open Government Licence v3.0, Creative Commons Attribution 4.0 or in the '
    || 'public domain, as the column licence says. Name the publisher and dataset of each figure '
    || 'you use, and say if you changed it. Made from published figures. Not an official '
    || 'statistics publication; not endorsed by their producers or by government.' AS terms
FROM w.build
"""

#: Tables of the open file. Everything with figures in it is read from `open_observation`.
_OPEN_TABLES = {
    "observation": "SELECT * FROM w.open_observation",
    "latest_observation": "SELECT * FROM w.open_latest_observation",
    "vintage": """SELECT * FROM w.vintage WHERE vintage_id IN
        (SELECT vintage_id FROM w.open_observation) ORDER BY position""",
    "indicator": """SELECT * FROM w.indicator WHERE indicator_id IN
        (SELECT indicator_id FROM w.open_observation) ORDER BY position""",
    "series_break": """SELECT * FROM w.series_break WHERE indicator_id IN
        (SELECT indicator_id FROM w.open_observation)""",
    "geography": "SELECT * FROM w.geography ORDER BY position",
    "about": _ABOUT,
}

_OPEN_ROWS = """
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


def _write_open(connection: duckdb.DuckDBPyConnection, database: Path, parquet: Path) -> None:
    """The part that may be passed on, as a DuckDB file and as one Parquet table."""
    connection.execute(f"ATTACH '{_quoted(database)}' AS o (STORAGE_VERSION '{_STORAGE}')")
    for table, select in _OPEN_TABLES.items():
        connection.execute(f"CREATE TABLE o.{table} AS {select}")
    connection.execute("DETACH o")
    connection.execute(f"COPY ({_OPEN_ROWS}) TO '{_quoted(parquet)}' (FORMAT parquet)")
