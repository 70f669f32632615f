"""A field to write a query in, that offers what could follow while it is typed.

The browser has the text; it says it when the reader leaves the field or runs the query. What is
put into the field from here has a number, its turn, so that an answer to an older turn is not
taken for the reader's newest word.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st


def _read(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


_field = st.components.v2.component(
    "query_field",
    js=_read("completions.js") + _read("query_field.js"),
    css=_read("query_field.css"),
    isolate_styles=False,
)
_TEXT, _TURN = "query-text", "query-turn"
_HINT = (
    "Names are offered as you type, and on Ctrl+Space; Tab or Enter takes one, Escape closes the "
    "list. Ctrl+Enter (Command+Enter on a Mac) runs the query."
)


def put(words: str) -> None:
    """Put a text into the field, in place of what is there."""
    st.session_state[_TEXT] = words
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def text() -> str:
    """What stands in the field, as far as the browser has said."""
    found: str = st.session_state[_TEXT]
    return found


def query_field(label: str, first: str, names: Mapping[str, object], most: int) -> bool:
    """Draw the field. Answers whether the reader has run its text from within.

    Args:
        first: what stands in it before anything was written.
        names: what can be completed, as `completions.js` takes it.
        most: characters that it takes.
    """
    if _TEXT not in st.session_state:
        put(first)
    held: Mapping[str, Any] = st.session_state.get("query") or {}
    _hear(held.get("said"))
    result = _field(
        key="query",
        data={
            "label": label,
            "hint": _HINT,
            "text": st.session_state[_TEXT],
            "turn": st.session_state[_TURN],
            "most": most,
            "names": names,
        },
        on_said_change=lambda: None,
        on_run_change=lambda: None,
    )
    return bool(result.run)


def _hear(said: object) -> None:
    """Take what the browser said, where it answers to what was put there last."""
    if not isinstance(said, dict) or said.get("turn") != st.session_state[_TURN]:
        return
    if isinstance(said.get("text"), str):
        st.session_state[_TEXT] = said["text"]
