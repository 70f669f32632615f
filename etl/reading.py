"""Reading answers: bytes to JSON or a table, texts to numbers, and rows to the tidy shape.

Every fault is a `SourceError` that names the address. It knows no publisher and keeps no state.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv

from etl.sources import ROW_COLUMNS, Response
from indicators.errors import SourceError, ValidationError
from indicators.periods import parse_period

#: SDMX observation status codes (CL_OBS_STATUS 2.2), as far as a value can carry them.
OBS_STATUSES = tuple("ABDEFGHIJKLMNOPQSTUVW")

#: Texts that publishers use for a value that is missing.
MISSING = ("", "NaN", "nan")

_CODES = pa.dictionary(pa.int32(), pa.string())
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


def text_of(response: Response) -> str:
    """The body as text, without a byte order mark, once it is known to have come whole.

    Raises:
        SourceError: the answer is not a success, is empty or shorter than announced, or its
            bytes are not UTF-8.
    """
    if response.status != 200:
        raise SourceError(
            f"{response.request.address} answered {response.status}: {start_of(response.body)}"
        )
    announced = announced_length(response.headers)
    if announced is not None and announced != len(response.body):
        raise SourceError(
            f"{response.request.address} was cut short: {len(response.body):,} of {announced:,} "
            "bytes came. Run the refresh again."
        )
    try:
        text = response.body.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        raise SourceError(f"{response.request.address} is not UTF-8 text: {reason}.") from None
    if not text or text.isspace():
        raise SourceError(f"{response.request.address} answered with nothing.")
    return text


def json_of(response: Response) -> Any:
    """The JSON value of the body.

    Raises:
        SourceError: as `text_of`; or the text is not JSON (a web page, or cut short).
    """
    text = text_of(response)
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as reason:
        raise SourceError(
            f"{response.request.address} did not answer with whole JSON ({reason}); "
            f"it begins {start_of(response.body)}"
        ) from None


def table_of(
    response: Response, columns: Sequence[str], optional: str = "", texts: Sequence[str] = ()
) -> pd.DataFrame:
    """The CSV body as a table: `columns`, and all columns that match `optional`.

    Columns are categorical, as such tables repeat few codes many times, and those of `texts` text.

    Raises:
        SourceError: as `text_of`; or a column is missing or stands twice, a row has too many or
            too few fields, or the last line is not ended.
    """
    text = text_of(response)
    address = response.request.address
    # A line end inside quotes would hide a cut in the middle of a row: count both.
    if not text.endswith("\n") or text.count('"') % 2:
        raise SourceError(f"{address} was cut short: its last row is not complete.")
    header = _header(text)
    missing = [name for name in columns if name not in header]
    wanted = [
        n for n in dict.fromkeys(header) if n in columns or (optional and re.fullmatch(optional, n))
    ]
    if missing or any(header.count(name) > 1 for name in wanted):
        twice = sorted({name for name in wanted if header.count(name) > 1})
        fault = (
            f"lacks the columns {', '.join(missing)}"
            if missing
            else f"has twice {', '.join(twice)}"
        )
        raise SourceError(
            f"{address} {fault}. Its columns are {', '.join(name for name in header if name)}. "
            "The publisher has changed its file: the source module must follow."
        )
    try:
        table = csv.read_csv(
            pa.BufferReader(response.body),
            parse_options=csv.ParseOptions(newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                include_columns=wanted,
                column_types={n: pa.string() if n in texts else _CODES for n in wanted},
                strings_can_be_null=False,
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError) as reason:
        raise SourceError(f"{address} is not a whole CSV table: {str(reason)[:200]}") from None
    frame: pd.DataFrame = table.to_pandas()
    return frame


def _header(text: str) -> list[str]:
    first = text[: text.index("\n")].rstrip("\r")
    return [name.strip('"') for name in first.split(",")]


def numbers(texts: Iterable[str], where: str) -> pd.Series:
    """Texts as floats; a missing one as NaN. Thousands may be grouped by commas ("1,234.5").

    Raises:
        SourceError: a text is neither a number nor missing; the first five are quoted.
    """
    given = pd.Series(texts, dtype="str")
    values = pd.to_numeric(given, errors="coerce").astype("float64")
    if not values.isna().any():
        return values
    given = given.str.strip()
    unread = values.isna() & ~given.isin(MISSING)
    if unread.any():
        grouped = unread & given.str.fullmatch(_GROUPED)
        values[grouped] = given[grouped].str.replace(",", "").astype("float64")
        unread &= ~grouped
    if unread.any():
        raise SourceError(f"{where}: not numbers: {_some(given[unread])}.")
    return values


def tidy(rows: pd.DataFrame, where: str) -> pd.DataFrame:
    """The rows with `ROW_COLUMNS`, in order, once every one of them has been checked.

    A column that is absent is filled with missing values, and a row without a value gets status M.

    Raises:
        SourceError: a period cannot be read, a value is infinite, a status is not an SDMX code, a
            missing value has status M denied by a value, or two rows have the same key.
    """
    rows = rows.reset_index(drop=True).copy()
    for column in ("lower", "upper"):
        if column not in rows:
            rows[column] = np.nan
    if "obs_status" not in rows:
        rows["obs_status"] = None
    status = rows["obs_status"].astype("object").where(rows["obs_status"].notna(), None)
    rows["obs_status"] = status.where(status != "", None)
    problems = [*_period_problems(rows), *_value_problems(rows), *_key_problems(rows)]
    if problems:
        raise SourceError(f"{where}: {'; '.join(problems)}.")
    rows.loc[rows["value"].isna(), "obs_status"] = "M"
    return rows.loc[:, list(ROW_COLUMNS)]


def _period_problems(rows: pd.DataFrame) -> list[str]:
    faulty = []
    pairs = rows[["period", "frequency"]].drop_duplicates()
    for period, frequency in pairs.itertuples(index=False):
        try:
            parse_period(period, frequency)
        except ValidationError:
            faulty.append(f"{period} ({frequency})")
    return [f"periods that cannot be read: {_some(sorted(faulty))}"] if faulty else []


def _value_problems(rows: pd.DataFrame) -> list[str]:
    problems = []
    if np.isinf(rows["value"]).any():
        problems.append("a value is infinite")
    given = rows["obs_status"].dropna()
    unknown = given[~given.isin(OBS_STATUSES)]
    if len(unknown):
        problems.append(f"statuses that are not SDMX codes: {_some(unknown)}")
    contradicted = rows[(rows["obs_status"] == "M") & rows["value"].notna()]
    if len(contradicted):
        problems.append(f"marked as missing, with a value: {_some(_keys(contradicted))}")
    return problems


def _key_problems(rows: pd.DataFrame) -> list[str]:
    twice = rows[rows.duplicated(["indicator_id", "area", "period", "frequency"])]
    return [f"given twice: {_some(_keys(twice))}"] if len(twice) else []


def _keys(rows: pd.DataFrame) -> pd.Series:
    return rows["indicator_id"] + " " + rows["area"] + " " + rows["period"]


def _some(texts: Iterable[str], most: int = 5) -> str:
    found = list(dict.fromkeys(texts))
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return ", ".join(repr(text) for text in found[:most]) + more


def announced_length(headers: Mapping[str, str]) -> int | None:
    """The length of the body that the headers promise; None where they cannot say.

    The length of a compressed answer is that of its compressed bytes, which are not kept.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    length = lower.get("content-length", "")
    encoded = lower.get("content-encoding", "identity").lower() != "identity"
    return int(length) if length.isascii() and length.isdigit() and not encoded else None


def start_of(body: bytes, most: int = 120) -> str:
    """The first words of a body, quoted, for a message."""
    text = " ".join(body[: 4 * most].decode("utf-8", errors="replace").split())
    return repr(text[:most] + ("…" if len(text) > most else "")) if text else "(nothing)"


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a JSON number")
