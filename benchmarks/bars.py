"""Which benchmarks are there, on which engines do they run, and what must each row reach?"""

from typing import Final, NamedTuple


class Benchmark(NamedTuple):
    name: str
    module: str
    engines: tuple[str, ...] = ("postgresql",)
    scales: bool = False  # takes the number of case files


BENCHMARKS: Final = (
    Benchmark("X1", "x1_page"),
    Benchmark("P1", "p1_reach", scales=True),
    Benchmark("A1", "a1_log"),
    Benchmark("E1", "e1_chronology"),
    Benchmark("E1", "e1_vault"),
    Benchmark("S1", "s1_search"),
    Benchmark("W1", "w1_list"),
    Benchmark("D1", "d1_pdf"),
    Benchmark("D2", "d2_pack"),
    Benchmark("I1", "i1_import", ("postgresql", "sqlite")),
)

AT_MOST, AT_LEAST = "≤", "≥"
BARS: Final[dict[str, tuple[str, float]]] = {
    "X1_naked": (AT_MOST, 1.15),
    "X1_shelf": (AT_LEAST, 3.5),
    "P1_random200": (AT_MOST, 1.4),
    "P1_two_percent": (AT_MOST, 1.4),
    "P1_oldest200": (AT_MOST, 1.4),
    "P1_all": (AT_MOST, 1.4),
    "P1_none": (AT_MOST, 1.4),
    "P1_five_teams": (AT_MOST, 1.7),
    "P1_growth": (AT_MOST, 1.2),
    "P1_guardian": (AT_LEAST, 100),
    "A1_page": (AT_MOST, 1.10),
    "E1_page": (AT_MOST, 1.15),
    "E1_open_openssl": (AT_LEAST, 0.45),
    "E1_open_fernet": (AT_LEAST, 4),
    "S1_search": (AT_MOST, 1.1),
    "W1_throughput": (AT_LEAST, 0.9),
    "W1_tail": (AT_MOST, 2.5),
    "D1_300": (AT_MOST, 0.1),
    "D1_3000": (AT_MOST, 0.1),
    "D1_growth": (AT_MOST, 1.1),
    "D2_pack": (AT_MOST, 0.5),
    "D2_set": (AT_MOST, 0.1),
    "I1_first": (AT_MOST, 1.2),
    "I1_first_sqlite": (AT_MOST, 1.6),
    "I1_second": (AT_MOST, 1.5),
    "I1_second_sqlite": (AT_MOST, 1.5),
}


def is_met(name: str, ratio: float) -> bool | None:
    """None when no bar is set for that row."""
    if name not in BARS:
        return None
    side, bar = BARS[name]
    return ratio <= bar if side == AT_MOST else ratio >= bar
