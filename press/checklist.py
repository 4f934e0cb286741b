"""The list of tasks of those who apply. Each is computed from the roll, which is read once for all of them."""

from functools import partial

from django.db.models import Count
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.addresses import address_of
from accreditation.models import WAITING, Status
from ceremony.desk import Progress, Task, TaskState, desk
from press.models import KIND, AssignmentLetter, EquipmentItem, LetterStatus, call_of
from press.models.equipment import NOWHERE
from press.own import roll_of

# Nothing is left for the applicant to do about these.
AT_REST = {Progress.DONE, Progress.WAITING, Progress.NOT_NEEDED}
WITH_THE_DESK = {*WAITING, Status.WAITLISTED}
MOST_TOLD = 5  # sentences a task; the page of the task has the others


def outlet(application, at):
    if not application.is_editorial:
        return TaskState(
            Progress.NOT_STARTED,
            (_now("Say that the outlet publishes editorial content of its own."),),
            _due(application),
        )
    return TaskState(Progress.DONE, (str(application.outlet),))


def people(application, at):
    roll, due = roll_of(application), _due(application)
    if roll.returned:
        return TaskState(
            Progress.ATTENTION, tuple(_now("%(name)s: to be corrected") % {"name": one} for one in roll.returned)
        )
    if not roll.coming:
        return TaskState(Progress.NOT_STARTED, (_now("Nobody is on the list yet."),), due)
    # The letter has a task of its own.
    lacks = [(one, what) for one in roll.drafts if (what := roll.missing(one, letter=False))]
    if lacks:
        told = [_now("%(name)s: %(what)s") % {"name": one, "what": ", ".join(map(str, what))} for one, what in lacks]
        return TaskState(Progress.IN_PROGRESS, tuple(shortened(told)), due)
    count = len(roll.coming)
    return TaskState(Progress.DONE, (ngettext("%(count)d person", "%(count)d people", count) % {"count": count},))


def shortened(sentences):
    if (more := len(sentences) - MOST_TOLD) <= 0:
        return sentences
    return [*sentences[:MOST_TOLD], ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}]


def letters(application, at):
    roll, due = roll_of(application), _due(application)
    there = letters_of(application)
    uncovered = [one for one in roll.coming if one.pk not in roll.named]
    rejected = [one for one in there if one.status == LetterStatus.REJECTED]
    if uncovered and rejected:
        return TaskState(Progress.ATTENTION, (_now("%(letter)s: not accepted") % {"letter": rejected[0]},), due)
    if uncovered:
        told = [_now("%(name)s is named in no letter.") % {"name": one} for one in uncovered]
        return TaskState(Progress.IN_PROGRESS if there else Progress.NOT_STARTED, tuple(shortened(told)), due)
    if not there:
        return TaskState(Progress.NOT_STARTED, (), due)
    waits = any(one.status == LetterStatus.HANDED_IN for one in there)
    # It is looked at when its people are: until they are sent nobody waits for it.
    return TaskState(Progress.WAITING if waits and not roll.drafts else Progress.DONE)


def letters_of(application):
    if "_letters" not in application.__dict__:
        application.__dict__["_letters"] = list(AssignmentLetter.objects.standing().filter(application=application))
    return application.__dict__["_letters"]


def equipment(application, at):
    items = EquipmentItem.objects.standing().filter(application=application)
    told = items.aggregate(count=Count("pk"), nowhere=Count("pk", filter=NOWHERE))
    count, nowhere = told["count"], told["nowhere"]
    if nowhere:
        words = ngettext(
            "%(count)d item says no port or no day of entry: the customs officers do not expect it.",
            "%(count)d items say no port or no day of entry: the customs officers do not expect them.",
            nowhere,
        )
        return TaskState(Progress.IN_PROGRESS, (words % {"count": nowhere},))
    if not count:
        return TaskState(
            Progress.NOT_NEEDED, (_now("Nothing is declared. Needed for what you bring in and take out."),)
        )
    return TaskState(Progress.DONE, (ngettext("%(count)d item", "%(count)d items", count) % {"count": count},))


def submit(application, at):
    roll, due = roll_of(application), _due(application)
    if not roll.coming:
        return TaskState(Progress.NOT_STARTED, (), due)
    if not roll.drafts:
        waits = any(one.accreditation.status in WITH_THE_DESK for one in roll.coming)
        return TaskState(Progress.WAITING if waits else Progress.DONE)
    words = ngettext(
        "%(count)d person has not been submitted.", "%(count)d people have not been submitted.", len(roll.drafts)
    )
    progress = Progress.NOT_STARTED if len(roll.drafts) == len(roll.coming) else Progress.IN_PART
    return TaskState(
        progress if application.may_send(at) else Progress.ATTENTION, (words % {"count": len(roll.drafts)},), due
    )


def _due(application):
    call = call_of(application.ceremony)
    return call and call.closes_at


# name, label, order, where it is done, its state
TASKS = [
    ("outlet", _("Outlet and contact"), 10, "press:outlet", outlet),
    ("people", _("People"), 20, "press:people", people),
    ("letters", _("Letters of assignment"), 30, "press:letters", letters),
    ("equipment", _("Equipment"), 40, "press:equipment", equipment),
    ("submit", _("Check and submit"), 90, "press:submit", submit),
]


def _address(view, nominator):
    return address_of(view, nominator.ceremony.slug, nominator.press_application.key)


def _state(state, nominator, at):
    return state(nominator.press_application, at)


def register():
    for name, label, order, view, state in TASKS:
        desk.add(
            Task(
                name=f"press.{name}",
                label=label,
                kinds=frozenset({KIND}),
                order=order,
                address=partial(_address, view),
                state=partial(_state, state),
            )
        )
