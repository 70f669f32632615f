"""The rows behind every view of one indicator: as published then, in a form, within the years.

It asks the warehouse and ranks. It words and draws nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from indicators import forms, queries, transforms
from indicators.areas import UK, Areas
from indicators.catalogue import Catalogue, Indicator, Unit
from indicators.errors import NoDataError
from indicators.numbers import format_date, format_value
from indicators.rankings import Ranking, rank
from indicators.revisions import RevisionRange, within
from indicators.selection import NO_FIGURE
from indicators.transforms import Transformed
from indicators.views.indicator.question import Question, divisors_held
from indicators.views.ranges import revision_ranges
from indicators.warehouse import Warehouse


@dataclass(frozen=True)
class Facts:
    """The answer's rows. `rows` can be drawn and told, `every` also names what is not computed.

    `published` are the rows before they were put into a form, for all years. `no_ranking` says why
    no ranking could be made.
    """

    question: Question
    catalogue: Catalogue
    shape: Transformed
    published: pd.DataFrame
    every: pd.DataFrame
    rows: pd.DataFrame
    ranking: Ranking | None
    no_ranking: str = ""

    @property
    def declared(self) -> Indicator:
        """The indicator as the catalogue has it."""
        return self.question.indicator

    @property
    def indicator(self) -> Indicator:
        """The indicator as the form names it."""
        return self.shape.form.indicator

    @property
    def unit(self) -> Unit:
        return self.shape.unit

    @property
    def areas(self) -> Areas:
        return self.catalogue.areas

    def number(self, value: float) -> str:
        return format_value(value, self.unit)

    def of(self, geos: Sequence[str]) -> pd.DataFrame:
        """The rows of some areas."""
        return self.rows[self.rows["geo"].isin(geos)]

    def data(self, shown: pd.DataFrame) -> pd.DataFrame:
        """Rows for files: those shown and those of their areas that could not be computed."""
        left = self.every[
            self.every["geo"].isin(set(shown["geo"])) & ~self.every.index.isin(self.rows.index)
        ]
        return pd.concat([shown, left]).assign(unit=self.unit.label)

    def sources(self, shown: pd.DataFrame) -> pd.DataFrame:
        """Rows whose vintages must be cited: those shown, and what they were divided by."""
        below = self.shape.divided_by
        if below.empty:
            return shown
        cells = shown[["geo", "period_label"]].drop_duplicates()
        return pd.concat([shown, below.merge(cells, on=["geo", "period_label"])])


def load(w: Warehouse, catalogue: Catalogue, question: Question) -> Facts:
    """The rows that answer a question.

    Raises:
        NoDataError: nothing is held for it; the message says what to choose instead.
    """
    published = published_rows(w, question.indicator, question.as_at, question.frequency)
    shape = _in_form(w, catalogue, question, published)
    every = _within(shape.rows, question)
    rows = every[every["reason"].isin(("", transforms.NOT_PUBLISHED))]
    if rows["value"].notna().sum() == 0:
        raise NoDataError(_nothing_computed(shape, catalogue))
    facts = Facts(question, catalogue, shape, published, every, rows, None)
    if not question.indicator.rankable or question.indicator.coverage != "international":
        return facts
    try:
        return replace(facts, ranking=_with_revisions(w, facts, _ranking(facts)))
    except NoDataError as why:
        return replace(facts, no_ranking=str(why))


def published_rows(
    w: Warehouse, indicator: Indicator, as_at: date | None, frequency: str | None = None
) -> pd.DataFrame:
    """The rows of an indicator as published by a day; without a day, the newest.

    Raises:
        NoDataError: nothing published by the day is held; the message says what is.
    """
    if as_at is None:
        return queries.observations(w, indicator.id, frequency=frequency)
    if indicator.derived:
        raise NoDataError(
            f"{indicator.title} is computed here from the newest figures of its parts, so it has "
            "no earlier state. Choose the newest figures."
        )
    try:
        return queries.observations_as_at(w, indicator.id, as_at, frequency=frequency)
    except NoDataError:
        first = min(queries.vintages(w, indicator.id)["date"])
        raise NoDataError(
            f"{indicator.title}: no figures published by {format_date(as_at)} are held. The "
            f"earliest held are of {format_date(first)}: choose that day or a later one."
        ) from None


def _in_form(
    w: Warehouse, catalogue: Catalogue, question: Question, published: pd.DataFrame
) -> Transformed:
    indicator, frequency = question.indicator, question.frequency
    base = question.base
    if question.form == forms.INDEX and not base:
        base = transforms.default_base(published, indicator=indicator, frequency=frequency, geo=UK)
    names = divided_by(w, catalogue, question)
    candidates = {
        name: published_rows(w, catalogue[name], question.as_at, frequency) for name in names
    }
    name = transforms.best_divisor(published, candidates, geo=UK) if candidates else ""
    form = forms.form(question.form, indicator, catalogue, base=base, divisor=name)
    return transforms.transform(
        published, form, indicator=indicator, frequency=frequency, divisor=candidates.get(name)
    )


def divided_by(w: Warehouse, catalogue: Catalogue, question: Question) -> tuple[str, ...]:
    """Ids of the indicators that the form of a question may divide by, the best first."""
    if question.form not in (forms.PER_HEAD, forms.SHARE_OF_GDP):
        return ()
    return forms.divisors(question.form, question.indicator, catalogue, divisors_held(w))


def _within(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """The rows whose middle day lies in the years shown."""
    if question.years is None:
        return rows
    first, last = question.years
    start, end = pd.to_datetime(rows["period_start"]), pd.to_datetime(rows["period_end"])
    year = (start + (end - start) / 2).dt.year
    kept = rows[(year >= first) & (year <= last)]
    if kept.empty:
        raise NoDataError(
            f"{question.indicator.title} has no figures from {first} to {last}; it has figures "
            f"from {year.min()} to {year.max()}. Choose other years."
        )
    return kept


def _nothing_computed(shape: Transformed, catalogue: Catalogue) -> str:
    told = shape.not_computed()
    if not told:
        return f"{shape.form.indicator.title} has no figure for these years. Choose others."
    geo, first, last, reason = next((run for run in told if run[0] == UK), told[0])
    when = first if first == last else f"{first} to {last}"
    return (
        f"{shape.form.indicator.title} cannot be computed for these years: for "
        f"{catalogue.areas[geo].name}, {when}, {reason}. Choose another form or other years."
    )


def _ranking(facts: Facts) -> Ranking:
    question = facts.question
    group = question.group
    found = rank(
        facts.rows,
        indicator=facts.indicator,
        areas=facts.areas,
        frequency=question.frequency,
        rule=question.rule,
        period=question.period or None,
        within=group.members if group is not None else None,
    )
    told = {geo: reason for geo, _, _, reason in facts.shape.not_computed()}
    left = tuple(
        (geo, f"not computed: {told[geo]}" if why == NO_FIGURE and geo in told else why)
        for geo, why in found.left_out
    )
    return replace(found, left_out=left, among=found.among if group is None else group.noun)


def _with_revisions(w: Warehouse, facts: Facts, ranking: Ranking) -> Ranking:
    """The ranking with revision ranges, where the newest published figures are ranked and enough
    revisions are held; a computed form and an earlier state have none."""
    found = None if facts.question.period else revision_range_of(w, facts)
    return ranking if found is None else within(ranking, found, facts.indicator)


def revision_range_of(w: Warehouse, facts: Facts) -> RevisionRange | None:
    """How far figures as recent as these have moved; a computed form and an earlier state have
    no such range, nor has an indicator of which too few revisions are held."""
    question = facts.question
    if facts.shape.form.computed or question.as_at is not None:
        return None
    return revision_ranges(w).get((question.indicator.id, question.frequency))
