"""What an indicator is, for readers who are not economists."""

from indicators.areas import UK
from indicators.catalogue import STATISTICS_STATUSES, Catalogue, Indicator
from indicators.notes import break_notes

_DIRECTIONS = {
    "higher": "A higher value is better.",
    "lower": "A lower value is better.",
    "neither": "Neither higher nor lower is better in itself.",
}


def definition(catalogue: Catalogue, indicator: Indicator) -> tuple[tuple[str, str], ...]:
    """What the indicator is, as pairs of heading and text; headings without a text are left out."""
    pairs = [
        ("What it measures", indicator.long),
        ("Unit", catalogue.unit_of(indicator).label),
        ("How to read it", _DIRECTIONS[indicator.direction]),
        ("Good for", indicator.strengths),
        ("Keep in mind", " ".join(indicator.caveats)),
        ("Breaks", " ".join(break_notes(indicator, catalogue.areas, UK))),
        ("Published by", indicator.publisher),
        ("Status", STATISTICS_STATUSES[indicator.statistics_status]),
        ("Licence", " ".join(filter(None, (indicator.licence, indicator.licence_notice)))),
        ("Next release", indicator.next_release),
        ("Formula", indicator.formula.words if indicator.formula else ""),
        ("Series code", indicator.series),
    ]
    return tuple((heading, text) for heading, text in pairs if text)
