"""The view that an indicator's address asks for, made once for its page and all its files."""

import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from indicators import queries
from indicators.catalogue import Catalogue, Indicator
from indicators.choice import Choice, indicator_choice, joined, parts
from indicators.publishing.answers import Refused
from indicators.publishing.parameters import CHART, refuse
from indicators.view import View
from indicators.views.indicator.asked import MAKERS, Asked, asked
from indicators.views.indicator.question import Question
from indicators.warehouse import Warehouse

Texts = tuple[tuple[str, str], ...]

#: Views kept for a build, so that the next format of one costs no new question.
_MOST = 32
_LISTS = ("compare", "highlight")
#: What a page says after the fault, and a file does not do.
_SHOWING = re.compile(r" Showing [^.]*\.$")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A view with the choices that it was made by, defaults left out, in a fixed order.

    `bad` has a sentence for each parameter that could not be read; its default was used.
    """

    view: View
    question: Question
    texts: Texts
    bad: tuple[tuple[str, str], ...] = ()

    @property
    def choice(self) -> Choice:
        return indicator_choice(self.question.indicator.id, **dict(self.texts))


_kept: "WeakKeyDictionary[Warehouse, OrderedDict[tuple[str, Texts], Chosen]]" = WeakKeyDictionary()
_lock = threading.Lock()


def chosen(
    w: Warehouse,
    catalogue: Catalogue,
    indicator: Indicator,
    texts: Mapping[str, str],
    *,
    strict: bool = True,
) -> Chosen:
    """The view that the texts of an address ask for.

    Raises:
        Refused: a text names nothing there is and `strict` is true; there are no figures; or none
            of an earlier day can be had.
        NoDataError: the figures do not answer the question.
    """
    key = (indicator.id, tuple((p.name, texts[p.name]) for p in CHART if p.name in texts))
    with _lock:
        kept = _kept.setdefault(w, OrderedDict())
        found = kept.get(key)
        if found is not None:
            kept.move_to_end(key)
    if found is None:
        found = _made(w, catalogue, indicator, texts, strict=strict)
        with _lock:
            kept[key] = found
            while len(kept) > _MOST:
                kept.popitem(last=False)
    if strict:
        refuse({name: _SHOWING.sub("", sentence) for name, sentence in found.bad})
    return found


def _made(
    w: Warehouse,
    catalogue: Catalogue,
    indicator: Indicator,
    texts: Mapping[str, str],
    *,
    strict: bool,
) -> Chosen:
    if not queries.has(w, indicator.id):
        reason = indicator.unavailable or "No figure of it is in this data version."
        raise Refused(
            404, "There are no figures", f"There are no figures of {indicator.title}. {reason}"
        )
    given = {p.name: _tidy(p.name, texts[p.name]) for p in CHART if p.name in texts}
    if "as_at" in given and indicator.derived:
        raise Refused(
            422,
            "The indicator has no earlier state",
            f"{indicator.title} is computed here from the newest figures of its parts, so it "
            "cannot be had as at an earlier day. Leave out as_at, or ask for its parts.",
        )
    found = asked(w, catalogue, {"indicator": indicator.id, **given})
    if strict:
        refuse({name: _SHOWING.sub("", sentence) for name, sentence in found.bad})
    wrong = {name for name, _ in found.bad}
    kept = _without_defaults(
        w, catalogue, found, {name: text for name, text in given.items() if name not in wrong}
    )
    view = MAKERS[found.kind](w, catalogue, found.question)
    return Chosen(view, found.question, tuple(kept.items()), found.bad)


def _without_defaults(
    w: Warehouse, catalogue: Catalogue, found: Asked, given: dict[str, str]
) -> dict[str, str]:
    """The texts that make a difference to the question."""
    own = {"indicator": found.question.indicator.id}
    for name in tuple(given):
        others = {key: text for key, text in given.items() if key != name}
        without = asked(w, catalogue, own | others)
        if (without.kind, without.question) == (found.kind, found.question):
            given = others
    return given


def _tidy(name: str, text: str) -> str:
    return joined(parts(text)) if name in _LISTS else text
