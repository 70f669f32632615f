"""What one area's figures say: the newest, what it is compared with, and how to say both.

It chooses and words single findings. Whole headlines and text alternatives are in `sentences`.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from indicators.areas import UK, Areas
from indicators.catalogue import Indicator, Unit
from indicators.comparability import Figure, figures, newest_stretch
from indicators.notes import CAUTIOUS, place_name, status_words
from indicators.numbers import format_value, format_with_phrase

#: A headline compares with the comparable figure nearest to this many years earlier: beyond one
#: year's noise, near enough to tell which way things are going now.
COMPARED_YEARS = 3

_NUMBER_OF = "number of "
_PREPOSITIONS = frozenset(
    (
        "of",
        "per",
        "in",
        "by",
        "for",
        "from",
        "to",
        "with",
        "using",
        "among",
        "at",
        "as",
        "on",
        "into",
    )
)

#: Ends of words that may follow the noun they describe.
_AFTER_NOUNS = ("ed", "ly", "abroad", "active", "working")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one area's figures say: the newest, one to compare it with, and the comparable run."""

    newest: Figure
    compared: Figure | None
    stretch: tuple[Figure, ...]
    known: tuple[Figure, ...]


def read(
    rows: pd.DataFrame,
    *,
    indicator: Indicator,
    frequency: str,
    geo: str = UK,
    since: str | None = None,
) -> Reading | None:
    """One area's figures as a reading; None where it has none that may be told.

    The comparison is the figure nearest to three years before the newest, or the one labelled
    `since`, and always inside the newest stretch without a declared break.
    """
    known, _ = figures(rows[rows["geo"] == geo], frequency)
    stretch = newest_stretch(known, indicator)
    if not stretch:
        return None
    newest, earlier = stretch[-1], stretch[:-1]
    if since is not None:
        compared = next((f for f in earlier if f.period_label == since), None)
    else:
        target = _years_before(newest.start, COMPARED_YEARS)
        compared = min(earlier, key=lambda f: abs((f.start - target).days), default=None)
    return Reading(newest, compared, tuple(stretch), tuple(known))


def _years_before(day: date, years: int) -> date:
    return date(day.year - years, day.month, 1)


def is_plural(noun: str) -> bool:
    """Whether a noun phrase takes "were", judged by its last noun before a preposition.

    "services exports supplied remotely" does, for its exports; "value added by industry" does not.
    """
    words = noun.split()
    head = next((i for i, word in enumerate(words) if word in _PREPOSITIONS), len(words))
    named = [word for word in words[:head] if not word.endswith(_AFTER_NOUNS)]
    last = (named or words)[-1].lower()
    return last == "people" or (last.endswith("s") and not last.endswith(("ss", "us", "is", "'s")))


def subject(indicator: Indicator, areas: Areas, geo: str) -> str:
    """ "UK R&D spending", "Germany's R&D spending"; a noun that names the UK keeps its own form."""
    noun = indicator.noun.removeprefix(_NUMBER_OF)
    if geo == "WLD" and noun.startswith("world "):
        return noun
    if geo == UK:
        return noun if noun.startswith(("UK ", "UK's ")) else f"UK {noun}"
    name = place_name(areas, geo)
    return f"{name}{chr(39) if name.endswith('s') else chr(39) + 's'} {noun}"


def verb(indicator: Indicator) -> str:
    """ "was", "were", or "numbered" for a noun that is a "number of" something."""
    if indicator.noun.startswith(_NUMBER_OF):
        return "numbered"
    return "were" if is_plural(indicator.noun) else "was"


def _amount(value: float, indicator: Indicator, unit: Unit) -> str:
    """The value with its unit's phrase, unless the noun has said it already."""
    noun, phrase = indicator.noun, unit.phrase
    counted = noun.startswith(_NUMBER_OF) and not phrase.startswith("per ")
    shared = noun.startswith("share of ") and phrase.startswith("of ")
    said = counted or shared or phrase in noun
    return format_value(value, unit) if said else format_with_phrase(value, unit)


def when(figure: Figure) -> str:
    """ "in 2023", "on 31 Jul 2025"."""
    return f"{'on' if figure.start == figure.end else 'in'} {figure.period_label}"


def comparison(newest: Figure, earlier: Figure, unit: Unit) -> str:
    """ "down from 2.87% in 2020", or "the same as in 2020" where both are written alike."""
    before = format_value(earlier.value, unit)
    if before == format_value(newest.value, unit):
        same = "the same" if newest.value == earlier.value else "about the same"
        return f"{same} as {when(earlier)}"
    rose = newest.value > earlier.value
    if unit.ordinal:
        rose = not rose
    return f"{'up' if rose else 'down'} from {before} {when(earlier)}"


def level(reading: Reading, indicator: Indicator, unit: Unit, areas: Areas, geo: str) -> str:
    """ "UK R&D spending was 2.75% of GDP in 2023 (provisional)"."""
    newest = reading.newest
    value = _amount(newest.value, indicator, unit)
    flag = f" ({status_words(newest.obs_status)})" if newest.obs_status in CAUTIOUS else ""
    who = subject(indicator, areas, geo)
    return f"{who[:1].upper()}{who[1:]} {verb(indicator)} {value} {when(newest)}{flag}"
