"""Which choices of method move the UK's rank: shares of method variance in plain words.

A view from Sobol indices. They say nothing about errors in the figures.
"""

from typing import Any

import pandas as pd

from indicators.charts.description import Axis, Bar, Chart, Emphasis, Kind
from indicators.index_method import VERSIONS
from indicators.uncertainty import Sensitivity
from indicators.uncertainty.sensitivity import CLEAR, SAME
from indicators.view import Column, Table, View
from indicators.views.ambition.ranks import as_view

#: Choices of method in words for readers.
CHOICES = {
    "normalisation": "Common scale",
    "aggregation": "Type of mean",
    "treatment": "Outliers",
    "imputation": "Missing figures",
    "left_out": "One left out",
    "weights": "Weights",
}
#: The same inside a sentence, after "What matters most is".
CHOICE_PHRASES = {
    "normalisation": "how figures are put on a common scale",
    "aggregation": "how they are averaged",
    "treatment": "whether outlying figures are drawn in",
    "imputation": "how missing figures are treated",
    "left_out": "which indicator is left out",
    "weights": "how much each pillar weighs",
}


def influence_view(found: Sensitivity, version: str) -> View:
    """How much of the variance of the UK's rank between methods each choice is behind."""
    effects, score = (found.effects[found.effects["output"] == n] for n in ("rank", "score"))
    if (effects["first_verdict"] == SAME).all():
        headline = "The UK's rank is the same under every method"
    else:
        best = effects.sort_values("total", ascending=False).iloc[0]
        headline = f"What matters most is {CHOICE_PHRASES[best['factor']]}"
    bars, rows = [], []
    for effect in effects.sort_values("total", ascending=False).to_dict("records"):
        total = effect["total_verdict"] == CLEAR
        words = f"{100 * effect['total']:.0f}%" if total else "no clear effect"
        if effect["total"] != effect["total"]:
            words, effect = "no difference", effect | {"total": 0.0, "first": 0.0}
        bars.append(
            Bar(
                geo=effect["factor"], label=CHOICES[effect["factor"]],
                value=100 * effect["total"], text=words,
                emphasis=Emphasis.FOCUS if total else Emphasis.CONTEXT,
                low=100 * effect["total_low"] if total else None,
                high=100 * effect["total_high"] if total else None,
            )
        )  # fmt: skip
        rows.append(
            (
                CHOICES[effect["factor"]],
                *(
                    _words(output, effect["factor"], order)
                    for output in (effects, score)
                    for order in ("first", "total")
                ),
            )
        )
    told = "; ".join(f"{row[0]}: {row[2]}" for row in rows)
    chart = Chart(
        kind=Kind.INTERVAL,
        headline=headline,
        subtitle="Share of the differences in the UK's rank between methods that each choice is "
        f"behind, by itself or together with others, {VERSIONS[version]}; bar: 95% interval",
        source_line=f"Source: computed here; Sobol indices of total order, {found.runs:,} runs.",
        alt=f"{headline}. {told}.",
        axis=Axis(title="% of method variance", suffix="%"),
        bars=tuple(bars),
    )
    titles = (
        "Choice",
        "Rank: by itself (first order)",
        "Rank: with others (total order)",
        "Score: by itself (first order)",
        "Score: with others (total order)",
    )
    table = Table(
        f"Which choices move the UK's rank and score {VERSIONS[version]}",
        tuple(Column(t) for t in titles),
        tuple(rows),
    )
    note = (
        "Shares of the variance between methods, not of errors in the figures. They add up to more "
        "than 100% where choices act together."
    )
    return as_view(f"influence-{version}", chart, table, found.effects, (note,))


def _words(effects: pd.DataFrame, factor: str, order: str) -> str:
    """A share with its 95% interval, or that there is no clear effect."""
    effect: Any = effects[effects["factor"] == factor].iloc[0]
    if effect[f"{order}_verdict"] != CLEAR:
        return str(effect[f"{order}_verdict"])
    low, high = max(0.0, effect[f"{order}_low"]), effect[f"{order}_high"]
    return f"{effect[order]:.0%} (95% interval {low:.0%} to {high:.0%})"
