"""The longest form of an application: one person of the team, with passport, press card, samples and arrival."""

from bench import load
from bench.newsroom import application_being_written
from bench.people import sign_in
from bench.workloads import Reach, Requests

TITLE = "application of the press: the form of a person"
REACH = Reach(ratio=0.15, sql=12)


def requests(stage):
    application = application_being_written()
    request = load.get(
        f"{application.get_absolute_url()}people/new/", Cookie=sign_in(application.opened_by).cookies
    )  # fmt: skip
    return Requests(lambda number: request, contains=("</html>", 'name="press_card_issuer"', 'name="passport_copy"'))
