"""Draws plain charts as SVG, the same bytes for the same figures."""

import math
from collections.abc import Sequence
from html import escape

WIDTH, ROW, LABEL = 720, 18, 190
_HEIGHT, _LEFT, _BOTTOM, _TOP = 320, 70, 44, 16
_INKS = ("#0b6e99", "#b4530a", "#4c7a34", "#7a3e9d")


def bars(title: str, rows: Sequence[tuple[str, float]]) -> str:
    """A horizontal bar a row; values from 0 to 1."""
    room = WIDTH - LABEL - 60
    parts = [_text(0, 14, title, weight="bold")]
    for at, (name, value) in enumerate(rows):
        y = 26 + at * ROW
        parts.append(_text(LABEL - 8, y + 12, name, anchor="end"))
        parts.append(
            f'<rect x="{LABEL}" y="{y + 2}" width="{value * room:.1f}" height="{ROW - 5}" fill="{_INKS[0]}"/>'
        )
        parts.append(_text(LABEL + value * room + 6, y + 12, f"{value:.2f}"))
    return _drawing(title, WIDTH, 34 + len(rows) * ROW, parts)


def lines(title: str, x_name: str, series: Sequence[tuple[str, Sequence[tuple[float, float]]]]) -> str:
    """Lines over two logarithmic axes; points with a value of 0 are left out."""
    kept = [(name, [(x, y) for x, y in points if x > 0 and y > 0]) for name, points in series]
    every = [point for _, points in kept for point in points]
    across = _Axis([x for x, _ in every], _LEFT, WIDTH - 150)
    up = _Axis([y for _, y in every], _HEIGHT - _BOTTOM, _TOP + 14)
    parts = [_text(0, 14, title, weight="bold"), _text(_LEFT, _HEIGHT - 6, x_name)]
    for tick in across.ticks:
        parts.append(_text(across.at(tick), _HEIGHT - _BOTTOM + 16, f"{tick:g}", anchor="middle"))
    for tick in up.ticks:
        parts.append(_text(_LEFT - 8, up.at(tick) + 4, f"{tick:g}", anchor="end"))
        parts.append(f'<path d="M{_LEFT} {up.at(tick):.1f}H{WIDTH - 150}" stroke="#ddd"/>')
    for number, (name, points) in enumerate(kept):
        ink = _INKS[number % len(_INKS)]
        way = "L".join(f"{across.at(x):.1f} {up.at(y):.1f}" for x, y in points)
        parts.append(f'<path d="M{way}" fill="none" stroke="{ink}" stroke-width="2"/>')
        if points:
            x, y = points[-1]
            parts.append(_text(across.at(x) + 6, up.at(y) + 4, name, ink=ink))
    return _drawing(title, WIDTH, _HEIGHT, parts)


class _Axis:
    """Whole powers of ten around some values, over a stretch of the drawing."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        self._low, self._span = low, max(high - low, 1)
        self._start, self._size = start, end - start
        self.ticks = [10.0**power for power in range(low, low + self._span + 1)]

    def at(self, value: float) -> float:
        return self._start + self._size * (math.log10(value) - self._low) / self._span


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", weight: str = "normal", ink: str = "#222"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}" fill="{ink}">'
        f"{escape(text)}</text>"
    )


def _drawing(title: str, width: int, height: int, parts: list[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>{escape(title)}</title>'
        f'<rect width="{width}" height="{height}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )
