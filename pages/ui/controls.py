"""Controls whose choice stands in the address, so that a link opens exactly what its sender saw.

Each reads its parameter before it is drawn and says its value after; `address` does the rest. A
value of the address that does not exist is named above the page, and the default shown. The `peek`
functions give what a control will say before it is drawn, for a label that names it.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date

import streamlit as st

from indicators.areas import UK, Areas
from indicators.catalogue import Catalogue, Indicator
from indicators.choice import (
    FIRST_DAY,
    Years,
    joined,
    not_here,
    not_offered,
    read_day,
    read_years,
)
from indicators.periods import FREQUENCIES
from pages.ui import address
from pages.ui.address import key

#: Areas on one page: more cannot be told apart, and the table grows too wide.
MOST_AREAS = 12


def check(parameter: str, allowed: Container[str]) -> None:
    """Name a value of the address that does not exist, and say that the default is shown."""
    value = address.given(parameter)
    if value is not None and value not in allowed:
        address.complain(not_here(parameter, value))


def peek(
    parameter: str,
    options: Sequence[str],
    *,
    default: str | None = None,
    every: Mapping[str, str] | None = None,
) -> str:
    """What a control with one value will say. `every` has the labels of all options there are.

    An option that exists, but is not offered for this indicator, is told apart from a mistake.
    """
    first = default if default in options else options[0]
    given = address.given(parameter)
    if given is not None and given not in options and address.is_new(parameter):
        if every and given in every:
            address.complain(not_offered(every[given], every[first]))
        else:
            address.complain(not_here(parameter, given))
    address.restore(parameter, lambda: given if given in options else first)
    address.follow(parameter, first)
    if address.value(parameter) not in options:
        address.put(parameter, first)
    return str(address.value(parameter))


def one_of(
    label: str,
    parameter: str,
    options: Mapping[str, str],
    *,
    default: str | None = None,
    hidden: bool = False,
) -> str:
    """Choose one of a few, by buttons in a row. `options` maps the address's word to a label.

    A `hidden` label is read aloud only.
    """
    first = _prepare(parameter, options, default)
    chosen = st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        required=True,
        key=key(parameter),
        label_visibility="collapsed" if hidden else "visible",
    )
    return _say(parameter, chosen or first, first)


def one(
    label: str, parameter: str, options: Mapping[str, str], *, default: str | None = None
) -> str:
    """Choose one of a few, by buttons under one another. `options` as in `one_of`."""
    first = _prepare(parameter, options, default)
    chosen = st.radio(label, list(options), format_func=options.__getitem__, key=key(parameter))
    return _say(parameter, chosen or first, first)


def pick(
    label: str, parameter: str, options: Mapping[str, str], *, default: str | None = None
) -> str:
    """Choose one of several from a list that opens and can be typed into."""
    first = _prepare(parameter, options, default)
    chosen = st.selectbox(label, list(options), format_func=options.__getitem__, key=key(parameter))
    return _say(parameter, chosen or first, first)


def slide(
    label: str, parameter: str, options: Mapping[str, str], *, default: str | None = None
) -> str:
    """Choose one of many that stand in an order, by sliding."""
    first = _prepare(parameter, options, default)
    if len(options) == 1:
        return first
    chosen = st.select_slider(
        label, list(options), format_func=options.__getitem__, key=key(parameter)
    )
    return _say(parameter, chosen, first)


def switch(label: str, parameter: str) -> bool:
    """Choose yes or no; no is the default."""
    check(parameter, ("yes",))
    address.restore(parameter, lambda: address.given(parameter) == "yes")
    chosen: bool = st.checkbox(label, key=key(parameter))
    address.say(parameter, "yes" if chosen else None)
    return chosen


def peek_list(parameter: str, options: Sequence[str], default: Iterable[str]) -> tuple[str, ...]:
    """What a control with several values will say."""
    usual = [option for option in default if option in options]
    given = address.given_list(parameter)
    known = usual if given is None else [v for v in dict.fromkeys(given) if v in options]
    if given and not known:
        known = usual
    address.restore(parameter, lambda: known)
    address.follow(parameter, usual)
    address.put(parameter, [v for v in address.value(parameter) if v in options])
    return tuple(address.value(parameter))


def several(
    label: str,
    parameter: str,
    options: Sequence[str],
    *,
    default: Iterable[str] = (),
    names: Callable[[str], str] = str,
    most: int,
    placeholder: str,
) -> tuple[str, ...]:
    """Choose up to `most` of many; none is a choice too."""
    usual = [option for option in default if option in options][:most]
    given = address.given_list(parameter) or []
    for value in given:
        if value not in options:
            address.complain(not_here(parameter, value))
    chosen = peek_list(parameter, options, usual)
    if len(chosen) > most:
        address.complain(
            f"The address asks for {len(chosen)} of “{label}”; the first {most} are shown."
        )
        address.put(parameter, list(chosen[:most]))
    shown = st.multiselect(
        label,
        options,
        format_func=names,
        key=key(parameter),
        max_selections=most,
        placeholder=placeholder,
    )
    address.say(parameter, None if shown == usual else joined(shown))
    return tuple(shown)


def peek_years(parameter: str, first: int, last: int) -> Years:
    """The first and last year that `years` will say."""
    whole = (first, last)
    address.restore(parameter, lambda: _given_years(parameter, first, last))
    address.follow(parameter, whole)
    low, high = address.value(parameter)
    low, high = min(max(low, first), last), max(min(high, last), first)
    address.put(parameter, (low, high))
    return low, high


def years(label: str, parameter: str, first: int, last: int) -> Years:
    """Choose the first and last year shown, by sliding."""
    peek_years(parameter, first, last)
    chosen: Years = st.slider(label, first, last, key=key(parameter))
    said = None if chosen == (first, last) else joined(map(str, chosen))
    address.say(parameter, said)
    return chosen


def peek_date(parameter: str) -> date | None:
    """The day that `day` will say."""
    address.restore(parameter, lambda: _given_day(parameter))
    chosen: date | None = address.value(parameter)
    return chosen


def day(label: str, parameter: str) -> date | None:
    """Choose a day, or none."""
    peek_date(parameter)
    chosen: date | None = st.date_input(
        label,
        value=None,
        min_value=FIRST_DAY,
        max_value=date.today(),
        format="DD/MM/YYYY",
        key=key(parameter),
    )
    address.say(parameter, chosen.isoformat() if chosen else None)
    return chosen


def text(label: str, parameter: str, placeholder: str) -> str:
    """Words that the reader types."""
    address.restore(parameter, lambda: (address.given(parameter) or "")[:MOST_LETTERS])
    said = st.text_input(label, key=key(parameter), placeholder=placeholder, max_chars=MOST_LETTERS)
    said = said.strip()
    address.say(parameter, said or None)
    return said


#: Letters in a text that a reader types.
MOST_LETTERS = 120


def titled(catalogue: Catalogue, ids: Iterable[str]) -> dict[str, str]:
    """Ids with title and theme, to be found by typing any part of either."""
    themes = catalogue.themes_by_id
    return {
        name: f"{catalogue[name].title} ({themes[catalogue[name].theme].title})" for name in ids
    }


def indicator(catalogue: Catalogue, ids: Iterable[str]) -> Indicator:
    """Choose an indicator by typing any part of its theme or title."""
    return catalogue[pick("Indicator", "indicator", titled(catalogue, ids))]


def frequency(options: Sequence[str]) -> str:
    """Choose annual or quarterly and so on, where an indicator has several; else nothing shown."""
    if len(options) == 1:
        return options[0]
    return one_of("Period", "frequency", {f: FREQUENCIES[f].capitalize() for f in options})


def areas(known: Areas, held: Iterable[str], default: Iterable[str]) -> tuple[str, ...]:
    """Choose comparators beside the UK, which is always shown; nothing drawn where none is held."""
    here = set(held)
    options = [geo for geo in known.by_geo if geo in here and geo != UK]
    if not options:
        return ()
    return several(
        "Countries",
        "compare",
        options,
        default=default,
        names=lambda geo: known[geo].short,
        most=MOST_AREAS - 1,
        placeholder="Add a country",
    )


def _prepare(parameter: str, options: Mapping[str, str], default: str | None) -> str:
    """Ready a control with one value; gives its default."""
    keys = list(options)
    peek(parameter, keys, default=default)
    return default if default in options else keys[0]  # type: ignore[return-value]


def _say(parameter: str, chosen: str, first: str) -> str:
    address.say(parameter, None if chosen == first else chosen)
    return chosen


def _given_years(parameter: str, first: int, last: int) -> Years:
    """The address's two years, in order and within what there is."""
    years, problem = read_years(_whole(parameter), first, last)
    if problem:
        address.complain(problem)
    return years


def _given_day(parameter: str) -> date | None:
    """The address's day; none where no figure can lie on it."""
    day, problem = read_day(address.given(parameter), date.today())
    if problem:
        address.complain(problem)
    return day


def _whole(parameter: str) -> str | None:
    """A list of the address as one text."""
    given = address.given_list(parameter)
    return None if given is None else joined(given)
