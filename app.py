"""The dashboard's entry: `streamlit run app.py`, or `uvicorn app:app`.

The pages are drawn by `pages/ui/main.py`, which does not stand beside `pages/`: a script that
does is taken by Streamlit for an old-style multipage app, and cold deep links then skip it.
"""

from pathlib import Path

import streamlit as st

MAIN = Path(__file__).resolve().parent / "pages" / "ui" / "main.py"

if st.runtime.exists():
    # Run as a script inside a server that did not take `app` below (AppTest, some hosts).
    from pages.ui.main import draw

    draw()
else:
    from pages.ui.pools import share_memory

    share_memory()
    from pages.ui.http.stack import lifespan, middleware, routes

    served = routes()
    app = st.App(MAIN, lifespan=lifespan, routes=served, middleware=middleware(served))
