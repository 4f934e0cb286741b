"""`make run` on a folder that it has filled before: from the command to the page."""

import os
import signal
import subprocess
import sys
import time

from bench.load import Unexpected
from bench.workloads import Figures, Reach
from config.standalone.children import ROOT

TITLE = "make run, second start"
REACH = Reach(seconds=10)


def measure(stage):
    directory = stage.directory / "start"
    if not (directory / "seeded").exists():
        start(stage, directory)
    seconds = sorted(start(stage, directory) for _ in range(3))
    return Figures(p50_ms=1000 * seconds[1], note="all of it, with the demo's data there")


def start(stage, directory):
    """Seconds until it says that it runs. The rest of the bench stands idle meanwhile."""
    env = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    env |= {"DATA_DIR": str(directory), "PORT": "0"} | ({"DEMO_SIZE": "small"} if stage.small else {})
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "config.standalone", "run"],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = []
    try:
        for line in process.stdout:
            said.append(line)
            if line.startswith("Plenipo runs at"):
                return time.perf_counter() - begin
        raise Unexpected("".join(said))
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
