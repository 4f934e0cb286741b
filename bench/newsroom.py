"""The press of the bench, taken from the demo; what the demo has too little of is added to it."""

from datetime import timedelta
from itertools import count
from random import Random

from django.utils import timezone

from accreditation.models import TO_DECIDE, Accreditation, Nominator, NominatorContact, Status
from bench.cast import demo
from ceremony.models import Officer, Role
from directory.texts import LocalText
from events.models import Session, SessionKind
from press.draw import key_of
from press.models import KIND, Application, Journalist, Outlet, OutletName, Pool, PoolRequest
from press.near_names import grams_of, initials_of, name_key

WORDS = (  # noqa: SIM905
    "Example Sample Daily Morning Evening National Public Independent Global Coastal Northern Southern Eastern Western "
    "Central River Mountain Harbour Capital Metropolitan Provincial Federal Royal People Workers Farmers Students Youth "
    "Sports Business Market Finance Culture Science Health Justice Liberty Unity Progress Future Horizon Beacon Mirror "
    "Herald Tribune Courier Gazette Chronicle Observer Sentinel Examiner Register Bulletin Telegraph Dispatch Ledger"
).split()
ENDS = ["News", "Times", "Post", "TV", "Radio", "Press Agency", "Broadcasting", "Online", "Media", "Journal"]
numbers = count(1)


def press_officer():
    return Officer.objects.active().filter(ceremony=demo(), role=Role.PRESS_DESK).order_by("pk").first().user


def application_being_written():
    applications = Application.objects.filter(
        nominator__ceremony=demo(), journalists__accreditation__status=Status.DRAFT
    )
    return applications.select_related("nominator__ceremony", "opened_by").order_by("pk").first()


def people_to_decide():
    people = Accreditation.objects.filter(ceremony=demo(), nominator__kind=KIND, status__in=TO_DECIDE)
    return list(people.order_by("pk").values_list("key", flat=True)[:50])


def pool_with_requests(places, many):
    """A pool by draw that is open, with so many requests of accredited people from as many outlets as the demo has."""
    officer, now = press_officer(), timezone.now()
    ceremony, number = demo(), next(numbers)
    begins = ceremony.start_of(ceremony.starts_on, 22) + timedelta(minutes=20 * number)
    session = Session.objects.schedule(
        ceremony, kind=SessionKind.RECEPTION, title=LocalText(en=f"Bench {number}"), starts_at=begins,
        ends_at=begins + timedelta(minutes=15), by=officer, at=now,
    )  # fmt: skip
    pool = Pool.objects.prepare(
        session, places={kind: (how_many, "") for kind, how_many in places.items()}, way="draw", by=officer, at=now,
        gathering_point=LocalText(en="Gate 3"), gathers_at=begins - timedelta(hours=1), opens_at=now,
        closes_at=now + timedelta(hours=1),
    )  # fmt: skip
    pool.open(by=officer, at=now)
    kinds = [kind for kind, how_many in places.items() for _place in range(how_many)]
    PoolRequest.objects.bulk_create(
        PoolRequest(
            pool=pool, journalist=one, kind=kinds[place % len(kinds)], asked_by=officer, asked_at=now,
            key=key_of(pool.key, kinds[place % len(kinds)], one.accreditation.key),
        )
        for place, one in enumerate(accredited(many))
    )  # fmt: skip
    return pool


def accredited(many):
    """So many people of the press, of as many outlets as the demo has, in turns; of the demo's own nobody changes."""
    there = list(Journalist.objects.filter(accreditation__family_name="Bench-Example").select_related("accreditation"))
    if there:
        return there
    ceremony, officer, now = demo(), press_officer(), timezone.now()
    # Outlets of its own, with room for its people: those of the demo are held to their quotas.
    outlets = invented_outlets(
        Outlet.objects.filter(ceremony=ceremony).count(),
        quota=many, status="verified", decided_by=officer, decided_at=now,
    )  # fmt: skip
    nominators = Nominator.objects.bulk_create(
        Nominator(ceremony=ceremony, kind=KIND, name=one.name) for one in outlets
    )
    NominatorContact.objects.bulk_create(NominatorContact(nominator=one, user=officer) for one in nominators)
    applications = Application.objects.bulk_create(
        Application(nominator=one, outlet=outlet, way="team", opened_by=officer, opened_at=now)
        for one, outlet in zip(nominators, outlets, strict=True)
    )
    people = [
        Accreditation(
            ceremony=ceremony, nominator=nominators[number % len(nominators)], family_name="Bench-Example",
            given_names=f"Number {number}", badge_name=f"No. {number} Example", status=Status.APPROVED,
            decided_by=officer, decided_at=now, submitted_at=now,
        )
        for number in range(many)
    ]  # fmt: skip
    for one in people:
        one.fill_keys()
    Accreditation.objects.bulk_create(people)
    return Journalist.objects.bulk_create(
        Journalist(accreditation=one, application=applications[number % len(applications)])
        for number, one in enumerate(people)
    )


def outlets_named(many):
    """(ceremony, names): as many outlets as the demo lacks to so many, of names that are near each other."""
    outlets = Outlet.objects.filter(ceremony=demo())
    invented_outlets(max(0, many - outlets.count()))
    return demo(), sorted(outlets.values_list("name", flat=True))


def invented_outlets(many, **columns):
    """So many new ones."""
    ceremony, now = demo(), timezone.now()
    before = set(Outlet.objects.filter(ceremony=ceremony).values_list("name", flat=True))
    chance, names = Random(len(before)), set()
    while len(names) < many:
        names.add(" ".join([*chance.sample(WORDS, chance.choice([1, 2, 2, 3])), chance.choice(ENDS)]))
        names -= before
    outlets = Outlet.objects.bulk_create(
        Outlet(
            ceremony=ceremony, name=name, name_key=name_key(name), kind="print", search_key=name_key(name),
            entered_at=now, **columns,
        )
        for name in sorted(names)
    )  # fmt: skip
    OutletName.objects.bulk_create(
        OutletName(
            outlet=one, name=one.name, key=one.name_key, initials=initials_of(one.name), grams=grams_of(one.name), is_main=True
        )
        for one in outlets
    )  # fmt: skip
    return outlets
