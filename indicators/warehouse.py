"""The warehouse: table definitions, and a locked, read-only door for many readers.

Writes nothing: `etl.load` builds the files. Each build is a file of its own,
`<data>/warehouse/<build id>.duckdb`, and the text file `current` beside it names the one to read.
"""

import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from indicators.errors import WarehouseError
from indicators.frames import KeptFrames
from indicators.settings import data_dir

#: Raised when the tables change, so that an old file is rebuilt and not misread.
SCHEMA_VERSION = 1

#: All tables and views. Tables are filled in this order, sorted as `etl.load` says.
DDL = """
CREATE TABLE build (build_id VARCHAR, schema_version INTEGER, newest_vintage DATE);

CREATE TABLE indicator (
    indicator_id VARCHAR PRIMARY KEY, position INTEGER, title VARCHAR, noun VARCHAR,
    short VARCHAR, long VARCHAR, theme VARCHAR, theme_title VARCHAR, unit VARCHAR,
    unit_label VARCHAR, price_basis VARCHAR, direction VARCHAR, publisher VARCHAR,
    statistics_status VARCHAR, source VARCHAR, series VARCHAR, coverage VARCHAR,
    frequencies VARCHAR, licence VARCHAR, licence_notice VARCHAR, redistributable BOOLEAN,
    derived BOOLEAN, formula VARCHAR, caveats VARCHAR, strengths VARCHAR, next_release VARCHAR,
    unavailable VARCHAR, display VARCHAR, rankable BOOLEAN
);

CREATE TABLE geography (
    geo VARCHAR PRIMARY KEY, position INTEGER, name VARCHAR, short VARCHAR, kind VARCHAR,
    europe BOOLEAN
);

CREATE TABLE series_break (
    indicator_id VARCHAR, geo VARCHAR, period_start DATE, period_label VARCHAR, kind VARCHAR,
    note VARCHAR
);

-- In serving order: where two vintages hold a cell, the one of the higher position is newer.
CREATE TABLE vintage (
    vintage_id VARCHAR PRIMARY KEY, position INTEGER, source VARCHAR, publisher VARCHAR,
    dataset VARCHAR, edition VARCHAR, address VARCHAR, date DATE, date_label VARCHAR,
    date_kind VARCHAR,
    read_as VARCHAR, licence VARCHAR, licence_note VARCHAR, redistributable BOOLEAN,
    coverage VARCHAR, sha256 VARCHAR, sha256_of VARCHAR, next_release VARCHAR
);

-- Every value of every vintage that was let through (load_log names the others), sorted by
-- indicator, geo, frequency, period and vintage.
CREATE TABLE observation (
    indicator_id VARCHAR, geo VARCHAR, period_start DATE, period_end DATE, period_label VARCHAR,
    frequency VARCHAR, value DOUBLE, lower DOUBLE, upper DOUBLE, obs_status VARCHAR,
    vintage_id VARCHAR
);

-- The serving cells: per indicator and area those of the newest full vintage that was let
-- through, then newer partial ones (is_partial). A missing value has value NULL, status M.
CREATE TABLE latest_observation (
    indicator_id VARCHAR, geo VARCHAR, period_start DATE, period_end DATE, period_label VARCHAR,
    frequency VARCHAR, value DOUBLE, lower DOUBLE, upper DOUBLE, obs_status VARCHAR,
    vintage_id VARCHAR, is_partial BOOLEAN
);

CREATE VIEW open_observation AS
    SELECT o.* FROM observation o
    JOIN vintage v USING (vintage_id) JOIN indicator i USING (indicator_id)
    WHERE v.redistributable AND i.redistributable;

CREATE VIEW open_latest_observation AS
    SELECT o.* FROM latest_observation o
    JOIN vintage v USING (vintage_id) JOIN indicator i USING (indicator_id)
    WHERE v.redistributable AND i.redistributable;

CREATE TABLE strategy_figure (
    figure_id VARCHAR PRIMARY KEY, position INTEGER, theme VARCHAR, title VARCHAR, value DOUBLE,
    unit VARCHAR, period VARCHAR, comparison VARCHAR, place VARCHAR, quote VARCHAR
);

-- One row an indicator and vintage: what was loaded, or held back and why.
CREATE TABLE load_log (
    indicator_id VARCHAR, vintage_id VARCHAR, date DATE, rows INTEGER, new INTEGER,
    revised INTEGER, lost INTEGER, outcome VARCHAR, reason VARCHAR
);
"""

#: Bytes of answers that a build keeps, for all readers together, and of the largest of them. A
#: country's figures of an indicator have some 130,000, most of them around the values.
MOST_KEPT, MOST_KEPT_EACH = 20_000_000, 2_000_000

#: Name of the text file that names the serving build.
POINTER = "current"

#: In this order: the temporary directory cannot be changed once external access is off.
_LOCK = (
    "SET temp_directory = ''",
    "SET enable_external_access = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET allow_community_extensions = false",
    "SET memory_limit = '1GB'",
    "SET threads = 2",
    "SET lock_configuration = true",
)


def warehouse_dir() -> Path:
    return data_dir() / "warehouse"


def current_path(folder: Path | None = None) -> Path:
    """The file that the pointer names.

    Raises:
        WarehouseError: there is no build yet, or the pointer names a file that is gone.
    """
    folder = folder or warehouse_dir()
    pointer = folder / POINTER
    try:
        name = pointer.read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        raise WarehouseError(
            f"there is no warehouse in {folder} yet. Run `python -m etl build`."
        ) from None
    except OSError as reason:
        raise WarehouseError(f"{pointer} cannot be read: {reason.strerror}.") from None
    path = folder / name
    if not name or "/" in name or not path.is_file():
        raise WarehouseError(
            f"{pointer} names {name!r}, which is not there. Run `python -m etl build`."
        )
    return path


def open_duckdb_path(path: Path) -> Path:
    """The open part of the build at `path`, as a DuckDB file."""
    return path.with_name(f"{path.stem}-open.duckdb")


def open_parquet_path(path: Path) -> Path:
    """The open part of the build at `path`, as one Parquet table."""
    return path.with_name(f"{path.stem}-open.parquet")


_opening = threading.Lock()


def _locked(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection that can reach nothing but its file, and cannot be told to.

    Within a process, connections to one path share one database and its settings: a second one
    finds them locked already.
    """
    with _opening:
        connection = duckdb.connect(str(path), read_only=True)
        locked = connection.execute("SELECT current_setting('lock_configuration')").fetchone()
        if locked != (True,):
            for statement in _LOCK:
                connection.execute(statement)
        return connection


#: By folder, the build last asked for and the file that it was opened from.
_newest: dict[Path, tuple[tuple[Path, int, int], "Warehouse"]] = {}
_newest_lock = threading.Lock()


def serving(folder: Path | None = None) -> "Warehouse":
    """The build that the pointer names now, opened once however often it is asked for.

    A caller keeps what it was given: an older build stays open until nobody holds it.

    Raises:
        WarehouseError: there is no build, or it cannot be read.
    """
    folder = folder or warehouse_dir()
    path = current_path(folder)
    stat = path.stat()
    file = (path, stat.st_ino, stat.st_mtime_ns)
    with _newest_lock:
        if folder not in _newest or _newest[folder][0] != file:
            # Let go of the old one first: a damaged build is mended under its own name, and
            # DuckDB gives the old file out while anyone holds it.
            _newest.pop(folder, None)
            _newest[folder] = file, Warehouse(path)
        return _newest[folder][1]


class Warehouse:
    """One immutable build, open for reading by any number of threads."""

    def __init__(self, path: Path) -> None:
        """Open and lock a build file.

        Raises:
            WarehouseError: the file is damaged, or was written by another version.
        """
        self.path = path
        self._local = threading.local()
        self._kept = KeptFrames(MOST_KEPT, most_bytes_each=MOST_KEPT_EACH)
        try:
            self._connection = _locked(path)
            # Alone, because another version's table may have other columns beside it.
            version = self._connection.execute("SELECT schema_version FROM build").fetchone()
            row = (
                self._connection.execute("SELECT build_id, newest_vintage FROM build").fetchone()
                if version == (SCHEMA_VERSION,)
                else None
            )
        except duckdb.Error as reason:
            raise WarehouseError(
                f"{path} cannot be read as a warehouse ({reason}). "
                "Delete it and run `python -m etl build`."
            ) from None
        if row is None:
            raise WarehouseError(
                f"{path} was built by another version of this project. Run `python -m etl build`."
            )
        self.build_id: str = row[0]
        #: Day of the newest vintage in it.
        self.newest_vintage: date = row[1]

    def fetch(self, sql: str, parameters: Sequence[Any] = ()) -> pd.DataFrame:
        """The rows of one SELECT. Dates come as `datetime64`, missing values as NaN or NaT.

        A build does not change, so an answer is kept for who asks the same again.

        Raises:
            WarehouseError: the statement is refused, or the file is damaged where it reads.
        """
        return self._kept.get((sql, *parameters), lambda: self._ask(sql, parameters))

    def _ask(self, sql: str, parameters: Sequence[Any]) -> pd.DataFrame:
        cursor = getattr(self._local, "cursor", None)
        if cursor is None:
            cursor = self._local.cursor = self._connection.cursor()
        try:
            table = cursor.sql(sql, params=list(parameters)).to_arrow_table()
        except duckdb.Error as reason:
            # A statement that broke off would keep the cursor to itself.
            self._local.cursor = None
            raise WarehouseError(f"{self.path} did not answer: {reason}") from None
        rows: pd.DataFrame = table.to_pandas(date_as_object=False)
        return rows

    def close(self) -> None:
        """End reading. No other thread may be reading then."""
        self._connection.close()
