"""The seed: figures committed with the project, read from `data/seed/` in its own layout.

`vintages.csv` has one record a vintage; each vintage has one file in the folder of its licence.
It describes no requests, turns no area codes and judges no value beyond being a number.
"""

import calendar
import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from etl.sources import ROW_COLUMNS, Parsed, Source, Vintage
from indicators.catalogue import LICENCES, OPEN_LICENCES

SOURCE = Source(
    id="seed",
    publisher="the publisher named with each vintage",
    licence="the licence named with each vintage",
    attribution="the publisher named with each vintage",
    home="",
)

VINTAGES_FILE = "vintages.csv"
VINTAGE_COLUMNS = (
    "vintage_id",
    "publisher",
    "dataset",
    "edition",
    "address",
    "date",
    "date_kind",
    "read_as",
    "licence",
    "licence_note",
    "coverage",
    "next_release",
)
REQUIRED = ("publisher", "dataset", "address", "date", "date_kind", "read_as", "licence")
SEED_COLUMNS = ("indicator_id", "geo", *ROW_COLUMNS[2:])
CHOICES = {
    "date_kind": ("released", "retrieved", "copy dated"),
    "read_as": (
        "copy of the publisher's file",
        "computed from the publisher's list",
        "transcribed",
        "quoted on a page",
    ),
    "licence": LICENCES,
    "coverage": ("full", "partial"),
}
NUMBERS = ("value", "lower", "upper")

_BOM = b"\xef\xbb\xbf"
_ID = re.compile(r"[a-z0-9][a-z0-9_.-]*")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
#: Rows named in full for one kind of fault in one file; the rest are counted.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    sha256: str
    rows: pa.Table


def folder_of(licence: str) -> str:
    """The folder of `data/seed/` that a vintage under this licence stands in."""
    if licence in OPEN_LICENCES:
        return "open"
    return "non_commercial" if licence == "CC-BY-NC-4.0" else "restricted"


def last_day(wording: str) -> date:
    """The last day that a date's wording allows: "2022-04" is 30 April 2022.

    Raises:
        ValueError: the wording is no ISO year, month or day.
    """
    match = _DATE.fullmatch(wording)
    if match is None:
        raise ValueError(f"{wording!r} is not a year, a month or a day such as 2026-06-30")
    year, month, day = int(match[1]), int(match[2] or 12), match[3]
    return date(year, month, int(day) if day else calendar.monthrange(year, month)[1])


def read_seed(folder: Path, problems: list[str]) -> list[Parsed]:
    """Every vintage of the seed in `folder`, in the order of its records.

    Each fault found is appended to `problems` with its file and row; a vintage with a fault that
    leaves its figures unreadable is left out of the answer.
    """
    records, named = _records(folder / VINTAGES_FILE, problems)
    files = {path.stem: path for path in sorted(folder.glob("*/*.csv"))}
    for vintage_id, path in files.items():
        if named is not None and vintage_id not in named:
            problems.append(
                f"{path}: {VINTAGES_FILE} has no record {vintage_id!r}. Add one or remove the file."
            )
    parsed = []
    for vintage_id, (row, record) in records.items():
        place = f"{folder / VINTAGES_FILE} row {row}"
        expected = folder / folder_of(record["licence"]) / f"{vintage_id}.csv"
        path = files.get(vintage_id, expected)
        if vintage_id not in files:
            problems.append(f"{place}: {expected} is missing. Add the file or remove the record.")
            continue
        if path != expected:
            problems.append(
                f"{path}: licence {record['licence']!r} belongs in {expected.parent}. Move it."
            )
        file = _read_file(path, problems)
        if file is not None:
            parsed.append(Parsed(_vintage(vintage_id, record, file.sha256), file.rows.to_pandas()))
    return parsed


def _records(
    path: Path, problems: list[str]
) -> tuple[dict[str, tuple[int, dict[str, str]]], set[str] | None]:
    """Good records by vintage id, each with its row number, and the ids of all records.

    The ids are None where the file cannot be read at all.
    """
    text = _text(path, problems)
    if text is None:
        return {}, None
    lines = csv.reader(text.splitlines(), strict=True)
    header = next(lines, [])
    if tuple(header) != VINTAGE_COLUMNS:
        problems.append(f"{path} row 1: {_columns(header, VINTAGE_COLUMNS)}")
        return {}, None
    records: dict[str, tuple[int, dict[str, str]]] = {}
    named = set()
    for row, cells in enumerate(lines, start=2):
        named.update(cells[:1])
        faults = list(_record_faults(cells, records))
        problems += [f"{path} row {row}: {fault}" for fault in faults]
        if not faults:
            records[cells[0]] = row, dict(zip(VINTAGE_COLUMNS, cells, strict=True))
    return records, named


def _record_faults(cells: list[str], seen: dict[str, tuple[int, dict[str, str]]]) -> Iterator[str]:
    if len(cells) != len(VINTAGE_COLUMNS):
        yield f"has {len(cells)} cells, the header {len(VINTAGE_COLUMNS)}"
        return
    record = dict(zip(VINTAGE_COLUMNS, cells, strict=True))
    vintage_id = record["vintage_id"]
    if not _ID.fullmatch(vintage_id):
        yield f"vintage_id {vintage_id!r} is not lower-case letters, digits, _ . -"
    if vintage_id in seen:
        yield f"vintage_id {vintage_id!r} stands twice, first in row {seen[vintage_id][0]}"
    for column, cell in record.items():
        yield from _cell_faults(column, cell)


def _cell_faults(column: str, cell: str) -> Iterator[str]:
    if cell != cell.strip():
        yield f"{column} {cell!r} has spaces at its start or end"
    if column in REQUIRED and not cell:
        yield f"{column} is empty"
    elif column in CHOICES and cell not in CHOICES[column]:
        yield f"{column} {cell!r} is none of {', '.join(CHOICES[column])}"
    elif column == "date":
        try:
            last_day(cell)
        except ValueError as reason:
            yield f"date: {reason}"


def _vintage(vintage_id: str, record: dict[str, str], sha256: str) -> Vintage:
    return Vintage(
        vintage_id=vintage_id,
        publisher=record["publisher"],
        dataset=record["dataset"],
        edition=record["edition"],
        address=record["address"],
        date=last_day(record["date"]),
        date_label=record["date"],
        date_kind=record["date_kind"],
        read_as=record["read_as"],
        licence=record["licence"],
        licence_note=record["licence_note"],
        coverage=record["coverage"],
        next_release=record["next_release"],
        sha256=sha256,
        sha256_of="seed file",
        source=SOURCE.id,
    )


def _text(path: Path, problems: list[str]) -> str | None:
    try:
        content = path.read_bytes()
    except OSError as reason:
        problems.append(f"{path}: cannot be read ({reason.strerror}). Restore it.")
        return None
    if content.startswith(_BOM):
        problems.append(f"{path} row 1: begins with a byte order mark. Save it as plain UTF-8.")
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as reason:
        row = content.count(b"\n", 0, reason.start) + 1
        problems.append(f"{path} row {row}: is not UTF-8. Save it as plain UTF-8.")
        return None


def _columns(found: list[str], expected: tuple[str, ...]) -> str:
    unknown = [name for name in found if name and name not in expected]
    missing = [name for name in expected if name not in found]
    parts = [
        f"unknown columns {', '.join(map(repr, unknown))}" if unknown else "",
        f"missing columns {', '.join(map(repr, missing))}" if missing else "",
    ]
    detail = "; ".join(part for part in parts if part) or "columns are in another order"
    return f"{detail}. The columns are {','.join(expected)}"


def _read_file(path: Path, problems: list[str]) -> _File | None:
    """One vintage's file as a table of `ROW_COLUMNS`, numbers read, blanks null."""
    text = _text(path, problems)
    if text is None:
        return None
    content = text.encode()
    header = text.split("\n", 1)[0].rstrip("\r").split(",")
    if tuple(header) != SEED_COLUMNS:
        problems.append(f"{path} row 1: {_columns(header, SEED_COLUMNS)}")
        return None
    faults: list[str] = []
    table = _table(content, faults)
    if table is None:
        problems += [f"{path} {fault}" for fault in faults]
        return None
    for column in ("indicator_id", "geo", "period", "frequency"):
        faults += _faults(f"{column} is empty", pc.equal(table[column], ""))
    arrays = [table[column] for column in SEED_COLUMNS[:4]]
    arrays += [_numbers(table[column], column, faults) for column in NUMBERS]
    status = table["obs_status"]
    arrays.append(pc.if_else(pc.equal(status, ""), pa.scalar(None, pa.string()), status))
    if table.num_rows == 0:
        faults.append("row 1: has no figures below it")
    problems += [f"{path} {fault}" for fault in faults]
    rows = pa.Table.from_arrays(arrays, names=list(ROW_COLUMNS))
    return None if faults else _File(path, hashlib.sha256(content).hexdigest(), rows)


def _table(content: bytes, faults: list[str]) -> pa.Table | None:
    """All cells as text. A row with too many or too few cells is a fault."""

    def skip(row: arrow_csv.InvalidRow) -> str:
        # Values written with thousands separators show themselves as a cell too many.
        faults.append(
            f"row {row.number}: has {row.actual_columns} cells, the header {row.expected_columns} "
            f"({row.text!r}). Write numbers without commas."
        )
        return "skip"

    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(content),
            read_options=arrow_csv.ReadOptions(use_threads=False),
            parse_options=arrow_csv.ParseOptions(
                invalid_row_handler=skip, ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(SEED_COLUMNS, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as reason:
        faults.append(f"cannot be read as CSV: {reason}")
        return None
    return None if faults else table


def _numbers(text: pa.ChunkedArray, column: str, faults: list[str]) -> pa.ChunkedArray:
    """Decimal numbers; blank becomes null; anything else is a fault with its row."""
    blank = pc.equal(text, "")
    plain = pc.match_substring_regex(text, r"^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$")
    wrong = pc.invert(pc.or_(blank, plain))
    faults += _faults(f"{column} is not a plain number", wrong, text)
    cleared = pc.if_else(pc.or_(blank, wrong), pa.scalar(None, pa.string()), text)
    return pc.cast(cleared, pa.float64())


def _faults(
    fault: str, wrong: pa.ChunkedArray, shown: pa.ChunkedArray | None = None
) -> Iterator[str]:
    indices = pc.indices_nonzero(wrong).to_pylist()
    for index in indices[:_NAMED]:
        value = "" if shown is None else f": {shown[index].as_py()!r}"
        yield f"row {index + 2}: {fault}{value}"
    if len(indices) > _NAMED:
        yield f"and {len(indices) - _NAMED} more rows: {fault}"
