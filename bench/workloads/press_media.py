"""What the press reads first: what is needed and until when, advisories, texts, pools, whom to call."""

from bench import load
from bench.workloads import Reach, Requests

TITLE = "public media page"
REACH = Reach(ratio=0.3, sql=1)


def requests(stage):
    request = load.get("/demo/press/")
    return Requests(lambda number: request, contains=("</html>", "/demo/press/apply/"), note="kept")
