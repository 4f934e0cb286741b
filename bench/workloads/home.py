"""Everybody's first page, as a stranger's browser asks for it."""

from bench import load
from bench.workloads import Reach, Requests

TITLE = "public home"
REACH = Reach(ratio=0.3, sql=1)


def requests(stage):
    request = load.get("/demo/")
    return Requests(lambda number: request, contains=("</html>",))
