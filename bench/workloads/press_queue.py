"""What the press desk looks at all day: the one queue with the people of the press, 50 of 400."""

from bench import load
from bench.newsroom import press_officer
from bench.people import sign_in
from bench.workloads import Reach, Requests

TITLE = "queue of the press desk, 50 of 400"
REACH = Reach(ratio=0.1, sql=12)
ADDRESS = "/demo/accreditation/"


def requests(stage):
    request = load.get(ADDRESS, Cookie=sign_in(press_officer()).cookies)
    return Requests(lambda number: request, contains=("</html>", "queue-rows"))
