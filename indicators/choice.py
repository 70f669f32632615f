"""One chart by ids: the page it stands on, which of its charts, and what was chosen there.

It is what a link, a recipe and a basket hold of a chart. It reads texts of an address and says what
is wrong with them; it asks no warehouse and makes no view.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit

from indicators.errors import ValidationError, raise_all

#: The pages whose charts can be named, with the path of each.
PATHS = {
    "overview": "/",
    "ambition": "/ambition",
    "strategy_figures": "/strategy_figures",
    "indicators": "/indicators",
    "technologies": "/technologies",
    "countries": "/countries",
}

#: Joins the parts of a list in an address: it needs no escape there.
JOINT = "."
#: A list that the reader has emptied, where the default is not empty.
NONE = "none"

#: No figure is older; the day that figures are asked for lies between it and today.
FIRST_DAY = date(1990, 1, 1)

Years = tuple[int, int]

_MOST_ASKED = 24
_CHART = re.compile(r"[a-z0-9_-]{0,120}")
_PARAMETER = re.compile(r"[a-z_]{1,30}")
#: Ids, codes and periods; never free text, which may not stand in a link.
_TEXT = re.compile(r"[\w./–-]{1,200}")


@dataclass(frozen=True, slots=True)
class Choice:
    """One chart by ids.

    `chart` names one of the page's charts, nothing its only one. `asked` are the choices made on
    the page, each a parameter and its text as in the address, defaults left out.
    """

    page: str
    chart: str = ""
    asked: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        raise_all(ValidationError, "chart", _problems(self))

    @property
    def parameters(self) -> dict[str, str]:
        return dict(self.asked)

    @property
    def address(self) -> str:
        """Path, choices and the chart's place on the page, from the root of the service."""
        query = f"?{urlencode(self.asked)}" if self.asked else ""
        anchor = f"#{self.chart}" if self.chart else ""
        return PATHS[self.page] + query + anchor


def from_address(text: str) -> Choice:
    """The choice that an address names, whatever host stands before it.

    Raises:
        ValidationError: no page of ours with charts has this address.
    """
    try:
        split = urlsplit(text.strip())
        pairs = parse_qsl(split.query, max_num_fields=4 * _MOST_ASKED)
    except ValueError:
        raise ValidationError(f"chart: {text[:40]!r} is no address of a chart.") from None
    page = next((name for name, path in PATHS.items() if path == (split.path or "/")), split.path)
    return Choice(page, split.fragment, tuple(gathered(pairs).items()))


def gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Parameters of an address by name; one that stands several times is a list."""
    found: dict[str, str] = {}
    for name, text in pairs:
        found[name] = f"{found[name]}{JOINT}{text}" if name in found else text
    return found


def indicator_choice(indicator_id: str, **chosen: str) -> Choice:
    """The chart of one indicator, with choices of the Indicators page by name."""
    return Choice("indicators", asked=(("indicator", indicator_id), *chosen.items()))


def choice(page: str, said: Mapping[str, str | None], chart: str = "") -> Choice:
    """The choice that a page's controls say; None is a default, and left out."""
    return Choice(page, chart, tuple((k, text) for k, text in said.items() if text is not None))


def _problems(given: Choice) -> Iterable[str]:
    if given.page not in PATHS:
        yield f"there is no page {given.page[:40]!r} with charts"
    if not _CHART.fullmatch(given.chart):
        yield f"{given.chart[:40]!r} is no chart's name"
    if len(given.asked) > _MOST_ASKED:
        yield f"{len(given.asked)} choices; {_MOST_ASKED} is the most"
    for name, text in given.asked[:_MOST_ASKED]:
        if not _PARAMETER.fullmatch(name):
            yield f"{name[:40]!r} is no choice of a page"
        elif not _TEXT.fullmatch(text):
            yield f"{name}: {text[:40]!r} is no id, code or period"


def parts(text: str) -> list[str]:
    """The parts of a list in an address: `USA.DEU`, or with commas."""
    return [part for part in text.replace(",", JOINT).split(JOINT) if part and part != NONE]


def joined(found: Iterable[str]) -> str:
    """A list as it stands in an address."""
    return JOINT.join(found) or NONE


def word(label: str) -> str:
    """A period's label as one word of an address: "Q3 2021" is `Q3-2021`."""
    return label.replace(" ", "-")


#: Letters of a wrong value that are repeated to the reader: enough to find it in the address.
_MOST_NAMED = 60


#: What a parameter's values are called, where its own name says too little.
_NOUNS = {
    "as": "form of the figures",
    "as_at": "day",
    "base": "base period",
    "beside": "comparison",
    "between": "mean between pillars",
    "compare": "country",
    "group": "peer group",
    "highlight": "country",
    "imputation": "treatment of missing figures",
    "log": "scale",
    "rule": "rule on years",
    "since": "period to count from",
    "term": "word",
    "treatment": "treatment of outlying figures",
    "vintages_of": "country",
    "within": "mean within pillars",
}


def not_here(parameter: str, text: str) -> str:
    """The sentence on a parameter's text that names nothing there is."""
    noun = _NOUNS.get(parameter, parameter)
    short = text if len(text) <= _MOST_NAMED else f"{text[:_MOST_NAMED]}…"
    return f"The address asks for the {noun} “{short}”, which is not here. Showing the default."


def not_offered(label: str, shown: str) -> str:
    """The sentence on an option that exists, but not for this indicator."""
    return f"“{label}” is not offered for this indicator. Showing “{shown}”."


def no_part(what: str) -> str:
    """The sentence on a choice of the address that the view it asks for does not have."""
    return f"The address also chooses “{what}”, which has no part in this view."


def read_years(text: str | None, first: int, last: int) -> tuple[Years, str]:
    """The two years of an address, in order and within what there is; and what was wrong."""
    if text is None:
        return (first, last), ""
    given = parts(text)
    if len(given) != 2 or not all(part.isdecimal() for part in given):  # noqa: PLR2004  (a range)
        return (first, last), not_here("years", text)
    one, other = int(given[0]), int(given[1])
    low, high = min(one, other), max(one, other)
    if high < first or low > last:
        return (first, last), (
            f"The address asks for {low} to {high}, but figures are from {first} to {last}. "
            "Showing all years."
        )
    problem = ""
    if one > other:
        problem = f"The address gives the years newest first; they are read as {low} to {high}."
    return (max(low, first), min(high, last)), problem


def read_day(text: str | None, newest: date) -> tuple[date | None, str]:
    """The day of an address, none where no figure can lie on it; and what was wrong."""
    if text is None:
        return None, ""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None, not_here("as_at", text)
    if not FIRST_DAY <= found <= newest:
        return None, (
            f"The address asks for the day {text}; figures can be seen as they stood from "
            f"{FIRST_DAY.isoformat()} to today. Showing the newest."
        )
    return found, ""
