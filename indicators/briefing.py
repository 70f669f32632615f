"""A briefing as choices: which charts, in which order, under which words, for which template.

It reads and writes recipes and links. It asks no warehouse and makes no document.
"""

import base64
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from urllib.parse import parse_qs, urlencode, urlsplit

from indicators.choice import Choice, from_address
from indicators.declarations import build
from indicators.errors import ValidationError, raise_all

#: Written into every recipe; a reader of another format is refused rather than guessed at.
FORMAT = 2
MOST_BYTES = 100_000
MOST_CHARTS = 40
MOST_LINK = 2_000
_MOST_WORDS = {"headline": 300, "note": 600, "marking": 60}

TEMPLATES = {
    "note": "One-page note",
    "deck": "Slide deck",
    "charts": "Chart annex",
    "data": "Data annex",
}


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


def recipe_of(charts: tuple[Choice, ...]) -> str:
    """The recipe of charts without words."""
    return to_json(Briefing(tuple(Item(chart) for chart in charts)))


def to_json(briefing: Briefing) -> str:
    """The small file that holds all: choices, order, words and marking."""
    items = [
        {"chart": item.chart.address, "headline": item.headline, "note": item.note,
         "made": item.made}
        for item in briefing.items
    ]  # fmt: skip
    return json.dumps(asdict(briefing) | {"items": items}, ensure_ascii=False, indent=1) + "\n"


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
    addresses = "\n".join(item.chart.address for item in briefing.items)
    packed = zlib.compress(addresses.encode(), 9)
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
        addresses = text.decode()
    except (ValueError, zlib.error):
        raise ValidationError(
            "This briefing link is cut short or was altered. Copy it again as a whole, "
            "or open the briefing from its file."
        ) from None
    items = [{"chart": line} for line in addresses.splitlines()]
    return _from_table({"items": items, "template": template})


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


@dataclass(frozen=True, slots=True)
class _SavedItem:
    """An item as a recipe holds it: its chart by address."""

    chart: str
    headline: str = ""
    note: str = ""
    made: str = ""


@dataclass(frozen=True, slots=True)
class _Saved:
    """A briefing as a recipe holds it."""

    items: tuple[_SavedItem, ...] = ()
    template: str = "deck"
    marking: str = ""
    build_id: str = ""
    format: int = FORMAT


def _from_table(table: object) -> Briefing:
    problems: list[str] = []
    found = build(_Saved, table, "recipe", problems)
    items = []
    for place, item in enumerate(found.items[: MOST_CHARTS + 1] if found else (), start=1):
        try:
            items.append(Item(from_address(item.chart), item.headline, item.note, item.made))
        except ValidationError as wrong:
            problems.append(f"chart {place}: {' '.join(str(wrong).split())}")
    raise_all(ValidationError, "recipe", [problem[:160] for problem in problems[:10]])
    if found is None:
        raise ValidationError("recipe: not readable. Save it again from the briefing page.")
    return Briefing(tuple(items), found.template, found.marking, found.build_id, found.format)


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
    for name in ("headline", "note"):
        if len(getattr(item, name)) > _MOST_WORDS[name]:
            yield f"{where}: the {name} has more than {_MOST_WORDS[name]} characters"


def _quoted(text: str) -> str:
    """Foreign text in a message: short, and without line breaks."""
    return repr(text[:40])
