"""Your weights: sliders and presets bound to the address, and a recipe to save and load."""

import json
import tomllib
from collections.abc import Mapping

import streamlit as st

from indicators.errors import ValidationError
from indicators.recipe import Recipe, from_dict, to_dict

PARAMETER = "weights"
#: The largest recipe taken, in bytes.
MOST_BYTES = 100_000


def pillar_weights(
    titles: Mapping[str, str], presets: Mapping[str, tuple[str, Mapping[str, int]]]
) -> dict[str, int]:
    """Sliders of 0 to 100 a pillar. The address holds a preset's id or `20-20-20-20-20`."""
    _from_address(titles, presets)

    def preset_chosen() -> None:
        chosen = presets.get(st.session_state.get("preset") or "")
        if chosen:
            for pillar in titles:
                st.session_state[f"weight_{pillar}"] = chosen[1].get(pillar, 0)

    def slider_moved() -> None:
        st.session_state["preset"] = _name(_weights(titles), presets)

    st.segmented_control(
        "Weights of the pillars",
        list(presets),
        format_func=lambda key: presets[key][0],
        key="preset",
        on_change=preset_chosen,
    )
    columns = st.columns(len(titles))
    for column, (pillar, title) in zip(columns, titles.items(), strict=True):
        with column:
            st.slider(title, 0, 100, step=5, key=f"weight_{pillar}", on_change=slider_moved)
    weights = _weights(titles)
    _to_address(weights, presets)
    return weights


def _weights(titles: Mapping[str, str]) -> dict[str, int]:
    return {pillar: int(st.session_state[f"weight_{pillar}"]) for pillar in titles}


def _name(
    weights: Mapping[str, int], presets: Mapping[str, tuple[str, Mapping[str, int]]]
) -> str | None:
    for name, (_, own) in presets.items():
        if all(weights[pillar] == own.get(pillar, 0) for pillar in weights):
            return name
    return None


def _from_address(
    titles: Mapping[str, str], presets: Mapping[str, tuple[str, Mapping[str, int]]]
) -> None:
    text = st.query_params.get(PARAMETER, "")
    known = f"weight_{next(iter(titles))}" in st.session_state
    if known and st.session_state.get(f"address of {PARAMETER}") == text:
        return
    default = next(iter(presets.values()))[1]
    chosen: Mapping[str, int] = presets[text][1] if text in presets else default
    if text and text not in presets:
        parts = text.split("-")
        if len(parts) == len(titles) and all(p.isascii() and p.isdigit() for p in parts):
            chosen = {k: min(int(p[:4]), 100) for k, p in zip(titles, parts, strict=True)}
        else:
            st.warning(f"The address asks for the weights “{text}”, which are not five numbers.")
    for pillar in titles:
        st.session_state[f"weight_{pillar}"] = chosen.get(pillar, 0)
    st.session_state["preset"] = _name(_weights(titles), presets)
    st.session_state[f"address of {PARAMETER}"] = text


def _to_address(
    weights: Mapping[str, int], presets: Mapping[str, tuple[str, Mapping[str, int]]]
) -> None:
    name = _name(weights, presets)
    text = name or "-".join(str(weight) for weight in weights.values())
    if name == next(iter(presets)):
        st.query_params.pop(PARAMETER, None)
        text = ""
    else:
        st.query_params[PARAMETER] = text
    st.session_state[f"address of {PARAMETER}"] = text


def save_recipe(recipe: Recipe, version: str) -> None:
    """The button that saves what is shown, to the digit."""
    st.download_button(
        "Save recipe",
        data=json.dumps(to_dict(recipe), ensure_ascii=False, indent=1),
        file_name=f"index-recipe-{version}.json",
        mime="application/json",
        on_click="ignore",
        key="save-recipe",
    )


def load_recipe() -> Recipe | None:
    """The recipe of a file that a reader gives; None without one.

    Raises:
        ValidationError: the file is too large, not JSON or TOML, or not a recipe.
    """
    given = st.file_uploader(
        "Load recipe (JSON or TOML, at most 100 kB)",
        type=["json", "toml"],
        key="recipe",
        max_upload_size=1,
    )
    if given is None:
        return None
    return parse_recipe(given.getvalue(), given.name)


def parse_recipe(content: bytes, name: str) -> Recipe:
    """A recipe from a file's bytes; see `load_recipe`."""
    if len(content) > MOST_BYTES:
        raise ValidationError(
            f"recipe: the file has {len(content):,} bytes; {MOST_BYTES:,} are the most."
        )
    try:
        text = content.decode("utf-8")
        table = tomllib.loads(text) if name.endswith(".toml") else json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise ValidationError(
            f"recipe: not readable ({fault}). Give a file saved from this page."
        ) from fault
    return from_dict(table)
