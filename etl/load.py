"""The warehouse file written whole, beside the one that serves, and the pointer then moved.

The other door to DuckDB is `indicators.warehouse`, which reads. It checks no figure.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import duckdb

from etl.open_data import OPEN_ROWS, OPEN_TABLES
from etl.tables import Candidate, tables
from indicators.errors import WarehouseError
from indicators.settings import BUILDS_KEPT, whole_number
from indicators.warehouse import (
    DDL,
    POINTER,
    Warehouse,
    current_path,
    open_duckdb_path,
    open_parquet_path,
)

_TEMPORARY = ".part"
#: Keeps the file readable by DuckDB 1.4.
_STORAGE = "v1.4.0"


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
        for table, rows in tables(candidate).items():
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
    """Remove all but the newest builds, and open files without a build. The serving one stays.

    How many are kept is a setting.
    """
    serving, most = current_path(folder), whole_number(BUILDS_KEPT)
    builds = [p for p in folder.glob("*.duckdb") if not p.stem.endswith("-open") and p != serving]
    builds.sort(key=lambda p: p.stat().st_mtime_ns, reverse=True)
    for old in builds[most - 1 :] if most else ():
        old.unlink(missing_ok=True)
    kept = {p.stem for p in folder.glob("*.duckdb") if not p.stem.endswith("-open")}
    for file in folder.glob("*-open.*"):
        if file.stem.removesuffix("-open") not in kept:
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


def _write_open(connection: duckdb.DuckDBPyConnection, database: Path, parquet: Path) -> None:
    """The part that may be passed on, as a DuckDB file and as one Parquet table."""
    connection.execute(f"ATTACH '{_quoted(database)}' AS o (STORAGE_VERSION '{_STORAGE}')")
    for table, select in OPEN_TABLES.items():
        connection.execute(f"CREATE TABLE o.{table} AS {select}")
    connection.execute("DETACH o")
    connection.execute(f"COPY ({OPEN_ROWS}) TO '{_quoted(parquet)}' (FORMAT parquet)")
