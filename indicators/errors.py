"""The project's errors. Each message says what is wrong, where, and what to do next."""

from collections.abc import Iterable


class IndicatorsError(Exception):
    """Base of every error that is meant to be read by a person."""


class CatalogueError(IndicatorsError):
    """A declaration (catalogue, areas, strategy, corrections) is wrong."""


class SourceError(IndicatorsError):
    """A publisher's service or file did not give what it should."""


class ValidationError(IndicatorsError):
    """Figures failed a check; the previous build keeps serving."""


class WarehouseError(IndicatorsError):
    """The warehouse file is missing, damaged or of another version."""


class StoreError(IndicatorsError):
    """The store of builds is not there, does not answer, or holds something damaged."""


class NoDataError(IndicatorsError):
    """The figures there are do not answer the question asked."""


class LicenceError(IndicatorsError):
    """The figures asked for may not be passed on in this form."""


class QueryError(IndicatorsError):
    """An analyst's own query was refused, stopped at a limit, or failed in its process."""


def raise_all(error: type[IndicatorsError], where: str, problems: Iterable[str]) -> None:
    """Raise one `error` listing every problem found in `where`, or return when there is none."""
    found = list(problems)
    if found:
        noun = "problem" if len(found) == 1 else "problems"
        raise error(f"{where}: {len(found)} {noun}.\n" + "\n".join(f"  - {p}" for p in found))
