"""A morning of 200 signatures, each called, recorded and confirmed through the web; then fifty officers press for one State."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from bench.load import Load, Unexpected
from bench.statements import counted
from bench.table import Table
from bench.workloads import Figures, Reach

TITLE = "signatures recorded and confirmed"
REACH = Reach(p95=80)
SIGNATURES, AT_ONCE = 200, 50


def measure(stage):
    table = Table(stage)
    signatures, at_once = (10, 5) if stage.small else (SIGNATURES, AT_ONCE)
    warm, *calls, disputed = table.seat(signatures + 2)
    with counted(stage.database) as seen:
        table.sign(warm)
    record, confirm = Load(), Load()
    begin, computed = time.perf_counter(), stage.web.computed()
    for call in calls:
        for load, seconds in zip((record, confirm), table.sign(call), strict=True):
            load.latencies.append(seconds)
    record.seconds = time.perf_counter() - begin
    computed = stage.web.computed() - computed
    slowest = press_together(table, disputed, at_once)
    return Figures(
        rps=record.rps,
        p50_ms=max(record.percentile(50), confirm.percentile(50)),
        p95_ms=max(record.percentile(95), confirm.percentile(95)),
        sql=len(seen),
        cpu_ms=1000 * computed / len(calls),
        note=f"{len(calls)}; p95 of record {record.percentile(95):.0f}, of confirm {confirm.percentile(95):.0f}; "
        f"{at_once} at once: one entry, last answer {1000 * slowest:.0f} ms",
    )


def press_together(table, call, many):
    """All of them press in the same instant: one records, the others are told that it was and by whom."""
    desks = list(table.more_officers(many))
    key = table.call(call)
    start = Barrier(many)

    def press(desk):
        start.wait()
        return table.record(call, key, desk)

    with ThreadPoolExecutor(many) as pool:
        answers = list(pool.map(press, desks))
    told = {(answer["state"], *answer["words"]) for _seconds, answer in answers}
    if len(told) != 1 or next(iter(told))[0] != "recorded" or table.recordings_of(call) != 1:
        raise Unexpected(f"{many} pressed at once; they were told {told}")
    table.confirm(key)
    if table.entries_of(call) != 1:
        raise Unexpected(f"{many} pressed at once, and there are {table.entries_of(call)} entries")
    return max(seconds for seconds, _answer in answers)
