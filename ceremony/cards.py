"""What this room itself brings to the pages that gather."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.addresses import address_of
from ceremony.desk import Card, Late, Watch, desk
from ceremony.models import Officer, OfficerStatus, Role


def address(name):
    return lambda ceremony: address_of(name, ceremony.slug)


def proposed(ceremony):
    return Officer.objects.filter(ceremony=ceremony, status=OfficerStatus.PROPOSED)


def roles_without_a_second(ceremony, at):
    """A treaty or depositary role that no second organiser has looked at yet."""
    return [
        Late(
            what=_("%(person)s is proposed as %(role)s.") % {"person": one.user, "role": one.get_role_display()},
            since=one.granted_at,
            whose=_("A second organiser"),
            address=address_of("ceremony:officers", ceremony.slug),
        )
        for one in proposed(ceremony).select_related("user")
    ]


def register():
    desk.add(
        Card(
            name="ceremony.overview",
            label=gettext_lazy("Overview"),
            roles=frozenset(Role.values),
            order=0,
            address=address("ceremony:overview"),
        )
    )
    desk.add(
        Card(
            name="ceremony.officers",
            label=gettext_lazy("Officers"),
            roles=frozenset({Role.ORGANISER}),
            order=900,
            address=address("ceremony:officers"),
            waiting=lambda ceremony, at: proposed(ceremony).count(),
            description=gettext_lazy("Who has which role, and who gave it."),
        )
    )
    desk.add(
        Watch(
            name="ceremony.seconds",
            order=900,
            late=roles_without_a_second,
            roles=frozenset({Role.ORGANISER}),
        )
    )
