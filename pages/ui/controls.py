"""Controls bound to the address, so that a link opens exactly what its sender saw.

Streamlit's own binding writes a control's label into the address, which breaks when a title is
reworded, and drops a value it does not know in silence. Ours writes ids, and names what is wrong.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence

import streamlit as st

from indicators.areas import UK, Areas
from indicators.catalogue import Catalogue, Indicator
from indicators.periods import FREQUENCIES

#: Comparators beside the UK: more cannot be told apart, and the table grows too wide for a page.
MOST_AREAS = 12


def check(parameter: str, allowed: Container[str], what: str) -> None:
    """Name a value of the address that does not exist, and say that the default is shown."""
    for value in st.query_params.get_all(parameter):
        if value not in allowed:
            st.warning(f"The address asks for {what} “{value}”, which is not here. It is left out.")


def _from_address(parameter: str, allowed: Container[str], default: tuple[str, ...]) -> None:
    """Give the control the address's values, at first and whenever a link has changed them."""
    values = tuple(st.query_params.get_all(parameter))
    if parameter in st.session_state and st.session_state.get(f"address of {parameter}") == values:
        return
    known = tuple(value for value in values if value in allowed)
    st.session_state[f"chosen {parameter}"] = known or default


def _to_address(parameter: str, values: tuple[str, ...], default: tuple[str, ...]) -> None:
    """Write the choice into the address; a default is left out, so that links stay short."""
    if values == default:
        st.query_params.pop(parameter, None)
    else:
        st.query_params[parameter] = list(values)
    st.session_state[f"address of {parameter}"] = tuple(st.query_params.get_all(parameter))


def _one(parameter: str, options: Sequence[str], draw: Callable[[], str | None]) -> str:
    """A control with one value, bound to the address by id rather than by its label."""
    default = (options[0],)
    _from_address(parameter, options, default)
    if f"chosen {parameter}" in st.session_state:
        st.session_state[parameter] = st.session_state.pop(f"chosen {parameter}")[0]
    chosen = draw() or options[0]
    _to_address(parameter, (chosen,), default)
    return chosen


def indicator(catalogue: Catalogue, ids: Iterable[str]) -> Indicator:
    """Choose an indicator by typing any part of its theme or title."""
    options = list(ids)
    check("indicator", options, "the indicator")
    themes = catalogue.themes_by_id

    def label(indicator_id: str) -> str:
        chosen = catalogue[indicator_id]
        return f"{chosen.title} ({themes[chosen.theme].title})"

    chosen = _one(
        "indicator",
        options,
        lambda: st.selectbox("Indicator", options, format_func=label, key="indicator"),
    )
    return catalogue[chosen]


def one_of(label: str, parameter: str, options: Mapping[str, str]) -> str:
    """Choose one of a few, by buttons in a row. `options` maps the address's word to a label."""
    check(parameter, options, label.lower())
    keys = list(options)

    def draw() -> str | None:
        return st.segmented_control(
            label, keys, format_func=lambda key: options[key], required=True, key=parameter
        )

    return _one(parameter, keys, draw)


def pick(label: str, parameter: str, options: Mapping[str, str]) -> str:
    """Choose one of many, from a list that can be typed into."""
    check(parameter, options, label.lower())
    keys = list(options)
    return _one(
        parameter,
        keys,
        lambda: st.selectbox(label, keys, format_func=lambda key: options[key], key=parameter),
    )


def frequency(options: Sequence[str]) -> str:
    """Choose annual or quarterly and so on, where an indicator has several; else nothing shown."""
    if len(options) == 1:
        return options[0]
    names = {f: FREQUENCIES[f].capitalize() for f in options}
    return one_of("Period", "frequency", names)


def areas(known: Areas, held: Iterable[str], default: Iterable[str]) -> tuple[str, ...]:
    """Choose comparators beside the UK, which is always shown."""
    options = [geo for geo in known.by_geo if geo in set(held) and geo != UK]
    if not options:
        return ()
    check("compare", options, "the area")
    usual = tuple(geo for geo in default if geo in options)
    _from_address("compare", options, usual)
    if "chosen compare" in st.session_state:
        st.session_state["compare"] = list(st.session_state.pop("chosen compare"))
    else:
        st.session_state["compare"] = [geo for geo in st.session_state["compare"] if geo in options]
    chosen = st.multiselect(
        "Compare with",
        options,
        format_func=lambda geo: known[geo].short,
        key="compare",
        max_selections=MOST_AREAS - 1,
        placeholder="Add a country",
    )
    _to_address("compare", tuple(chosen), usual)
    return tuple(chosen)
