"""What the open tables and their columns mean, in words for those who query them.

It opens no file. A test compares it with a build, so a column cannot be left out or renamed.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpenColumn:
    """A column: `kind` is text, number, whole number, date or true/false."""

    name: str
    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table of the open rows, with its columns in their order."""

    name: str
    about: str
    columns: tuple[OpenColumn, ...]


def _columns(*lines: str) -> tuple[OpenColumn, ...]:
    """Columns from lines of `name | kind | what it means`."""
    return tuple(OpenColumn(*(part.strip() for part in line.split("|"))) for line in lines)


_OBSERVATION = _columns(
    "indicator_id | text | which indicator; see table indicator",
    "geo | text | which area: ISO code such as GBR, or EU27, OECD, WLD; see table geography",
    "period_start | date | first day of the period",
    "period_end | date | last day of the period",
    "period_label | text | the period as written for readers: 2023, Q2 2024",
    "frequency | text | A year, FY fiscal year, S half-year, Q quarter, M month, "
    "R3 three months, D day, MY several years",
    "value | number | the figure, in the unit that table indicator gives; NULL where missing",
    "lower | number | lower end of the publisher's 95% interval, where one is published",
    "upper | number | upper end of that interval",
    "obs_status | text | A normal, P provisional, E estimate, B break, F forecast, M missing; "
    "NULL where the source gave none",
    "vintage_id | text | which release the figure was read from; see table vintage",
)

OPEN_TABLES = (
    OpenTable(
        "latest_observation",
        "The figures that serve now: one row an indicator, area and period.",
        (
            *_OBSERVATION,
            *_columns(
                "is_partial | true/false | whether the figure is from a release that covers only "
                "part of the series"
            ),
        ),
    ),
    OpenTable(
        "observation",
        "Every figure of every release held, so that one period can have several rows.",
        _OBSERVATION,
    ),
    OpenTable(
        "indicator",
        "What each indicator is.",
        _columns(
            "indicator_id | text | the indicator's name in all tables",
            "position | whole number | its place in the catalogue",
            "title | text | its title",
            "noun | text | what a sentence calls it",
            "short | text | what it measures, in a sentence",
            "long | text | what it measures, in full",
            "theme | text | the theme's name",
            "theme_title | text | the theme's title",
            "unit | text | the unit's name",
            "unit_label | text | the unit as written for readers",
            "price_basis | text | for money: current, constant or purchasing power parities",
            "direction | text | whether a higher or lower value is better, or neither",
            "publisher | text | who publishes it",
            "statistics_status | text | accredited, official, third party and so on",
            "source | text | the service or seed it is read from",
            "series | text | the publisher's reference of the series",
            "coverage | text | international, or the UK only",
            "frequencies | text | the frequencies it has, the usual one first",
            "licence | text | the licence of the figures",
            "licence_notice | text | what the licence asks to be said",
            "redistributable | true/false | always true here",
            "derived | true/false | whether it is computed here from other indicators",
            "formula | text | how it is computed, where it is",
            "caveats | text | what to know before using it",
            "strengths | text | what it is good for",
            "next_release | text | when the publisher updates it next, where stated",
            "unavailable | text | empty here",
            "display | text | line, or points where its values must not be joined",
            "rankable | true/false | whether countries may be ranked by it",
        ),
    ),
    OpenTable(
        "geography",
        "Countries, groups of countries, and the nations of the UK.",
        _columns(
            "geo | text | the area's code",
            "position | whole number | its usual place in lists",
            "name | text | its name",
            "short | text | its name where room is short",
            "kind | text | country, group or nation",
            "europe | true/false | whether it is in Europe",
        ),
    ),
    OpenTable(
        "vintage",
        "The releases that figures were read from, with their dates and licences.",
        _columns(
            "vintage_id | text | the release's name in all tables",
            "position | whole number | order in time: a higher one is newer",
            "source | text | the service or seed it came through",
            "publisher | text | who published it",
            "dataset | text | the data set",
            "edition | text | the publisher's name of the edition",
            "address | text | where it was published",
            "date | date | its date; where only a month or year is known, the last day of it",
            "date_label | text | the date as far as it is known",
            "date_kind | text | released, retrieved or copy dated",
            "read_as | text | how it was read: fetched, from a copy, transcribed, quoted",
            "licence | text | its licence",
            "licence_note | text | the licence in the publisher's words",
            "redistributable | true/false | always true here",
            "coverage | text | full, or partial where it holds only part of the series",
            "sha256 | text | checksum of the file that was read",
            "sha256_of | text | which file that is",
            "next_release | text | when the publisher updates it next, where stated",
        ),
    ),
    OpenTable(
        "series_break",
        "Declared breaks: where figures must not be joined or compared.",
        _columns(
            "indicator_id | text | which indicator",
            "geo | text | which area, or all",
            "period_start | date | from when",
            "period_label | text | that period as written for readers",
            "kind | text | break, level_shift, incomplete, not_comparable, estimated, unstable, "
            "real or volatile",
            "note | text | what happened",
        ),
    ),
    OpenTable(
        "about",
        "One row: which build this is and how its figures may be used.",
        _columns(
            "title | text | the name of this service",
            "build_id | text | the build",
            "newest_vintage | date | date of its newest release",
            "terms | text | licences, and how to name the sources",
        ),
    ),
)
