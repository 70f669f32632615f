"""Headlines, subtitles and text alternatives made from figures.

Every number goes through `numbers`. It queries and ranks nothing: rows and a ranking are given.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

import pandas as pd

from indicators.areas import UK, Areas
from indicators.catalogue import PRICE_BASES, Break, Indicator, Unit
from indicators.comparability import Figure, figures
from indicators.notes import break_note, origin, place_name, sentence, status_words
from indicators.notes import break_notes as break_notes
from indicators.notes import missing_sentence as missing_sentence
from indicators.notes import source_line as source_line
from indicators.numbers import format_difference, format_value, range_text, rank_text
from indicators.rankings import Ranking, gap_to, place_text
from indicators.reading import Reading, comparison, level, read, when

_FREQUENCY_WORDS = {"Q": "quarterly", "M": "by month", "R3": "three-month periods", "D": "by day"}


def _rank_clause(reading: Reading, ranking: Ranking | None, geo: str, unit: Unit) -> str:
    """ "9th of 20 countries"; empty where the area is not ranked or its figure is itself a rank."""
    row = ranking.row(geo) if ranking is not None and not unit.ordinal else None
    if ranking is None or row is None or ranking.n == 1:
        return ""
    place = place_text(ranking, row, ranking.among)
    same = row.period_label == reading.newest.period_label
    return place if same else f"{place} in {row.period_label}"


def headline(
    rows: pd.DataFrame,
    *,
    indicator: Indicator,
    unit: Unit,
    areas: Areas,
    frequency: str,
    ranking: Ranking | None = None,
    geo: str = UK,
    since: str | None = None,
) -> str:
    """The finding as one sentence without a full stop.

    "UK R&D spending was 2.75% of GDP in 2023, down from 2.87% in 2020; 9th of 20 countries". Never
    compares across a declared break; where an area has no figure, says so.
    """
    reading = read(rows, indicator=indicator, frequency=frequency, geo=geo, since=since)
    if reading is None:
        return _nothing(rows, indicator, areas, geo)
    text = level(reading, indicator, unit, areas, geo)
    if reading.compared is not None:
        text += f", {comparison(reading.newest, reading.compared, unit)}"
    place = _rank_clause(reading, ranking, geo, unit)
    return f"{text}; {place}" if place else text


def title(
    rows: pd.DataFrame,
    *,
    indicator: Indicator,
    unit: Unit,
    areas: Areas,
    frequency: str,
    ranking: Ranking | None = None,
    geo: str = UK,
) -> str:
    """The finding in about ten words: the level with its rank, or its change where unranked."""
    reading = read(rows, indicator=indicator, frequency=frequency, geo=geo)
    if reading is None:
        return _nothing(rows, indicator, areas, geo)
    text = level(reading, indicator, unit, areas, geo)
    place = _rank_clause(reading, ranking, geo, unit)
    if not place and reading.compared is not None:
        place = comparison(reading.newest, reading.compared, unit)
    return f"{text}, {place}" if place else text


def level_of(figure: Figure, *, indicator: Indicator, unit: Unit, areas: Areas) -> str:
    """One figure as a sentence without a full stop: "UK R&D spending was 2.75% of GDP in 2023"."""
    reading = Reading(figure, None, (figure,), (figure,))
    return level(reading, indicator, unit, areas, figure.geo)


def _nothing(rows: pd.DataFrame, indicator: Indicator, areas: Areas, geo: str) -> str:
    name = sentence(place_name(areas, geo)).rstrip(".")
    return f"{name} has no comparable {origin(rows)} figure: {indicator.title}"


def measure(indicator: Indicator, unit: Unit) -> str:
    """The title with its unit, each told once: "R&D spending as a share of GDP (%)"."""
    title, label = indicator.title, unit.label
    if label == "number" or _said(label, title):
        return title
    if unit.ordinal:
        return f"{title}, 1 is best" if title.endswith(")") else f"{title} (1 is best)"
    if label.startswith("%") and ("share" in title.lower() or _said(label[1:].strip(), title)):
        return f"{title} (%)"
    if "purchasing power parities" in title:
        label = label.removesuffix(" at purchasing power parities")
    elif "current US dollars" in title and label.startswith("US$"):
        return title
    return f"{title}, {label}"


def measure_in_prices(indicator: Indicator, unit: Unit) -> str:
    """The title with its unit and price basis, each told once."""
    parts = [measure(indicator, unit)]
    told = parts[0].replace("current US dollars", "current prices")
    parts += [
        words for words in PRICE_BASES[indicator.price_basis].split(", ") if not _said(words, told)
    ]
    return ", ".join(part for part in parts if part)


def subtitle(
    rows: pd.DataFrame, *, indicator: Indicator, unit: Unit, areas: Areas, frequency: str
) -> str:
    """Measure, unit, price basis, coverage and period: what a chart needs when it is cut out."""
    known, _ = figures(rows, frequency)
    parts = [measure_in_prices(indicator, unit)]
    if frequency in _FREQUENCY_WORDS:
        parts.append(_FREQUENCY_WORDS[frequency])
    covered = _coverage({f.geo for f in known}, areas)
    if covered != "UK" or not re.search(r"\bUK\b", indicator.title):
        parts.append(covered)
    if known:
        first = min(known, key=lambda f: f.start)
        last = max(known, key=lambda f: f.end)
        parts.append(range_text(first.period_label, last.period_label))
    return ", ".join(part for part in parts if part)


def _said(words: str, text: str) -> bool:
    """Whether a title says these words already; "constant prices" also with a year inside."""
    within = re.sub(r"constant \d{4} prices", "constant prices", text.lower())
    return any(letter.isalpha() for letter in words) and words.lower() in within


def _coverage(geos: set[str], areas: Areas) -> str:
    countries = [geo for geo in geos if geo in areas.countries]
    if UK not in countries:
        return f"{len(countries)} countries" if len(countries) > 1 else ""
    others = len(countries) - 1
    if others == 0:
        nations = any(areas[geo].kind == "nation" for geo in geos)
        return "UK and its nations" if nations else "UK"
    return f"UK and {others} other {'country' if others == 1 else 'countries'}"


def text_alternative(  # noqa: PLR0913  (what the sentences are of, and what they are told for)
    rows: pd.DataFrame,
    *,
    indicator: Indicator,
    unit: Unit,
    areas: Areas,
    frequency: str,
    ranking: Ranking | None = None,
    geo: str = UK,
    shown: Iterable[str] = (),
    since: str | None = None,
) -> str:
    """What a chart of these rows shows, in sentences, for a reader who cannot see it.

    Level, direction and rank; gap to third place; who is left out of the ranking and why; years
    held with lowest and highest; declared breaks of the area and of the others `shown`; missing
    figures; status flags.
    """
    parts = [
        headline(
            rows,
            indicator=indicator,
            unit=unit,
            areas=areas,
            frequency=frequency,
            ranking=ranking,
            geo=geo,
            since=since,
        )
    ]
    reading = read(rows, indicator=indicator, frequency=frequency, geo=geo, since=since)
    if ranking is not None:
        parts += _ranking_sentences(ranking, unit, areas, geo)
    if reading is not None:
        parts += _range_sentences(reading, unit)
    marked = {geo, *shown, "all"}
    parts += [break_note(mark, areas) for mark in _in_time(indicator) if mark.geo in marked]
    parts.append(missing_sentence(rows, areas=areas, geo=geo, frequency=frequency))
    if reading is not None:
        parts += [_other_vintage(reading), *_flags(reading)]
    return " ".join(sentence(part) for part in parts if part)


def _in_time(indicator: Indicator) -> list[Break]:
    return sorted(indicator.breaks, key=lambda mark: mark.at.start)


def gap_sentence(ranking: Ranking, unit: Unit, areas: Areas, place: int, geo: str = UK) -> str:
    """How far an area is from a place, in the indicator's own unit; empty where that means nothing.

    Where the place is reached, the lead over the first country behind it.
    """
    gap, own = gap_to(ranking, place, geo=geo), ranking.row(geo)
    if gap is None or own is None or unit.ordinal:
        return ""
    apart = format_difference(own.value, gap.rival_value, unit)
    rival = next(row for row in ranking.rows if row.geo == gap.rival)
    held = f"{format_value(gap.rival_value, unit)} in {rival.period_label}"
    name, other = place_name(areas, geo), place_name(areas, gap.rival)
    if gap.reached:
        return sentence(f"{name} is {apart} ahead of {other}, the next country ({held})")
    return sentence(f"{name} is {apart} behind {other}, in {rank_text(place)} place ({held})")


def _ranking_sentences(ranking: Ranking, unit: Unit, areas: Areas, geo: str) -> list[str]:
    parts = [gap_sentence(ranking, unit, areas, 3, geo)]
    parts.append(f"{ranking.n} of {ranking.of} {ranking.among} are ranked; {ranking.error_words}")
    reasons = defaultdict(list)
    for left, reason in ranking.left_out:
        reasons[reason].append(areas[left].short)
    for reason, names in reasons.items():
        parts.append(f"Not ranked: {', '.join(names)} ({reason})")
    return [*parts, ranking.order_words, ranking.warning]


def _range_sentences(reading: Reading, unit: Unit) -> list[str]:
    known, stretch = reading.known, reading.stretch
    held = range_text(known[0].period_label, known[-1].period_label)
    parts = [f"Figures are for {held}" if len(known) > 1 else f"There is one figure, for {held}"]
    if len(stretch) > 1:
        low = min(stretch, key=lambda f: f.value)
        high = max(stretch, key=lambda f: f.value)
        span = range_text(stretch[0].period_label, stretch[-1].period_label)
        words = ("best", "worst") if unit.ordinal else ("lowest", "highest")
        parts.append(
            f"In the comparable years {span} the {words[0]} was {format_value(low.value, unit)} "
            f"{when(low)} and the {words[1]} {format_value(high.value, unit)} {when(high)}"
        )
    return parts


def _other_vintage(reading: Reading) -> str:
    newest, compared = reading.newest, reading.compared
    if compared is None or compared.vintage_id == newest.vintage_id:
        return ""
    return (
        f"The figure for {newest.period_label} is from {newest.vintage_label}, "
        f"that for {compared.period_label} from {compared.vintage_label}"
    )


def _flags(reading: Reading) -> list[str]:
    """The newest figure's status, then every status that differs from the commonest one."""
    statuses = [(status_words(f.obs_status), f.period_label) for f in reading.known]
    usual = Counter(words for words, _ in statuses).most_common(1)[0][0]
    if all(words == usual for words, _ in statuses):
        return [f"Observation status of every figure: {usual}"]
    unlike: dict[str, list[str]] = defaultdict(list)
    for words, label in statuses:
        if words != usual:
            unlike[words].append(label)
    told = [f"{words} for {', '.join(labels)}" for words, labels in unlike.items()]
    return [f"Observation status: {'; '.join(told)}; otherwise {usual}"]
