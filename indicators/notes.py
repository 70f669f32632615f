"""Small print made from declarations and vintages: status words, breaks, missing years, sources.

It says where a figure comes from and what limits it, never what the figure is.
"""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from indicators.areas import Areas
from indicators.catalogue import Break, Indicator
from indicators.comparability import figures, vintage_label
from indicators.forms import LEVEL
from indicators.numbers import format_date_label, range_text

#: SDMX's code list CL_OBS_STATUS, version 2.2, in plain words.
_STATUS_WORDS = {
    "A": "normal value",
    "B": "break in the series",
    "D": "definition differs",
    "E": "estimated",
    "F": "forecast",
    "G": "experimental",
    "I": "filled in by the publisher",
    "J": "exempt from the rules of collection",
    "K": "included in another category",
    "L": "missing: exists but was not collected",
    "M": "missing",
    "N": "not significant",
    "O": "missing",
    "P": "provisional",
    "Q": "suppressed",
    "S": "affected by a strike or another special event",
    "U": "low reliability",
    "V": "not validated",
    "W": "includes another category",
}
STATUS_NOT_GIVEN = "status not given"

#: Statuses that a reader should meet beside the number itself.
CAUTIOUS = ("P", "E", "F")

#: How a vintage was read whose figures were computed from those of others.
COMPUTED = "computed from published figures"

_READ_AS = {
    "fetched from the publisher": "",
    "copy of the publisher's file": "read from a copy of the publisher's file",
    "computed from the publisher's list": "computed from the publisher's list",
    "transcribed": "transcribed by hand",
    "quoted on a page": "read where it is quoted on a page",
}

_BREAK_FORMS = {
    "break": "{area}break in {label}: {note}. Figures before and after are not compared.",
    "level_shift": "{area}change of level in {label}: {note}. "
    "Figures before and after are not compared.",
    "incomplete": "{area}incomplete from {label}: {note}. Not ranked.",
    "not_comparable": "{area}not comparable from {label}: {note}. Not ranked.",
    "estimated": "{area}estimated from {label}: {note}.",
    "unstable": "{area}unstable before {label}: {note}. Not drawn or ranked.",
    "real": "{area}{label}: {note}. The movement is real.",
    "volatile": "{area}volatile: {note}.",
}

#: A country is told to be behind when its newest figure is this many years older than the newest.
_BEHIND_YEARS = 2
_MOST_EDITIONS_NAMED = 3


def status_words(obs_status: str | None) -> str:
    """An observation status for readers. None is "status not given", never a normal value."""
    if obs_status is None or pd.isna(obs_status) or not obs_status:
        return STATUS_NOT_GIVEN
    return _STATUS_WORDS.get(obs_status, f"status {obs_status}")


def place_name(areas: Areas, geo: str) -> str:
    """An area inside a sentence: "the UK", "the United States", "Germany", "the EU27"."""
    area = areas[geo]
    takes_article = area.kind == "group" or area.short.startswith(("UK", "United", "Netherlands"))
    if area.geo == "WLD":
        return "the world"
    return f"the {area.short}" if takes_article else area.short


def sentence(text: str) -> str:
    """The text as a sentence: first letter large, one full stop at the end."""
    text = text.strip().rstrip(".")
    return f"{text[:1].upper()}{text[1:]}."


def break_note(mark: Break, areas: Areas) -> str:
    """One declared break in plain words."""
    area = "" if mark.geo == "all" else f"{areas[mark.geo].short}, "
    note = mark.note.strip().rstrip(".")
    return sentence(_BREAK_FORMS[mark.kind].format(area=area, label=mark.at.label, note=note))


def break_notes(indicator: Indicator, areas: Areas, geo: str) -> tuple[str, ...]:
    """The declared breaks that hold for one area, in time order, one sentence or two each."""
    return tuple(break_note(mark, areas) for mark in indicator.breaks_for(geo))


def origin(rows: pd.DataFrame) -> str:
    """ "published", or "computed" where the rows are in another form than the published one."""
    computed = "transform" in rows and (rows["transform"] != LEVEL).any()
    return "computed" if computed else "published"


def missing_sentence(rows: pd.DataFrame, *, areas: Areas, geo: str, frequency: str) -> str:
    """What an area lacks beside the others: "The UK has no published figure after 2017."

    "Computed" in the place of "published" where the rows are in a form computed here. Empty where
    its newest figure is less than two years older than the newest country's and the
    publisher shows none of its periods as missing.
    """
    known, missing = figures(rows, frequency)
    made = origin(rows)
    own = [figure for figure in known if figure.geo == geo]
    name = sentence(place_name(areas, geo)).rstrip(".")
    others = [f for f in known if f.geo != geo and f.geo in areas.countries]
    if not own:
        return f"{name} has no {made} figure in this series."
    parts = []
    gaps = [f.period_label for f in missing if f.geo == geo and f.end < own[-1].end]
    if gaps:
        parts.append(f"{name} has no published figure for {listed(gaps)}.")
    newest = max((figure.end for figure in others), default=own[-1].end)
    if _years(own[-1].end, newest) >= _BEHIND_YEARS:
        label = max(others, key=lambda f: f.end).period_label
        parts.append(
            f"{name} has no {made} figure after {own[-1].period_label}; "
            f"other countries have figures up to {label}."
        )
    return " ".join(parts)


def _years(earlier: date, later: date) -> int:
    return later.year - earlier.year


def listed(words: Iterable[str]) -> str:
    """ "one, two and three"; nothing where there is no word."""
    *others, last = list(words) or [""]
    return f"{', '.join(others)} and {last}" if others else last


def _editions(vintages: pd.DataFrame) -> str:
    """Editions and dates of one data set's vintages, newest first."""
    kind = str(vintages["date_kind"].iloc[0])
    dates = [format_date_label(text) for text in vintages["date_label"]]
    if len(vintages) > _MOST_EDITIONS_NAMED:
        span = range_text(dates[-1], dates[0])
        return f"{len(vintages)} vintages, {kind} {span}"
    editions = [vintage_label(text, "") if text else "" for text in vintages["edition"]]
    named = ["" if one == day else one for one, day in zip(editions, dates, strict=True)]
    if not any(named):
        return f"{kind} {listed(day for day in dates if day)}"
    pattern = "{}; {}" if len(dates) == 1 else "{} ({})"
    return listed(
        pattern.format(name, f"{kind} {day}") if name else f"{kind} {day}"
        for name, day in zip(named, dates, strict=True)
    )


def _computed(vintages: pd.DataFrame, indicator: Indicator) -> str:
    """What a derived indicator is computed from, how, and how new its newest part is."""
    newest = vintages.iloc[0]
    how = str(newest["dataset"]).strip().rstrip(".")
    how = how[:1].lower() + how[1:] if how[1:2].islower() or how[1:2] == " " else how
    return (
        f"{indicator.publisher}; computed here from published figures: {how}; "
        f"newest of them {newest['date_kind']} {format_date_label(newest['date_label'])}"
    )


def source_line(rows: pd.DataFrame, *, indicator: Indicator, notice: bool = True) -> str:
    """The line under a chart: publisher, data set, edition, date with its kind, how it was read.

    Every vintage among the rows is told, newest first. The next release and the notice that a
    licence asks for follow where there are any; `notice` leaves the last out, for a card that
    leads to the full line.
    """
    if rows.empty:
        return sentence(f"Source: {indicator.publisher}")
    vintages = rows.drop_duplicates("vintage_id").sort_values(
        ["vintage_date", "vintage_id"], ascending=False
    )
    sources = []
    grouping = ["publisher", "dataset", "date_kind", "read_as"]
    for (publisher, dataset, _, read_as), group in vintages.groupby(grouping, sort=False):
        if read_as == COMPUTED:
            sources.append(_computed(group, indicator))
            continue
        how = _READ_AS.get(str(read_as), str(read_as))
        told = f"{publisher}, {dataset}, {_editions(group)}"
        sources.append(f"{told}; {how}" if how else told)
    parts = [sentence(f"Source: {'. Also '.join(sources)}")]
    coming = vintages["next_release"].iloc[0]
    coming = coming if isinstance(coming, str) and coming else indicator.next_release
    if coming:
        parts.append(sentence(f"Next release: {format_date_label(coming)}"))
    if notice and indicator.licence_notice:
        parts.append(sentence(indicator.licence_notice))
    return " ".join(parts)
