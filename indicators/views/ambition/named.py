"""Every chart of the 2030 page by name, so that a link, a file or a basket can hold it.

Each is made from the figures of a build alone; the poll chart is not here, because its figures are
a reader's own.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from indicators import results
from indicators.catalogue import Catalogue
from indicators.errors import NoDataError
from indicators.index_method import VERSIONS
from indicators.view import View
from indicators.views.ambition.back_years import bump_view
from indicators.views.ambition.fans import fan_view
from indicators.views.ambition.influence import influence_view
from indicators.views.ambition.pillars import pillar_view
from indicators.views.ambition.ranks import interval_view
from indicators.views.ambition.seen import CONTEXT, context_view
from indicators.views.ambition.yours import asked, standing_by, yours_view
from indicators.warehouse import Warehouse

Maker = Callable[[Warehouse, Catalogue, Mapping[str, str]], View]
T = TypeVar("T")

#: Chart names; a version follows the dash, or an indicator.
INDEX, BACK, PILLARS, INFLUENCE = "index", "back-years", "pillars", "influence"
PROJECTION = "projection-"
YOURS = "your-weights"


def intervals(w: Warehouse, catalogue: Catalogue, version: str) -> View:
    """Every country's rank with its method range."""
    return interval_view(results.standing_of(w, catalogue, version), catalogue.areas, version)


def back(w: Warehouse, catalogue: Catalogue, version: str) -> View:
    """Ranks made again for past years."""
    found = results.standing_of(w, catalogue, version)
    years = results.back_years_of(w, catalogue, version)
    return bump_view(found, years, catalogue.areas, version)


def pillars(w: Warehouse, catalogue: Catalogue, version: str) -> View:
    """The UK's pillars against third place."""
    return pillar_view(results.standing_of(w, catalogue, version), version)


def influence(w: Warehouse, catalogue: Catalogue, version: str) -> View:
    """Which choices move the UK's rank."""
    return influence_view(results.influence_of(w, catalogue, version), version)


def projection(w: Warehouse, catalogue: Catalogue, indicator_id: str) -> View:
    """One indicator's fan.

    Raises:
        NoDataError: it is not projected, or not computed yet; the message says which.
    """
    candidate = results.candidates(w, catalogue).get(indicator_id)
    if candidate is None or not candidate.eligibility.projected:
        raise NoDataError(f"{indicator_id!r} is not projected. The 2030 page lists those that are.")
    kept = results.stored(w.build_id, indicator_id)
    if kept is None:
        raise NoDataError(
            f"The projection of {indicator_id!r} is not computed yet for these figures: run "
            "`python -m indicators compute`."
        )
    return fan_view(w, catalogue, candidate, kept)


def yours(w: Warehouse, catalogue: Catalogue, parameters: Mapping[str, str]) -> View:
    """The ranks of the index that an address describes.

    Raises:
        NoDataError: a choice names nothing there is.
        ValidationError: the choices do not go together.
    """
    chosen = asked(w, catalogue, parameters)
    if chosen.problems:
        raise NoDataError(" ".join(chosen.problems))
    found = standing_by(results.standing_of(w, catalogue, chosen.version), chosen)
    return yours_view(found, catalogue, chosen.version, YOURS)


def _of(make: Callable[[Warehouse, Catalogue, str], View], version: str) -> Maker:
    return lambda w, catalogue, _: make(w, catalogue, version)


#: Charts that every build has, by name.
CHARTS: dict[str, Maker] = {
    **{
        f"{name}-{version}": _of(make, version)
        for name, make in (
            (INDEX, intervals),
            (BACK, back),
            (PILLARS, pillars),
            (INFLUENCE, influence),
        )
        for version in VERSIONS
    },
    YOURS: yours,
    CONTEXT: lambda w, catalogue, _: context_view(w, catalogue),
}


def maker(chart: str) -> Maker | None:
    """How the chart of a name is made; None where there is no such name."""
    if chart.startswith(PROJECTION):
        return _of(projection, chart.removeprefix(PROJECTION))
    return CHARTS.get(chart)
