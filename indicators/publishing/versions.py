"""Which build an address asks for, and what is said where a newer one serves."""

from collections.abc import Iterable
from html import escape

from indicators import builds
from indicators.errors import WarehouseError
from indicators.publishing.answers import Refused
from indicators.publishing.parameters import V, read
from indicators.warehouse import Warehouse, serving


def build_asked(parameters: Iterable[tuple[str, str]]) -> tuple[Warehouse, str]:
    """The build that `v` names, or the newest; and the newest's id where another one was named.

    Raises:
        Refused: no such build is kept, or this version of the software cannot read it.
    """
    newest = serving()
    given = [text for name, text in parameters if name == V.name]
    if not given:
        return newest, ""
    named = read([(V.name, text) for text in given], (V,))[V.name]
    kept = builds.kept()
    if not any(one.startswith(named) for one in (*kept, newest.build_id)):
        raise Refused(
            404,
            "There is no such data version",
            f"No build {named} is kept here. Leave out v for the newest, {newest.build_id}, or ask "
            "for one of those that are kept.",
            newest=newest.build_id,
            kept=list(kept),
        )
    try:
        w = builds.build_of(named)
    except WarehouseError:
        raise Refused(
            410,
            "This data version cannot be read any more",
            f"Build {named} was made by another version of the software. Leave out v for the "
            f"newest, {newest.build_id}.",
            newest=newest.build_id,
        ) from None
    return w, "" if w.build_id == newest.build_id else newest.build_id


def newer_data(newer: str) -> dict[str, str] | None:
    """What JSON says where a newer build serves; None where there is none."""
    return {"data_version": newer} if newer else None


def newer_notice(build_id: str, newer: str, newest: str) -> tuple[str, ...]:
    """What a page says at its head; `newest` is its address without a data version."""
    if not newer:
        return ()
    return (
        f"These are the figures of data version {build_id[:12]}. "
        f'<a href="{escape(newest, quote=True)}">There are newer ones</a>.',
    )
