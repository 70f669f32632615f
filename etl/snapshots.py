"""Answers of the publishers' services as they were kept; nothing is fetched here."""

from etl.sources import Response


def responses(source_id: str) -> list[Response]:  # noqa: ARG001
    """Every kept answer of a source, newest last."""
    return []
