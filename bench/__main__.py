"""`python -m bench [NAME ...] [--seconds 3] [--small]`: the table of docs/measurements.md."""

import argparse
import os
import sys
from pathlib import Path
from types import SimpleNamespace

from bench import report, workloads
from bench.measuring import measure
from bench.processes import memory
from bench.stage import Stage
from bench.workloads import Figures, Reach
from config.standalone.children import ROOT, Trouble

YARDSTICK = SimpleNamespace(TITLE="yardstick: one SELECT, 20 bytes", REACH=Reach())


def main(arguments=None):
    names = workloads.names()
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures Plenipo beside a yardstick.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names)}; none: all")
    parser.add_argument("--seconds", type=float, default=1.5, help="of each of the ten rounds of a workload")
    parser.add_argument("--small", action="store_true", help="the small demo: for a test of the bench itself")
    parser.add_argument("--directory", type=Path, default=ROOT / "var" / "bench")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(names):
        parser.error(f"no workload is called {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    os.umask(0o077)
    with Stage(options.directory, small=options.small) as stage:
        chosen = [workloads.module(name) for name in names if name in (options.names or names)]
        measured = run(stage, chosen, options.seconds)
        print()
        print(report.table([report.row(workload, figures) for workload, figures in measured]))
        print(footnotes(stage))
    where = options.directory.parent / "bench.json"
    report.write_json(where, measured)
    print(f"The same in {os.path.relpath(where)}")


def run(stage, chosen, seconds):
    measured = []
    for workload in chosen:
        if why := getattr(workload, "missing", str)():
            print(f"{workload.TITLE}: left out, {why}", flush=True)
            continue
        print(f"{workload.TITLE} ...", flush=True)
        measured.append((workload, measure(stage, workload, seconds=seconds)))
    if stage.yardsticks.latencies:
        yards = stage.yardsticks
        figures = Figures(yards.rps, yards.percentile(50), yards.percentile(95), 1, 1.0, yards.cpu_ms)
        measured.insert(0, (YARDSTICK, figures))
    return measured


def footnotes(stage):
    web = [memory(pid) for pid in stage.web.workers()]
    words = [
        "",
        "CPU: computing time of the web processes for one request, which does not depend on what else the machine does.",
        "SQL: statements in PostgreSQL's own log for one request, BEGIN and COMMIT included.",
        "Ratio: to the yardstick's requests a second, measured before and after each round; the median of ten rounds.",
        "Web workers: "
        + ", ".join(f"{one.resident:.0f} MB resident ({one.proportional:.0f} proportional)" for one in web),
    ]
    if stage.yardsticks.latencies:
        words.append(f"The load generator took {stage.yardsticks.share:.0%} of a core beside the yardstick.")
    return "\n".join(words)


if __name__ == "__main__":
    try:
        main()
    except Trouble as trouble:
        sys.exit(str(trouble))
