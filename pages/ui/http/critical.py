"""The rules of a style sheet that some markup needs: the first paint carries no others.

It reads our own style sheets only: rules, and groups of rules (`@media`, `@container`), not nested
deeper.
"""

import re
from collections.abc import Iterator

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
_USED = re.compile(r'class="([^"]*)"')
_FUNCTION = re.compile(r":(?:not|has|is|where)\([^)]*\)")


def critical(css: str, markup: str) -> str:
    """The rules whose classes all stand in the markup, in their order; selectors that do not fit
    are left out of lists."""
    used = {name for names in _USED.findall(markup) for name in names.split()}
    return "".join(_kept(plain(css), used))


def plain(css: str) -> str:
    """A style sheet without comments and line breaks."""
    return _COMMENT.sub("", css).replace("\n", "")


def _kept(css: str, used: set[str]) -> Iterator[str]:
    for head, body in _blocks(css):
        if head.startswith("@"):
            inside = "".join(_kept(body, used))
            if inside:
                yield f"{head}{{{inside}}}"
            continue
        fits = [part.strip() for part in head.split(",") if _fits(part, used)]
        if fits:
            yield f"{','.join(fits)}{{{body.strip()}}}"


def _fits(selector: str, used: set[str]) -> bool:
    if "[data-testid" in selector or ".st-key" in selector:
        return False
    return set(_CLASS.findall(_FUNCTION.sub("", selector))) <= used


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Each top-level block as what stands before its braces and what stands between them."""
    at = 0
    while (start := css.find("{", at)) >= 0:
        depth, end = 1, start + 1
        while depth and end < len(css):
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        yield css[at:start].strip(), css[start + 1 : end - 1]
        at = end
