"""Words on a chart: how wide they are, where they wrap, and where they stand without overlap.

It measures and places. It does not draw.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

#: Widths of DejaVu Sans in thousandths of the size: the widest face a reader's browser is likely
#: to fall back to, so that what fits here fits in every other.
_WIDTHS = {
    "il'|jI.,:;! ": 340,
    "ftr()[]/-\\": 400,
    "szckvxyJ?": 570,
    "abdeghnopqu0123456789£$€TFLEYS": 640,
    "ABCDGHKNOPQRUVXZ&~": 750,
    "wM+<>=−–%mW@—": 970,
}
_WIDTH = {character: width for group, width in _WIDTHS.items() for character in group}
_OTHER_WIDTH = 750
#: Beyond the Latin letters a character may be as wide as the type is high.
_WIDE_WIDTH = 1020
_BOLD = 1.12


@lru_cache(maxsize=4096)  # the same words come in chart after chart
def _thousandths(text: str) -> int:
    """The width of `text` in thousandths of the size it is set at."""
    return sum(_WIDTH.get(c, _OTHER_WIDTH if ord(c) < 0x250 else _WIDE_WIDTH) for c in text)


def _px(thousandths: int, size: float, bold: bool) -> float:
    return thousandths / 1000 * size * (_BOLD if bold else 1.0)


def text_width(text: str, size: float, bold: bool = False) -> float:
    """An upper estimate of the width in px of `text` set at `size` px."""
    return _px(_thousandths(text), size, bold)


def wrap(text: str, width: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """`text` in lines no wider than `width` px; a word that is wider alone is cut into pieces."""
    lines: list[str] = []
    line, taken = "", 0
    for word in text.split():
        for piece in _pieces(word, width, size, bold):
            longer = taken + _WIDTH[" "] * bool(line) + _thousandths(piece)
            if _px(longer, size, bold) <= width:
                line, taken = (f"{line} {piece}" if line else piece), longer
            else:
                if line:
                    lines.append(line)
                line, taken = piece, _thousandths(piece)
    return (*lines, line) if line else tuple(lines)


def balance(text: str, width: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """`wrap` in as few lines, of about equal length, so that no word is left alone on the last."""
    lines = wrap(text, width, size, bold)
    low, high = width / 2, width
    while len(lines) > 1 and high - low > 4:
        tried = (low + high) / 2
        if len(wrap(text, tried, size, bold)) == len(lines):
            high = tried
        else:
            low = tried
    return wrap(text, high, size, bold)


def _pieces(word: str, width: float, size: float, bold: bool) -> list[str]:
    if text_width(word, size, bold) <= width:
        return [word]
    pieces = [""]
    for character in word:
        if pieces[-1] and text_width(pieces[-1] + character, size, bold) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def shorten(text: str, width: float, size: float, bold: bool = False) -> str:
    """`text`, cut with an ellipsis where it is wider than `width` px."""
    if text_width(text, size, bold) <= width:
        return text
    while text and text_width(text + "…", size, bold) > width:
        text = text[:-1].rstrip()
    return text + "…"


@dataclass(slots=True)
class _Block:
    """Labels that stand shoulder to shoulder: their weighted mean wish, weight and count."""

    wish: float
    weight: float
    count: int


def place(
    wishes: Sequence[float],
    heights: Sequence[float],
    weights: Sequence[float],
    low: float,
    high: float,
) -> list[float]:
    """Centres for labels stacked in order, as near their wishes as room and order allow.

    Minimises the weighted sum of squared moves under "no two overlap, all within low to high":
    pool-adjacent-violators (Best and Chakravarti 1990) on the wishes less the room taken by the
    labels before. `wishes` are in rising order.

    Raises:
        ValueError: the labels are together taller than the room.
    """
    if not wishes:
        return []
    if sum(heights) > high - low + 1e-6:
        raise ValueError("the labels are taller than the room they are to stand in")
    offsets = [0.0]
    for before, after in zip(heights, heights[1:], strict=False):
        offsets.append(offsets[-1] + (before + after) / 2)
    blocks: list[_Block] = []
    for wish, offset, weight in zip(wishes, offsets, weights, strict=True):
        block = _Block(wish - offset, weight, 1)
        while blocks and blocks[-1].wish > block.wish:
            before_it = blocks.pop()
            weight_of_both = before_it.weight + block.weight
            mean = before_it.wish * before_it.weight + block.wish * block.weight
            block = _Block(mean / weight_of_both, weight_of_both, before_it.count + block.count)
        blocks.append(block)
    first = low + heights[0] / 2
    last = high - heights[-1] / 2 - offsets[-1]
    centres = [min(max(b.wish, first), last) for b in blocks for _ in range(b.count)]
    return [centre + offset for centre, offset in zip(centres, offsets, strict=True)]
