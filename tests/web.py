"""The stack of the app around a stand-in for Streamlit, for tests of one request at a time."""

from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from pages.ui.http.stack import middleware, routes

HTML = {"accept": "text/html,application/xhtml+xml"}


async def _streamlit(request):
    """Streamlit gives every address that it does not know the same empty HTML."""
    if request.url.path.startswith("/media/"):
        return PlainTextResponse("a file", media_type="text/csv")
    return HTMLResponse("<title>Streamlit</title>")


def stack(*more):
    """A client of the whole stack; `more` are routes that stand before Streamlit's."""
    served = [*routes(), *more]
    inner = Route("/{path:path}", _streamlit, methods=["GET", "POST"])
    app = Starlette(routes=[*served, inner], middleware=middleware(served))
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
