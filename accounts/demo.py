"""The people of the demo, whom a visitor may look around as. Invented, and they look it."""

from dataclasses import dataclass

from django.conf import settings
from django.core.checks import Tags, Warning, register
from django.utils.translation import gettext_lazy as _

ADDRESSES_END = "@demo.plenipo.example"


@dataclass(frozen=True)
class DemoPerson:
    key: str  # officers: their role in the ceremony, with hyphens
    name: str
    does: str
    role: str = ""  # of an officer, as the ceremony names it
    entity: str = ""  # of a focal point, the directory's code
    is_staff: bool = False

    @property
    def email(self):
        return self.key + ADDRESSES_END


def _officer(key, name, does, role=""):
    return DemoPerson(key, name, does, role=role or key.replace("-", "_"), is_staff=True)


DEMO_PEOPLE = {
    person.key: person
    for person in [
        DemoPerson(
            "organiser", "Olga Organiser-Example", _("Organiser: sets up the ceremony, invites, watches what is late"),
            role="organiser", is_staff=True,
        ),
        _officer(
            "second-organiser", "Sven Second-Example", _("Second organiser: seconds treaty and depositary roles"),
            "organiser",
        ),
        _officer("accreditation", "Adil Accreditor-Example", _("Accreditation officer: approves, returns, refuses")),
        _officer("vetting", "Vera Vetting-Example", _("Vetting officer: gives the security opinion")),
        _officer("side-events", "Sofia Sideline-Example", _("Side-event coordinator: reviews and places proposals")),
        _officer("press-desk", "Pablo Pressdesk-Example", _("Press desk: outlets, journalists, pools")),
        _officer("treaty", "Thuy Treaty-Example", _("Treaty officer: full powers, call list, signing desk")),
        _officer("depositary", "Dora Depositary-Example", _("Depositary's officer: verifies, confirms, annuls")),
        _officer(
            "second-depositary", "Deniz Second-Example",
            _("Second depositary's officer: confirms what the first has corrected"), "depositary",
        ),
        _officer("gate", "Gustav Gate-Example", _("Gate: looks at badges")),
        _officer("reader", "Rafa Reader-Example", _("Reader: sees the figures, changes nothing")),
        DemoPerson("focal-kenya", "Kito Example", _("Focal point of Kenya: registers the delegation"), entity="KEN"),
        DemoPerson("focal-viet-nam", "Hoa Example", _("Focal point of Viet Nam, the host"), entity="VNM"),
        DemoPerson("focal-eu", "Eva Example", _("Focal point of the European Union"), entity="EUE"),
        DemoPerson("press-contact", "Pia Contact-Example", _("Contact of a media outlet: registers its team")),
        DemoPerson("press-escort", "Emil Escort-Example", _("Escorts a press pool, moderates a press conference")),
    ]
}  # fmt: skip


@register(Tags.security, deploy=True)
def the_demo_is_off(app_configs, **kwargs):
    """`check --deploy` says it before the first stranger finds out."""
    if not settings.DEMO:
        return []
    return [Warning("DEMO is on: with one click anybody signs in as an organiser of the demo.", id="accounts.W001")]
