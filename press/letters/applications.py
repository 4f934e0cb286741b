"""The letters of applications: receipts, late admissions, quotas, letters of assignment, equipment, what was given up."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from notifications.kinds import letter_kinds
from press.letters.writing import PressLetter, write_to_nominators

OUTLET = {"outlet": (_("the outlet"), _("Example Times"))}
WHEN = {"when": (_("when"), "10 October 2025, 15:04 (Ha Noi time)")}
REASON = {"reason": (_("what the press desk wrote"), _("The letter bears no signature."))}

RECEIVED = PressLetter(
    name="press.application_received",
    label=_("Press: receipt of an application"),
    subject=_("Received: accreditation of the press, {outlet}"),
    body=_(
        "We have received your application for {outlet} for the {ceremony}, on {when}:\n\n"
        "{people}\n\n"
        "You will hear of each decision by letter. Behind the button you see at any time where each person stands and "
        "what is missing."
    ),
    placeholders=OUTLET | WHEN | {"people": (_("the people, a line each, with what became of them"), _("Amina Example: submitted"))},
    button=_("See your application"),
)  # fmt: skip
COLLEAGUE_ADDED = PressLetter(
    name="press.colleague_added",
    label=_("Press: another contact of an application"),
    subject=_("{ceremony}: you answer for the press application of {outlet}"),
    body=_(
        "{colleague} has named you as a contact of the application of {outlet} for the {ceremony}. You see and change "
        "it behind the button; letters about it come to you too."
    ),
    placeholders=OUTLET | {"colleague": (_("who named the colleague"), _("Kito Example"))},
    button=_("See the application"),
)
ADMITTED_LATE = PressLetter(
    name="press.admitted_late",
    label=_("Press: admitted after the deadline"),
    subject=_("{outlet}: you may still submit your application"),
    body=_(
        "The time for applications has passed, but the press desk lets you submit that of {outlet} for the {ceremony}. "
        "Please do it at once: check it behind the button and submit it."
    ),
    placeholders=OUTLET,
    button=_("Check and submit"),
)
QUOTA_GRANTED = PressLetter(
    name="press.quota_granted",
    label=_("Press: a higher quota is granted"),
    subject=_("{outlet}: {limit} places"),
    body=_(
        "You asked for {wanted} places for {outlet} at the {ceremony}. The quota is {limit} now. People on the waiting list "
        "have moved up as far as there is room.\n\n{reason}"
    ),
    placeholders=OUTLET | REASON | {"wanted": (_("how many were asked for"), "9"), "limit": (_("the quota now"), "9")},
    button=_("See your application"),
)
QUOTA_DECLINED = PressLetter(
    name="press.quota_declined",
    label=_("Press: a higher quota is not granted"),
    subject=_("{outlet}: no more places could be given"),
    body=_(
        "You asked for {wanted} places for {outlet} at the {ceremony}. They could not be given, for this reason:\n\n{reason}\n\n"
        "People on the waiting list stay there. For questions please write to {contact}."
    ),
    placeholders=OUTLET | REASON | {"wanted": (_("how many were asked for"), "9")},
    button=_("See your application"),
)
LETTER_REJECTED = PressLetter(
    name="press.letter_rejected",
    label=_("Press: a letter of assignment is not accepted"),
    subject=_("{outlet}: please hand in another letter of assignment"),
    body=_(
        "The letter of assignment of {dated} for {outlet} could not be accepted. Wanting: {points}.\n\n{reason}\n\n"
        "Please hand in another one behind the button: on letterhead, signed, dated, for the days of the ceremony, with the "
        "name of everybody whom it sends."
    ),
    placeholders=OUTLET
    | REASON
    | {"dated": (_("the date of the letter"), "1 October 2025"), "points": (_("what is wanting"), _("signed"))},
    button=_("Hand in a letter"),
    is_decision=True,
)
EQUIPMENT_DECIDED = PressLetter(
    name="press.equipment_decided",
    label=_("Press: equipment granted or not"),
    subject=_("{outlet}: your equipment"),
    body=_(
        "It was decided about the following equipment of {outlet} for the {ceremony}:\n\n{items}\n\n"
        "Bring this list and the ATA carnet, if there is one, to the customs officer at your port of entry."
    ),
    placeholders=OUTLET | {"items": (_("the items, a line each"), _("Example Camera X1 123: granted"))},
    button=_("See your list"),
    is_decision=True,
)
GIVEN_UP = PressLetter(
    name="press.given_up",
    label=_("Press: places given up with an accreditation"),
    subject=_("{outlet}: places were given up"),
    body=_(
        "The accreditation of {name} for the {ceremony} does not stand as it did: another letter says why. What only "
        "accredited people hold was given up, for those who wait:\n\n{held}\n\n{next}"
    ),
    placeholders=OUTLET
    | {
        "name": (_("the person"), _("Amina Example")),
        "held": (_("what was given up, a line each"), _("Pool “Signing ceremony”: the place")),
        "next": (_("what becomes of it later"), _("Please hand the badge in at the press desk.")),
    },
    button=_("See your application"),
    is_decision=True,
)
KINDS = [
    RECEIVED, COLLEAGUE_ADDED, ADMITTED_LATE, QUOTA_GRANTED, QUOTA_DECLINED, LETTER_REJECTED, EQUIPMENT_DECIDED, GIVEN_UP,
]  # fmt: skip


def register():
    letter_kinds.add(*KINDS)


def _write(kind, application, cause, values, users=None):
    values = {"outlet": application.outlet} | values
    write_to_nominators(
        kind, application.ceremony, {application.nominator: (cause, values)}, link_to=application.get_absolute_url(),
        users=users,
    )  # fmt: skip


def submitted(application, *, result, at):
    """The receipt, to every contact: who was received, who waits for a place, who stays behind."""
    values = {
        "when": at,
        "people": lambda: [
            *(_now("%(name)s: submitted") % {"name": one} for one in result.sent),
            *(_now("%(name)s: on the waiting list") % {"name": one} for one in result.waitlisted),
            *(_now("%(name)s: not submitted, incomplete") % {"name": one} for one, _lacks in result.kept),
        ],
    }
    _write(RECEIVED, application, f"press.application:{application.pk}:{at.isoformat()}", values)


def colleague_added(application, user, *, by, at):
    cause = f"press.application:{application.pk}:{at.isoformat()}"
    _write(COLLEAGUE_ADDED, application, cause, {"colleague": by}, users=[user])


def admitted_late(application, *, at):
    _write(ADMITTED_LATE, application, f"press.application:{application.pk}", {})


def quota_answered(request, *, limit):
    """`limit` is the quota that was given, None where the answer is no."""
    values = {"wanted": request.wanted, "reason": request.answer}
    cause = f"press.quota_request:{request.pk}"
    if limit is None:
        _write(QUOTA_DECLINED, request.application, cause, values)
    else:
        _write(QUOTA_GRANTED, request.application, cause, values | {"limit": limit})


def letter_rejected(letter, *, at):
    values = {
        "dated": letter.dated,
        "points": lambda: ", ".join(str(point) for point in letter.failed_points),
        "reason": letter.note,
    }
    _write(LETTER_REJECTED, letter.application, f"press.letter:{letter.pk}:{at.isoformat()}", values)


def equipment_decided(items, *, at):
    """One letter an application, naming all of `items` that were decided now."""
    together = {}
    for item in items:
        together.setdefault(item.application_id, []).append(item)
    for some in together.values():
        application = some[0].application
        values = {"items": lambda some=some: [_line(item) for item in some]}
        _write(EQUIPMENT_DECIDED, application, f"press.equipment:{some[0].pk}:{at.isoformat()}", values)


def _line(item):
    said = f"{item}: {item.get_status_display()}"
    return f"{said}. {item.decision_note}" if item.decision_note else said


def given_up(journalist, *, requests, seats, badges, may_return, at):
    """What somebody held who is accredited no more; `may_return`: who is approved again waits in his turn."""
    values = {
        "name": journalist,
        "held": lambda: [
            *(_now("Pool “%(pool)s”: the place") % {"pool": one.pool} for one in requests),
            *(_now("Press conference “%(what)s”: the seat") % {"what": one.conference} for one in seats),
            *(_now("The badge: please hand it in at the press desk") for _one in badges),
        ],
        "next": lambda: (
            _now("Once approved again, the person is the next for whom there is room, and gets a new badge.")
            if may_return
            else ""
        ),
    }
    _write(GIVEN_UP, journalist.application, f"press.journalist:{journalist.pk}:{at.isoformat()}", values)
