"""Who answers for a State or organisation at a ceremony: its focal points there, else whom the directory writes to."""

from django.db.models import Q

from accounts.models import User
from accreditation.models import Nominator, NominatorContact
from directory.models import Contact, Entity


def _at(ceremony):
    """The contacts of those who put forward people for an entity at this ceremony."""
    return NominatorContact.objects.filter(
        nominator__ceremony=ceremony, nominator__entity__isnull=False, is_active=True
    ).order_by("pk")


def nominated_by(user, ceremony):
    """Entities for which this person answers at the ceremony: in their name he may propose."""
    return Entity.objects.filter(
        pk__in=Nominator.objects.filter(ceremony=ceremony).answered_by(user).values("entity")
    )  # fmt: skip


def focal_points_of(entity, ceremony):
    """Those who answer for it at the ceremony, in the order of their names."""
    contacts = _at(ceremony).filter(nominator__entity=entity)
    return User.objects.filter(pk__in=contacts.order_by().values("user")).order_by("name", "pk")


def entities_of(user, ceremony):
    """And those whose address in the directory is his, as long as nobody answers for them at the ceremony."""
    written_to = Contact.objects.filter(email__iexact=user.email, is_active=True).exclude(
        entity__in=_at(ceremony).values("nominator__entity")
    )
    return Entity.objects.filter(Q(pk__in=nominated_by(user, ceremony)) | Q(pk__in=written_to.values("entity")))


def people_of(entities, ceremony) -> dict:
    """{key of the entity: [users]}: to whom a letter to each of these goes. Empty where nobody is known."""
    found = {entity.pk: [] for entity in entities}
    contacts = _at(ceremony).filter(nominator__entity__in=list(found)).select_related("user", "nominator")
    for contact in contacts:
        if contact.user not in found[contact.nominator.entity_id]:
            found[contact.nominator.entity_id].append(contact.user)
    without = [key for key, users in found.items() if not users]
    for contact in Contact.objects.filter(entity__in=without, is_active=True).order_by("pk") if without else []:
        user, _made = User.objects.reachable_at(contact.email, name=contact.name, language=contact.language)
        found[contact.entity_id].append(user)
    return found


def ceremonies_of(user):
    """Those at which his entity was asked to sponsor, or he to speak or chair: he sees them before they are public."""
    from ceremony.models import Ceremony
    from events.models import SessionChair, Speaker, Sponsor

    if not user.is_authenticated:
        return Ceremony.objects.none().values("pk")
    asked = Sponsor.objects.asked().filter(
        entity__in=Contact.objects.filter(email__iexact=user.email, is_active=True).values("entity")
    )
    speaking = Speaker.objects.by_person(user)
    chairing = SessionChair.objects.by_person(user)
    return (
        Ceremony.objects.filter(
            Q(pk__in=asked.values("side_event__ceremony"))
            | Q(pk__in=speaking.values("side_event__ceremony"))
            | Q(pk__in=speaking.values("session__ceremony"))
            | Q(pk__in=chairing.values("session__ceremony"))
        )
        .order_by()
        .values("pk")
    )
