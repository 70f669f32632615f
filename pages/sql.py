"""SQL: ask the open figures a question of one's own, and take the answer away.

Only where `INDICATORS_SQL` is on. The text of a query stays in the session: it is in no address
and in no log.
"""

import streamlit as st

from indicators.catalogue import load_catalogue
from indicators.errors import QueryError
from indicators.sandbox.examples import EXAMPLES
from indicators.sandbox.limits import LIMITS
from indicators.sandbox.query import Answer, run_query
from indicators.settings import sql_is_on
from indicators.views import sql as views
from indicators.views import sql_chart
from pages.ui import notice, show
from pages.ui.cache import remember
from pages.ui.frame import frame, opening
from pages.ui.http.limits import count_query
from pages.ui.query_field import put, query_field, text
from pages.ui.warehouse import warehouse

ASKING = "Asking the open rows."
WAITING = "Other queries are being answered. Yours starts as soon as one of them ends."
#: The answer; and that the reader has asked for one.
ANSWER, RUN = "sql-answer", "sql-run"


def ask(build, sql: str) -> None:
    """Run a query, and keep its answer or the sentence that refuses it.

    Each word to the page ends the query where the reader has gone on to something else.
    """
    words = st.empty()

    def tell(waiting: bool) -> None:
        words.info(WAITING if waiting else ASKING)

    tell(False)
    try:
        count_query()
        st.session_state[ANSWER] = run_query(sql, build.path, on_tick=tell)
    except QueryError as refusal:
        st.session_state[ANSWER] = refusal
    words.empty()


@st.fragment
def field(build) -> None:
    """Where a query is written and run: by itself, so that leaving it ends no query that runs.

    The button is in it too: what the browser says at one moment goes to one part of a page.
    """
    names = remember(views.names, build, load_catalogue())
    ran = query_field("Query", EXAMPLES[0].sql, names, LIMITS.query_characters)
    if st.button("Run the query", type="primary", key="run") or ran:
        st.session_state[RUN] = True
        st.rerun()


def examples() -> None:
    """Queries to start from. Choosing one puts it into the field; it does not run it."""
    show.heading("Start from an example", key="examples-heading")
    with st.container(horizontal=True, gap="small", key="sql-examples"):
        for example in EXAMPLES:
            st.button(example.title, on_click=put, args=(example.sql,))


def tables() -> None:
    """What there is to ask: each table with its columns."""
    show.heading("Tables and columns", key="tables-heading")
    for name, table in views.reference():
        with st.expander(name):
            show.table(table, key=f"columns-{name}")


def draw(answer: Answer) -> None:
    """Chart where there is one, table, file, and where it all comes from."""
    show.heading("Answer", key="answer-heading", under=views.size_in_words(answer))
    table, chart = views.table(answer), sql_chart.chart(answer, load_catalogue())
    if chart is not None:
        show.drawing(chart, key="chart")
    if table is not None:
        show.table(table, key="answer")
    show.small(views.origin_in_words(answer), key="origin")
    if table is not None and chart is None:
        show.small(sql_chart.RULE, key="rule")
    st.download_button(
        "CSV of all rows",
        data=lambda: views.file(answer),
        file_name=f"query_{answer.build_id}.csv",
        mime="text/csv",
        on_click="ignore",
    )


def page() -> None:
    """The field with the tables beside it, and the answer; on a phone the tables come last."""
    build = warehouse()
    phone = show.on_phone()
    left, right = (st.container(), None) if phone else st.columns([3, 2], gap="large")
    with left:
        examples()
        field(build)
    place = st.container()
    with st.container() if right is None else right:
        tables()
    with place:
        if st.session_state.pop(RUN, False):
            ask(build, text())
        answer = st.session_state.get(ANSWER)
        if isinstance(answer, QueryError):
            show.refusal(str(answer), key="refusal")
        elif answer is not None:
            draw(answer)


with frame():
    opening(
        over="SQL",
        title="Ask the open figures a question of your own",
        lede="One query at a time, reading only, over the figures whose licences let them be "
        f"passed on. {views.limits_in_words()}",
    )
    if sql_is_on():
        page()
    else:
        notice.tell(
            "Queries in SQL are switched off here. Whoever runs this service can switch them on "
            "with INDICATORS_SQL=on.",
            key="off",
        )
