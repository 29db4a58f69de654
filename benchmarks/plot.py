"""A plot of lines over two logarithmic axes as SVG, with the values as a table for those who read it aloud."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 760, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 250, 40, 50
_COLOURS = ("#0b5394", "#b45f06", "#38761d", "#741b47", "#666666", "#134f5c")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A named row of points (x, y), all above 0."""

    name: str
    points: Sequence[tuple[float, float]]


def plot(title: str, axes: tuple[str, str], lines: Sequence[Line]) -> str:
    """The plot as an SVG document; the decades of both axes are marked."""
    xs = [x for line in lines for x, _ in line.points]
    ys = [y for line in lines for _, y in line.points]
    x_axis, y_axis = _decades(xs), _decades(ys)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif" font-size="13">',
        f"<title>{escape(title)}</title><desc>{escape('; '.join(_told(line) for line in lines))}</desc>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/><text x="{_LEFT}" y="22" font-size="15">{escape(title)}</text>',
    ]
    for power in x_axis:
        at = _x(10**power, x_axis)
        parts.append(f'<line x1="{at}" x2="{at}" y1="{_TOP}" y2="{HEIGHT - _BOTTOM}" stroke="#dddddd"/>')
        parts.append(f'<text x="{at}" y="{HEIGHT - _BOTTOM + 20}" text-anchor="middle">{10**power:,}</text>')
    for power in y_axis:
        at = _y(10.0**power, y_axis)
        parts.append(f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{at}" y2="{at}" stroke="#dddddd"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{at + 4}" text-anchor="end">{10.0**power:g}</text>')
    parts.append(f'<text x="{(_LEFT + WIDTH - _RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle">{escape(axes[0])}</text>')
    parts.append(f'<text x="14" y="{_TOP - 8}">{escape(axes[1])}</text>')
    heights = _apart([_y(line.points[-1][1], y_axis) for line in lines])
    for line, colour, height in zip(lines, _COLOURS, heights, strict=False):
        drawn = " ".join(f"{_x(x, x_axis)},{_y(y, y_axis)}" for x, y in line.points)
        parts.append(f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{_x(x, x_axis)}" cy="{_y(y, y_axis)}" r="3" fill="{colour}"/>' for x, y in line.points]
        parts.append(f'<text x="{WIDTH - _RIGHT + 10}" y="{height + 4}" fill="{colour}">{escape(line.name)}</text>')
    return "\n".join([*parts, "</svg>\n"])


def _told(line: Line) -> str:
    return f"{line.name}: " + ", ".join(f"{y:g} at {x:,.0f}" for x, y in line.points)


def _decades(values: Sequence[float]) -> range:
    """The powers of ten around some values."""
    return range(math.floor(math.log10(min(values))), math.ceil(math.log10(max(values))) + 1)


def _x(value: float, axis: range) -> float:
    return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * (math.log10(value) - axis[0]) / max(1, axis[-1] - axis[0]), 1)


def _y(value: float, axis: range) -> float:
    return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * (math.log10(value) - axis[0]) / max(1, axis[-1] - axis[0]), 1)


def _apart(heights: Sequence[float], least: float = 16.0) -> list[float]:
    """Heights of labels, moved down where two would cover each other."""
    placed: dict[int, float] = {}
    last = -math.inf
    for number in sorted(range(len(heights)), key=lambda number: heights[number]):
        last = placed[number] = max(heights[number], last + least)
    return [placed[number] for number in range(len(heights))]
