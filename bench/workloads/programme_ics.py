"""Programme.ics."""

from bench import load
from bench.workloads import Reach, Requests

TITLE = "programme.ics"
REACH = Reach(ratio=0.5, sql=3)


def requests(stage):
    request = load.get("/demo/programme.ics")
    return Requests(lambda number: request, contains=("BEGIN:VTIMEZONE", "END:VCALENDAR"), note="kept")
