"""The figures of benchmarks.retrieval as a picture: a line a set, a dot a system.

    python -m benchmarks.retrieval_chart

From: benchmarks/results/retrieval.json. To: docs/retrieval.svg. Not here: measuring.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from benchmarks.plot import COLOURS
from benchmarks.record import RESULTS, ROOT

MEASURE = "nDCG@10"
SHOWN = {
    "hexapla hybrid": "Hexapla, hybrid",
    "hexapla keyword": "Hexapla, words",
    "hexapla semantic": "Hexapla, meaning",
    "opensearch hybrid, min-max": "OpenSearch, hybrid",
    "lancedb hybrid": "LanceDB, hybrid",
    "txtai hybrid": "txtai, hybrid",
}
LEFT, TOP, WIDTH, STEP = 190, 70, 480, 34  # pixels
TICKS = 5

Figures = Mapping[str, Any]


def chart(figures: Figures) -> str:
    """The picture as SVG; systems that are not in the figures are left out."""
    systems = [name for name in SHOWN if name in figures["systems"]]
    sets = [*figures["sets"], "mean of sets"]
    height = TOP + STEP * len(sets) + 40
    width = LEFT + WIDTH + 30
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        *_legend(systems),
        *_axis(height - 30),
    ]
    for at, name in enumerate(sets):
        parts += _row(name, TOP + STEP * at, {one: _value(figures, one, name) for one in systems})
    return "\n".join([*parts, "</svg>\n"])


def _value(figures: Figures, system: str, name: str) -> float:
    told = figures["systems"][system]
    return float((told["sets"].get(name) or told["mean"])[MEASURE])


def _legend(systems: list[str]) -> Iterator[str]:
    for at, name in enumerate(systems):
        x, y = LEFT + 165 * (at % 3), 20 + 20 * (at // 3)
        yield _dot(x, y - 4, name)
        yield f'<text x="{x + 12}" y="{y}">{escape(SHOWN[name])}</text>'


def _axis(bottom: int) -> Iterator[str]:
    for tick in range(TICKS + 1):
        x = LEFT + WIDTH * tick / TICKS
        yield f'<line x1="{x}" y1="{TOP - 14}" x2="{x}" y2="{bottom - 8}" stroke="#ddd"/>'
        yield f'<text x="{x}" y="{bottom + 8}" text-anchor="middle">{tick / TICKS:g}</text>'
    yield (f'<text x="{LEFT + WIDTH / 2}" y="{bottom + 24}" text-anchor="middle">{MEASURE}</text>')


def _row(name: str, y: int, values: Mapping[str, float]) -> Iterator[str]:
    weight = ' font-weight="bold"' if name == "mean of sets" else ""
    yield f'<text x="{LEFT - 12}" y="{y + 4}" text-anchor="end"{weight}>{escape(name)}</text>'
    yield f'<line x1="{LEFT}" y1="{y}" x2="{LEFT + WIDTH}" y2="{y}" stroke="#bbb"/>'
    for system, value in reversed([*values.items()]):  # our own on top
        yield _dot(LEFT + WIDTH * value, y, system)


def _dot(x: float, y: float, system: str) -> str:
    place = list(SHOWN).index(system)
    radius = 4 if place else 6
    return f'<circle cx="{x:.1f}" cy="{y}" r="{radius}" fill="{COLOURS[place]}" fill-opacity=".9"/>'


def main() -> None:
    """Draw the last run."""
    figures = json.loads((RESULTS / "retrieval.json").read_text("utf-8"))
    (ROOT / "docs" / "retrieval.svg").write_text(chart(figures), encoding="utf-8")


if __name__ == "__main__":
    main()
