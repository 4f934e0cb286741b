"""A workload beside the yardstick, in turns, because a machine with two cores is never equally fast for long."""

from itertools import pairwise
from statistics import median

from bench import load
from bench.load import Load, Unexpected
from bench.statements import counted
from bench.workloads import Figures, Requests

ROUNDS = 10


def measure(stage, workload, *, seconds):
    if hasattr(workload, "measure"):
        return workload.measure(stage)
    return measure_requests(stage, workload.requests(stage), seconds=seconds)


def measure_requests(stage, requests, *, seconds):
    look_at(load.once(stage.web.address, requests.next(0), requests.expect), requests)

    # Both workers have seen the page before it counts.
    for _ in range(2):
        under_load(stage.web, requests, seconds / 4)
    yardsticks, ours, whole = [yardstick(stage, seconds / 2)], [], Load()
    for _ in range(ROUNDS):
        run = under_load(stage.web, requests, seconds)
        whole.add(run)
        ours.append(run.rps)
        yardsticks.append(yardstick(stage, seconds / 2))
    beside = [(before + after) / 2 for before, after in pairwise(yardsticks)]
    figures = Figures(
        rps=whole.rps,
        p50_ms=whole.percentile(50),
        p95_ms=whole.percentile(95),
        sql=statements(stage, requests),
        ratio=median(our / yard for our, yard in zip(ours, beside, strict=True)),
        cpu_ms=whole.cpu_ms,
        note=requests.note,
    )
    requests.check()
    return figures


def under_load(server, requests, seconds):
    computed = server.computed()
    run = load.run(server.address, requests.next, seconds=seconds, expect=requests.expect)
    run.server_seconds = server.computed() - computed
    return run


def yardstick(stage, seconds):
    request = load.get("/")
    run = under_load(stage.yardstick, Requests(lambda number: request), seconds)
    stage.yardsticks.add(run)
    return run.rps


def statements(stage, requests, times=4):
    """The most that one of a few requests took, one after the other."""
    counts = []
    for _ in range(times):
        with counted(stage.database) as seen:
            load.once(stage.web.address, requests.next(0), requests.expect)
        counts.append(len(seen))
    stage.last_statements = seen
    return max(counts)


def look_at(answer, requests):
    text = answer.decode(errors="replace")
    for words in requests.contains:
        if words not in text:
            raise Unexpected(f"the answer does not hold {words!r}:\n{text[:3000]}")
