"""The dashboard's entry: `streamlit run app.py`, or `uvicorn app:app`.

The pages are drawn by `pages/ui/main.py`, which does not stand beside `pages/`: a script that
does is taken by Streamlit for an old-style multipage app, and cold deep links then skip it.
"""

from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st

MAIN = Path(__file__).resolve().parent / "pages" / "ui" / "main.py"

if st.runtime.exists():
    # Run as a script inside a server that did not take `app` below (AppTest, some hosts).
    from pages.ui.main import draw

    draw()
else:
    import gc

    from starlette.middleware import Middleware

    from pages.ui.http.logs import Requests, configure
    from pages.ui.http.routes import routes
    from pages.ui.shell import Shell
    from pages.ui.startup import send_at_once
    from pages.ui.warehouse import ensure_build

    @asynccontextmanager
    async def lifespan(_app: st.App):
        """Build a missing warehouse, then keep start-up objects out of every collection.

        Streamlit collects garbage after each rerun; frozen objects are not walked again.
        """
        configure()
        ensure_build()
        send_at_once()
        gc.collect()
        gc.freeze()
        yield {}

    app = st.App(
        MAIN,
        lifespan=lifespan,
        routes=routes(),
        middleware=[Middleware(Requests), Middleware(Shell)],
    )
