"""What a focal point sees after signing in: the state of the delegation, its tasks, its 25 people."""

from bench import load
from bench.cast import delegation_of
from bench.workloads import Reach, Requests

TITLE = "focal point's delegation, 25 people"
REACH = Reach(ratio=0.1, sql=12)


def requests(stage):
    delegation, focal_point = delegation_of(25)
    request = load.get(delegation.get_absolute_url(), Cookie=focal_point.cookies)
    last = delegation.delegates.select_related("accreditation").last().accreditation
    return Requests(lambda number: request, contains=("</html>", last.family_name))
