"""What the one queue of people knows of the press: beside each the outlet and its letter; and what bars an approval."""

from django.db import connection
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accreditation.kinds import PersonKind, same_passport
from accreditation.kinds import register as register_kind
from accreditation.models import RefusalCode, ReturnCode, Status
from accreditation.models.accreditation import SENTENCES
from ceremony.models import Role
from press import leaving, retention
from press.beside import Beside
from press.letters.decisions import LETTER_OF
from press.models import KIND, Function, Journalist, Outlet, OutletStatus
from press.queue_filters import FILTERS

REFUSALS = (
    RefusalCode.NO_LETTER, RefusalCode.LETTER, RefusalCode.NOT_NAMED, RefusalCode.NOT_MEDIA, RefusalCode.SAMPLES,
    RefusalCode.IDENTITY, RefusalCode.PHOTO, RefusalCode.LATE, RefusalCode.QUOTA, RefusalCode.DOUBLE,
    RefusalCode.INCOMPLETE, RefusalCode.SECURITY,
)  # fmt: skip
RETURNS = (
    ReturnCode.LETTER, ReturnCode.NOT_NAMED, ReturnCode.PRESS_CARD, ReturnCode.SAMPLES, ReturnCode.PASSPORT,
    ReturnCode.NAME, ReturnCode.PHOTO, ReturnCode.FUNCTION, ReturnCode.OUTLET, ReturnCode.OTHER,
)  # fmt: skip
IN_DATABASE = {
    "no_more_approved_than_the_outlets_quota": _("The quota of the outlet is used up: raise it first."),
    "nobody_is_approved_for_a_rejected_outlet": _("The outlet is not bona fide media."),
    "who_holds_a_place_stays_approved": _("Somebody gave this person a place or a badge at this moment: try again."),
}


def panel_context(accreditation):
    beside = Beside.of(accreditation)
    journalist = beside.journalist
    return {
        "journalist": journalist,
        "application": journalist.application,
        "outlet": beside.outlet,
        "letters": beside.letters,
        "named_in": beside.names,
        "uncovered": beside.uncovered,
        "samples": beside.samples,
        "equipment_count": journalist.equipment_count,
        "quota": beside.limit,
        "placed": journalist.placed,
    }


def blockers(accreditation, at):
    """A journalist is approved for a verified outlet, with a letter that names him, a press card and a good passport."""
    if connection.in_atomic_block and "read_once" not in accreditation.__dict__:
        # An approval: the outlet before the person, as everything that counts its people does.
        outlets = Outlet.objects.select_for_update(of=("self",), no_key=True)
        list(outlets.filter(applications__nominator=accreditation.nominator_id).values_list("pk"))
    beside = Beside.of(accreditation)
    journalist, outlet, ceremony = beside.journalist, beside.outlet, accreditation.ceremony
    against = []
    if outlet.status == OutletStatus.REJECTED:
        against.append(
            _now("%(outlet)s is not bona fide media: %(why)s") % {"outlet": outlet, "why": outlet.decision_note}
        )
    elif outlet.status != OutletStatus.VERIFIED:
        against.append(_now("%(outlet)s is not verified: look at the outlet first.") % {"outlet": outlet})
    if beside.uncovered:
        against.append(beside.uncovered)
    if journalist.needs_press_card and not journalist.press_card:
        against.append(_now("The press card is missing."))
    if journalist.press_card_expires and journalist.press_card_expires < ceremony.starts_on:
        against.append(_now("The press card expires before the ceremony."))
    if journalist.passport_expires and journalist.passport_expires < ceremony.ends_on:
        against.append(_now("The passport expires before the end of the ceremony."))
    if journalist.needs_samples and not beside.has_samples:
        against.append(_now("Samples of work are missing."))
    if beside.limit is not None and journalist.approved >= beside.limit:
        against.append(
            _now("The quota of %(outlet)s is %(limit)d, and as many are approved: raise it first.")
            % {"outlet": outlet, "limit": beside.limit}
        )
    return against + _elsewhere(accreditation)


def _elsewhere(accreditation):
    """Nobody is delegate and press. Who is approved elsewhere is said by the queue itself; this is of those who wait."""
    return [
        _now("%(name)s is put forward with this passport by %(nominator)s too: nobody is delegate and press.")
        % {"name": one, "nominator": one.nominator}
        for one in same_passport(accreditation)
        if one.nominator.kind != KIND and one.status not in {Status.DRAFT, Status.APPROVED}
    ]


FUNCTION = Subquery(Journalist.objects.filter(accreditation=OuterRef("pk")).order_by().values("function"))


def function_words():
    """What somebody of the press is, for the list of the queue: "Photographer"."""
    return dict(Function.choices)


def in_role(people, role):
    return people.filter(journalist__function=role)


def found_by(word):
    """The queue's search finds the people of an outlet by any of its names."""
    of_outlet = Journalist.objects.filter(
        accreditation=OuterRef("pk"), application__outlet__search_key__contains=word
    )  # fmt: skip
    return Q(Exists(of_outlet))


def hold(people):
    """The outlets of these people: whoever counts them one after the other waits here, not in the middle of another."""
    Outlet.objects.locked(*Outlet.objects.of_people(people))


def address(nominator):
    from django.urls import reverse

    return reverse("press:application", args=[nominator.ceremony.slug, nominator.press_application.key])


def register():
    register_kind(
        PersonKind(
            name=KIND,
            label=_("Press"),
            panel="press/_person_panel.html",
            panel_context=panel_context,
            blockers=blockers,
            address=address,
            function=FUNCTION,
            function_words=function_words,
            in_role=in_role,
            deciders=frozenset({Role.PRESS_DESK}),
            refusals=REFUSALS,
            returns=RETURNS,
            letters=LETTER_OF,
            filters=FILTERS,
            navigation="press/_queue_nav.html",
            found_by=found_by,
            hold=hold,
            leave=leaving.leave,
            erase=retention.erase_journalists,
        )
    )
    SENTENCES.update(IN_DATABASE)
