"""Controls bound to the address, so that a link opens exactly what its sender saw.

Streamlit drops a value it does not know in silence; `check` names it before that happens.
"""

from collections.abc import Container, Iterable, Mapping, Sequence

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
            st.warning(
                f"The address asks for {what} “{value}”, which is not here. Showing the default."
            )


def indicator(catalogue: Catalogue, ids: Iterable[str]) -> Indicator:
    """Choose an indicator by typing any part of its theme or title."""
    options = list(ids)
    check("indicator", options, "the indicator")
    themes = catalogue.themes_by_id

    def label(indicator_id: str) -> str:
        chosen = catalogue[indicator_id]
        return f"{chosen.title} ({themes[chosen.theme].title})"

    chosen = st.selectbox(
        "Indicator", options, format_func=label, key="indicator", bind="query-params"
    )
    return catalogue[chosen]


def one_of(label: str, parameter: str, options: Mapping[str, str]) -> str:
    """Choose one of a few, by buttons in a row. `options` maps the address's word to a label."""
    check(parameter, options, label.lower())
    first = next(iter(options))
    chosen = st.segmented_control(
        label,
        list(options),
        format_func=lambda key: options[key],
        default=first,
        required=True,
        key=parameter,
        bind="query-params",
    )
    return chosen or first


def frequency(options: Sequence[str]) -> str:
    """Choose annual or quarterly and so on, where an indicator has several; else nothing shown."""
    if len(options) == 1:
        return options[0]
    names = {f: FREQUENCIES[f].capitalize() for f in options}
    return one_of("Period", "frequency", names)


def areas(known: Areas, held: Iterable[str], default: Iterable[str]) -> tuple[str, ...]:
    """Choose comparators beside the UK, which is always shown."""
    options = [geo for geo in known.by_geo if geo in set(held) and geo != UK]
    check("compare", options, "the area")
    chosen = st.multiselect(
        "Compare with",
        options,
        default=[geo for geo in default if geo in options],
        format_func=lambda geo: known[geo].short,
        key="compare",
        bind="query-params",
        max_selections=MOST_AREAS - 1,
        placeholder="Add a country",
    )
    return tuple(chosen)


def country(known: Areas, default: str) -> str:
    """Choose the country that a profile is of."""
    check("country", known.countries, "the country")
    return st.selectbox(
        "Country",
        known.countries,
        index=known.countries.index(default),
        format_func=lambda geo: known[geo].name,
        key="country",
        bind="query-params",
    )


def beside(known: Areas, chosen: str) -> str:
    """Choose a second country to stand beside the first, or none (an empty text)."""
    options = [geo for geo in known.countries if geo != chosen]
    check("beside", options, "the second country")
    second = st.selectbox(
        "Beside",
        options,
        index=None,
        format_func=lambda geo: known[geo].name,
        key="beside",
        bind="query-params",
        placeholder="No second country",
    )
    return second or ""
