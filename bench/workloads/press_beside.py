"""The queue of the press desk with a person open beside the list, each time another one."""

from itertools import cycle

from bench import load
from bench.newsroom import people_to_decide, press_officer
from bench.people import sign_in
from bench.workloads import Reach, Requests
from bench.workloads.press_queue import ADDRESS

TITLE = "queue of the press desk with a person beside it"
REACH = Reach(sql=12)


def requests(stage):
    cookies = sign_in(press_officer()).cookies
    people = cycle([load.get(f"{ADDRESS}?person={key}", Cookie=cookies) for key in people_to_decide()])
    return Requests(lambda number: next(people), contains=("</html>", "queue-rows", 'id="press-panel"'))
