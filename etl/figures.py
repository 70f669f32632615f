"""The figures of all vintages in one table, with areas and periods of this project.

It gathers what the sources read and turns codes. It judges nothing: `etl.validate` does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np
import pandas as pd

from etl.sources import Parsed, Vintage
from indicators.areas import Areas
from indicators.errors import ValidationError
from indicators.periods import FREQUENCIES, Period, parse_period

#: Id of the source whose figures are committed with the project: a fault in them stops a build.
SEED = "seed"
#: Faulty rows named in full for one kind of fault in one vintage; the rest are counted.
_NAMED = 5


@dataclass
class Findings:
    """What checks found: faults of the seed stop a build, those of fetched series hold them back.

    `refused` and `notes` are by indicator and vintage; `out_of_range` holds rows beyond limits.
    """

    vintages: dict[str, Vintage]
    problems: list[str] = field(default_factory=list)
    refused: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    notes: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    out_of_range: list[pd.DataFrame] = field(default_factory=list)

    def add(self, rows: pd.DataFrame, fault: str, shown: str = "") -> None:
        """Record one fault of some rows. `shown` is the column whose cells are quoted."""
        if rows.empty:
            return
        for indicator_id, vintage_id, group in _by_vintage(rows):
            if self.vintages[vintage_id].source == SEED:
                self.problems += _named(f"{vintage_id}.csv", indicator_id, group, fault, shown)
            else:
                reason = "; ".join(_named("", "", group, fault, shown))
                self.refused.setdefault((indicator_id, vintage_id), []).append(reason)

    def note(self, rows: pd.DataFrame, text: str) -> None:
        """Record something about some rows that stops nothing but must be seen."""
        for indicator_id, vintage_id, group in _by_vintage(rows):
            noun = "row" if len(group) == 1 else "rows"
            self.notes.setdefault((indicator_id, vintage_id), []).append(
                f"{text} ({len(group)} {noun})"
            )


def _by_vintage(rows: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    for key, group in rows.groupby(["indicator_id", "vintage_id"], sort=True):
        indicator_id, vintage_id = cast(tuple[str, str], key)
        yield indicator_id, vintage_id, group


def _named(file: str, indicator_id: str, group: pd.DataFrame, fault: str, shown: str) -> list[str]:
    texts = []
    for row in group.head(_NAMED).to_dict("records"):
        place = [f"{file} row {row['row']}" if file else "", indicator_id]
        cell = f"{row['area']} {row['period']}"
        quoted = f" ({row[shown]!r})" if shown else ""
        texts.append(": ".join(part for part in [" ".join(filter(None, place)), cell] if part))
        texts[-1] += f": {fault}{quoted}"
    if len(group) > _NAMED:
        texts.append(f"{file} {indicator_id}: {fault}: {len(group) - _NAMED} more rows".strip())
    return texts


def serving_order(vintage: Vintage) -> tuple[object, ...]:
    """Sort key: by date; on one day full before partial, the seed before what was fetched."""
    return (
        vintage.date,
        vintage.coverage == "partial",
        vintage.source != SEED,
        vintage.vintage_id,
    )


def gather(parsed: Sequence[Parsed]) -> tuple[dict[str, Vintage], pd.DataFrame]:
    """All vintages in serving order, and all their rows as one table.

    Columns: `ROW_COLUMNS`, `vintage_id`, `row` (line in the seed file, else position) and `part`
    (which of `parsed` it came from: one vintage can come in several answers).
    """
    vintages = {p.vintage.vintage_id: p.vintage for p in parsed}
    ordered = {v.vintage_id: v for v in sorted(vintages.values(), key=serving_order)}
    frames = []
    for part, item in enumerate(parsed):
        frame = item.rows.reset_index(drop=True)
        frame["vintage_id"] = item.vintage.vintage_id
        frame["row"] = np.arange(2, len(frame) + 2)
        frame["part"] = part
        frames.append(frame)
    return ordered, pd.concat(frames, ignore_index=True)


def add_geo(rows: pd.DataFrame, areas: Areas, findings: Findings) -> pd.DataFrame:
    """The rows with a column `geo`; rows of an unknown area are left out and reported."""
    source_of = {v.vintage_id: v.source for v in findings.vintages.values()}
    sources = rows["vintage_id"].map(source_of)
    geo = pd.Series(pd.NA, index=rows.index, dtype="str")
    for source in sources.unique():
        codes = {g: g for g in areas.by_geo} if source == SEED else areas.codes_of(source)
        mine = sources == source
        geo[mine] = rows.loc[mine, "area"].map(codes).astype("str")
    unknown = rows[geo.isna()]
    if not unknown.empty:
        seed = sources[unknown.index] == SEED
        findings.add(unknown[seed], "area is not in indicators/areas.toml")
        for area, group in unknown[~seed].groupby("area", sort=True):
            findings.note(group, f"area {area} is not in indicators/areas.toml: left out")
    return rows.assign(geo=geo)[geo.notna()]


def add_periods(rows: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """The rows with `period_start`, `period_end` and `period_label`; unreadable ones reported."""
    pairs = rows[["period", "frequency"]].drop_duplicates()
    periods: dict[tuple[str, str], Period] = {}
    for text, frequency in pairs.itertuples(index=False):
        try:
            periods[text, frequency] = parse_period(text, frequency)
        except ValidationError:
            continue
    known = pd.DataFrame(
        {
            "period": [text for text, _ in periods],
            "frequency": [frequency for _, frequency in periods],
            "period_start": pd.to_datetime([p.start for p in periods.values()]).as_unit("s"),
            "period_end": pd.to_datetime([p.end for p in periods.values()]).as_unit("s"),
            "period_label": [p.label for p in periods.values()],
        }
    ).astype({"period": "str", "frequency": "str", "period_label": "str"})
    joined = rows.merge(known, how="left", on=["period", "frequency"])
    unread = joined["period_start"].isna()
    for frequency, group in joined[unread].groupby("frequency", sort=True):
        form = f"frequency {frequency!r}" + ("" if frequency in FREQUENCIES else " (unknown)")
        findings.add(group, f"the period cannot be read at {form}")
    return joined[~unread]


def add_cells(rows: pd.DataFrame, vintages: dict[str, Vintage]) -> pd.DataFrame:
    """The rows sorted by indicator, geo, frequency, period and vintage, with integer keys.

    `cell` numbers indicator × geo × frequency × period; `series` indicator × geo × frequency;
    `area_key` indicator × geo; `order` is the vintage's place in serving order.
    """
    order = rows["vintage_id"].map({name: n for n, name in enumerate(vintages)}).to_numpy(np.int64)
    indicator = _codes(rows["indicator_id"])
    geo, geos = _codes(rows["geo"]), rows["geo"].nunique()
    frequency = _codes(rows["frequency"])
    span = _codes(rows["period_start"]) * 100_000 + _codes(rows["period_end"])
    period, periods = _codes(pd.Series(span)), len(np.unique(span))
    area_key = indicator * geos + geo
    series = area_key * len(FREQUENCIES) + frequency
    cell = series * periods + period
    keyed = rows.assign(cell=cell, series=series, area_key=area_key, order=order)
    sort = np.lexsort((keyed["part"].to_numpy(), order, cell))
    return keyed.iloc[sort].reset_index(drop=True)


def _codes(values: pd.Series) -> np.ndarray:
    codes, _ = pd.factorize(values, sort=True)
    return codes.astype(np.int64)


def one_row_a_cell(rows: pd.DataFrame) -> pd.DataFrame:
    """Within a vintage that came in several answers, the latest answer's row of each cell."""
    return rows[~rows.duplicated(["cell", "order"], keep="last")].reset_index(drop=True)
