"""Where on the body can a mark be? Named regions of a child, front and back, with a drawing of them.

A record keeps the region's key and, at most, a point on the drawing with OUTLINE and VERSION; keys never change,
the drawing may. Left and right are always the child's: facing us, the child's right is on our left.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

OUTLINE, VERSION = "child", 1
WIDTH, HEIGHT = 200, 430  # every path uses absolute "x y" pairs of whole numbers only


class Region(NamedTuple):
    view: str
    key: str
    name: str
    path: str

    @property
    def label(self) -> str:
        return f"{self.name} ({self.view})"

    @property
    def soft(self) -> bool:
        return self.name.lower().endswith(FACE)

    @property
    def middle(self) -> tuple[int, int]:
        across, down = zip(*_points(self.path), strict=True)
        return (min(across) + max(across)) // 2, (min(down) + max(down)) // 2


class Place(NamedTuple):
    """Where one mark is: a region's key and, when someone pointed, fractions of the outline's width and height."""

    region: str
    x: float | None = None
    y: float | None = None


class Spot(NamedTuple):
    number: int
    x: int
    y: int


class View(NamedTuple):
    name: str
    title: str
    regions: list[Region]
    lines: list[str]
    spots: list[Spot]
    marked: frozenset[str]


LIMBS = {  # drawn on the viewer's left, mirrored for the other side
    "shoulder": "M82 97 C70 98 58 99 53 114 L69 122 C72 114 76 106 82 97Z",
    "upper arm": "M53 114 C47 130 44 142 42 156 L57 160 C61 148 66 134 69 122Z",
    "elbow": "M42 156 C40 163 39 168 38 173 L53 177 C54 171 55 166 57 160Z",
    "forearm": "M38 173 C33 188 30 200 28 212 L40 216 C45 203 50 190 53 177Z",
    "wrist": "M28 212 L25 222 L37 226 L40 216Z",
    "hand": "M25 222 C19 230 15 240 15 252 C15 262 18 268 23 270 C30 271 34 264 35 254 L36 245 "
    "C40 252 46 252 46 246 C45 238 41 232 37 226Z",
    "knee": "M71 298 L94 298 C95 306 95 314 93 323 L73 323 C71 314 70 306 71 298Z",
    "ankle": "M77 390 L91 390 C90 395 90 399 92 404 L76 404 C78 399 78 395 77 390Z",
    "foot": "M76 404 C70 408 61 412 60 417 C60 421 64 422 68 422 L89 422 C92 422 93 419 93 415 L92 404Z",
}
LOWER_LEG = "M73 323 C69 340 71 366 77 390 L91 390 C96 366 97 344 93 323Z"
EAR = "M70 44 C63 42 61 50 64 57 C66 63 70 65 73 61 C72 58 71 51 70 44Z"
PAIRED = {
    "front": LIMBS
    | {
        "chest": "M82 97 L100 99 L100 142 L73 142 C73 134 71 128 69 122 C72 114 76 106 82 97Z",
        "side of abdomen": "M73 142 L100 142 L100 192 L72 192 C75 180 75 158 73 142Z",
        "hip": "M72 192 L100 192 L100 210 C90 211 78 218 68 230 C67 216 69 203 72 192Z",
        "thigh": "M68 230 C75 222 81 217 86 214 C90 224 95 232 99 236 C98 258 96 278 94 298 L71 298 "
        "C67 274 66 250 68 230Z",
        "shin": LOWER_LEG,
        "ear": EAR,
        "eye": "M70 44 C80 39 90 39 96 42 L95 54 C88 58 78 58 71 54Z",
        "cheek": "M71 54 C78 58 88 58 95 54 C93 59 93 63 96 65 L100 66 L100 67 C95 67 90 67 86 71 L78 71 "
        "C74 65 72 60 71 54Z",
    },
    "back": LIMBS
    | {
        "shoulder blade": "M82 97 L100 99 L100 146 L73 146 C73 136 71 128 69 122 C72 114 76 106 82 97Z",
        "lower back": "M73 146 L100 146 L100 194 L72 194 C75 180 75 160 73 146Z",
        "buttock": "M72 194 L100 194 L100 236 C92 243 78 241 68 232 C67 217 69 204 72 194Z",
        "thigh": "M68 232 C78 241 92 243 99 237 C98 258 96 278 94 298 L71 298 C67 274 66 250 68 232Z",
        "calf": LOWER_LEG,
        "back of ear": EAR,
    },
}
SINGLE = {
    "front": {
        "forehead and scalp": "M70 44 C68 22 82 9 100 9 C118 9 132 22 130 44 C120 39 110 39 104 42 L96 42 "
        "C90 39 80 39 70 44Z",
        "nose": "M96 42 L104 42 L105 54 C107 59 107 63 104 65 L100 66 L96 65 C93 63 93 59 95 54Z",
        "mouth": "M86 71 C90 67 95 67 100 67 C105 67 110 67 114 71 C109 79 91 79 86 71Z",
        "chin and jaw": "M78 71 L86 71 C91 79 109 79 114 71 L122 71 C118 79 109 87 100 87 C91 87 82 79 78 71Z",
        "neck": "M88 83 C92 86 96 87 100 87 C104 87 108 86 112 83 L112 92 C113 95 115 96 118 97 L100 99 L82 97 "
        "C85 96 87 95 88 92Z",
        "genital area": "M86 214 C91 211 96 210 100 210 C104 210 109 211 114 214 C110 224 105 232 100 236 "
        "C95 232 90 224 86 214Z",
    },
    "back": {
        "back of head": "M70 44 C68 22 82 9 100 9 C118 9 132 22 130 44 C130 62 122 76 112 83 L88 83 "
        "C78 76 70 62 70 44Z",
        "back of neck": "M88 83 L112 83 L112 92 C113 95 115 96 118 97 L100 99 L82 97 C85 96 87 95 88 92Z",
    },
}
LINES = {  # face, hair, fingers and toes: they say which way round the child stands, and are no regions
    "front": (
        *("M100 9 C82 9 68 22 70 44 C71 56 73 63 78 71 C82 79 91 87 100 87", "M70 42 C78 38 80 25 100 25"),
        *("M82 48 L82 51", "M98 60 C99 62 101 62 102 60", "M93 71 C97 74 103 74 107 71"),
        *("M18 268 L20 257", "M24 270 L25 257", "M30 267 L30 257"),
        *("M66 422 L67 418", "M72 422 L72 417", "M78 422 L78 417", "M84 422 L84 417"),
    ),
    "back": ("M18 268 L20 257", "M24 270 L25 257", "M30 267 L30 257"),
}
FACE = ("forehead and scalp", "eye", "cheek", "nose", "mouth", "chin and jaw")  # borders that would look like glasses
FIRST_SIDE = {"front": "right", "back": "left"}
SECOND_SIDE = {"right": "left", "left": "right"}


def regions() -> Iterator[Region]:
    for view, first in FIRST_SIDE.items():
        for name, path in PAIRED[view].items():
            yield _region(view, f"{first} {name}", path)
            yield _region(view, f"{SECOND_SIDE[first]} {name}", _mirrored(path))
        for name, path in SINGLE[view].items():
            yield _region(view, name, path)


def label(key: str) -> str:
    """The region in words, for a person: "Left forearm (front)". An unknown key raises KeyError."""
    return REGIONS[key].label


def choices() -> list[tuple[str, str]]:
    """Every region for a field of a form, in the order of the list on the page."""
    return [(region.key, region.label) for view in views() for region in view.regions]


def views(places: Sequence[Place] = ()) -> list[View]:
    """Front and back, ready to draw: regions from head to toe, and a number where each mark is, in the order given."""
    return [_view(name, places) for name in FIRST_SIDE]


def _view(name: str, places: Sequence[Place]) -> View:
    drawn = sorted((one for one in REGIONS.values() if one.view == name), key=lambda one: one.middle[1])
    lines = [twin for line in LINES[name] for twin in (line, _mirrored(line))]
    here = [(number, one) for number, one in enumerate(places, 1) if REGIONS[one.region].view == name]
    spots = [_spot(number, place) for number, place in here]
    title = f"{name.capitalize()}: the child’s {FIRST_SIDE[name]} is on the left of the picture"
    return View(name, title, drawn, lines, spots, frozenset(place.region for _, place in here))


def _spot(number: int, place: Place) -> Spot:
    if place.x is None or place.y is None:
        return Spot(number, *REGIONS[place.region].middle)
    return Spot(number, round(place.x * WIDTH), round(place.y * HEIGHT))


def _region(view: str, name: str, path: str) -> Region:
    return Region(view, f"{view}-{name.replace(' ', '-')}", name.capitalize(), path)


def _points(path: str) -> list[tuple[int, int]]:
    return [(int(x), int(y)) for x, y in re.findall(r"(\d+) (\d+)", path)]


def _mirrored(path: str) -> str:
    return re.sub(r"(\d+) (\d+)", lambda pair: f"{WIDTH - int(pair[1])} {pair[2]}", path)


REGIONS = {region.key: region for region in regions()}
