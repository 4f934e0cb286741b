"""Why a copy of full powers cannot be accepted, from what the examiner read in it and ticked. Rule 1."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from signatures.names import is_one_person


@dataclass(frozen=True)
class Flaw:
    field: str  # the column that it is about
    sentence: str
    code: str = ""  # of the rule that stands against it; empty where something is merely not written yet


def flaws_of(powers) -> list[Flaw]:
    return [*_of_the_issuer(powers), *_of_the_person(powers), *_of_the_paper(powers)]


def _of_the_issuer(powers):
    from signatures.models import Office

    allowed = powers.treaty.issuing_offices_for(powers.entity)
    if not powers.issuer_office:
        yield Flaw("issuer_office", _("Say which office issued it."))
    elif powers.issuer_office not in allowed:
        words = _("“%(office)s” does not issue full powers: they come from %(offices)s.") % {
            "office": Office(powers.issuer_office).label,
            "offices": " / ".join(str(Office(office).label) for office in allowed) or "—",
        }
        yield Flaw("issuer_office", words, "powers_of_another_office")
    if not powers.issuer_name.strip():
        yield Flaw("issuer_name", _("Write the name of the issuer."))


def _of_the_person(powers):
    if not powers.person_named.strip():
        yield Flaw("person_named", _("Write the name of the person whom it empowers."))
    elif is_one_person(powers.person_named, powers.issuer_name):
        words = _("Nobody issues full powers to himself or herself: issuer and person are the same.")
        yield Flaw("person_named", words, "powers_to_oneself")


def _of_the_paper(powers):
    from signatures.models import Check

    if not powers.issued_on:
        yield Flaw("issued_on", _("Write its date."))
    for check in Check:
        if check not in powers.checks:
            yield Flaw("checks", _("Not ticked: %(check)s.") % {"check": check.label}, f"not_{check.value}")
