"""The board with all 72, as a browser that has not seen it asks for it."""

from bench import load
from bench.workloads import Reach, Requests

TITLE = "full board, 72 signatures"
REACH = Reach(ratio=0.25, sql=4)  # one; the first of each minute makes it anew, with three more


def requests(stage):
    request = load.get("/hanoi-2025/signatures/")
    return Requests(lambda number: request, contains=("</html>", ">72</strong>", "Viet Nam"), note="kept")
