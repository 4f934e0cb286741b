"""Somebody enters an outlet: nearly the same names among five thousand, a letter of each left out or changed."""

import time
from random import Random

from bench.load import Load, Unexpected
from bench.newsroom import outlets_named
from bench.workloads import Figures, Reach
from press.near_names import near

TITLE = "outlets of nearly the same name, alone"
REACH = Reach(p95=60)
NAMES = 5_000
SEARCHES = 300


def measure(stage):
    chance = Random(11)
    ceremony, names = outlets_named(500 if stage.small else NAMES)
    searches = Load()
    for name in chance.choices(names, k=30 if stage.small else SEARCHES):
        misspelt, begin = mistyped(name, chance), time.perf_counter()
        found = near(ceremony, misspelt)
        searches.latencies.append(time.perf_counter() - begin)
        if name not in {one.name for one in found}:
            raise Unexpected(f"{misspelt!r} does not find {name!r}, but {[one.name for one in found]}")
    return Figures(
        p50_ms=searches.percentile(50),
        p95_ms=searches.percentile(95),
        note=f"{len(names):,} names, the answer in words",
    )


def mistyped(name, chance):
    place = chance.randrange(1, len(name) - 1)
    return name[:place] + chance.choice(["", name[place] * 2]) + name[place + 1 :]
