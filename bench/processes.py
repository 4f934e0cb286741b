"""What processes hold in memory, and the time that they took."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Memory:
    """In megabytes: all that a process can touch, and its part where pages are shared."""

    resident: float
    proportional: float


def children_of(pid):
    """The worker processes of a master, by number."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def memory(pid):
    found = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, number, _ = line.split()
        found[name] = int(number) / 1024
    return Memory(found["Rss:"], found["Pss:"])


def processor_seconds(pids):
    """What they have computed so far. Unlike the clock it does not see what else the machine is doing."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
