"""How wide the columns of a table stand on a page, from what is in them."""

from indicators.charts.labels import text_width
from indicators.view import Table

#: What text is measured for is wider than the faces of our documents.
_FACE = 0.85
_PADDING = 14.0


def shares(shown: Table, count: int, room: float, size: float) -> tuple[float, ...]:
    """The width of each of the first `count` columns as a share of the table's.

    Every column holds its longest word, at `size` in a table `room` wide; what is left goes to
    those whose text would wrap.
    """
    least, wanted = [], []
    for place, column in enumerate(shown.columns[:count]):
        cells = [row[place] for row in shown.rows]
        words = [word for cell in (column.title, *cells) for word in cell.split()]
        least.append(_widest(words, size))
        wanted.append(max(least[-1], _widest(cells, size)))
    spare = room - sum(least)
    lack = [want - need for want, need in zip(wanted, least, strict=True)]
    total = sum(lack) or 1.0
    if spare > 0:
        given = [need + spare * one / total for need, one in zip(least, lack, strict=True)]
    else:
        given = least
    if spare > sum(lack):  # nothing wraps: what is over goes to all alike
        over = (spare - sum(lack)) / count
        given = [want + over for want in wanted]
    return tuple(width / sum(given) for width in given)


def _widest(texts: list[str], size: float) -> float:
    return max((text_width(one, size, True) for one in texts), default=0.0) * _FACE + _PADDING
