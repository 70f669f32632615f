"""Tables in SDMX-CSV: their dimensions, the rows that fit a key, and values multiplied out.

Any service that answers in SDMX-CSV reads the same. It knows no service and no series of ours.
"""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from etl.reading import numbers, table_of
from etl.sources import Response
from indicators.errors import SourceError

#: Columns that every table must have, besides the dimensions of its key.
COLUMNS = ("REF_AREA", "FREQ", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "UNIT_MULT")

#: Codes stand in columns named like this; the columns named in words repeat them as labels.
CODE = r"[A-Z][A-Z0-9_]*"

_NOT_DIMENSIONS = ("STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", "DATAFLOW")

#: Positions of rows.
Places = np.ndarray[Any, np.dtype[np.intp]]

_NOWHERE = np.array([], dtype=np.intp)

#: The codes that a key allows in each dimension; None where it allows any.
Key = Sequence[Sequence[str] | None]


class Table:
    """A table whose rows are known by kind: the codes of every dimension but the area.

    There are few kinds to many rows, so each key is held against the kinds.
    """

    def __init__(self, response: Response) -> None:
        """Read the table.

        Raises:
            SourceError: it is not whole, lacks a column, or has a header and no rows.
        """
        address = response.request.address
        rows = table_of(response, COLUMNS, optional=CODE, texts=("OBS_VALUE",))
        structure = "STRUCTURE_ID" if "STRUCTURE_ID" in rows else "DATAFLOW"
        if structure not in rows:
            raise SourceError(
                f"{address} lacks the column STRUCTURE_ID, so its version is unknown."
            )
        if rows.empty:
            raise SourceError(f"{address} answered with a header and no rows.")
        before = rows.columns[: rows.columns.get_loc("TIME_PERIOD")]
        #: In the order of the key: the code columns that stand before the period.
        self.dimensions = [str(name) for name in before if name not in _NOT_DIMENSIONS]
        self.structures = [str(text) for text in rows[structure].unique()]
        self.name = str(rows["STRUCTURE_NAME"].iloc[0]) if "STRUCTURE_NAME" in rows else ""
        self._rows = pd.DataFrame(
            {
                "area": rows["REF_AREA"].astype("str"),
                # SDMX writes half-years 2025-S1.
                "period": rows["TIME_PERIOD"].cat.rename_categories(_period).astype("str"),
                "frequency": rows["FREQ"].astype("str"),
                "text": rows["OBS_VALUE"],
                "obs_status": rows["OBS_STATUS"].astype("str"),
                "power": rows["UNIT_MULT"],
            }
        )
        self._areas = set(rows["REF_AREA"].unique())
        self._names = [n for n in dict.fromkeys([*self.dimensions, "FREQ"]) if n != "REF_AREA"]
        groups = rows.groupby(self._names, observed=True, sort=False)
        self._kinds = [
            (key if isinstance(key, tuple) else (key,), np.asarray(places))
            for key, places in groups.indices.items()
        ]

    def places(self, key: Key, frequencies: Sequence[str], area: int, where: str) -> Places:
        """Places of the rows that fit a key, whose areas are its part `area`, at frequencies.

        Raises:
            SourceError: the key has another shape than the table, or fits rows of more than one
                kind.
        """
        self._check_shape(key, area, where)
        wanted: dict[str, Sequence[str]] = {"FREQ": frequencies}
        for name, codes in zip(self.dimensions, key, strict=True):
            if codes is not None:
                wanted[name] = [c for c in codes if name != "FREQ" or c in frequencies]
        kinds = self._fitting(wanted)
        self._check_one_kind([kind for kind, _ in kinds], where)
        found: Places = np.sort(np.concatenate([_NOWHERE, *(at for _, at in kinds)]))
        return found

    def rows(self, places: Places, where: str) -> pd.DataFrame:
        """The rows at these places: area, period, frequency, obs_status, value multiplied out.

        Raises:
            SourceError: a value or a multiplier among them is not a number.
        """
        found = self._rows.take(places)
        factors = _factors(found.pop("power"), where)
        return found.assign(value=numbers(found.pop("text"), where) * factors)

    def _fitting(self, wanted: dict[str, Sequence[str]]) -> list[tuple[tuple[str, ...], Places]]:
        asked = [(self._names.index(name), codes) for name, codes in wanted.items()]
        return [
            (kind, places)
            for kind, places in self._kinds
            if all(kind[place] in codes for place, codes in asked)
        ]

    def _check_one_kind(self, kinds: Sequence[tuple[str, ...]], where: str) -> None:
        for place, name in enumerate(self._names):
            codes = {kind[place] for kind in kinds}
            if name != "FREQ" and len(codes) > 1:
                raise SourceError(
                    f"{where}: fits rows with {name} {', '.join(sorted(codes))}. Name one in the "
                    "key: they are different series and must not be mixed."
                )

    def _check_shape(self, key: Key, area: int, where: str) -> None:
        """Refuse a table whose columns are other ones, or in another order, than the key's."""
        if len(self.dimensions) != len(key) or self.dimensions[area] != "REF_AREA":
            raise SourceError(
                f"{where}: the key has {len(key)} parts with the areas in place {area + 1}; the "
                f"dataflow has {', '.join(self.dimensions)}."
            )
        for name, codes in zip(self.dimensions, key, strict=True):
            if codes is None or self._codes(name) & set(codes):
                continue
            elsewhere = [other for other in self.dimensions if self._codes(other) & set(codes)]
            if elsewhere:
                raise SourceError(
                    f"{where}: {'+'.join(codes)} stands in {', '.join(elsewhere)}, not in {name}. "
                    "The parts of the key must be in the order of the dataflow's dimensions."
                )

    def _codes(self, name: str) -> set[str]:
        if name == "REF_AREA":
            return self._areas
        return {kind[self._names.index(name)] for kind, _ in self._kinds}


def _period(text: str) -> str:
    return text.replace("-S", "-H")


def _factors(multipliers: pd.Series, where: str) -> "np.ndarray[Any, np.dtype[np.float64]]":
    """Ten to the power that UNIT_MULT gives; a blank one is zero."""
    codes, texts = pd.factorize(multipliers)
    unread = [text for text in texts if not re.fullmatch(r"-?\d{1,2}|", text)]
    if unread:
        raise SourceError(f"{where}: UNIT_MULT {unread[0]!r} is not a power of ten.")
    return np.array([10.0 ** int(text or 0) for text in texts], dtype=np.float64)[codes]
