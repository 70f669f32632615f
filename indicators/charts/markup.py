"""The few pieces of SVG our charts are made of, escaped and rounded.

Writes strings. It knows nothing of charts.
"""

import re
from collections.abc import Iterable
from html import escape

#: Characters XML 1.0 cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def number(value: float) -> str:
    """A coordinate with at most one decimal: the same text on every machine."""
    text = f"{value:.1f}"
    return "0" if text in ("-0.0", "0.0") else text.removesuffix(".0")


def words(text: str) -> str:
    """Text that is safe between tags and in attributes."""
    return escape(_FORBIDDEN.sub("\ufffd", text), quote=True)


def attributes(values: dict[str, object]) -> str:
    """` name="value"` for each; names are written with hyphens, None is left out."""
    parts = []
    for name, value in values.items():
        if value is not None:
            text = number(value) if isinstance(value, float) else words(str(value))
            parts.append(f' {name.replace("_", "-")}="{text}"')
    return "".join(parts)


def element(name: str, content: str = "", /, **values: object) -> str:
    """One element; empty ones close themselves."""
    opening = f"<{name}{attributes(values)}"
    return f"{opening}>{content}</{name}>" if content else f"{opening}/>"


def group(parts: Iterable[str], **values: object) -> str:
    """Parts under shared attributes; nothing where there are none."""
    content = "".join(parts)
    return element("g", content, **values) if content else ""


def text(content: str, x: float, y: float, /, **values: object) -> str:
    return element("text", words(content), **{"x": x, "y": y} | values)


def path(points: Iterable[tuple[float, float]]) -> str:
    """Points as the value of a `points` attribute."""
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)


def marker(kind: str, x: float, y: float, size: float, /, **values: object) -> str:
    """A marker of about `size` px radius centred on a point."""
    if kind == "circle":
        return element("circle", cx=x, cy=y, r=size, **values)
    if kind == "square":
        side = size * 1.75
        return element("rect", x=x - side / 2, y=y - side / 2, width=side, height=side, **values)
    reach = size * 1.3
    outlines = {
        "diamond": ((0, -1), (1, 0), (0, 1), (-1, 0)),
        "triangle-up": ((0, -1), (0.95, 0.75), (-0.95, 0.75)),
        "triangle-down": ((0, 1), (0.95, -0.75), (-0.95, -0.75)),
        "cross": (
            (-0.33, -1), (0.33, -1), (0.33, -0.33), (1, -0.33), (1, 0.33), (0.33, 0.33),
            (0.33, 1), (-0.33, 1), (-0.33, 0.33), (-1, 0.33), (-1, -0.33), (-0.33, -0.33),
        ),
    }  # fmt: skip
    corners = path((x + dx * reach, y + dy * reach) for dx, dy in outlines[kind])
    return element("polygon", points=corners, **values)
