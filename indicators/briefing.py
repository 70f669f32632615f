"""A briefing as choices: which charts, in which order, under which words, for which template.

It reads and writes recipes and links. It asks no warehouse and makes no document.
"""

import base64
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol
from urllib.parse import parse_qs, urlencode, urlsplit

from indicators.areas import UK
from indicators.catalogue import Catalogue
from indicators.declarations import build
from indicators.errors import ValidationError, raise_all
from indicators.periods import FREQUENCIES
from indicators.rankings import RULES

#: Written into every recipe; a reader of another format is refused rather than guessed at.
FORMAT = 1
MOST_BYTES = 100_000
MOST_CHARTS = 40
MOST_LINK = 2_000
MOST_COMPARED = 30
_MOST_WORDS = {"headline": 300, "note": 600, "marking": 60}

TEMPLATES = {
    "note": "One-page note",
    "deck": "Slide deck",
    "charts": "Chart annex",
    "data": "Data annex",
}
VIEWS = {"line": "over time", "rank": "ranked"}

_ID = re.compile(r"[a-z0-9_]{1,80}")
_GEO = re.compile(r"[A-Z0-9-]{2,8}")


@dataclass(frozen=True, slots=True)
class Choice:
    """One chart by ids and choices: all that a link may hold."""

    indicator: str
    view: str = "line"
    frequency: str = "A"
    compare: tuple[str, ...] = ()
    rule: str = "latest"


@dataclass(frozen=True, slots=True)
class Item:
    """A chart with the author's words. `made` is the sentence that the data gave when saved."""

    chart: Choice
    headline: str = ""
    note: str = ""
    made: str = ""


@dataclass(frozen=True, slots=True)
class Briefing:
    """A whole briefing; `build_id` is the data version it was last made from."""

    items: tuple[Item, ...] = ()
    template: str = "deck"
    marking: str = ""
    build_id: str = ""
    format: int = FORMAT

    def __post_init__(self) -> None:
        raise_all(ValidationError, "briefing", _problems(self))


class _Charted(Protocol):
    """What is needed of a view to know how to make it again."""

    @property
    def slug(self) -> str: ...
    @property
    def chart(self) -> Any: ...
    @property
    def data(self) -> Any: ...


def choice_of(view: _Charted, catalogue: Catalogue) -> Choice | None:
    """How the view can be made again, or None where it is not one of an indicator's own."""
    indicator_id, _, kind = view.slug.rpartition("-")
    if indicator_id not in catalogue or kind not in VIEWS or view.data.empty:
        return None
    drawn = view.chart.series or view.chart.bars
    if kind == "line":
        others = tuple(item.geo for item in drawn if item.geo != UK)
    else:
        others = tuple(
            item.geo for item in drawn if item.geo != UK and item.emphasis.value == "comparator"
        )
    return Choice(indicator_id, kind, str(view.data["frequency"].iloc[0]), others[:MOST_COMPARED])


def address_of(chart: Choice) -> str:
    """The address of the chart's own page: path and choices."""
    asked: list[tuple[str, str]] = [("indicator", chart.indicator)]
    if chart.view != "line":
        asked.append(("view", chart.view))
    asked.append(("frequency", chart.frequency))
    asked += [("compare", geo) for geo in chart.compare]
    return "/indicators?" + urlencode(asked)


def recipe_of(charts: tuple[Choice, ...]) -> str:
    """The recipe of charts without words."""
    return to_json(Briefing(tuple(Item(chart) for chart in charts)))


def to_json(briefing: Briefing) -> str:
    """The small file that holds all: choices, order, words and marking."""
    return json.dumps(asdict(briefing), ensure_ascii=False, indent=1) + "\n"


def from_json(content: bytes) -> Briefing:
    """The briefing that `to_json` wrote.

    Raises:
        ValidationError: too large, not JSON, or not a recipe; the message says which.
    """
    if len(content) > MOST_BYTES:
        raise ValidationError(
            f"recipe: {len(content):,} bytes; {MOST_BYTES:,} is the most. It is not one of ours."
        )
    try:
        table = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise ValidationError(
            "recipe: not readable as JSON. Choose the .json file saved from the briefing page."
        ) from None
    return _from_table(table)


def to_link(briefing: Briefing) -> str:
    """The address of the briefing page with its charts and order; no free text is in it.

    Raises:
        ValidationError: it would be longer than 2,000 characters.
    """
    rows = [
        [c.indicator, c.view, c.frequency, ".".join(c.compare), c.rule]
        for c in (item.chart for item in briefing.items)
    ]
    packed = zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), 9)
    code = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    link = "/briefing?" + urlencode({"template": briefing.template, "charts": code})
    if len(link) > MOST_LINK:
        raise ValidationError(
            f"The link would have {len(link):,} characters; {MOST_LINK:,} is the most that every "
            "mail program keeps whole. Save the briefing as a file instead."
        )
    return link


def from_link(link: str) -> Briefing:
    """The briefing that a link of `to_link` names: charts and template, without words.

    Raises:
        ValidationError: the link is cut short, altered or not one of ours.
    """
    asked = parse_qs(urlsplit(link.strip()[: 2 * MOST_LINK]).query)
    return from_code(asked.get("charts", [""])[0], asked.get("template", ["deck"])[0])


def from_code(code: str, template: str = "deck") -> Briefing:
    """The briefing that the `charts` part of a link holds.

    Raises:
        ValidationError: the part is cut short, altered or not one of ours.
    """
    try:
        if len(code) > MOST_LINK:
            raise ValueError("longer than any link of ours")
        packed = base64.b64decode(code + "=" * (-len(code) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(packed, MOST_BYTES)
        if unpacker.unconsumed_tail or not unpacker.eof:
            raise ValueError("cut short, or larger than any link of ours")
        rows = json.loads(text)
        charts = [
            {
                "indicator": i, "view": view, "frequency": frequency,
                "compare": [geo for geo in compare.split(".") if geo], "rule": rule,
            }
            for i, view, frequency, compare, rule in rows
        ]  # fmt: skip
    except (ValueError, TypeError, AttributeError, zlib.error, RecursionError):
        raise ValidationError(
            "This briefing link is cut short or was altered. Copy it again as a whole, "
            "or open the briefing from its file."
        ) from None
    return _from_table({"items": [{"chart": chart} for chart in charts], "template": template})


def moved(briefing: Briefing, place: int, by: int) -> Briefing:
    """The briefing with one chart moved up (−1) or down (1); at the ends nothing changes."""
    items = list(briefing.items)
    other = place + by
    if 0 <= place < len(items) and 0 <= other < len(items):
        items[place], items[other] = items[other], items[place]
    return replace(briefing, items=tuple(items))


def added(briefing: Briefing, chart: Choice) -> Briefing:
    """The briefing with the chart at its end; one that it has already is not added twice.

    Raises:
        ValidationError: the briefing is full.
    """
    if any(item.chart == chart for item in briefing.items):
        return briefing
    return replace(briefing, items=(*briefing.items, Item(chart)))


def _from_table(table: object) -> Briefing:
    problems: list[str] = []
    found = build(Briefing, table, "recipe", problems)
    raise_all(ValidationError, "recipe", [problem[:160] for problem in problems[:10]])
    if found is None:
        raise ValidationError("recipe: not readable. Save it again from the briefing page.")
    return found


def _problems(briefing: Briefing) -> Iterator[str]:
    if briefing.format != FORMAT:
        yield f"format {briefing.format} is not known here; this version reads format {FORMAT}"
    if briefing.template not in TEMPLATES:
        yield f"there is no template {_quoted(briefing.template)}"
    if len(briefing.items) > MOST_CHARTS:
        yield f"{len(briefing.items)} charts; {MOST_CHARTS} is the most"
    if len(briefing.marking) > _MOST_WORDS["marking"]:
        yield f"the marking has more than {_MOST_WORDS['marking']} characters"
    if not re.fullmatch(r"[0-9a-f]{0,64}", briefing.build_id):
        yield "the data version is not one of ours"
    for place, item in enumerate(briefing.items[: MOST_CHARTS + 1], start=1):
        yield from _item_problems(f"chart {place}", item)


def _item_problems(where: str, item: Item) -> Iterator[str]:
    chart = item.chart
    if not _ID.fullmatch(chart.indicator):
        yield f"{where}: {_quoted(chart.indicator)} is no indicator's id"
    if chart.view not in VIEWS:
        yield f"{where}: there is no view {_quoted(chart.view)}"
    if chart.frequency not in FREQUENCIES:
        yield f"{where}: there is no frequency {_quoted(chart.frequency)}"
    if chart.rule not in RULES:
        yield f"{where}: there is no rule {_quoted(chart.rule)}"
    if len(chart.compare) > MOST_COMPARED:
        yield f"{where}: {len(chart.compare)} areas; {MOST_COMPARED} is the most"
    for geo in chart.compare[:MOST_COMPARED]:
        if not _GEO.fullmatch(geo):
            yield f"{where}: {_quoted(geo)} is no area's code"
    for name in ("headline", "note"):
        if len(getattr(item, name)) > _MOST_WORDS[name]:
            yield f"{where}: the {name} has more than {_MOST_WORDS[name]} characters"


def _quoted(text: str) -> str:
    """Foreign text in a message: short, and without line breaks."""
    return repr(text[:40])
