"""How are figures drawn? As bars on the server, with their table: no script, and it prints.

{% load charts %}{% bars "Concerns by month" rows %} with rows like [("Sep", 18), ("Oct", 31)];
of="Month" names the first column of the table.
"""

from collections.abc import Sequence

from django import template
from django.utils.text import slugify

register = template.Library()
Figures = dict[str, object]
STEP, BAR, TOP, BASE = (
    90,
    56,
    30,
    190,
)  # one series a chart; a bar as high as BASE - TOP is the largest


@register.inclusion_tag("_components/chart.html")
def bars(title: str, rows: Sequence[tuple[str, int]], of: str = "") -> Figures:
    most = max((value for _, value in rows), default=0) or 1
    drawn = [_bar(place, label, value, most) for place, (label, value) in enumerate(rows)]
    size: Figures = {
        "width": STEP * len(rows),
        "height": BASE + 30,
        "base": BASE,
        "below": BASE + 22,
    }
    return {
        "title": title,
        "key": f"chart-{slugify(title)}",
        "of": of,
        "bars": drawn,
    } | size


def _bar(place: int, label: str, value: int, most: int) -> Figures:
    height = round((BASE - TOP) * value / most)
    left, y = place * STEP + (STEP - BAR) // 2, BASE - height
    spot: Figures = {
        "x": left,
        "y": y,
        "width": BAR,
        "height": height,
        "middle": left + BAR // 2,
        "above": y - 8,
    }
    said: Figures = {"label": label, "value": value}
    return said | spot
