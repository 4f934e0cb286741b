"""What the verbs would have refused must not be in the demo either: rows in bulk go past them, so it is looked up."""

from collections import Counter

from django.db.models import Count, F, Q

from accreditation.models import Accreditation, Document, Nominator, Status
from accreditation.models.accreditation import IN_QUOTA, OVER
from ceremony.models import LedgerRow, Quota
from config.demo.finished import signatories
from delegations.kind import blockers as delegation_blockers
from delegations.models import KIND, Delegate, Delegation
from delegations.models.delegation import BEFORE_SUBMISSION, NOT_COMING
from events import clashes
from events.models import BoothStatus, Session, SideEventStatus, Sponsor
from signatures import log
from signatures.models import Attempt, FullPowers, PowersStatus, Standing

AT_FAULT = [Status.RETURNED, Status.REFUSED, Status.REVOKED, Status.ON_HOLD, Status.WAITLISTED, Status.WITHDRAWN]
TURNED_DOWN = [
    SideEventStatus.RETURNED, SideEventStatus.WAITLISTED, SideEventStatus.DECLINED, SideEventStatus.WITHDRAWN,
    SideEventStatus.MERGED,
]  # fmt: skip
EXAMPLES = {"nominator__entity__code__startswith": "EXAMPLE-"}


class NotAsTheRulesSay(AssertionError):
    """The demo contains what the product would have refused."""


def check(ceremony, *, at):
    """Raises NotAsTheRulesSay, which rolls the whole demo back."""
    everybody = Accreditation.objects.filter(ceremony=ceremony)
    # The press has no note verbale, no State that could be at fault, and quotas of its own.
    people = everybody.filter(nominator__kind=KIND)
    delegations = Delegation.objects.filter(nominator__ceremony=ceremony)
    approved = people.filter(status=Status.APPROVED)
    sent = people.exclude(status=Status.DRAFT)
    heads = delegations.filter(head__isnull=False)
    noted = Document.objects.standing().filter(kind="note_verbale").values("nominator")
    refuse(
        {
            "approved without passport or photo": approved.filter(exemption="").filter(
                Q(passport_index="") | Q(photo="")
            ),
            "approved without note verbale": approved.exclude(nominator__in=noted),
            "approved while vetting is open": approved.filter(vetting__status__in=["asked", "objection"]),
            "submitted by a delegation that has not": sent.filter(nominator__delegation__status__in=BEFORE_SUBMISSION),
            "there with a delegation that does not come": people.filter(
                nominator__delegation__status__in=NOT_COMING
            ).exclude(status__in=[*OVER, Status.DRAFT]),
            "submitted and incomplete": sent.filter(exemption="").filter(
                Q(nationality=None) | Q(date_of_birth=None) | Q(passport_index="") | Q(photo="")
            ),
            "head of another delegation": heads.exclude(head__delegation=F("pk")),
            "head who does not come": heads.filter(head__accreditation__status__in=OVER),
            "submitted without a head": delegations.filter(status__in=["submitted", "confirmed"], head=None),
            "confirmed before its head": delegations.filter(status="confirmed").exclude(
                head__accreditation__status=Status.APPROVED
            ),
            "from the future": LedgerRow.objects.filter(ceremony=ceremony, at__gt=at),
            "real and at fault": people.filter(status__in=AT_FAULT).exclude(**EXAMPLES),
            "real and not coming": delegations.filter(status__in=NOT_COMING).exclude(**EXAMPLES),
            "real and turned down": ceremony.side_events.filter(status__in=TURNED_DOWN).exclude(
                lead__code__startswith="EXAMPLE-"
            ),
            "real and without a booth": ceremony.booth_proposals.filter(
                status__in=[BoothStatus.DECLINED, BoothStatus.WITHDRAWN]
            ).exclude(entity__code__startswith="EXAMPLE-"),
            "real and no co-sponsor after all": Sponsor.objects.filter(
                side_event__ceremony=ceremony, status__in=["declined", "left"]
            ).exclude(entity__code__startswith="EXAMPLE-"),
            "impossible on the board": clashes.bars_of(
                list(Session.objects.placed().filter(ceremony=ceremony).select_related("room", "ceremony"))
            ),
            "real and not written to": ceremony.letters.exclude(status="sent").exclude(
                recipient__email__startswith="focal.example-"
            ),
        }
    )
    _check_quotas(ceremony)
    _check_ledger(everybody, delegations)
    _check_approvals(approved, at)


def check_signatures(finished, live):
    """The logs are whole, the finished one is that of Ha Noi, and no paper of a real State or organisation is at fault."""
    powers = FullPowers.objects.filter(treaty__ceremony=live, status__in=[PowersStatus.RETURNED, PowersStatus.REVOKED])
    refuse(
        {
            "wrong in the log": [*log.check(finished.treaty), *log.check(live.treaty)],
            "powers at fault": powers,
            "attempts that were refused": Attempt.objects.filter(treaty__ceremony__in=[finished, live]),
            "not signed as in Ha Noi": sorted(
                {*signatories()} ^ {one.entity_code for one in Standing.objects.signatures(finished.treaty)}
            ),
        }
    )


def refuse(wrong):
    found = [f"{what}: {rows[:3]}" for what, rows in wrong.items() if rows]
    if found:
        raise NotAsTheRulesSay("; ".join(found))


def _check_quotas(ceremony):
    quotas = {}
    for quota in Quota.objects.filter(ceremony=ceremony):
        quotas.setdefault(quota.entity_kind, {})[quota.role] = quota.limit
    placed = (
        Accreditation.objects.filter(ceremony=ceremony, nominator__kind=KIND, status__in=IN_QUOTA)
        .order_by()
        .annotate(is_head=Q(delegate__delegation__head=F("delegate")))
        .values_list("nominator", "delegate__role", "is_head")
        .annotate(Count("pk"))
    )
    people = Counter()
    for nominator, role, is_head, count in placed:
        people[nominator, ""] += count
        if not is_head:
            people[nominator, role] += count
    for nominator in Nominator.objects.filter(ceremony=ceremony, kind=KIND).select_related("entity"):
        limits = quotas.get(nominator.entity.kind, {})
        for role, limit in (limits if nominator.quota is None else limits | {"": nominator.quota}).items():
            if people[nominator.pk, role] > limit:
                raise NotAsTheRulesSay(f"{nominator} is over its quota of {limit} ({role or 'altogether'}).")


def _check_ledger(people, delegations):
    """The last row of the ledger says where each stands."""
    for rows in (people.exclude(status=Status.DRAFT), delegations):
        label = rows.model._meta.label_lower
        last = dict(LedgerRow.objects.filter(subject=label).order_by("pk").values_list("subject_id", "after"))
        wrong = [pk for pk, status in rows.values_list("pk", "status") if last.get(pk) != status]
        if wrong:
            raise NotAsTheRulesSay(f"The ledger of {label} says something else about {wrong[:5]}.")


def _check_approvals(approved, at):
    """The same question that `approve` asks, for one person of each delegation."""
    asked = (
        Delegate.objects.filter(accreditation__in=approved).order_by("delegation_id", "pk").distinct("delegation_id")
    )
    for delegate in asked.select_related("accreditation")[:20]:
        if against := delegation_blockers(delegate.accreditation, at):
            raise NotAsTheRulesSay(f"{delegate} could not have been approved: {against}")
