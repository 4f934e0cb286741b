"""Make a rehearsal: a ceremony of its own with the same rooms, times and officers, and nobody else."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ceremony.desk import Copy, desk
from ceremony.models import Ceremony, LedgerRow, Officer, RoomBlock, RoomSetup
from ceremony.permissions import can_organise
from ceremony.procedure import Refused

SUFFIX = "-rehearsal"


def make_rehearsal(original, *, by, at):
    """Copies settings, rooms, deadlines, quotas, officers and what the rooms above bring (`desk.Copy`).

    Officers keep the role that they have been given and, for treaty and depositary, seconded: the two organisers'
    decision was about the person, and a role in a rehearsal gives less. Delegations and people are not copied.
    It is not public until an organiser says so. Raises Refused when there is one already.
    """
    if by and not can_organise(by, original):
        raise Refused(_("Only an organiser of this ceremony makes its rehearsal."), code="not_an_organiser")
    if original.is_rehearsal:
        raise Refused(_("This is a rehearsal already."), code="is_rehearsal")
    slug = original.slug[: Ceremony._meta.get_field("slug").max_length - len(SUFFIX)] + SUFFIX
    exists = Refused(_("There is a rehearsal already, at the address “%(slug)s”.") % {"slug": slug}, code="exists")
    if Ceremony.objects.filter(slug=slug).exists():
        raise exists
    try:
        with transaction.atomic():
            return _copy(original, slug, by, at)
    except IntegrityError as error:
        if Ceremony.objects.filter(slug=slug).exists():
            raise exists from error
        raise


def _copy(original, slug, by, at):
    rehearsal = twin(original, slug=slug, is_rehearsal=True, is_public=False, rehearsal_of=original)
    LedgerRow.objects.record(rehearsal, before="", after="made", by=by, at=at, ceremony=rehearsal)
    copied = {original: rehearsal}
    for row in [*original.rooms.all(), *original.deadlines.all(), *original.quotas.all()]:
        copied[row] = twin(row, ceremony=rehearsal)
    for one in [*RoomSetup.objects.filter(room__ceremony=original), *RoomBlock.objects.filter(room__ceremony=original)]:
        twin(one, room=copied[one.room])
    for officer in Officer.objects.active().filter(ceremony=original):
        office = copied[officer] = twin(officer, ceremony=rehearsal)
        LedgerRow.objects.record(office, before="", after=office.status, by=by, at=at, reason=f"= {original.slug}")
    for room in desk.in_order(Copy):
        room.copy(original, rehearsal, copied, at)
    return rehearsal


def twin(row, **changes):
    """A new row with the same values."""
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    twin = type(row)(**values)
    for name, value in changes.items():
        setattr(twin, name, value)
    twin.save(force_insert=True)
    return twin
