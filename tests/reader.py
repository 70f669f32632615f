"""A reader without a browser: speaks to a running dashboard as the browser's own code does.

It opens a page, moves its controls and goes on to other pages over Streamlit's WebSocket, and
tells how long the server took. It keeps the messages that a browser keeps, so that the server sends
what it would send to one.
"""

import random
import time
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

#: A run of a page that takes longer is taken for a fault.
PATIENCE = 120
#: Messages that a browser keeps to be referred to, and the smallest size of one, as in Streamlit.
KEPT_MESSAGES = 2_000


@dataclass
class Run:
    """One run of a page as its reader met it. first, seconds: from the question to the first
    change of the page, and to its end. received: bytes on the wire. elements: those drawn."""

    first: float
    seconds: float
    received: int
    elements: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass
class Control:
    """A control on the page: its kind in Streamlit's protocol, its message, and its fragment."""

    kind: str
    element: Any
    fragment: str

    @property
    def options(self) -> list[str]:
        """The labels to choose from, in order."""
        found = self.element.options
        return [getattr(option, "content", option) for option in found]


States = dict[str, WidgetState]


def _chosen(control: Control, value: Any) -> WidgetState:
    """What a browser says when a reader has set this control."""
    state = WidgetState(id=control.element.id)
    match control.kind:
        case "selectbox" | "radio" | "text_input" | "text_area":
            state.string_value = value
        case "checkbox":
            state.bool_value = value
        case "button":
            state.trigger_value = True
        case "multiselect" | "button_group" | "date_input":
            state.string_array_value.data.extend(value)
        case "slider" if control.element.options:
            state.string_array_value.data.extend(value)
        case "slider":
            state.double_array_value.data.extend(value)
        case kind:
            raise ValueError(f"the reader cannot set a {kind}")
    return state


def _one_label(control: Control, _held: States, chance: random.Random) -> str:
    return chance.choice(control.options)


def _some_labels(control: Control, _held: States, chance: random.Random) -> list[str]:
    most = min(control.element.max_selections or 6, len(control.options))
    return chance.sample(control.options, chance.randint(1, most))


def _place_or_range(control: Control, _held: States, chance: random.Random) -> list[Any]:
    """A place among labels, or one or two numbers in order, at whole steps."""
    element = control.element
    if element.options:
        return [chance.choice(list(element.options))]
    steps = round((element.max - element.min) / element.step)
    picked = sorted(chance.randint(0, steps) for _ in element.default)
    return [element.min + element.step * place for place in picked]


def _day(_control: Control, _held: States, chance: random.Random) -> list[str]:
    return [f"{chance.randint(2024, 2025)}/{chance.randint(1, 12):02}/{chance.randint(1, 28):02}"]


def _turned(control: Control, held: States, _chance: random.Random) -> bool:
    state = held.get(control.element.id)
    return not (control.element.default if state is None else state.bool_value)


#: By kind of control, another value that a reader may choose.
_OTHER: dict[str, Callable[[Control, States, random.Random], Any]] = {
    "selectbox": _one_label,
    "radio": _one_label,
    "button_group": lambda control, held, chance: [_one_label(control, held, chance)],
    "multiselect": _some_labels,
    "slider": _place_or_range,
    "date_input": _day,
    "checkbox": _turned,
}


class Reader:
    """One reader's session. Use as a context manager; sockets are closed at its end."""

    def __init__(self, address: str, *, dark: bool = False, cookie: str = "") -> None:
        self.address = address
        self._scheme = "dark" if dark else "light"
        host = urlsplit(address).netloc
        self._socket = connect(
            f"ws://{host}/_stcore/stream",
            origin=address,  # type: ignore[arg-type]
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers={"Cookie": cookie} if cookie else None,
            max_size=None,
            compression=None,
            legacy=True,
        )
        self._page, self._query = "", ""
        self._states: States = {}
        self._kept: dict[str, ForwardMsg] = {}
        self._hash = ""
        self.controls: dict[str, Control] = {}

    def __enter__(self) -> "Reader":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._socket.close()

    def open(self, page: str, query: str = "") -> Run:
        """Go to a page by its address; controls of another page are forgotten, as by a browser."""
        self._page, self._query, self._hash = page, query, ""
        self._states.clear()
        return self._run("")

    def set(self, label: str, value: Any) -> Run:
        """Move the control of this label, and wait for the page to be drawn again.

        `value` is what the browser sends: a label, a list of labels, two numbers, a truth value.
        """
        control = self.controls[label]
        state = _chosen(control, value)
        self._states[state.id] = state
        run = self._run(control.fragment)
        if control.kind == "button":
            del self._states[state.id]
        return run

    def change(self, chance: random.Random, *, but: Container[str] = ()) -> tuple[str, Run]:
        """Move one control, chosen by chance, to another of its values; gives its label too.

        Buttons, uploads and the controls named in `but` are left alone.
        """
        labels = [n for n, c in self.controls.items() if c.kind in _OTHER and n not in but]
        label = chance.choice(labels)
        control = self.controls[label]
        return label, self.set(label, _OTHER[control.kind](control, self._states, chance))

    def _run(self, fragment: str) -> Run:
        asked = BackMsg()
        told = asked.rerun_script
        told.query_string, told.fragment_id = self._query, fragment
        if self._hash:
            told.page_script_hash = self._hash
        else:
            told.page_name = self._page
        told.context_info.url = f"{self.address}/{self._page}"
        told.context_info.timezone, told.context_info.locale = "Europe/London", "en-GB"
        told.context_info.color_scheme = self._scheme
        told.widget_states.widgets.extend(self._states.values())
        told.cached_message_hashes.extend(self._kept)
        begun = time.perf_counter()
        self._socket.send(asked.SerializeToString())
        run = Run(0.0, 0.0, 0)
        if not fragment:
            self.controls.clear()
        for message in self._messages(run):
            kind = message.WhichOneof("type")
            if kind == "delta":
                run.first = run.first or time.perf_counter() - begun
                self._read(message, run)
            elif kind == "navigation":
                self._hash = message.navigation.page_script_hash
            elif kind == "page_info_changed":
                self._query = message.page_info_changed.query_string
            elif kind == "page_not_found":
                run.problems.append(f"there is no page {self._page!r}")
            elif kind == "script_finished":
                run.seconds = time.perf_counter() - begun
                break
        return run

    def _messages(self, run: Run) -> Iterator[ForwardMsg]:
        while True:
            content = self._socket.recv(timeout=PATIENCE)
            assert isinstance(content, bytes)
            run.received += len(content)
            message = ForwardMsg.FromString(content)
            if message.WhichOneof("type") == "ref_hash":
                kept = ForwardMsg()
                kept.CopyFrom(self._kept[message.ref_hash])
                kept.metadata.CopyFrom(message.metadata)
                yield kept
                continue
            if message.metadata.cacheable and len(self._kept) < KEPT_MESSAGES:
                self._kept[message.hash] = message
            yield message

    def _read(self, message: ForwardMsg, run: Run) -> None:
        """Take note of controls and of errors shown."""
        if message.delta.WhichOneof("type") != "new_element":
            return
        run.elements += 1
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        content = getattr(element, kind) if kind else None
        if kind == "exception":
            run.problems.append(content.message)
        elif kind == "alert" and content.format == content.ERROR:
            run.problems.append(content.body)
        elif hasattr(content, "label") and hasattr(content, "id"):
            self.controls[content.label] = Control(str(kind), content, message.delta.fragment_id)


def wait_until(met: Callable[[], bool], seconds: float = 30) -> None:
    """Raises TimeoutError where a condition is not met in time."""
    end = time.monotonic() + seconds
    while not met():
        if time.monotonic() > end:
            raise TimeoutError(f"not met within {seconds} s")
        time.sleep(0.05)
