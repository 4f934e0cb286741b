"""The press of the live ceremony: 180 outlets, 400 journalists, every status somewhere, three pools. Invented throughout.

Rows in bulk, as those of the delegations; what follows from them (pools, press conferences, advisories, badges) by the
verbs, each at its hour.
"""

from collections import Counter

from accreditation.models import Accreditation
from config.demo.press.coverage import Coverage
from config.demo.press.newsroom import Newsroom
from config.demo.press.papers import Papers
from press.models import KIND, Outlet


def plan(live, post, programme, *, small):
    newsroom = Newsroom(live, post, small=small)
    newsroom.gather()
    papers = Papers(newsroom)
    papers.hand_in()
    papers.declare_equipment()
    newsroom.story.store()
    newsroom.plan_letters()
    Coverage(newsroom, programme).plan()


def counted(ceremony):
    """For what the seeding says at its end."""
    people = Accreditation.objects.filter(ceremony=ceremony, nominator__kind=KIND)
    return Counter(outlets=Outlet.objects.filter(ceremony=ceremony).count(), people=people.count())
