"""The press of the demo: as many as there were, in every status, nobody real at fault, and three pools."""

from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.test import TestCase
from django.utils import timezone

from accreditation.kinds import blockers
from accreditation.models import Accreditation, Status
from ceremony.models import Ceremony, LedgerRow
from config.demo.press.newsroom import OUTLETS, PEOPLE
from notifications.models import Letter
from press import draw, quotas
from press.models import (
    Advisory,
    AssignmentLetter,
    EquipmentItem,
    Journalist,
    Outlet,
    Pool,
    PoolRequest,
    PressBadge,
    PressConference,
    QuotaRequest,
)


def the_press_is_complete(demo):
    """Asked of the full demo, which is seeded once for all questions."""
    people = Accreditation.objects.filter(ceremony=demo, nominator__kind="press")
    assert (Outlet.objects.filter(ceremony=demo).count(), people.count()) == (OUTLETS, PEOPLE)
    assert set(people.values_list("status", flat=True)) == set(Status.values)
    assert 150 <= people.filter(status=Status.APPROVED).count() <= 260
    assert set(AssignmentLetter.objects.values_list("status", flat=True)) == {"handed_in", "accepted", "rejected"}
    assert {"declared", "granted", "not_granted"} == set(EquipmentItem.objects.values_list("status", flat=True))
    opening = Pool.objects.get(session__ceremony=demo, session__kind="opening")
    requests = PoolRequest.objects.filter(pool=opening)
    assert draw.hash_of(opening.seed) == opening.seed_hash
    assert {"placed", "waiting"} <= set(requests.values_list("status", flat=True))
    for outlet in Outlet.objects.filter(ceremony=demo):
        limit = quotas.limit_of(outlet)
        assert limit is None or quotas.placed(outlet) <= limit


class TestTheSmallPress(TestCase):
    """Seeded once for all of these."""

    @classmethod
    def setUpTestData(cls):
        call_command("seed_demo", small=True, stdout=StringIO())
        cls.demo = Ceremony.objects.get(slug="demo")
        cls.people = Accreditation.objects.filter(ceremony=cls.demo, nominator__kind="press")

    def test_there_are_people_of_several_statuses(self):
        assert {"approved", "submitted", "draft", "returned", "refused"} <= set(
            self.people.values_list("status", flat=True)
        )

    def test_nothing_stands_against_those_who_are_approved(self):
        approved = list(self.people.filter(status=Status.APPROVED).select_related("nominator__entity"))
        assert len(approved) > 5
        assert [(one, against) for one in approved if (against := blockers(one, timezone.now()))] == []

    def test_no_real_country_is_at_fault(self):
        at_fault = self.people.filter(
            status__in=["returned", "refused", "on_hold", "revoked", "withdrawn", "waitlisted"]
        )
        assert at_fault.exclude(nominator__press_application__outlet__country=None).count() == 0
        assert Outlet.objects.filter(ceremony=self.demo, status="rejected").exclude(country=None).count() == 0

    def test_what_is_sealed_is_sealed(self):
        one = Journalist.objects.filter(accreditation__ceremony=self.demo).first()
        assert (one.phone[:4], one.press_card_number[:3]) == ("+00 ", "EX-")
        with connection.cursor() as cursor:
            cursor.execute("SELECT phone, press_card_number FROM press_journalist WHERE id = %s", [one.pk])
            stored = cursor.fetchone()
        assert one.phone not in stored
        assert one.press_card_number not in stored

    def test_three_pools_are_given_open_and_prepared(self):
        pools = Pool.objects.filter(session__ceremony=self.demo).order_by("session__starts_at")
        assert [(str(pool), pool.status) for pool in pools] == [
            ("High-level opening", "given"), ("Signing ceremony", "open"), ("Family photo", "prepared"),
        ]  # fmt: skip
        assert PoolRequest.objects.filter(pool__in=pools).exists()
        assert Pool.objects.filter(session__ceremony__slug="demo-rehearsal").values_list("seed_hash", "status").distinct().get() == (
            "", "prepared",
        )  # fmt: skip

    def test_the_desk_has_something_to_do(self):
        assert AssignmentLetter.objects.filter(status="handed_in").exists()
        assert EquipmentItem.objects.filter(status="declared").exists()
        assert PressConference.objects.filter(session__ceremony=self.demo).count() == 2
        assert sorted(Advisory.objects.values_list("status", flat=True)) == ["draft", "published", "published"]
        assert set(PressBadge.objects.values_list("status", flat=True)) == {"to_print", "printed"}
        assert QuotaRequest.objects.filter(status="asked").count() <= 1

    def test_the_ledger_says_where_each_outlet_stands_and_nothing_is_of_the_future(self):
        last = dict(LedgerRow.objects.filter(subject="press.outlet").order_by("pk").values_list("subject_id", "before"))
        assert set(last) == set(Outlet.objects.filter(ceremony=self.demo).values_list("pk", flat=True))
        assert not LedgerRow.objects.filter(ceremony=self.demo, at__gt=timezone.now()).exists()

    def test_their_letters_are_sent_and_old(self):
        found = Letter.objects.filter(ceremony=self.demo, kind__startswith="press.")
        assert {"press.application_received", "press.places_given", "press.advisory"} <= set(
            found.values_list("kind", flat=True)
        )
        assert set(found.values_list("status", flat=True)) == {"sent"}
