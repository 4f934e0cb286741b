"""5,000 telephones follow the board through nginx, which keeps the version for a second and the page of each version.

After each signature all of them want the page within three seconds. Who waits too long is counted with the time that he
waited, and the measurement goes on.
"""

import resource

from bench import proxy
from bench.processes import processor_seconds
from bench.workloads import Reach, watchers

TITLE = "watchers of the board, through nginx"
REACH = Reach(p95=500)
WATCHERS = 5000


def missing():
    """Why it cannot be measured here, in words."""
    return "" if proxy.nginx() else "nginx is not installed"


def measure(stage):
    # Each of them has a connection.
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with proxy.proxied(stage) as server:
        before = processor_seconds(server.workers())
        figures, late = watchers.measure_at(stage, server.address, 20 if stage.small else WATCHERS)
        figures.note += f"; {late:,} still waiting at the end" if late else ""
        figures.note += f"; nginx {processor_seconds(server.workers()) - before:.0f} s of computing in all"
    return figures
