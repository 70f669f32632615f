"""Files of kept results: `<data>/results/<build id>/`, written whole or not at all.

Each file says by which method it was made; one made by another is as good as none. It computes
nothing.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from indicators.settings import ROOT, data_dir

#: Written into every file; files of another format are computed again.
FORMAT = 3

#: What an index result and a projection are made with, from the root of the project.
INDEX_CODE = ("composite", "uncertainty", "standing.py", "variants.py", "panels.py", "selection.py")
PROJECTION_CODE = ("projections", "panels.py", "selection.py")


def folder(build_id: str) -> Path:
    """Where the results of a build are kept."""
    return data_dir() / "results" / build_id


@cache
def code_digest(names: tuple[str, ...]) -> str:
    """A short digest of the modules that make a result: a change of method is a change of this."""
    digest = hashlib.sha256(str(FORMAT).encode())
    for name in names:
        place = ROOT / "indicators" / name
        for path in sorted(place.glob("*.py")) if place.is_dir() else [place]:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def write(path: Path, content: bytes) -> None:
    """The whole file or nothing, also when two processes write at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.part")
    temporary.write_bytes(content)
    temporary.replace(path)


def write_json(path: Path, content: dict[str, Any]) -> None:
    write(path, json.dumps(content, ensure_ascii=False).encode())


def frame(table: pd.DataFrame) -> dict[str, Any]:
    """A table for JSON with full precision; a missing number is null."""
    columns = [[name, list(_plain(column))] for name, column in table.items()]
    index = {"name": table.index.name, "values": list(_plain(table.index.to_series()))}
    return {"index": index, "columns": columns, "columns_name": table.columns.name}


def table(kept: dict[str, Any]) -> pd.DataFrame:
    """The table that `frame` took apart."""
    index = pd.Index(kept["index"]["values"], name=kept["index"]["name"])
    found = pd.DataFrame({name: pd.Series(values) for name, values in kept["columns"]})
    found.index = index
    found.columns.name = kept["columns_name"]
    for name in found.columns:
        if found[name].dtype == object and found[name].map(lambda v: not isinstance(v, str)).all():
            found[name] = found[name].astype(float)
    return found


def _plain(column: pd.Series) -> Iterator[object]:
    for value in column.tolist():
        yield None if isinstance(value, float) and np.isnan(value) else value
