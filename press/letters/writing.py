"""How the room writes: one letter to each contact of a nominator, about all of its people at once."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from notifications.kinds import LetterKind
from notifications.post import Addressee, post_many

# A newsroom is no embassy.
PressLetter = partial(LetterKind, salutation=_("Good day,"))


def write_to_nominators(kind, ceremony, told, *, link_to, users=None):
    """`told` is nominator -> (cause, values); `users` instead of its contacts. Contacts are read in one statement."""
    from accreditation.models import NominatorContact

    if users is None:
        contacts = (
            NominatorContact.objects.filter(nominator__in=told, is_active=True).select_related("user").order_by("pk")
        )
        pairs = [(contact.nominator_id, contact.user) for contact in contacts]
    else:
        pairs = [(nominator.pk, user) for nominator in told for user in users]
    by_key = {nominator.pk: said for nominator, said in told.items()}
    addressees = []
    for nominator_key, user in pairs:
        cause, values = by_key[nominator_key]
        addressees.append(Addressee(user, cause, values, link_to(nominator_key) if callable(link_to) else link_to))
    if addressees:
        post_many(kind.name, addressees, ceremony=ceremony)
