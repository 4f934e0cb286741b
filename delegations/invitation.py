"""Inviting States and organisations: one delegation each, one letter to each of its contacts.

Two hundred and sixty of them are one click, so nothing here is done once an entity: the number of statements is the
same for one as for all.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accreditation.models import Nominator, NominatorContact
from ceremony.models import Ceremony, Deadline, DeadlineKind, LedgerRow
from delegations import letters
from delegations.models import KIND, Delegation, DelegationStatus
from directory.models import Contact


@dataclass
class Invitation:
    """What was done, or would be done, with each of the entities that were chosen."""

    invited: list = field(default_factory=list)  # (entity, its contacts)
    skipped: list = field(default_factory=list)  # (entity, why)
    unreachable: set = field(default_factory=set)  # those of the skipped whom a contact would help

    @property
    def letters(self):
        return sum(len(contacts) for _entity, contacts in self.invited)


def invited_already(ceremony, entities):
    """Of these entities those that have a delegation at the ceremony: primary key -> its status."""
    found = Delegation.objects.filter(nominator__ceremony=ceremony, nominator__entity__in=entities)
    return {entity: DelegationStatus(status) for entity, status in found.values_list("nominator__entity", "status")}


def plan(ceremony, entities):
    """Who would be invited and who skipped, and why; changes nothing."""
    entities = list(entities)
    there = invited_already(ceremony, entities)
    contacts = {}
    for contact in Contact.objects.filter(entity__in=entities, is_active=True).order_by("pk"):
        contacts.setdefault(contact.entity_id, []).append(contact)
    addresses = {contact.email.lower() for group in contacts.values() for contact in group}
    closed = set(User.objects.filter(email__in=addresses, is_active=False).values_list("email", flat=True))
    result = Invitation()
    for entity in entities:
        reachable = [contact for contact in contacts.get(entity.pk, []) if contact.email.lower() not in closed]
        if entity.pk in there:
            result.skipped.append((entity, _("invited already, now “%(status)s”") % {"status": there[entity.pk].label}))
        elif entity.pk not in contacts:
            result.skipped.append((entity, _("no contact to write to")))
            result.unreachable.add(entity)
        elif not reachable:
            result.skipped.append((entity, _("its contact's account is closed")))
            result.unreachable.add(entity)
        else:
            result.invited.append((entity, reachable))
    return result


def invite(ceremony, entities, *, by, at):
    """Invite each of these entities that can be; returns the Invitation that says what was done with each.

    Safe to repeat: whoever was invited already is skipped, and says so. `by` is None only on the shell.
    """
    with transaction.atomic():
        # Two organisers who invite at once: the second one's plan is made after the first one's rows.
        Ceremony.objects.select_for_update().get(pk=ceremony.pk)
        result = plan(ceremony, entities)
        users = _accounts([contact for _entity, contacts in result.invited for contact in contacts])
        nominators = Nominator.objects.bulk_create(
            Nominator(ceremony=ceremony, kind=KIND, entity=entity) for entity, _contacts in result.invited
        )
        pairs = [
            (nominator, users[contact.email.lower()])
            for nominator, (_entity, contacts) in zip(nominators, result.invited, strict=True)
            for contact in contacts
        ]
        NominatorContact.objects.bulk_create(
            NominatorContact(nominator=nominator, user=user) for nominator, user in pairs
        )
        delegations = Delegation.objects.bulk_create(
            Delegation(nominator=nominator, invited_by=by, invited_at=at) for nominator in nominators
        )
        LedgerRow.objects.bulk_create(
            LedgerRow(
                ceremony=ceremony,
                subject=Delegation._meta.label_lower,
                subject_id=delegation.pk,
                after=delegation.status,
                by=by,
                by_name=str(by) if by else "",
                at=at,
            )
            for delegation in delegations
        )
        of_nominator = {delegation.nominator_id: delegation for delegation in delegations}
        closes = Deadline.objects.filter(ceremony=ceremony, kind=DeadlineKind.REGISTRATION).first()
        letters.invitations(
            [(of_nominator[nominator.pk], user) for nominator, user in pairs], closes=closes.at if closes else None
        )
    return result


def _accounts(contacts):
    """Address -> account, made where there is none. An account that is there keeps its name, language and rights."""
    wanted = {contact.email.lower(): contact for contact in contacts}
    known = {user.email: user for user in User.objects.filter(email__in=wanted)}
    new = []
    for email, contact in wanted.items():
        if email not in known:
            user = User(email=email, name=contact.name, language=contact.language or settings.LANGUAGE_CODE)
            user.set_unusable_password()
            new.append(user)
    User.objects.bulk_create(new)
    return known | {user.email: user for user in new}
