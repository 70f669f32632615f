"""What axe-core finds on a page, in short."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

#: The rules that a change of theme can break: the others look at elements and roles.
COLOURS = {"runOnly": {"type": "tag", "values": ["cat.color"]}}


def violations(
    page: Page,
    *,
    within: str | None = None,
    options: dict | None = None,
    own: dict[str, str] | None = None,
) -> list[tuple[str, str, str]]:
    """(rule, element, what to do) for each violation, but for those of `own`: rule → part of the
    element by which it is known. `within` is the selector of the part that is looked at."""
    found = (
        Axe()
        .run(page, within, {"resultTypes": ["violations"], **(options or {})})
        .response["violations"]
    )
    return [
        (violation["id"], node["html"][:200], node["failureSummary"][:300])
        for violation in found
        for node in violation["nodes"]
        if (own or {}).get(violation["id"], "\0") not in node["html"]
    ]
