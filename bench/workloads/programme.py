"""Public programme, 57 sessions."""

from bench import load
from bench.workloads import Reach, Requests

TITLE = "public programme, 57 sessions"
REACH = Reach(ratio=0.5, sql=3)


def requests(stage):
    request = load.get("/demo/programme/")
    return Requests(lambda number: request, contains=("</html>", "data-session"), note="kept")
