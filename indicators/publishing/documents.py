"""The JSON documents of a whole build: its catalogue, the strategy's figures, the index.

They hold no figure under a closed licence as data; the sentences that pages show may name one.
"""

from dataclasses import asdict
from typing import Any

import pandas as pd

from indicators import queries
from indicators.assessments import Answer as Verdict
from indicators.catalogue import STATISTICS_STATUSES, Catalogue, Indicator
from indicators.index_method import PILLAR_TITLES, VERSIONS
from indicators.publishing.files import suffixes_of
from indicators.recipe import to_dict
from indicators.results import standing_of
from indicators.standing import Standing
from indicators.strategy_evidence import Evidence
from indicators.views.strategy import Assessed, assessed, summary
from indicators.warehouse import Warehouse

Table = dict[str, Any]


def head(w: Warehouse) -> Table:
    """What every document says of the build that it is from."""
    return {
        "service": "UK Technology Indicators",
        "data_version": w.build_id,
        "newest_vintage": w.newest_vintage.isoformat(),
    }


def catalogue_document(w: Warehouse, catalogue: Catalogue) -> Table:
    """Every indicator with what is held of it and where; themes, units, areas and peer groups."""
    held = queries.indicator_table(w).set_index("indicator_id")
    open_ids = frozenset(queries.open_indicators(w))
    return head(w) | {
        "indicators": [_indicator(catalogue, i, held, open_ids) for i in catalogue],
        "themes": [asdict(theme) for theme in catalogue.themes],
        "units": [
            {"id": u.id, "label": u.label, "currency": u.currency, "multiplier": u.multiplier}
            for u in catalogue.units
        ],
        "areas": [
            {"geo": a.geo, "name": a.name, "short": a.short, "kind": a.kind, "europe": a.europe}
            for a in catalogue.areas.areas
        ],
        "peer_groups": [asdict(group) for group in catalogue.areas.peer_groups],
    }


def _indicator(
    catalogue: Catalogue, i: Indicator, held: pd.DataFrame, open_ids: frozenset[str]
) -> Table:
    row: Any = held.loc[i.id] if i.id in held.index else None
    values = 0 if row is None else int(row["values"])
    here = f"/indicators/{i.id}"
    suffixes = suffixes_of(i, open_ids) if values else ()
    return {
        "id": i.id,
        "title": i.title,
        "short": i.short,
        "long": i.long,
        "theme": i.theme,
        "unit": i.unit,
        "unit_label": catalogue.unit_of(i).label,
        "price_basis": i.price_basis,
        "direction": i.direction,
        "coverage": i.coverage,
        "frequencies": list(i.frequencies),
        "publisher": i.publisher,
        "source": i.source,
        "series": i.series,
        "formula": i.formula.words if i.formula else "",
        "status": STATISTICS_STATUSES[i.statistics_status],
        "licence": i.licence,
        "licence_notice": i.licence_notice,
        "redistributable": i.redistributable,
        "strengths": i.strengths,
        "caveats": list(i.caveats),
        "breaks": [asdict(b) for b in i.breaks],
        "next_release": i.next_release,
        "unavailable": i.unavailable,
        "figures": values,
        "areas": int(row["areas"]) if row is not None and values else 0,
        "first_period": _day(row, "first_period"),
        "last_period": _day(row, "last_period"),
        "newest_vintage": _day(row, "newest_vintage"),
        "page": here,
        "feed": f"{here}.atom",
        "files": {suffix: f"{here}.{suffix}" for suffix in suffixes},
    }


def _day(row: Any, name: str) -> str | None:
    return None if row is None or pd.isna(row[name]) else str(row[name].date())


def strategy_document(w: Warehouse, catalogue: Catalogue) -> Table:
    """The strategy's figures: as stated, borne out or not by published ones, and since then."""
    found = assessed(w, catalogue)
    return head(w) | {
        "summary": summary(found),
        "figures": [_figure(item, catalogue) for item in found],
    }


def _figure(item: Assessed, catalogue: Catalogue) -> Table:
    figure, told = item.figure, item.assessment
    return {
        "id": figure.id,
        "title": figure.title,
        "theme": figure.theme,
        "value": figure.value,
        "unit": figure.unit,
        "stated": figure.stated,
        "comparison": figure.comparison,
        "period": figure.period,
        "place": figure.place,
        "quote": figure.quote,
        "as_stated": _verdict(told.as_stated, catalogue),
        "since": _verdict(told.since, catalogue)
        | {"then": told.then_text, "now": told.now_text, "direction": told.direction},
        "nearest": [asdict(one) for one in told.nearest],
        "derived": [asdict(one) for one in item.derived],
        "vintages": list(told.sources),
        "indicator": item.indicator.id if item.indicator else None,
        "page": f"/strategy_figures#{figure.id}",
    }


def _verdict(verdict: Verdict, catalogue: Catalogue) -> Table:
    return {
        "verdict": verdict.verdict,
        "sentence": verdict.sentence,
        "evidence": [_evidence(one, catalogue) for one in verdict.evidence],
    }


def _evidence(one: Evidence, catalogue: Catalogue) -> Table:
    closed = not catalogue[one.indicator_id].redistributable
    return {
        "indicator": one.indicator_id,
        "period": one.period_label,
        "value": None if closed else one.value,
        "text": one.text,
        "vintages": list(one.vintage_ids),
        "withheld": closed,
        "parts": [_evidence(part, catalogue) for part in one.parts],
    }


def index_document(w: Warehouse, catalogue: Catalogue) -> Table:
    """Both versions of the index by the declared method, every rank with its method range."""
    return head(w) | {
        "range": "rank_low and rank_high: 5th and 95th percentile of the rank over the methods "
        "drawn. They say nothing about errors in the figures.",
        "pillars": PILLAR_TITLES,
        "versions": {
            version: {"title": words, **_version(standing_of(w, catalogue, version), catalogue)}
            for version, words in VERSIONS.items()
        },
    }


def _version(found: Standing, catalogue: Catalogue) -> Table:
    nominal_result = found.methods.nominal
    return {
        "recipe": to_dict(found.recipe),
        "countries": [
            {"name": catalogue.areas[row["geo"]].name, **row} for row in _by_area(found.summary)
        ],
        "scores": _by_area(nominal_result.scores),
        "monte_carlo_error": _by_area(found.methods.error),
        "left_out": [{"geo": one.unit, "coverage": one.coverage} for one in found.left_out],
        "missing": [{"geo": geo, "indicator": name} for geo, name in found.missing],
        "treated": [{"geo": t.unit, "indicator": t.indicator} for t in nominal_result.treated],
        "years": _by_area(found.panel.years),
    }


def _by_area(table: pd.DataFrame) -> list[Table]:
    """A table of areas as plain rows, `geo` first; a missing number is None."""
    named = table.rename_axis("geo").reset_index()
    whole = named.astype(object).where(named.notna(), None)
    return [{str(k): v for k, v in row.items()} for row in whole.to_dict("records")]
