"""Charts that PowerPoint itself draws and edits, one module a kind; `NATIVE` names them."""

from collections.abc import Callable
from typing import Any

from indicators.charts.description import Chart, Kind
from indicators.exports.native.bars import add_bars
from indicators.exports.native.dumbbell import add_dumbbell
from indicators.exports.native.lines import add_lines
from indicators.exports.native.look import Place
from indicators.exports.native.multiples import add_multiples
from indicators.exports.native.ranges import add_ranges, add_ranked_dots
from indicators.exports.native.scatter import add_scatter

#: Puts a chart of this kind on a slide at a place and gives back its frame.
NATIVE: dict[Kind, Callable[[Any, Chart, Place], Any]] = {
    Kind.LINE: add_lines,
    Kind.BAR: add_bars,
    Kind.DOT: add_ranked_dots,
    Kind.INTERVAL: add_ranges,
    Kind.DUMBBELL: add_dumbbell,
    Kind.MULTIPLES: add_multiples,
    Kind.SCATTER: add_scatter,
}
