"""Controls whose choice stands in the address, so that a link opens exactly what its sender saw.

Each reads its parameter before it is drawn and says its value after; `address` does the rest. A
value of the address that does not exist is named above the page, and the default shown.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence

import streamlit as st

from indicators.areas import UK, Areas
from indicators.catalogue import Catalogue, Indicator
from indicators.periods import FREQUENCIES
from pages.ui import address

#: Areas on one page: more cannot be told apart, and the table grows too wide.
MOST_AREAS = 12


def check(parameter: str, allowed: Container[str], what: str) -> None:
    """Name a value of the address that does not exist, and say that the default is shown."""
    value = address.given(parameter)
    if value is not None and value not in allowed:
        _name(what, value)


def one_of(
    label: str, parameter: str, options: Mapping[str, str], *, default: str | None = None
) -> str:
    """Choose one of a few, by buttons in a row. `options` maps the address's word to a label."""
    first = _restore_one(label, parameter, list(options), default)
    chosen = st.segmented_control(
        label, list(options), format_func=lambda key: options[key], required=True, key=parameter
    )
    return _say(parameter, chosen or first, first)


def pick(
    label: str,
    parameter: str,
    options: Mapping[str, str],
    *,
    default: str | None = None,
    help: str | None = None,
) -> str:
    """Choose one of several from a list that opens. `options` as in `one_of`."""
    first = _restore_one(label, parameter, list(options), default)
    chosen = st.selectbox(
        label, list(options), format_func=lambda key: options[key], key=parameter, help=help
    )
    return _say(parameter, chosen or first, first)


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
    given = address.given_list(parameter)
    for value in given or ():
        if value not in options:
            _name(label.lower(), value)
    known = usual if given is None else [v for v in dict.fromkeys(given) if v in options]
    if given and not known:
        known = usual
    if len(known) > most:
        address.complain(f"The address asks for {len(known)} of {label.lower()}; {most} are shown.")
    address.restore(parameter, lambda: known[:most])
    state = st.session_state[parameter]
    if any(value not in options for value in state):
        st.session_state[parameter] = [value for value in state if value in options]
    chosen = st.multiselect(
        label,
        options,
        format_func=names,
        key=parameter,
        max_selections=most,
        placeholder=placeholder,
    )
    address.say(parameter, None if chosen == usual else address.joined(chosen))
    return tuple(chosen)


def indicator(catalogue: Catalogue, ids: Iterable[str]) -> Indicator:
    """Choose an indicator by typing any part of its theme or title."""
    themes = catalogue.themes_by_id
    options = {
        name: f"{catalogue[name].title} ({themes[catalogue[name].theme].title})" for name in ids
    }
    return catalogue[pick("Indicator", "indicator", options)]


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
        "Compare with",
        "compare",
        options,
        default=default,
        names=lambda geo: known[geo].short,
        most=MOST_AREAS - 1,
        placeholder="Add a country",
    )


def _name(what: str, value: str) -> None:
    address.complain(
        f"The address asks for {what} “{value}”, which is not here. Showing the default."
    )


def _restore_one(label: str, parameter: str, options: Sequence[str], default: str | None) -> str:
    """The default of a single choice, once the address has had its say."""
    first = default if default in options else options[0]
    check(parameter, options, f"the {label.lower()}")
    given = address.given(parameter)
    address.restore(parameter, lambda: given if given in options else first)
    if st.session_state[parameter] not in options:
        st.session_state[parameter] = first
    return first


def _say(parameter: str, chosen: str, first: str) -> str:
    address.say(parameter, None if chosen == first else chosen)
    return chosen
