"""The data dictionary, written from the catalogue, the areas, the settings and the tables.

It shows declarations only, so it is the same on every machine; figures are on the pages.
"""

from collections.abc import Iterator
from pathlib import Path

from indicators.catalogue import (
    BASES,
    PRICE_BASES,
    STATISTICS_STATUSES,
    Catalogue,
    Indicator,
    Limits,
)
from indicators.periods import FREQUENCIES
from indicators.settings import ROOT, SETTINGS
from indicators.warehouse import DDL

DICTIONARY_FILE = ROOT / "docs" / "data-dictionary.md"

_DIRECTIONS = {
    "higher": "Higher is better.",
    "lower": "Lower is better.",
    "neither": "Neither higher nor lower is better.",
}
_COVERAGE = {"international": "the UK and other countries", "uk": "the UK only"}
_KIND_WORDS = {
    "break": "break in the series",
    "level_shift": "shift in level",
    "incomplete": "incomplete from here on",
    "not_comparable": "not comparable from here on",
    "estimated": "estimated from here on",
    "unstable": "unstable before this",
    "real": "a real movement",
    "volatile": "volatile",
}


def dictionary(catalogue: Catalogue) -> str:
    """The whole document as Markdown."""
    return "\n".join(_lines(catalogue)).rstrip() + "\n"


def is_fresh(catalogue: Catalogue, path: Path | None = None) -> bool:
    """Whether the file says what the declarations say now."""
    path = path or DICTIONARY_FILE
    return path.is_file() and path.read_text(encoding="utf-8") == dictionary(catalogue)


def write(catalogue: Catalogue, path: Path | None = None) -> None:
    """Write the document."""
    path = path or DICTIONARY_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dictionary(catalogue), encoding="utf-8")


def _lines(catalogue: Catalogue) -> Iterator[str]:
    available = [i for i in catalogue if i.available]
    yield "# Data dictionary"
    yield ""
    yield (
        "This page is written by `python -m etl docs` from `indicators/catalogue.toml` and "
        "`indicators/areas.toml`. Change those, not this."
    )
    yield ""
    yield (
        f"{len(available)} indicators in {len(catalogue.themes)} themes, and "
        f"{len(catalogue) - len(available)} that no public series measures."
    )
    for theme in catalogue.themes:
        members = catalogue.in_theme(theme.id)
        if members:
            yield from ("", f"## {theme.title}", "", theme.description)
            for indicator in members:
                yield from _indicator(catalogue, indicator)
    yield from _areas(catalogue)
    yield from _settings()
    yield from _tables()


def _indicator(catalogue: Catalogue, i: Indicator) -> Iterator[str]:
    yield from ("", f"### {i.title}", "", f"`{i.id}`. {i.short}", "", i.long, "")
    if not i.available:
        yield f"**No public series.** {i.unavailable}"
        return
    facts = {
        "Unit": catalogue.unit_of(i).label,
        "Prices": PRICE_BASES[i.price_basis],
        "Direction": _DIRECTIONS[i.direction],
        "Measured": BASES[catalogue.basis_of(i)] if i.coverage == "international" else "",
        "Another count of": f"`{i.repeats}`" if i.repeats else "",
        "Publisher": i.publisher,
        "Status": STATISTICS_STATUSES[i.statistics_status],
        "Source": f"`{i.source}`" + (f", series `{i.series}`" if i.series else ""),
        "Formula": i.formula.words if i.formula else "",
        "Frequency": ", ".join(FREQUENCIES[f] for f in i.frequencies),
        "Covers": _COVERAGE[i.coverage],
        "Accepted values": _limits(i.limits),
        "Looked at before use": f"a revision of more than {i.jump:.0%}",
        "Licence": i.licence + (f". {i.licence_notice}" if i.licence_notice else ""),
        "In bulk downloads": "yes" if i.redistributable else "no",
        "Next release": i.next_release,
        "In the index": _index(i),
        "Good for": i.strengths,
    }
    for name, fact in facts.items():
        if fact:
            yield f"- {name}: {fact}"
    for caveat in i.caveats:
        yield f"- Note: {caveat}"
    for b in sorted(i.breaks, key=lambda b: (b.at.start, b.geo)):
        where = "all areas" if b.geo == "all" else catalogue.areas[b.geo].name
        yield f"- {b.at.label}, {where}, {_KIND_WORDS[b.kind]}: {b.note}"


def _limits(limits: Limits) -> str:
    low, high = (None if v is None else f"{v:,g}" for v in (limits.low, limits.high))
    if low is not None and high is not None:
        return f"{low} to {high}"
    if low is not None:
        return f"{low} or more"
    return f"{high} or less" if high is not None else ""


def _index(i: Indicator) -> str:
    if i.index is None:
        return ""
    versions = " and ".join(i.index.versions)
    return f"{i.index.pillar.replace('_', ' ')}, weight {i.index.weight:g} ({versions})"


def _areas(catalogue: Catalogue) -> Iterator[str]:
    yield from ("", "## Areas", "", "| Code | Area | Kind |", "| --- | --- | --- |")
    for area in catalogue.areas.areas:
        yield f"| `{area.geo}` | {area.name} | {area.kind} |"
    yield from ("", "Peer groups:", "")
    for group in catalogue.areas.peer_groups:
        members = ", ".join(catalogue.areas[geo].short for geo in group.members)
        yield f"- {group.title}: {group.rule} {members}."


def _settings() -> Iterator[str]:
    yield from ("", "## Settings", "", "Environment variables, all optional:", "")
    yield from ("| Variable | Default | What it does |", "| --- | --- | --- |")
    for setting in SETTINGS:
        default = f"`{setting.default}`" if setting.default else "none"
        yield f"| `{setting.name}` | {default} | {setting.purpose} |"


def _tables() -> Iterator[str]:
    yield from (
        "",
        "## Tables of the warehouse",
        "",
        "A build is one DuckDB file; `python -m etl path` prints which one serves.",
        "",
        "```sql",
        DDL.strip(),
        "```",
    )
