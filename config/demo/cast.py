"""Officers and focal points of the demo: `accounts.demo` says who they are, here they get their offices."""

from accounts.demo import ADDRESSES_END, DEMO_PEOPLE
from accounts.models import User
from ceremony.models import Officer, OfficerStatus, Role


def make_people():
    """Key -> account of every demo person."""
    users = {}
    for person in DEMO_PEOPLE.values():
        language = "vi" if person.entity == "VNM" else "en"
        user, _made = User.objects.reachable_at(person.email, name=person.name, language=language)
        user.is_staff = person.is_staff
        user.save(update_fields=["is_staff"])
        users[person.key] = user
    return users


def appoint(ceremony, users, at):
    """The first organiser comes from the shell, as everywhere; the others from her, treaty and depositary seconded."""
    organiser, second = users["organiser"], users["second-organiser"]
    for key, person in DEMO_PEOPLE.items():
        if not person.role:
            continue
        officer = Officer.objects.appoint(
            ceremony=ceremony,
            user=users[key],
            role=person.role,
            by=None if users[key] == organiser else organiser,
            at=at,
        )
        if officer.status == OfficerStatus.PROPOSED:
            officer.second(by=second, at=at)


def propose(ceremony, users, at):
    """A treaty officer who waits for the second organiser, so that she has something to do."""
    deputy, _made = User.objects.reachable_at(f"deputy.treaty{ADDRESSES_END}", name="Tam Treaty-Example")
    Officer.objects.appoint(ceremony=ceremony, user=deputy, role=Role.TREATY, by=users["organiser"], at=at)
