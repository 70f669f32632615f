"""The builds kept beside the serving one: found by id, opened read-only, a few at a time.

It builds and removes nothing: `etl.load` does.
"""

import re
import threading
from collections import OrderedDict
from pathlib import Path

from indicators.errors import WarehouseError
from indicators.warehouse import Warehouse, serving, warehouse_dir

#: Earlier builds open at once in a process; each holds a file and some megabytes.
MOST_OPEN = 4

#: A build id in full, or its first characters as every file prints them.
ID = re.compile(r"[0-9a-f]{12,16}")

_open: "OrderedDict[Path, Warehouse]" = OrderedDict()
_lock = threading.Lock()


def kept(folder: Path | None = None) -> tuple[str, ...]:
    """Ids of all builds kept, the newest file first."""
    folder = folder or warehouse_dir()
    found = [p for p in folder.glob("*.duckdb") if ID.fullmatch(p.stem)]
    found.sort(key=lambda p: (p.stat().st_mtime_ns, p.stem), reverse=True)
    return tuple(p.stem for p in found)


def build_of(build_id: str, folder: Path | None = None) -> Warehouse:
    """The build of that id, or of the id that starts with these twelve or more characters.

    Builds never change, so one stays open while it is among the last few asked for.

    Raises:
        WarehouseError: no such build is kept, or this version cannot read it; the message says
            which.
    """
    folder = folder or warehouse_dir()
    newest = serving(folder)
    if _is(newest.build_id, build_id):
        return newest
    found = [one for one in kept(folder) if _is(one, build_id)]
    if len(found) != 1:
        raise WarehouseError(f"no build {build_id[:16]!r} is kept here.")
    path = folder / f"{found[0]}.duckdb"
    with _lock:
        if path not in _open:
            _open[path] = Warehouse(path)
            while len(_open) > MOST_OPEN:
                _open.popitem(last=False)  # closed when its last reader lets go
        _open.move_to_end(path)
        return _open[path]


def _is(build_id: str, asked: str) -> bool:
    return bool(ID.fullmatch(asked)) and build_id.startswith(asked)
