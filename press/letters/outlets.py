"""What those who apply for an outlet are told of the outlet itself: it is no bona fide media, or one with another."""

from django.utils.translation import gettext_lazy as _

from notifications.kinds import letter_kinds
from press.letters.writing import PressLetter, write_to_nominators

OUTLET = {"outlet": (_("the outlet"), _("Example Times"))}


def _is_rejected_still(letter):
    """An officer may have looked at it again before the letter was released."""
    from press.models import Outlet, OutletStatus

    return Outlet.objects.filter(pk=letter.cause.split(":")[1], status=OutletStatus.REJECTED).exists()


REJECTED = PressLetter(
    name="press.outlet_rejected",
    label=_("Press: an outlet is not accredited as media"),
    subject=_("{outlet}: not accredited as media"),
    body=_(
        "{outlet} is not accredited as media at the {ceremony}, for this reason:\n\n{reason}\n\n"
        "Nobody can be accredited for it. What you have entered is kept. If we are mistaken, or for questions, please write to "
        "{contact}."
    ),
    placeholders=OUTLET | {"reason": (_("what the press desk wrote"), _("It publishes no editorial content of its own."))},
    button=_("See your application"),
    is_decision=True,
    still_wanted=_is_rejected_still,
)  # fmt: skip
MERGED = PressLetter(
    name="press.outlet_merged",
    label=_("Press: an outlet is one with another"),
    subject=_("Your application for {before} stands under {outlet}"),
    body=_(
        "The press desk has found that {before} and {outlet} are one outlet. Your application for the {ceremony} stands under "
        "{outlet} from now on, with all its people, letters of assignment and equipment; both names lead to it, and the places "
        "of the outlet are counted together.\n\n"
        "You need not do anything. If the two are not one, please write to {contact} at once."
    ),
    placeholders=OUTLET | {"before": (_("the name of before"), _("Example Times Online"))},
    button=_("See your application"),
)
KINDS = [REJECTED, MERGED]


def register():
    letter_kinds.add(*KINDS)


def outlet_rejected(outlet, *, at):
    """To every contact of its applications."""
    _write(REJECTED, outlet, outlet.applications.all(), {"outlet": outlet.name, "reason": outlet.decision_note}, at)


def outlet_merged(before, into, applications, *, at):
    """To every contact of the applications that went over with it."""
    _write(MERGED, into, applications, {"outlet": into.name, "before": before.name}, at)


def _write(kind, outlet, applications, values, at):
    of_nominator = {
        one.nominator_id: one for one in applications.select_related("nominator__ceremony").defer("contact_phone")
    }
    cause = f"press.outlet:{outlet.pk}:{at.isoformat()}"
    write_to_nominators(
        kind, outlet.ceremony, {one.nominator: (cause, values) for one in of_nominator.values()},
        link_to=lambda nominator: of_nominator[nominator].get_absolute_url(),
    )  # fmt: skip
