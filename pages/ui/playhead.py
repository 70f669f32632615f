"""The period that a view stands at: chosen, or stepped through earlier and later by button.

What there is to choose comes from the views; nothing is decided here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import streamlit as st

from indicators.catalogue import Catalogue, Event
from indicators.choice import word
from indicators.views import indicator as views
from indicators.views.indicator.asked import (
    CHANGE,
    NEWEST,
    RULED,
    earlier_periods,
    usual_since,
)
from pages.ui import address, controls
from pages.ui.block import block

RULES = {"latest": "Latest figure of each country", "same_year": "One year for all countries"}


@dataclass(frozen=True, slots=True)
class Time:
    """When a view is of: a stretch of years, or a period with the rule that figures are taken by,
    and the one that change is counted from.
    """

    years: tuple[int, int] | None = None
    rule: str = "latest"
    period: str = ""
    since: str = ""


def choose(offer: views.Offer, kind: str) -> Time:
    """The playhead of a view that stands at one period: a list of periods and two steps."""
    periods = {NEWEST: "Newest"} | {word(label): label for label in offer.periods}
    rule = controls.peek("rule", tuple(RULES)) if kind in RULED else "latest"
    picked = controls.peek("period", tuple(periods))
    since = ""
    with st.popover(f"Year: **{_label(offer, kind, rule, picked, periods)}**"):
        if kind in RULED:
            rule = controls.one("Compare", "rule", RULES)
        if kind == CHANGE:
            since = _since(offer, periods, picked)
        up_to = "Year" if rule == "same_year" else "Up to"
        picked = controls.slide(up_to, "period", dict(reversed(periods.items())), default=NEWEST)
    _steps(offer, rule, picked)
    return Time(rule=rule, period="" if picked == NEWEST else periods[picked], since=since)


def _label(
    offer: views.Offer, kind: str, rule: str, picked: str, periods: Mapping[str, str]
) -> str:
    if kind == CHANGE:
        options = earlier_periods(offer, "" if picked == NEWEST else periods[picked])
        usual = usual_since(offer, "" if picked == NEWEST else periods[picked])
        since = controls.peek("since", tuple(options), default=usual) if options else ""
        until = "newest" if picked == NEWEST else periods[picked]
        return f"{options.get(since, '')} to {until}"
    if picked != NEWEST:
        return periods[picked] if rule == "same_year" else f"up to {periods[picked]}"
    return offer.covered if rule == "same_year" else "latest of each"


def _since(offer: views.Offer, periods: Mapping[str, str], picked: str) -> str:
    """The period that change is counted from; all are before the one it is counted to."""
    until = "" if picked == NEWEST else periods[picked]
    options = earlier_periods(offer, until)
    if not options:
        return offer.since
    usual = usual_since(offer, until)
    return options[controls.pick("Change since", "since", options, default=usual)]


def _steps(offer: views.Offer, rule: str, picked: str) -> None:
    """Two buttons that move the playhead by one period, by pointer or keyboard."""
    words = [word(label) for label in reversed(offer.periods)]
    newest = word(offer.covered) if rule == "same_year" and offer.covered else words[-1]
    at = words.index(newest if picked == NEWEST else picked)
    steps = (("Earlier", at - 1, ":material/chevron_left:"),
             ("Later", at + 1, ":material/chevron_right:"))  # fmt: skip
    for label, to, icon in steps:
        inside = 0 <= to < len(words)
        target = (NEWEST if words[to] == newest else words[to]) if inside else NEWEST
        st.button(
            label,
            icon=icon,
            key=f"step-{label.lower()}",
            disabled=not inside,
            help=f"Show {words[to].replace('-', ' ')}" if inside else None,
            on_click=address.put,
            args=("period", target),
        )


def marks(catalogue: Catalogue, first: int, last: int) -> None:
    """What happened in the years of a slider, marked under it where each lies."""
    inside = [e for e in catalogue.events if first <= e.at.start.year <= last]
    if not inside:
        return
    spans = "".join(_mark(e, (e.at.start.year - first) / (last - first)) for e in inside)
    block(f'<div class="uti marks">{spans}</div>', key="marks")


def _mark(event: Event, share: float) -> str:
    """A tick with its words towards the middle, so that they stay inside."""
    side = "late" if share > 0.5 else "early"  # noqa: PLR2004  (the middle)
    return f'<span class="{side}" style="left:{100 * share:.1f}%">{escape(event.dated)}</span>'
