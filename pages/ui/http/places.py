"""What an address is: a page, a file of Streamlit's, a file of ours, or nothing at all.

It knows addresses only; no request is answered here.
"""

from pages.ui.navigation import HOME, names

#: Where Streamlit serves its own: client code, files made for a reader, uploads, the websocket.
STATIC, MEDIA, CORE, COMPONENT = "/static/", "/media/", "/_stcore/", "/component/"
STREAMLIT = (STATIC, MEDIA, CORE, COMPONENT)
#: Files of Streamlit's that lie at the root.
ROOT_FILES = ("/favicon.png", "/manifest.json")

_UPLOAD = "/_stcore/upload_file/"
_NOT_A_FILE = ("/robots.txt", "/sitemap.xml")


def address_of(page: str) -> str:
    """The address of a page file: `/` for the home page."""
    return "/" if page == HOME else f"/{page}"


def page_at(path: str) -> str:
    """The page file at an address; empty where there is none."""
    found = {address_of(name): name for name in names()}
    return found.get(path, "")


def is_streamlits(path: str) -> bool:
    """Whether Streamlit itself answers this address with something of its own."""
    return path.startswith(STREAMLIT) or path in ROOT_FILES


def is_upload(path: str) -> bool:
    return path.startswith(_UPLOAD)


def is_file(path: str) -> bool:
    """Whether the address is a file that is made or kept for readers, and so counted."""
    if path.startswith(MEDIA):
        return True
    named = "." in path.rsplit("/", 1)[-1]
    return named and not is_streamlits(path) and path not in _NOT_A_FILE


def label_of(path: str) -> str:
    """A few words for many addresses, so that metrics stay few: `/indicators/*.csv`, `/static/*`.

    What is unknown is one word, whatever it says.
    """
    if page_at(path) or path in ROOT_FILES or path in ("/health", "/metrics", *_NOT_A_FILE):
        return path
    for prefix in STREAMLIT:
        if path.startswith(prefix):
            known = prefix == CORE and path in (f"{CORE}health", f"{CORE}stream")
            return path if known else f"{prefix}*"
    first, _, rest = path.lstrip("/").partition("/")
    ending = rest.rsplit(".", 1)[-1] if "." in rest else ""
    if rest and first in {*names(), "embed"}:
        short = ending.isascii() and ending.isalpha() and len(ending) <= 5
        return f"/{first}/*.{ending.lower()}" if short else f"/{first}/*"
    return "other"
