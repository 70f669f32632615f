"""A page as one build had it, for the folder of that build, where later publishings leave it.

Its links stay among the files of the same build. It holds no figures and no words of a page.
"""

import re
from collections.abc import Container
from html import escape

from indicators.publishing.site.edition import Site

#: Folder of the kept builds.
BUILDS = "builds"

_LINK = re.compile(r' (?P<name>href|src)="(?P<path>/[^"#?]*)(?P<rest>[^"]*)"')
_MAIN = re.compile(r"<main[^>]*>")


def folder_of(build_id: str) -> str:
    """The path under which a build's files are kept."""
    return f"/{BUILDS}/{build_id}"


def kept(html: str, path: str, build_id: str, held: Container[str], site: Site) -> str:
    """The page of `path` as it is kept with its build.

    It says first which data version it is of, and leads to the page as it is now; search engines
    are told to pass it over. `held` are the paths that are kept beside it, to which its links lead.
    """
    root = site.root

    def turned(link: re.Match[str]) -> str:
        target = link["path"].removeprefix(root) if link["path"].startswith(f"{root}/") else ""
        if target not in held:
            return link[0]
        return f' {link["name"]}="{root}{folder_of(build_id)}{target}{link["rest"]}"'

    now = escape(site.path(path), quote=True)
    notice = (
        f'<p class="uti note notice" role="note">Data version {escape(build_id[:12])}, kept as it '
        f'was. <a href="{now}">See this page with the newest figures</a>.</p>'
    )
    told = _MAIN.sub(lambda opening: opening[0] + notice, _LINK.sub(turned, html), count=1)
    robots = '<meta name="robots" content="noindex">'
    return told if robots in told else told.replace("</head>", f"{robots}</head>", 1)
