"""Figures in another form: index, change on a year earlier, per head, share of GDP.

Pure arithmetic on tidy rows, never across a declared break or a publisher's break flag. A figure
that cannot be computed stays in the rows without a value and with the reason. What the forms are
called, and which are offered, is in `indicators.forms`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

import pandas as pd

from indicators.catalogue import Indicator, Unit
from indicators.comparability import exclusion, figures
from indicators.forms import INDEX, LEVEL, MONEY_PER_HEAD, PER_HEAD, Form
from indicators.stretches import Answer, Key, grown, indexed, key, known_figures, status, stretches

#: Reasons, for readers; each follows "not computed: ".
NOT_PUBLISHED = "the publisher shows no figure"
_CELL = ["geo", "frequency", "period_start", "period_end"]


@dataclass(frozen=True)
class Transformed:
    """Rows in a form: the columns of `queries.observations` with `transform` and `reason`.

    `reason` says why a row has no value and is empty elsewhere; `divided_by` holds the rows of
    population or GDP that were used, for the source line. `unit` is the form's, with decimals that
    suit the values.
    """

    form: Form
    unit: Unit
    rows: pd.DataFrame
    divided_by: pd.DataFrame

    @property
    def computed_rows(self) -> pd.DataFrame:
        """The rows without those that could not be computed; the publisher's gaps stay."""
        return self.rows[self.rows["reason"].isin(("", NOT_PUBLISHED))]

    def not_computed(self) -> tuple[tuple[str, str, str, str], ...]:
        """(geo, first label, last label, reason) for each run of figures without a value."""
        rows = self.rows[~self.rows["reason"].isin(("", NOT_PUBLISHED))]
        cells = zip(rows["geo"], rows["period_label"], rows["reason"], strict=True)
        runs = groupby(cells, key=lambda cell: (cell[0], cell[2]))
        found = [(key, [label for _, label, _ in run]) for key, run in runs]
        return tuple((geo, labels[0], labels[-1], reason) for (geo, reason), labels in found)


def bases(rows: pd.DataFrame, *, indicator: Indicator, frequency: str, geo: str) -> tuple[str, ...]:
    """The period labels that an index can be based on, newest first: the area's own figures.

    Where the area has none, those of every area.
    """
    known, _ = figures(rows, frequency)
    usable = [f for f in known if f.value > 0 and exclusion(indicator, f.geo, f.start) is None]
    own = [f for f in usable if f.geo == geo] or usable
    return tuple(dict.fromkeys(f.period_label for f in reversed(own)))


def default_base(
    rows: pd.DataFrame, *, indicator: Indicator, frequency: str, geo: str, since: date | None = None
) -> str:
    """The first period of the area's newest stretch without a break, not before `since`.

    Empty where no area has a figure to base an index on.
    """
    labels = bases(rows, indicator=indicator, frequency=frequency, geo=geo)
    known, _ = figures(rows, frequency)
    found = [f for f in known if f.period_label in labels]
    own = [f for f in found if f.geo == geo] or found
    if not own:
        return ""
    stretch = stretches(own, indicator)
    newest = [f for f in own if stretch[key(f)] == stretch[key(own[-1])]]
    shown = [f for f in newest if since is None or f.start >= since]
    return (shown or newest)[0].period_label


def best_divisor(rows: pd.DataFrame, candidates: Mapping[str, pd.DataFrame], *, geo: str) -> str:
    """The id of the candidate that divides the area's newest figure, and then most figures.

    One divisor serves a whole chart: two would put a step into lines that the figures do not have.
    """

    def reach(candidate_id: str) -> tuple[bool, int]:
        below = candidates[candidate_id]
        below = below[below["value"].notna()]
        both = rows[rows["value"].notna()].merge(below[_CELL], on=_CELL)
        newest = rows.loc[(rows["geo"] == geo) & rows["value"].notna(), "period_end"].max()
        own = both.loc[both["geo"] == geo, "period_end"].max()
        return bool(own == newest), len(both)

    return max(candidates, key=reach)


def transform(
    rows: pd.DataFrame,
    form: Form,
    *,
    indicator: Indicator,
    frequency: str,
    divisor: pd.DataFrame | None = None,
) -> Transformed:
    """Rows of one frequency in a form.

    Args:
        rows: serving observations of the indicator (`queries.observations`).
        indicator: as declared, not as the form renames it: its breaks decide what is compared.
        divisor: rows of population or GDP, where the form divides by one.
    """
    rows = rows[rows["frequency"] == frequency]
    if form.id == LEVEL:
        reason = ["" if known else NOT_PUBLISHED for known in rows["value"].notna()]
        return Transformed(
            form, form.unit, rows.assign(transform=LEVEL, reason=reason), rows.iloc[:0]
        )
    if form.divisor:
        below = rows.iloc[:0] if divisor is None else divisor
        done, used = _divided(rows, form, below)
    else:
        known, _ = figures(rows)
        compute = indexed if form.id == INDEX else grown
        answers = compute(known_figures(known, indicator), form)
        done, used = _filled(rows, answers, form), rows.iloc[:0]
    return Transformed(form, _fitted(form.unit, done["value"]), done, used)


def _filled(rows: pd.DataFrame, answers: dict[Key, Answer], form: Form) -> pd.DataFrame:
    """The rows with the answers in the place of their values; errors of one part do not carry."""
    nothing: Answer = (None, None, NOT_PUBLISHED)
    starts, ends = pd.to_datetime(rows["period_start"]), pd.to_datetime(rows["period_end"])
    keys = zip(rows["geo"].to_numpy(dtype=object), starts.dt.date, ends.dt.date, strict=True)
    found = [answers.get(key, nothing) for key in keys]
    return rows.assign(
        value=pd.Series([value for value, _, _ in found], rows.index, dtype="float64"),
        lower=float("nan"),
        upper=float("nan"),
        obs_status=pd.Series([status for _, status, _ in found], rows.index, dtype="str"),
        transform=form.id,
        reason=[reason for _, _, reason in found],
    )


def _divided(
    rows: pd.DataFrame, form: Form, divisor: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Value and interval over the divisor of the same area and period, and the divisor's rows."""
    below = divisor[divisor["value"] > 0]
    parts = below[[*_CELL, "value", "obs_status", "redistributable"]]
    both = rows.merge(parts, on=_CELL, how="left", suffixes=("", "_below"))
    both.index = rows.index
    factor = form.factor / both["value_below"]
    gap, absent = rows["value"].isna(), both["value_below"].isna()
    reason = pd.Series("", rows.index, dtype="str").mask(absent, _no_divisor(form))
    statuses = zip(
        rows["obs_status"].to_numpy(dtype=object),
        both["obs_status_below"].to_numpy(dtype=object),
        strict=True,
    )
    status = pd.Series([_status_of_both(*pair) for pair in statuses], rows.index, dtype="str")
    done = rows.assign(
        value=rows["value"] * factor,
        lower=rows["lower"] * factor,
        upper=rows["upper"] * factor,
        obs_status=status.mask(gap | absent),
        redistributable=rows["redistributable"] & (both["redistributable_below"] == True),  # noqa: E712  (missing counts as no)
        transform=form.id,
        reason=reason.mask(gap, NOT_PUBLISHED),
    )
    cells = done.loc[done["value"].notna(), _CELL]
    return done, below.merge(cells, on=_CELL)


def _status_of_both(above: object, below: object) -> str | None:
    """As for any two parts; a break flag of the figure stays, for its line to stop there."""
    one, other = (str(s) if isinstance(s, str) and s else None for s in (above, below))
    return "B" if one == "B" else status(one, other)


def _no_divisor(form: Form) -> str:
    what = "population" if form.id == PER_HEAD else "GDP"
    return f"there is no {what} figure for the same year"


def _fitted(unit: Unit, values: pd.Series) -> Unit:
    """The unit with two significant digits for money per head, which may be pence or thousands."""
    if unit.id != MONEY_PER_HEAD:
        return unit
    usual = values.abs().median()
    return replace(unit, decimals=2 if usual < 10 else 1 if usual < 100 else 0)
