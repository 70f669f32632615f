"""Results of a build, kept in `<data>/results/<build id>/`: projections, which take minutes, and
the index with its back years and sensitivity, so that the 2030 page opens at once.
"""

from collections.abc import Callable

from indicators.catalogue import Catalogue
from indicators.memory import once_a_build
from indicators.results import candidates as _candidates
from indicators.results import ranked
from indicators.results.candidates import Candidate, as_at, keep_candidates
from indicators.results.files import folder
from indicators.results.projected import (
    KEPT_DRAWS,
    Stored,
    compute_projections,
    is_calibrated,
    kept_names,
    pooled_calibration,
    projection_of,
    stored,
    tables_of,
)
from indicators.results.ranked import index_is_kept
from indicators.warehouse import Warehouse

__all__ = [
    "KEPT_DRAWS",
    "Candidate",
    "Stored",
    "as_at",
    "back_years_of",
    "candidates",
    "components_of",
    "compute",
    "folder",
    "influence_of",
    "index_is_kept",
    "is_calibrated",
    "keep_index",
    "kept_names",
    "pooled_calibration",
    "projection_of",
    "standing_of",
    "stored",
    "tables_of",
    "variants_of",
]

# The pages, files and links that ask for these in the same build all get the same.
standing_of = once_a_build(ranked.standing_of)
back_years_of = once_a_build(ranked.back_years_of)
influence_of = once_a_build(ranked.influence_of)
components_of = once_a_build(ranked.components_of)
variants_of = once_a_build(ranked.variants_of)
candidates = once_a_build(_candidates.candidates)


def keep_index(w: Warehouse, catalogue: Catalogue) -> None:
    """Compute and keep the index and what goes with it (seconds), unless it is kept already."""
    ranked.keep_index(w, catalogue)
    keep_candidates(w, catalogue)


def compute(
    w: Warehouse,
    catalogue: Catalogue,
    *,
    workers: int = 2,
    report: Callable[[str, int, int], None] | None = None,
) -> dict[str, Stored]:
    """Everything costly on the 2030 page: the index first (seconds), then projections (minutes).

    What an earlier run finished is not computed again. `report` is called with the indicator just
    projected, how many are, and of how many.
    """
    keep_index(w, catalogue)
    return compute_projections(w, catalogue, workers=workers, report=report)
