"""The live ceremony at full scale: 310 delegations on their way, 2,500 people, every status somewhere."""

from contextlib import contextmanager
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accreditation.models import (
    REFUSALS,
    RETURNS,
    Accreditation,
    Document,
    ReturnCode,
    Status,
    Vetting,
    VettingStatus,
)
from accreditation.models.accreditation import IN_QUOTA, photo_path
from config.demo.delegates import Casting
from config.demo.guests import HOST, UNION
from config.demo.ledger import Story
from config.demo.papers import hand_in
from config.demo.portraits import portraits
from delegations.models import Delegate, Delegation, DelegationStatus
from delegations.roll import Roll
from delegations.submission import Submission

S = DelegationStatus
# Stage of the delegation -> status of its people, and how often.
STATUSES = {
    S.CONFIRMED: {Status.APPROVED: 86, Status.SUBMITTED: 8, Status.DRAFT: 6},
    S.SUBMITTED: {Status.SUBMITTED: 44, Status.APPROVED: 26, Status.UNDER_REVIEW: 18, Status.DRAFT: 12},
    S.REGISTERING: {Status.DRAFT: 1},
    S.WITHDRAWN: {Status.WITHDRAWN: 1},
}
# What happens in invented delegations only, one after the other over their people.
TROUBLE = [
    *((Status.RETURNED, code) for code in RETURNS),
    *((Status.REFUSED, code) for code in REFUSALS),
    *(
        (Status.ON_HOLD, ""),
        (Status.WITHDRAWN, ""),
        (Status.REVOKED, ""),
        (Status.WAITLISTED, ""),
        (Status.WAITLISTED, ""),
    ),
]
WHAT_TO_FIX = {
    ReturnCode.NAME: "The passport has a second given name. Please enter the name as it is printed there.",
    ReturnCode.PASSPORT: "One digit of the passport number seems to be missing.",
    ReturnCode.PHOTO: "The photo is dark. Please send one taken in front of a light wall.",
    ReturnCode.FUNCTION: "Please give the title in full instead of the abbreviation.",
    ReturnCode.NOTE_VERBALE: "Please send a note verbale that names this person too.",
    ReturnCode.OTHER: "Please tell us whether this person also speaks at a side event.",
}
ON_HOLD_BECAUSE = "The organisation is asked for its latest annual report first."
REVOKED_BECAUSE = "The person no longer works for the organisation."
FULL = "The quota of %(name)s is %(limit)d people and is used up."


class Live:
    """Everything below one ceremony, made in the order in which it would have happened."""

    def __init__(self, *, chance, ceremony, users, guests, at):
        self.chance, self.ceremony, self.users, self.guests, self.at = chance, ceremony, users, guests, at
        self.story = Story(ceremony)
        self.officer = users["accreditation"]

    def ago(self, *, days=0.0, hours=0.0):
        return self.at - timedelta(days=days, hours=hours)

    def between(self, start, end):
        return start + (end - start) * self.chance.random()

    # Delegations

    def adopt(self, delegations):
        """Tie the guests to what the invitation has made."""
        of = {delegation.nominator.entity_id: delegation for delegation in delegations}
        for guest in self.guests:
            guest.delegation = of[guest.entity.pk]
            guest.nominator = guest.delegation.nominator
            guest.nominator.entity, guest.nominator.ceremony = guest.entity, self.ceremony
            guest.user = guest.nominator.contacts.all()[0].user
            if guest.entity.code == HOST:
                guest.nominator.quota = 60
                guest.nominator.save(update_fields=["quota"])

    def move_delegations(self):
        """From the invitation to the stage where each stands, but for the confirmation: that comes after its head's."""
        for guest in self.guests:
            self._move_delegation(guest)
        Delegation.objects.bulk_update(
            [guest.delegation for guest in self.guests],
            ["status", "acknowledged_at", "submitted_by", "submitted_at"],
            batch_size=200,
        )

    def _move_delegation(self, guest):
        delegation, stage = guest.delegation, guest.stage
        delegation.status = S.SUBMITTED if stage == S.CONFIRMED else stage
        if stage == S.INVITED:
            return
        acknowledged = self.between(delegation.invited_at + timedelta(hours=20), self.ago(days=32))
        if stage == S.DECLINED:
            self._leave(
                guest, S.INVITED, at=acknowledged, reason="We cannot come this time. We wish the conference well."
            )
            return
        delegation.acknowledged_at = acknowledged
        self.story.tell(delegation, S.INVITED, S.ACKNOWLEDGED, by=guest.user, at=acknowledged)
        if stage == S.ACKNOWLEDGED:
            return
        began = self.between(acknowledged, self.ago(days=30))
        self.story.tell(delegation, S.ACKNOWLEDGED, S.REGISTERING, by=guest.user, at=began)
        if stage == S.REGISTERING:
            return
        # Those who came early are confirmed by now; over half of a real conference comes in the last ten days, so what
        # waits has come in since, and the officers are behind with little of it.
        days = self.chance.random() ** 1.2
        submitted = self.ago(days=5 + 24 * days if stage == S.CONFIRMED else 2.9 * days, hours=9)
        delegation.submitted_by, delegation.submitted_at = guest.user, submitted
        self.story.tell(delegation, S.REGISTERING, S.SUBMITTED, by=guest.user, at=submitted)
        if stage == S.WITHDRAWN:
            left = self.between(submitted, self.ago(hours=2))
            self._leave(guest, S.SUBMITTED, at=left, reason="Our travel funds were withdrawn.")

    def _leave(self, guest, before, *, at, reason):
        guest.left_at, guest.left_because = at, reason
        self.story.tell(guest.delegation, before, guest.stage, by=guest.user, at=at, reason=reason)

    def confirm_delegations(self):
        confirmed = [guest for guest in self.guests if guest.stage == S.CONFIRMED]
        for guest in confirmed:
            delegation = guest.delegation
            delegation.status = S.CONFIRMED
            guest.confirmed_at = self.between(delegation.head.accreditation.decided_at, self.ago(hours=1))
            self.story.tell(delegation, S.SUBMITTED, S.CONFIRMED, by=self.users["organiser"], at=guest.confirmed_at)
        Delegation.objects.bulk_update([guest.delegation for guest in confirmed], ["status"], batch_size=200)

    # People

    def draw_people(self, states):
        casting, trouble = Casting(self.chance, self.ceremony, states), self._trouble()
        for guest in self.guests:
            for place in range(guest.size):
                delegate = casting.draw(guest, place)
                delegate.changed_by = guest.user
                person = delegate.accreditation
                person.planned, person.code = self._plan(guest, place, trouble)
                person.entered_at = self._entered(guest)
                delegate.changed_at = person.entered_at
                guest.people.append(delegate)
        self._leave_gaps()
        self._show_one_passport_twice()

    def _trouble(self):
        while True:
            yield from TROUBLE

    def _plan(self, guest, place, trouble):
        if place == 0 and guest.stage == S.CONFIRMED:
            return Status.APPROVED, ""
        if guest.is_invented and guest.stage == S.SUBMITTED and place == 1:
            return next(trouble)
        statuses = STATUSES[guest.stage]
        if place == 0:  # nobody submits a list and keeps its head back
            statuses = {status: often for status, often in statuses.items() if status != Status.DRAFT} or statuses
        return self.chance.choices(list(statuses), statuses.values())[0], ""

    def _entered(self, guest):
        end = guest.delegation.submitted_at or self.ago(hours=1)
        return self.between(end - timedelta(days=3), end)

    def _leave_gaps(self):
        """Entries that are still being written: some lack the photo, some the passport."""
        for guest in self.guests:
            for delegate in guest.people:
                person = delegate.accreditation
                person.has_photo = not person.exemption
                if person.planned == Status.DRAFT:
                    person.has_photo = person.has_photo and self.chance.random() < 0.55
                    if self.chance.random() < 0.25:
                        person.passport_number = ""
                        person.fill_keys()

    def _show_one_passport_twice(self):
        """Two invented organisations put one and the same person forward, for the officers to find."""
        waiting = [
            guest.people[0].accreditation
            for guest in self.guests
            if guest.is_invented and guest.people and guest.people[0].accreditation.planned == Status.SUBMITTED
        ]
        for first, second in zip(waiting[0:4:2], waiting[1:4:2], strict=False):
            for name in ["passport_number", "date_of_birth", "nationality", "family_name", "given_names", "badge_name"]:
                setattr(second, name, getattr(first, name))
            second.fill_keys()

    def store_people(self):
        """Rows in bulk. The ledger needs their numbers, so their moves are told afterwards."""
        pictures = portraits(self.chance, 48)
        self.to_be_confirmed = {guest.delegation.pk for guest in self.guests if guest.stage == S.CONFIRMED}
        delegates = [delegate for guest in self.guests for delegate in guest.people]
        for delegate in delegates:
            person = delegate.accreditation
            if person.has_photo:
                person.photo = default_storage.save(
                    photo_path(person, ""), ContentFile(self.chance.choice(pictures), name="")
                )
            self._settle(person, delegate.delegation)
            person.created_at = person.entered_at
        with as_given(Accreditation, "created_at"):
            Accreditation.objects.bulk_create([delegate.accreditation for delegate in delegates], batch_size=500)
        Delegate.objects.bulk_create(delegates, batch_size=500)

    def _settle(self, person, delegation):
        """Status, times and decision of a person whom the rows will tell of."""
        person.status = person.planned
        if person.status == Status.DRAFT:
            return
        person.submitted_at = delegation.submitted_at
        if person.status == Status.SUBMITTED and delegation.pk in self.to_be_confirmed:
            # Added to a list that was sent before, and submitted singly.
            person.submitted_at = self.between(self.ago(days=2.5), self.ago(hours=0.5))
        person.settled_at = self.between(person.submitted_at + timedelta(hours=2), self.ago(hours=0.5))
        if person.status in {Status.APPROVED, Status.RETURNED, Status.REFUSED, Status.REVOKED}:
            person.decided_by, person.decided_at, person.decision_code = self.officer, person.settled_at, person.code
        if person.status == Status.RETURNED:
            person.decision_note = WHAT_TO_FIX[person.code]
        elif person.status == Status.REVOKED:
            person.decision_note = REVOKED_BECAUSE

    def tell_of_people(self):
        for guest in self.guests:
            limit = sum(delegate.accreditation.status in IN_QUOTA for delegate in guest.people)
            for delegate in guest.people:
                self._tell(guest, delegate.accreditation, limit)

    def _tell(self, guest, person, limit):
        status, at, tell = person.status, person.submitted_at, self.story.tell
        if status == Status.DRAFT:
            return
        if status == Status.WAITLISTED:
            reason = FULL % {"name": guest.entity.short_en, "limit": limit}
            tell(person, Status.DRAFT, status, by=guest.user, at=at, reason=reason)
            person.decision_note = reason
            person.save(update_fields=["decision_note"])
            guest.nominator.quota = limit
            guest.nominator.save(update_fields=["quota"])
            return
        tell(person, Status.DRAFT, Status.SUBMITTED, by=guest.user, at=at)
        if status == Status.WITHDRAWN:
            tell(person, Status.SUBMITTED, status, by=guest.user, at=person.settled_at)
        elif status == Status.REVOKED:
            tell(person, Status.SUBMITTED, Status.APPROVED, by=self.officer, at=self.between(at, person.settled_at))
            tell(person, Status.APPROVED, status, by=self.officer, at=person.settled_at, reason=REVOKED_BECAUSE)
        elif status == Status.ON_HOLD:
            tell(person, Status.SUBMITTED, status, by=self.officer, at=person.settled_at, reason=ON_HOLD_BECAUSE)
        elif status != Status.SUBMITTED:
            tell(
                person, Status.SUBMITTED, status, by=self.officer, at=person.settled_at,
                reason=person.decision_note, code=person.decision_code,
            )  # fmt: skip

    def name_heads(self):
        headed = [guest for guest in self.guests if guest.people and guest.stage != S.WITHDRAWN]
        for number, guest in enumerate(headed):
            if guest.stage == S.REGISTERING and number % 4 == 0:
                continue  # not named yet
            guest.delegation.head = guest.people[0]
        Delegation.objects.bulk_update([guest.delegation for guest in headed], ["head"], batch_size=200)

    def ask_vetting(self):
        """About people of invented organisations only."""
        waiting = [
            delegate.accreditation
            for guest in self.guests
            if guest.is_invented
            for delegate in guest.people
            if delegate.accreditation.status in {Status.SUBMITTED, Status.UNDER_REVIEW}
        ]
        answers = [VettingStatus.ASKED, VettingStatus.CLEARED, VettingStatus.ASKED, VettingStatus.OBJECTION]
        for person, status in zip(waiting[::3][:12], answers * 3, strict=False):
            asked = self.between(person.submitted_at, self.ago(hours=4))
            vetting = Vetting(accreditation=person, status=status, asked_by=self.officer, asked_at=asked)
            if status != VettingStatus.ASKED:
                vetting.answered_by, vetting.answered_at = self.users["vetting"], self.between(asked, self.ago(hours=1))
                vetting.note = "Invented for the demonstration."
            vetting.save()
            self.story.tell(vetting, "", VettingStatus.ASKED, by=self.officer, at=asked)
            if status != VettingStatus.ASKED:
                self.story.tell(vetting, VettingStatus.ASKED, status, by=vetting.answered_by, at=vetting.answered_at)

    # Papers

    def hand_in_notes(self):
        """With everybody who has submitted, and some of those who are still at it."""
        documents = []
        for guest in self.guests:
            if guest.stage not in {S.CONFIRMED, S.SUBMITTED} and not (
                guest.stage == S.REGISTERING and guest.entity.code != UNION and self.chance.random() < 0.35
            ):
                continue
            people = [delegate.accreditation for delegate in guest.people[:25]]
            lines = [f"{person.badge_name}, {person.title}" for person in people]
            handed_in = guest.delegation.submitted_at or self.ago(days=self.chance.uniform(1, 9))
            documents.append(hand_in(guest.nominator, lines, by=guest.user, at=handed_in))
        Document.objects.bulk_create(documents)

    def submissions(self):
        """(guest, its roll, what was submitted) of every delegation that sent its people, for the receipts."""
        for guest in self.guests:
            if guest.delegation.submitted_at:
                at = guest.delegation.submitted_at
                people = [delegate for delegate in guest.people if delegate.accreditation.submitted_at == at]
                waits = [delegate for delegate in people if delegate.accreditation.status == Status.WAITLISTED]
                sent = [delegate for delegate in people if delegate not in waits]
                yield guest, Roll(guest.delegation), Submission(sent=sent, waitlisted=waits)


@contextmanager
def as_given(model, name):
    """Store the past: a column that fills itself with the present takes the value that it is given."""
    column = model._meta.get_field(name)
    column.auto_now_add = False
    try:
        yield
    finally:
        column.auto_now_add = True
