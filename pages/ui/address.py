"""The reader's choices in the address: read before a control is drawn, written when a page ends.

Streamlit's own binding writes labels instead of ids, replaces the history entry and drops what it
does not know in silence. Here an address holds short ids, each change is a step that Back undoes,
and a value that does not exist stays until it has been named. It draws no control.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from indicators.choice import parts

_RUN, _KEPT, _SEEN = "_address_run", "_address_kept", "_address_seen"
_DEFAULTS, _VERSIONS = "_address_defaults", "_address_versions"


@dataclass
class _Run:
    """One run of a page: what its controls said, which of them the address decided, problems."""

    said: dict[str, str | None] = field(default_factory=dict)
    heard: set[str] = field(default_factory=set)
    restored: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)
    ended: bool = False


def begin() -> None:
    """Start a run of a page: nothing has been said yet."""
    st.session_state[_RUN] = _Run()
    st.session_state.setdefault(_KEPT, {})
    st.session_state.setdefault(_SEEN, {})
    st.session_state.setdefault(_DEFAULTS, {})
    st.session_state.setdefault(_VERSIONS, {})


def key(parameter: str) -> str:
    """The key that a control must be drawn under: the parameter, with a number once it was put."""
    version = st.session_state[_VERSIONS].get(parameter, 0)
    return f"{parameter}-{version}" if version else parameter


def value(parameter: str) -> Any:
    """What a control holds, once it has been restored."""
    return st.session_state[key(parameter)]


def put(parameter: str, chosen: object) -> None:
    """Set a control from here, before it is drawn.

    A control that was drawn already gets a new key: the browser would otherwise send its old value
    again at the next run, where the control is folded away and has not heard of the new one.
    """
    held = key(parameter) in st.session_state
    if held and value(parameter) != chosen:
        versions = st.session_state[_VERSIONS]
        versions[parameter] = versions.get(parameter, 0) + 1
    st.session_state[key(parameter)] = chosen


def restore(parameter: str, read: Callable[[], object]) -> None:
    """Put what the address says into a control's state, where the address decides.

    It does so at the control's first drawing on a page, after Back or Forward, and after a link;
    at other times what the reader last chose in the control stands.
    """
    _run().heard.add(parameter)
    seen = st.session_state[_SEEN].get(parameter, [])
    if key(parameter) not in st.session_state or st.query_params.get_all(parameter) != seen:
        put(parameter, read())
        _run().restored.add(parameter)


def follow(parameter: str, default: object) -> None:
    """Where the reader has left a control at its default, it goes along when the default changes.

    A default depends on other choices: the first year of one indicator is not that of the next.
    """
    defaults = st.session_state[_DEFAULTS]
    if parameter in defaults and value(parameter) == defaults[parameter]:
        put(parameter, default)
    defaults[parameter] = default


def given(parameter: str) -> str | None:
    """What the address says for one parameter; None where it is silent."""
    text: str | None = st.query_params.get(parameter)
    return text


def given_list(parameter: str) -> list[str] | None:
    """The parts of a list in the address, `compare=USA.DEU` or `compare=USA&compare=DEU`."""
    found = st.query_params.get_all(parameter)
    if not found:
        return None
    return [part for text in found for part in parts(text)]


def is_new(parameter: str) -> bool:
    """Whether nothing in this run has read the parameter yet."""
    return parameter not in _run().heard


def heard() -> set[str]:
    """Parameters of this run's controls, and of the run before: a control that the reader's last
    step took away was not asked for in vain.
    """
    return _run().heard | set(st.session_state[_KEPT])


def say(parameter: str, text: str | None) -> None:
    """What the address must say after this run; None for the default, which it leaves out."""
    run = _run()
    run.said[parameter] = text
    if parameter in run.restored:
        st.session_state[_KEPT][parameter] = text


def complain(sentence: str) -> None:
    """Note what is wrong with the address, for the frame to show above the page."""
    if sentence not in _run().problems:
        _run().problems.append(sentence)


def problems() -> tuple[str, ...]:
    return tuple(_run().problems)


def settle() -> None:
    """End a run: write the address in one step, where the reader has changed something."""
    said, kept = _run().said, st.session_state[_KEPT]
    if any(kept.get(name) != text for name, text in said.items()):
        st.query_params.from_dict({name: text for name, text in said.items() if text is not None})
    st.session_state[_KEPT] = dict(said)
    st.session_state[_SEEN] = {name: st.query_params.get_all(name) for name in st.query_params}
    _run().ended = True
    _run().restored.clear()


def settle_part() -> None:
    """End the run of a part that is drawn again by itself, after the page has ended.

    While the page is still being drawn it does nothing: the parts below have not spoken yet.
    """
    if _run().ended:
        settle()


def link(page: str, choices: Mapping[str, str | None]) -> str:
    """The address of a page with these choices, from the root of the service."""
    said = {name: text for name, text in choices.items() if text is not None}
    return f"/{page}?{urlencode(said)}" if said else f"/{page}"


def chosen() -> dict[str, str | None]:
    """What the controls drawn so far have said."""
    return dict(_run().said)


def _run() -> _Run:
    run: _Run = st.session_state[_RUN]
    return run
