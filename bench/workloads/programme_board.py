"""The coordinators' board: all rooms and sessions of a day, with whatever stands against them."""

from bench import load
from bench.people import sign_in
from bench.workloads import Reach, Requests
from ceremony.models import Officer, Role

TITLE = "board of the programme"
REACH = Reach(sql=12)
ADDRESS = "/demo/side-events/board/"


def coordinator():
    return Officer.objects.filter(ceremony__slug="demo", role=Role.SIDE_EVENTS).first().user


def requests(stage):
    request = load.get(ADDRESS, Cookie=sign_in(coordinator()).cookies)
    return Requests(lambda number: request, contains=("</html>", 'action="/demo/side-events/board/move/"'))
