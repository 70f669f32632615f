"""The points of a chart as a list beside it, which a small script reads one by one.

Without the script the list is not shown: the table and the text alternative say the same.
"""

import json
from pathlib import Path

from indicators.charts.description import Chart, Point

#: Defines `readPoints(root)`; whoever shows the markup runs it.
SCRIPT = Path(__file__).with_name("reading.js").read_text(encoding="utf-8")


def reads(drawing: str, chart: Chart) -> str:
    """A drawing with the list of its points."""
    lines = _lines(chart)
    if not lines:
        return drawing
    found = json.dumps(lines, ensure_ascii=False, separators=(",", ":"))
    safe = found.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return (
        f'<div class="reads">{drawing}'
        f'<script type="application/json" class="points">{safe}</script></div>'
    )


def _lines(chart: Chart) -> list[dict[str, object]]:
    """Each line with its points: label, value, status. Ranked charts are one list of rows."""
    if chart.series:
        return [
            {
                "name": series.label,
                "geo": series.geo,
                "points": [[p.label, p.text, p.status] for p in series.points],
            }
            for series in chart.series
            if series.points
        ]
    if chart.changes:
        rows = [
            [c.label, f"{_dated(c.earlier)}, {_dated(c.later)}", "", c.geo] for c in chart.changes
        ]
    elif chart.pairs:
        rows = [[p.label, f"{_dated(p.across)}, {_dated(p.up)}", "", p.geo] for p in chart.pairs]
    else:
        rows = [
            [f"{b.rank} {b.label}".strip(), b.text, ", ".join(filter(None, (b.period, b.status))),
             b.geo]
            for b in chart.bars
        ]  # fmt: skip
    return [{"name": "", "geo": "", "points": rows}] if rows else []


def _dated(point: Point) -> str:
    return f"{point.text} in {point.label}"
