"""All declarations together, found by id."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from indicators.areas import Areas
from indicators.catalogue.derived import in_order_of_parts
from indicators.catalogue.entries import Event, Indicator, Theme, Unit
from indicators.errors import CatalogueError


@dataclass(frozen=True)
class Catalogue:
    """Themes, units, events and indicators, in file order."""

    themes: tuple[Theme, ...]
    units: tuple[Unit, ...]
    events: tuple[Event, ...]
    indicators: tuple[Indicator, ...]
    areas: Areas

    @cached_property
    def by_id(self) -> dict[str, Indicator]:
        return {indicator.id: indicator for indicator in self.indicators}

    @cached_property
    def units_by_id(self) -> dict[str, Unit]:
        return {unit.id: unit for unit in self.units}

    @cached_property
    def themes_by_id(self) -> dict[str, Theme]:
        return {theme.id: theme for theme in self.themes}

    def __getitem__(self, indicator_id: str) -> Indicator:
        try:
            return self.by_id[indicator_id]
        except KeyError:
            raise CatalogueError(
                f"there is no indicator {indicator_id!r}. See docs/data-dictionary.md for the ids."
            ) from None

    def __contains__(self, indicator_id: object) -> bool:
        return indicator_id in self.by_id

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self.indicators)

    def __len__(self) -> int:
        return len(self.indicators)

    @cached_property
    def derived(self) -> tuple[Indicator, ...]:
        """The derived indicators, each after the ones it is computed from."""
        return tuple(in_order_of_parts(self.indicators, []))

    def unit_of(self, indicator: Indicator) -> Unit:
        return self.units_by_id[indicator.unit]

    def in_other_prices(self, indicator: Indicator) -> tuple[Indicator, ...]:
        """The indicators of the same measure, itself among them; empty where it is the only one."""
        same = tuple(i for i in self.indicators if i.measure and i.measure == indicator.measure)
        return same if len(same) > 1 else ()

    def basis_of(self, indicator: Indicator) -> str:
        """One of `BASES`: the indicator's own, or else its unit's."""
        return indicator.basis or self.unit_of(indicator).basis

    def in_theme(self, theme_id: str) -> tuple[Indicator, ...]:
        return tuple(i for i in self.indicators if i.theme == theme_id)
