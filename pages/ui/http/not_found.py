"""Real 404s: an unknown address is answered with a page that helps, or a problem for a program."""

from html import escape

from starlette.responses import HTMLResponse, Response

from indicators.markup.style import forced_colours
from indicators.theme import DARK, LIGHT, css_variables
from pages.ui.http.chrome import CHROME_CSS, FALLBACK_FACE, header, skip_link
from pages.ui.http.messages import Scope, refusal, wants_html

_TITLE = "Page not found"
_SENTENCE = "There is nothing at this address. It may be mistyped, or the page may have moved."


def not_found(scope: Scope) -> Response:
    """The answer to an address that names nothing. The address is never repeated in it."""
    if not wants_html(scope):
        return refusal(scope, 404, "Not found", _SENTENCE)
    return HTMLResponse(_page(), 404, {"cache-control": "no-cache"})


def _page() -> str:
    dark = f"@media (prefers-color-scheme:dark){{:root{{{css_variables(DARK)}}}}}"
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">'
        f"<title>{_TITLE} – UK Technology Indicators</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">'
        '<link rel="icon" href="/favicon.png">'
        f"<style>:root{{{css_variables(LIGHT)}}}{dark}{forced_colours()}{FALLBACK_FACE}{CHROME_CSS}</style></head><body>"
        f'{skip_link()}{header("")}<main id="content" class="page plain" tabindex="-1">'
        f"<h1>{_TITLE}</h1><p>{escape(_SENTENCE)}</p>"
        '<form action="/indicators" method="get" role="search">'
        '<label for="q">Find an indicator by a word or a question</label>'
        '<input id="q" name="q" maxlength="200" autocomplete="off"> '
        '<button type="submit">Find</button></form>'
        '<p>Or start from the <a href="/">Overview</a>, or from '
        '<a href="/data_and_sources">all data and sources</a>.</p></main></body></html>'
    )
