"""Programme.json."""

from bench import load
from bench.workloads import Reach, Requests

TITLE = "programme.json"
REACH = Reach(ratio=0.5, sql=3)


def requests(stage):
    request = load.get("/demo/programme.json")
    return Requests(lambda number: request, contains=('"sessions"',), note="kept")
