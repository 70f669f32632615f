"""Your weights: sliders, presets and choices of method bound to the address; recipes in and out."""

from contextlib import suppress
from html import escape

import streamlit as st

from indicators import results
from indicators.catalogue import Catalogue
from indicators.errors import IndicatorsError
from indicators.index_method import PILLAR_TITLES, VERSIONS
from indicators.markup import ambition_blocks as blocks
from indicators.markup.blocks import picture
from indicators.recipe import Recipe, from_bytes, to_json
from indicators.standing import Standing, standing
from indicators.view import View
from indicators.views.ambition import answer, yours
from indicators.views.ambition.named import YOURS
from indicators.views.ambition.taken import taken, taken_in_words
from indicators.warehouse import Warehouse
from pages.ui import address, controls, notice, show
from pages.ui.ambition_charts import away
from pages.ui.block import block
from pages.ui.cache import remember

_PRESET = "preset"


@st.fragment
def your_weights(w: Warehouse, catalogue: Catalogue) -> None:
    """Weights and choices of method; the result and its range move together.

    A fragment, so that a slider redraws this part of the page and no other.
    """
    block(
        blocks.section(
            "Your weights",
            "Move the weights or change the method: the UK's place and its method range, from "
            "10,000 methods drawn around your choices, follow at once. The address holds your "
            "choices, so a copied link shows the same result.",
            anchor="weights",
        ),
        key="weights-head",
    )
    version = controls.one_of("Version", yours.VERSION, {v: blocks.name(v) for v in VERSIONS})
    weights = _pillar_weights(remember(yours.presets, w, catalogue, version))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choices = {
            key: controls.pick(yours.LABELS[key], key, options)
            for key, options in yours.NAMES.items()
        }
    try:
        weighed, made = tuple(weights.items()), tuple(choices.items())
        found = remember(_standing, w, catalogue, version, weighed, made)
        view = yours.yours_view(found, catalogue, version, YOURS)
        _result("With these choices", found, answer.place(found, catalogue.areas, version), view)
        said = {name: text for name, text in address.chosen().items() if name in _PARAMETERS}
        away(view, catalogue, said)
        _save_recipe(found.recipe, version)
    except IndicatorsError as fault:
        notice.warn(str(fault), key="no-result")
    _loaded(w, catalogue)
    address.settle_part()


def _standing(
    w: Warehouse,
    catalogue: Catalogue,
    version: str,
    weights: tuple[tuple[str, int], ...],
    choices: tuple[tuple[str, str], ...],
) -> Standing:
    """The index by these choices, for every reader who makes them."""
    chosen = yours.Yours(version, dict(weights), dict(choices))
    return yours.standing_by(results.standing_of(w, catalogue, version), chosen)


_PARAMETERS = (yours.VERSION, yours.WEIGHTS, *yours.NAMES)


def _pillar_weights(known: yours.Presets) -> yours.Weights:
    """Sliders of 0 to 100 a pillar, and the presets; the address holds a name or five numbers."""
    read, wrong = yours.read_weights(address.given(yours.WEIGHTS), known)
    if wrong:
        address.complain(wrong)
    address.restore(yours.WEIGHTS, lambda: read)
    held: yours.Weights = address.value(yours.WEIGHTS)
    for pillar, weight in held.items():
        st.session_state[_slider(pillar)] = weight
    st.session_state[_PRESET] = yours.name_of(held, known)

    def keep(weights: yours.Weights) -> None:
        st.session_state[address.key(yours.WEIGHTS)] = weights

    def preset_chosen() -> None:
        name = st.session_state.get(_PRESET)
        if name in known:
            keep(dict(known[name][1]))

    def slider_moved() -> None:
        keep({pillar: int(st.session_state[_slider(pillar)]) for pillar in PILLAR_TITLES})

    st.segmented_control(
        "Weights of the pillars",
        list(known),
        format_func=lambda name: known[name][0],
        key=_PRESET,
        on_change=preset_chosen,
    )
    columns = st.columns(len(PILLAR_TITLES))
    for column, (pillar, title) in zip(columns, PILLAR_TITLES.items(), strict=True):
        with column:
            key = _slider(pillar)
            st.slider(title, 0, yours.MOST, step=5, key=key, on_change=slider_moved)
    address.say(yours.WEIGHTS, yours.weights_text(held, known))
    return held


def _slider(pillar: str) -> str:
    return f"weight_{pillar}"


def _result(lead: str, found: Standing, place: answer.Place, view: View) -> None:
    block(
        f'<div class="uti" id="{view.slug}"><p class="said" role="status">{lead} the UK is '
        f"{escape(place.ranked)}; share of methods with rank ≤ {found.recipe.top}: "
        f"{escape(place.share_top)}.</p>{picture(view.chart)}"
        f'<p class="source">{escape(view.source_line)} Seed {found.recipe.seed}, '
        f"{found.recipe.draws:,} methods.</p></div>",
        key=f"result-{view.slug}",
    )


def _save_recipe(recipe: Recipe, version: str) -> None:
    """The button that saves what is shown, to the digit."""
    st.download_button(
        "Save recipe",
        data=to_json(recipe),
        file_name=f"index-recipe-{version}.json",
        mime="application/json",
        on_click="ignore",
        key="save-recipe",
    )


def _loaded(w: Warehouse, catalogue: Catalogue) -> None:
    """A recipe that the reader gives sets the controls; what they cannot hold is told and shown."""

    def take() -> None:
        given = st.session_state["recipe"]
        if given is not None:
            with suppress(IndicatorsError):  # said below, where it is read again
                _set(taken(from_bytes(given.getvalue(), given.name), catalogue).yours)

    given = st.file_uploader(
        "Load recipe (JSON or TOML, at most 100 kB)",
        type=["json", "toml"],
        key="recipe",
        on_change=take,
        max_upload_size=1,
    )
    if given is None:
        return
    try:
        recipe = from_bytes(given.getvalue(), given.name)
        if recipe.build_id and recipe.build_id != w.build_id:
            notice.tell(
                "The recipe was made with other figures, so its result may differ here.",
                key="recipe-older",
            )
        missing = taken(recipe, catalogue).not_shown
        show.small(taken_in_words(missing), key="taken")
        if missing:
            found = standing(w, catalogue, recipe)
            version = yours.version_of(recipe, catalogue)
            view = yours.yours_view(found, catalogue, version, "loaded-recipe")
            place = answer.place(found, catalogue.areas, version)
            _result("By the whole recipe", found, place, view)
    except IndicatorsError as fault:
        notice.warn(str(fault), key="recipe-unread")


def _set(chosen: yours.Yours) -> None:
    """Move the controls, before they are drawn."""
    address.put(yours.VERSION, chosen.version)
    address.put(yours.WEIGHTS, chosen.weights)
    for key, text in chosen.choices.items():
        address.put(key, text)
