"""Seed folders, inputs and kept answers made from short literals, for tests of the build."""

import csv
import io
import shutil
import sys
import types
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from etl.inputs import Inputs
from etl.sources import ROW_COLUMNS, Parsed, Request, Response, Source, Vintage
from etl.sources.seed import SEED_COLUMNS, VINTAGE_COLUMNS, folder_of

FIXTURES = Path(__file__).parent / "fixtures"
CATALOGUE = FIXTURES / "catalogue.toml"

RECORD = {
    "publisher": "OECD",
    "dataset": "Main Science and Technology Indicators",
    "edition": "",
    "address": "https://data-explorer.oecd.org/",
    "date": "2025-06-23",
    "date_kind": "released",
    "read_as": "copy of the publisher's file",
    "licence": "CC-BY-4.0",
    "licence_note": "",
    "coverage": "full",
    "next_release": "",
}


class Seed:
    """A seed folder that grows by vintages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.records: dict[str, dict[str, str]] = {}
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("open", "non_commercial", "restricted"):
            (folder / name).mkdir(exist_ok=True)

    def add(self, vintage_id: str, *rows: str, **record: str) -> Path:
        """Write a vintage. A row is `indicator,geo,period,frequency,value[,lower,upper,status]`."""
        self.records[vintage_id] = {"vintage_id": vintage_id} | RECORD | record
        path = self.folder / folder_of(self.records[vintage_id]["licence"]) / f"{vintage_id}.csv"
        lines = [",".join(SEED_COLUMNS)]
        lines += [row + "," * (len(SEED_COLUMNS) - 1 - row.count(",")) for row in rows]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.write_records()
        return path

    def write_records(self) -> Path:
        path = self.folder / "vintages.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, VINTAGE_COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(self.records.values())
        return path


def inputs(seed: Path, **changes: object) -> Inputs:
    """Inputs with the test catalogue, the given seed, and nothing else of the project."""
    nothing = seed / "none.toml"
    if not nothing.exists():
        nothing.write_text("", encoding="utf-8")
    given = {
        "catalogue": CATALOGUE,
        "seed": seed,
        "corrections": nothing,
        "known_values": nothing,
        "accepted": (),
        "responses": {},
    }
    return Inputs(**(given | changes))  # type: ignore[arg-type]


def copy_of_seed(folder: Path) -> Path:
    """A writable copy of the real figures in `tests/fixtures/seed`."""
    return Path(shutil.copytree(FIXTURES / "seed", folder))


def answer(
    body: str,
    retrieved: date,
    *indicator_ids: str,
    address: str = "https://figures.example/data",
) -> Response:
    """A kept answer of the stand-in source: rows as CSV, as `stand_in_source` reads them."""
    request = Request(address, indicator_ids)
    return Response(request, 200, {"Content-Type": "text/csv"}, body.encode(), retrieved)


def stand_in_source(monkeypatch, source_id: str = "stand_in") -> str:
    """A source module under `etl.sources` that reads `ROW_COLUMNS` as CSV; answers its id.

    Its vintage is dated by the retrieval day. A body that starts with `<` raises as HTML would.
    """
    module = types.ModuleType(f"etl.sources.{source_id}")

    def parse(response: Response, series: Sequence[object]) -> list[Parsed]:
        wanted = {s.indicator_id for s in series}  # type: ignore[attr-defined]
        text = response.body.decode()
        if text.startswith("<"):
            raise ValueError("a page stands where data should")
        rows = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
        rows = rows[rows["indicator_id"].isin(wanted)]
        if rows.empty:
            raise ValueError("no rows of the series")
        for column in ("value", "lower", "upper"):
            rows[column] = pd.to_numeric(rows[column].replace("", None))
        rows["obs_status"] = rows["obs_status"].replace("", None)
        day = response.retrieved
        vintage = Vintage(
            f"{source_id}_{day}",
            "Stand-in office",
            "Stand-in figures",
            "",
            response.request.address,
            day,
            str(day),
            "retrieved",
            "fetched from the publisher",
            "OGL-3.0",
            "full",
            "0" * 64,
            "raw bytes",
            source_id,
        )
        return [Parsed(vintage, rows[list(ROW_COLUMNS)])]

    module.SOURCE = Source(source_id, "Stand-in office", "OGL-3.0", "", "")  # type: ignore[attr-defined]
    module.requests = lambda _series: []  # type: ignore[attr-defined]
    module.parse = parse  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return source_id


def catalogue_with(folder: Path, *changes: tuple[str, str]) -> Path:
    """A copy of the test catalogue with pieces of its text replaced."""
    text = CATALOGUE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = folder / "catalogue.toml"
    path.write_text(text, encoding="utf-8")
    return path
