"""Lines in a square, as SVG: enough to see whether something is straight.

From: benchmarks. To: files beside their results. Not here: anything a real plotting library does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

SIZE, MARGIN = 440, 60  # of the drawing, and of the room for words around it, in pixels
COLOURS = ("#1f6fb2", "#c0392b", "#2e8b57", "#8e44ad", "#d68910", "#5d6d7e")
TICKS = 5

Points = Sequence[tuple[float, float]]


class Axes(NamedTuple):
    """What is drawn, and how far each axis goes from 0."""

    title: str
    x: str
    y: str
    x_end: float
    y_end: float
    diagonal: bool = False


def chart(path: Path, axes: Axes, lines: Mapping[str, Points]) -> None:
    """Write a chart; each line with a dot at each point and its name in its colour."""
    width = SIZE + 2 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {width}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{width}" fill="white"/>',
        f'<text x="{width / 2}" y="24" text-anchor="middle">{escape(axes.title)}</text>',
        f'<text x="{width / 2}" y="{width - 12}" text-anchor="middle">{escape(axes.x)}</text>',
        f'<text transform="translate(16 {width / 2}) rotate(-90)" text-anchor="middle">'
        f"{escape(axes.y)}</text>",
        *_frame(axes),
    ]
    for number, (name, points) in enumerate(lines.items()):
        parts += _line(axes, points, COLOURS[number % len(COLOURS)])
        parts.append(
            f'<text x="{MARGIN + 12}" y="{MARGIN + 18 * (number + 1)}" '
            f'fill="{COLOURS[number % len(COLOURS)]}">{escape(name)}</text>'
        )
    path.write_text("\n".join([*parts, "</svg>\n"]), encoding="utf-8")


def _place(axes: Axes, point: tuple[float, float]) -> tuple[float, float]:
    x, y = point
    return (
        round(MARGIN + SIZE * x / axes.x_end, 1),
        round(MARGIN + SIZE * (1 - y / axes.y_end), 1),
    )


def _frame(axes: Axes) -> list[str]:
    found = [
        f'<rect x="{MARGIN}" y="{MARGIN}" width="{SIZE}" height="{SIZE}" fill="none" '
        'stroke="#444"/>'
    ]
    for tick in range(TICKS + 1):
        share = tick / TICKS
        x, y = _place(axes, (share * axes.x_end, share * axes.y_end))
        bottom = MARGIN + SIZE
        found.append(
            f'<text x="{x}" y="{bottom + 18}" text-anchor="middle">{share * axes.x_end:g}</text>'
        )
        found.append(
            f'<text x="{MARGIN - 6}" y="{y + 4}" text-anchor="end">{share * axes.y_end:g}</text>'
        )
    if axes.diagonal:
        (x0, y0), (x1, y1) = _place(axes, (0, 0)), _place(axes, (axes.x_end, axes.y_end))
        found.append(
            f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" stroke="#aaa" stroke-dasharray="4"/>'
        )
    return found


def _line(axes: Axes, points: Points, colour: str) -> list[str]:
    places = [_place(axes, point) for point in points]
    joined = " ".join(f"{x},{y}" for x, y in places)
    return [
        f'<polyline points="{joined}" fill="none" stroke="{colour}" stroke-width="1.5"/>',
        *(f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in places),
    ]
