"""Serving rows as `indicators.queries.observations` returns them, from short literals."""

from collections.abc import Mapping

import pandas as pd

from indicators.areas import Areas, load_areas
from indicators.catalogue import Break, Catalogue, Indicator, load_catalogue
from indicators.periods import parse_period

VINTAGE = {
    "vintage_id": "oecd-msti-2026-spring",
    "is_partial": False,
    "vintage_date": pd.Timestamp("2026-04-01"),
    "date_label": "2026-04",
    "date_kind": "released",
    "read_as": "copy of the publisher's file",
    "publisher": "OECD",
    "dataset": "Main Science and Technology Indicators",
    "edition": "spring 2026",
    "address": "https://www.oecd.org/en/data/datasets/main-science-and-technology-indicators.html",
    "licence": "CC-BY-4.0",
    "redistributable": True,
    "next_release": "",
}

#: Overall expenditure on R&D, % of GDP, OECD Main Science and Technology Indicators, spring 2026.
GERD = {
    "GBR": {"2013": 1.62, "2014": 2.25, "2017": 2.31, "2018": 2.68, "2020": 2.87, "2023": 2.75},
    "USA": {"2020": 3.42, "2023": 3.45},
    "DEU": {"2020": 3.11, "2023": 3.13},
    "JPN": {"2020": 3.27, "2023": 3.44},
    "KOR": {"2020": 4.70, "2023": 4.94},
    "OECD": {"2023": 2.70},
}

COLUMNS = (
    "indicator_id",
    "geo",
    "period_start",
    "period_end",
    "period_label",
    "frequency",
    "value",
    "lower",
    "upper",
    "obs_status",
)


def serving(
    values: Mapping[str, Mapping[str, float | None]],
    *,
    indicator_id: str = "gerd_pct_gdp",
    frequency: str = "A",
    statuses: Mapping[tuple[str, str], str] | None = None,
    intervals: Mapping[str, tuple[float, float]] | None = None,
    **vintage: object,
) -> pd.DataFrame:
    """One row for each geo → period → value; other columns as one vintage unless given."""
    rows = []
    for geo, series in values.items():
        for text, value in series.items():
            period = parse_period(text, frequency)
            lower, upper = (intervals or {}).get(geo, (None, None))
            rows.append(
                {
                    "indicator_id": indicator_id,
                    "geo": geo,
                    "period_start": pd.Timestamp(period.start),
                    "period_end": pd.Timestamp(period.end),
                    "period_label": period.label,
                    "frequency": frequency,
                    "value": value,
                    "lower": lower,
                    "upper": upper,
                    "obs_status": (statuses or {}).get((geo, text)),
                    **VINTAGE,
                    **vintage,
                }
            )
    frame = pd.DataFrame(rows, columns=[*COLUMNS, *VINTAGE])
    return frame.sort_values(["geo", "frequency", "period_start"], ignore_index=True)


def indicator(**changes: object) -> Indicator:
    """R&D spending as a share of GDP, or another indicator by changing its fields."""
    fields: dict[str, object] = {
        "id": "gerd_pct_gdp",
        "title": "R&D spending as a share of GDP",
        "noun": "R&D spending",
        "short": "Money spent on research and development, by all sectors, as a share of GDP.",
        "long": "Gross domestic expenditure on R&D.",
        "theme": "research_development",
        "unit": "pct_gdp",
        "direction": "higher",
        "publisher": "OECD",
        "statistics_status": "third_party",
        "source": "oecd",
        "licence": "CC-BY-4.0",
        "breaks": (
            Break("GBR", "2014", "level_shift", "new method for business R&D"),
            Break("GBR", "2018", "level_shift", "new method for university R&D"),
        ),
        "caveats": ("Not adjusted for price differences.",),
        "strengths": "One definition for every country.",
    }
    return Indicator(**(fields | changes))  # type: ignore[arg-type]


def areas() -> Areas:
    return load_areas()


def catalogue(*indicators: Indicator) -> Catalogue:
    """The project's themes, units and areas with these indicators."""
    real = load_catalogue()
    return Catalogue(real.themes, real.units, real.events, indicators, real.areas)
