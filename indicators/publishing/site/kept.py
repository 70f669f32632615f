"""Answers that several pages of a build share, computed once while its warehouse is open."""

from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from indicators import results
from indicators.areas import Area
from indicators.catalogue import Catalogue, Indicator
from indicators.errors import IndicatorsError
from indicators.index_method import VERSIONS
from indicators.standing import Standing
from indicators.standings import Standings
from indicators.views import glossary, indicator, profile, strategy
from indicators.views.ambition import outlook
from indicators.views.profile_words import Countries
from indicators.views.strategy import Assessed
from indicators.warehouse import Warehouse

T = TypeVar("T")

_kept: WeakKeyDictionary[Warehouse, dict[object, Any]] = WeakKeyDictionary()


def _once(w: Warehouse, key: object, make: Callable[[], T]) -> T:
    held = _kept.setdefault(w, {})
    if key not in held:
        held[key] = make()
    found: T = held[key]
    return found


def assessed(w: Warehouse, catalogue: Catalogue) -> tuple[Assessed, ...]:
    """Every figure of the strategy with its verdicts."""
    return _once(w, "assessed", lambda: strategy.assessed(w, catalogue))


def standings(w: Warehouse, catalogue: Catalogue) -> dict[str, Standing]:
    """The index by the declared recipe, by version."""
    return _once(w, "index", lambda: {v: results.standing_of(w, catalogue, v) for v in VERSIONS})


def ahead(w: Warehouse, catalogue: Catalogue) -> outlook.Outlook:
    """The projections computed so far."""
    names = results.kept_names(w.build_id)
    return _once(w, ("ahead", names), lambda: outlook.outlook(w, catalogue, names))


def projected(w: Warehouse, catalogue: Catalogue) -> tuple[str, ...]:
    """The indicators whose projections are kept for this build."""
    if not results.kept_names(w.build_id):
        return ()
    try:
        return tuple(ahead(w, catalogue).kept)
    except IndicatorsError:
        return ()  # figures that do not fill the index have no projection either


def ranked(w: Warehouse, catalogue: Catalogue) -> Standings:
    """Every country on every indicator that counts."""
    return _once(w, "ranked", lambda: profile.ranked(w, catalogue))


def uses(w: Warehouse, catalogue: Catalogue) -> glossary.Uses:
    """Where each word of the glossary is used."""
    return _once(w, "uses", lambda: glossary.uses(w, catalogue))


def with_figures(w: Warehouse, catalogue: Catalogue) -> tuple[Indicator, ...]:
    """The indicators that have figures in this build, in catalogue order."""
    return _once(w, "held", lambda: tuple(catalogue[n] for n in indicator.offered(w, catalogue)))


def without_figures(w: Warehouse, catalogue: Catalogue) -> tuple[Indicator, ...]:
    """The indicators that are declared and have no figures in this build."""
    held = {one.id for one in with_figures(w, catalogue)}
    return tuple(one for one in catalogue if one.id not in held)


def answers(w: Warehouse, catalogue: Catalogue) -> dict[str, str]:
    """The newest finding of every indicator with figures, by id."""
    return _once(
        w,
        "answers",
        lambda: {i.id: indicator.answer(w, catalogue, i.id) for i in with_figures(w, catalogue)},
    )


def ranked_countries(w: Warehouse, catalogue: Catalogue) -> tuple[Area, ...]:
    """The countries that are ranked on at least one indicator, in declared order."""
    found = ranked(w, catalogue)
    return tuple(
        catalogue.areas[geo]
        for geo in catalogue.areas.countries
        if Countries(found, catalogue, geo, "").places(geo)
    )
