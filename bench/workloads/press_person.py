"""A person of the press at the desk, outlet and letter beside him, each time another one."""

from itertools import cycle

from bench import load
from bench.newsroom import people_to_decide, press_officer
from bench.people import sign_in
from bench.workloads import Reach, Requests
from bench.workloads.press_queue import ADDRESS

TITLE = "a person of the press, at the desk"
REACH = Reach(ratio=0.1, sql=12)


def requests(stage):
    cookies = sign_in(press_officer()).cookies
    people = cycle([load.get(f"{ADDRESS}people/{key}/", Cookie=cookies) for key in people_to_decide()])
    return Requests(lambda number: next(people), contains=("</html>", 'id="press-panel"'))
