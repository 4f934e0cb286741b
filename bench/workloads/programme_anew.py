"""The same rendered anew, as whoever searches has it."""

from bench import load
from bench.workloads import Reach, Requests

TITLE = "the same rendered anew, as whoever searches has it"
REACH = Reach(ratio=0.2, sql=3)


def requests(stage):
    request = load.get("/demo/programme/?q=e")
    return Requests(lambda number: request, contains=("</html>", "data-session"))
