"""The controls of the Indicators page: one row of five, each of which opens on its choices.

Together they make a `Question`. What can be chosen comes from the views; nothing is decided here.
"""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from indicators.areas import UK, PeerGroup
from indicators.catalogue import PRICE_BASES, Catalogue, Indicator
from indicators.choice import Choice, choice, word
from indicators.forms import FORMS, INDEX, SHORT_FORMS
from indicators.numbers import format_date, range_text
from indicators.views import indicator as views
from indicators.views.indicator import asked
from indicators.views.indicator.asked import (
    OVER_YEARS,
    OWN_CHOICE,
    SCATTER,
)
from indicators.warehouse import Warehouse
from pages.ui import address, controls, playhead
from pages.ui.block import block
from pages.ui.cache import remember
from pages.ui.playhead import Time
from pages.ui.show import on_phone


def choose(
    build: Warehouse, catalogue: Catalogue, indicator: Indicator
) -> tuple[asked.Asked, Choice]:
    """Draw the row of controls; give the question that they ask, and the same as a choice."""
    frequencies, areas = remember(_held, build, catalogue, indicator.id)
    frequency = controls.peek("frequency", frequencies)
    offer = remember(_offer, build, catalogue, indicator.id, frequency)
    groups = remember(_groups, build, catalogue) if len(areas) > 1 else ()
    kind = _show(asked.kinds(indicator, offer))
    with st.container(key="choices", horizontal=True, gap="small"):
        form, base, log, frequency = _form(catalogue, indicator, offer, frequencies, kind)
        beside = _beside(catalogue, offer) if kind == SCATTER else ""
        group, compare, highlight = _compare(catalogue, groups, areas)
        time = _years(catalogue, offer) if kind in OVER_YEARS else playhead.choose(offer, kind)
        as_at = _as_at(build, catalogue, indicator)
        _reset(indicator)
    for sentence in asked.left_over(st.query_params.to_dict(), address.heard()).values():
        address.complain(sentence)
    question = views.Question(
        indicator,
        frequency,
        compare,
        rule=time.rule,
        form=form,
        base=base,
        years=time.years,
        period=time.period,
        since=time.since,
        as_at=as_at,
        group=group,
        highlight=highlight,
        log=log,
        beside=beside,
    )
    said = {name: text for name, text in address.chosen().items() if name in asked.PARAMETERS}
    said.pop("indicator", None)
    return asked.Asked(kind, question), choice("indicators", {"indicator": indicator.id, **said})


def _held(
    build: Warehouse, catalogue: Catalogue, indicator_id: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return views.held(build, catalogue[indicator_id])


def _offer(
    build: Warehouse, catalogue: Catalogue, indicator_id: str, frequency: str
) -> views.Offer:
    return views.offer(build, catalogue, catalogue[indicator_id], frequency)


def _vintage_days(build: Warehouse, catalogue: Catalogue, indicator_id: str) -> str:  # noqa: ARG001
    return views.vintage_days(build, indicator_id)


def _groups(build: Warehouse, catalogue: Catalogue) -> tuple[PeerGroup, ...]:
    return views.peer_groups(build, catalogue)


def _show(kinds: dict[str, str]) -> str:
    """The kinds of view: side by side, or on a phone behind one button."""
    if not on_phone():
        controls.peek("view", tuple(kinds), every=asked.KINDS)
        with st.container(key="kinds"):
            return controls.one_of("Show", "view", kinds, hidden=True)
    kind = controls.peek("view", tuple(kinds), every=asked.KINDS)
    with st.popover(f"Show: **{kinds[kind]}**"):
        return controls.one("Show", "view", kinds)


def _beside(catalogue: Catalogue, offer: views.Offer) -> str:
    """The indicator that stands across, found by typing any part of its title or theme."""
    options = controls.titled(catalogue, offer.beside)
    picked = controls.peek("beside", tuple(options))
    with st.popover(f"Against: **{_short(catalogue[picked].title)}**"):
        return controls.pick("Against which indicator", "beside", options)


def _short(title: str) -> str:
    return title if len(title) <= _MOST_LETTERS else f"{title[: _MOST_LETTERS - 1].rstrip()}…"


#: Letters of a title on a button.
_MOST_LETTERS = 34


def _form(
    catalogue: Catalogue,
    indicator: Indicator,
    offer: views.Offer,
    frequencies: Sequence[str],
    kind: str,
) -> tuple[str, str, bool, str]:
    form = controls.peek("as", offer.forms, every=FORMS)
    with st.popover(f"As: **{SHORT_FORMS[form]}**"):
        form = controls.one("Show figures as", "as", {f: FORMS[f] for f in offer.forms})
        base = ""
        if form == INDEX and offer.bases:
            bases = {word(label): label for label in offer.bases}
            picked = controls.pick("Base", "base", bases, default=word(offer.base))
            base = bases[picked]
        log = False
        if asked.can_log(kind, form, offer):
            log = controls.switch("Logarithmic scale: equal steps are equal ratios", "log")
        frequency = controls.frequency(frequencies)
        _prices(catalogue, indicator)
    return form, base, log, frequency


def _prices(catalogue: Catalogue, indicator: Indicator) -> None:
    """The same measure in other prices, where the catalogue has it."""
    same = catalogue.in_other_prices(indicator)
    if not same:
        return
    words = {i.id: PRICE_BASES[i.price_basis].capitalize() for i in same}
    key = f"prices-{indicator.id}"
    st.session_state[key] = indicator.id

    def change() -> None:
        address.put("indicator", st.session_state[key])

    st.radio("Prices", list(words), format_func=words.__getitem__, key=key, on_change=change)


def _compare(
    catalogue: Catalogue, groups: Sequence[PeerGroup], areas: Sequence[str]
) -> tuple[PeerGroup | None, tuple[str, ...], tuple[str, ...]]:
    known = catalogue.areas
    options = [geo for geo in known.by_geo if geo in set(areas) and geo != UK]
    if not options:
        return None, (), ()
    titles = {OWN_CHOICE: "Countries of your choice"} | {g.id: g.title for g in groups}
    chosen_group = controls.peek("group", tuple(titles))
    label = titles[chosen_group]
    if chosen_group == OWN_CHOICE:
        count = len(controls.peek_list("compare", options, views.DEFAULT_PEERS))
        label = f"{count} {'country' if count == 1 else 'countries'}"
    with st.popover(f"Compare: **{label}**"):
        picked = controls.pick("Compare the UK with", "group", titles)
        group = next((g for g in groups if g.id == picked), None)
        if group is None:
            compare = controls.areas(known, areas, views.DEFAULT_PEERS)
        else:
            compare = views.members_shown(group, areas)
            st.caption(f"{group.rule} {_left_out(group, compare, areas)}")
        highlight: tuple[str, ...] = ()
        if len(compare) > 1:
            highlight = controls.several(
                "In colour",
                "highlight",
                compare,
                names=lambda geo: known[geo].short,
                most=5,
                placeholder="Up to five",
            )
    return group, compare, highlight


def _left_out(group: PeerGroup, shown: Sequence[str], held: Sequence[str]) -> str:
    absent = [geo for geo in group.members if geo != UK and geo not in held]
    more = len(group.members) - 1 - len(absent) - len(shown)
    parts = [f"{more} more are ranked but not drawn as lines." if more > 0 else ""]
    if absent:
        parts.append(f"{len(absent)} of them have no figure here.")
    return " ".join(part for part in parts if part)


def _years(catalogue: Catalogue, offer: views.Offer) -> Time:
    first, last = offer.years
    if first == last:
        return Time()
    years = controls.peek_years("years", first, last)
    with st.popover(f"Years: **{range_text(*map(str, years))}**"):
        years = controls.years("Years", "years", first, last)
        playhead.marks(catalogue, first, last)
    return Time(years=None if years == (first, last) else years)


def _as_at(build: Warehouse, catalogue: Catalogue, indicator: Indicator) -> date | None:
    day = controls.peek_date("as_at")
    if day and indicator.derived:
        address.complain(asked.NO_EARLIER_STATE)
        day = None
    label = "newest figures" if day is None else format_date(day)
    with st.popover(f"As at: **{label}**"):
        if indicator.derived:
            st.write("Computed here from the newest figures of its parts: it has no earlier state.")
            return None
        chosen = controls.day("Figures as published by", "as_at")
        st.caption(remember(_vintage_days, build, catalogue, indicator.id))
        return chosen


def _reset(indicator: Indicator) -> None:
    """The way back to the default view; it keeps its place in the row where there is none."""
    changed = [name for name, text in address.chosen().items() if text and name != "indicator"]
    hidden = "" if changed else ' style="visibility:hidden"'
    href = address.link("indicators", {"indicator": indicator.id})
    block(
        f'<p class="uti alone"{hidden}><a href="{href}" data-page>Reset to default view</a></p>',
        key="reset",
    )
