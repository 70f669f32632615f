"""What stands under the chart of one indicator: table, definition, revisions, working."""

from urllib.parse import urlsplit

import streamlit as st

from indicators.catalogue import Catalogue
from indicators.choice import Choice
from indicators.settings import PUBLIC_URL, read
from indicators.view import View
from indicators.views import indicator as views
from indicators.views.indicator.asked import TABLE, Asked
from indicators.warehouse import Warehouse
from pages.ui import address, controls, show
from pages.ui.cache import once, remember

#: By their word in the address.
TABS = {
    "table": "Table",
    "about": "Definition and caveats",
    "revisions": "Revisions",
    "working": "Show the working",
}


def tabs(build: Warehouse, catalogue: Catalogue, asked: Asked, view: View, choice: Choice) -> None:
    """The tabs, of which the open one is drawn; which it is stands in the address.

    The table stands above them already where the reader asked for it.
    """
    controls.check("tab", TABS)
    first = next(iter(TABS))
    address.restore("tab", lambda: TABS.get(address.given("tab") or first, TABS[first]))
    found = st.tabs(list(TABS.values()), key=address.key("tab"), on_change="rerun")
    opened = dict(zip(TABS, found, strict=True))
    shown = next((name for name, tab in opened.items() if tab.open), first)
    address.say("tab", None if shown == first else shown)
    with opened[shown]:
        if shown == "working":
            _working(build, catalogue, asked.question, view, choice)
        elif shown == "revisions":
            _revisions(build, catalogue, asked.question)
        elif shown == "about":
            show.facts(views.definition(catalogue, asked.question.indicator), key="definition")
        elif asked.kind == TABLE:
            st.write("The table stands above.")
        else:
            show.table(view.table, key="table")


def _revisions(build: Warehouse, catalogue: Catalogue, question: views.Question) -> None:
    """What changed and when, and one area's figures in every vintage."""
    changes = remember(views.revisions_table, build, catalogue, question)
    if changes is None:
        st.write("No figure shown here has changed between the vintages held.")
    else:
        show.table(changes, key="revisions")
    areas = remember(_revised_areas, build, catalogue, question)
    if not areas:
        return
    names = {geo: catalogue.areas[geo].name for geo in areas}
    geo = controls.pick("Every vintage of", "vintages_of", names)
    chart = remember(views.triangle_chart, build, catalogue, question, geo)
    triangle = remember(views.triangle, build, catalogue, question, geo)
    if chart is None or triangle is None:
        st.write(f"One vintage is held of {names[geo]}, so there is nothing to compare.")
        return
    show.drawing(chart, key="triangle-chart")
    show.table(triangle, key="triangle")


def _revised_areas(
    build: Warehouse,
    catalogue: Catalogue,  # noqa: ARG001
    question: views.Question,
) -> tuple[str, ...]:
    return views.revised_areas(build, question)


def _working(
    build: Warehouse,
    catalogue: Catalogue,
    question: views.Question,
    view: View,
    choice: Choice,
) -> None:
    """Statements, steps, vintages, versions and code, in the order one would check them."""
    made = once(
        view,
        f"working {choice.address} {_base()}",
        lambda: views.working(build, catalogue, question, view, choice, base=_base()),
    )
    show.heading("1. The statement that was run", key="working-sql")
    for statement in made.statements:
        st.caption(f"{statement.title}. {statement.needs}")
        st.code(statement.code, language=statement.language)
    show.heading("2. What was done with its rows", key="working-steps")
    show.steps(made.steps, key="steps")
    show.heading("3. Where the rows come from", key="working-vintages")
    show.facts(made.vintages, key="vintages")
    show.facts(made.versions, key="versions")
    show.heading("4. The same numbers in your own program", key="working-code")
    if made.closed:
        st.write(made.closed)
    for snippet in made.fetches:
        st.markdown(f"**{snippet.title}**")
        st.caption(snippet.needs)
        st.code(snippet.code, language=snippet.language)


def _base() -> str:
    """The address that the service is reached at: as set, else as the reader's browser has it."""
    if read(PUBLIC_URL):
        return read(PUBLIC_URL)
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
