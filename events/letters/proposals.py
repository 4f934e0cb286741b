"""The letters of a proposal's life: to its lead, to those whom it asks, and to the coordinators."""

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.models import Officer, Role
from events.answering import people_of
from notifications.kinds import LetterKind, letter_kinds
from notifications.post import Addressee, post_many

EVENT = {
    "reference": (_("number of the proposal"), "SE-012"),
    "title": (_("title of the side event"), _("Evidence across borders")),
    "lead": (_("its lead"), "Kenya"),
}
SPONSOR = {"sponsor": (_("the co-sponsor"), "Brazil")}
REASON = {"reason": (_("the reason given"), _("All slots are taken."))}
WHEN = {"when": (_("when"), "10 October 2025, 15:04 (Ha Noi time)")}

RECEIVED = LetterKind(
    name="events.received",
    label=_("Side event: receipt of a proposal"),
    subject=_("Received: side event {reference}"),
    body=_(
        "We have received the proposal of {lead} for a side event at the {ceremony}:\n\n"
        "{reference}, “{title}”\n\n"
        "It was submitted on {when}. Its co-sponsors are asked by letter and confirm for themselves; those who have not "
        "confirmed are left off the programme.\n\n"
        "You will hear of the decision by letter."
    ),
    placeholders=EVENT | WHEN,
    button=_("See the proposal"),
)
SPONSOR_ASKED = LetterKind(
    name="events.sponsor_asked",
    label=_("Side event: will you co-sponsor?"),
    subject=_("{lead} names {sponsor} as a co-sponsor of a side event"),
    body=_(
        "{lead} proposes a side event at the {ceremony} and names {sponsor} as a co-sponsor:\n\n"
        "{reference}, “{title}”\n\n"
        "Please say on the page behind the button whether that is so. Until you confirm, {sponsor} does not appear in the "
        "programme. You need no password: the page sends a code to this address."
    ),
    placeholders=EVENT | SPONSOR,
    button=_("Read the proposal and answer"),
    still_wanted=lambda letter: _still_asked(letter),
)
SPONSOR_DROPPED = LetterKind(
    name="events.sponsor_dropped",
    label=_("Side event: no longer asked to co-sponsor"),
    subject=_("Side event {reference}: {sponsor} is no longer asked"),
    body=_(
        "{lead} had asked {sponsor} to co-sponsor a side event at the {ceremony}:\n\n"
        "{reference}, “{title}”\n\n"
        "It has taken the question back before it was answered. You need do nothing."
    ),
    placeholders=EVENT | SPONSOR,
)
SPONSOR_ANSWERED = LetterKind(
    name="events.sponsor_answered",
    label=_("Side event: what a co-sponsor answered"),
    subject=_("Side event {reference}: {sponsor}, {answer}"),
    body=_(
        "{sponsor} has answered for the side event {reference}, “{title}”, on {when}.\n\n"
        "The answer is: {answer}.\n\n"
        "{reason}"
    ),
    placeholders=EVENT | SPONSOR | WHEN | REASON | {"answer": (_("the answer"), _("Confirmed"))},
    button=_("See the proposal"),
)
RETURNED = LetterKind(
    name="events.returned",
    label=_("Side event: to be put right"),
    subject=_("Side event {reference} needs to be put right"),
    body=_(
        "The proposal of {lead} for the side event {reference}, “{title}”, was read, and comes back to you with a request:\n\n"
        "{to_fix}\n\n"
        "Please put it right and submit the proposal again. It keeps its number, and may be submitted also after the call has closed."
    ),
    placeholders=EVENT | {"to_fix": (_("what to put right"), _("Name the speakers."))},
    button=_("Put it right"),
)
ACCEPTED = LetterKind(
    name="events.accepted",
    label=_("Side event: accepted"),
    subject=_("Side event {reference} is accepted"),
    body=_(
        "We are pleased to tell you that the side event {reference}, “{title}”, led by {lead}, is accepted for the {ceremony}.\n\n"
        "{reason}\n\n"
        "Room and time will follow when the programme is published. For that, each speaker needs an accreditation: please see "
        "on its page who is still without."
    ),
    placeholders=EVENT | REASON,
    button=_("See the side event"),
    is_decision=True,
)
WAITLISTED = LetterKind(
    name="events.waitlisted",
    label=_("Side event: on the waiting list"),
    subject=_("Side event {reference} is on the waiting list"),
    body=_(
        "The side event {reference}, “{title}”, led by {lead}, is on the waiting list: it takes place if a slot becomes free.\n\n"
        "{reason}\n\n"
        "You need do nothing. You will hear from us in either case."
    ),
    placeholders=EVENT | REASON,
    button=_("See the proposal"),
    is_decision=True,
)
DECLINED = LetterKind(
    name="events.declined",
    label=_("Side event: declined"),
    subject=_("Side event {reference} could not be accepted"),
    body=_(
        "We thank {lead} for the proposal {reference}, “{title}”. It could not be accepted for the {ceremony}, for this reason:\n\n"
        "{reason}\n\n"
        "For questions please write to {contact}."
    ),
    placeholders=EVENT | REASON,
    button=_("See the proposal"),
    is_decision=True,
)
REOPENED = LetterKind(
    name="events.reopened",
    label=_("Side event: taken up again"),
    subject=_("Side event {reference} is under review again"),
    body=_(
        "The proposal {reference}, “{title}”, led by {lead}, was declined. It has been taken up again, and is under review.\n\n"
        "You will hear of the decision by letter."
    ),
    placeholders=EVENT,
    button=_("See the proposal"),
)
MERGE_PROPOSED = LetterKind(
    name="events.merge_proposed",
    label=_("Side event: will you merge?"),
    subject=_("Side event {reference}: would you hold it together with others?"),
    body=_(
        "These proposals for side events are close to one another:\n\n"
        "{bids}\n\n"
        "We ask their leads to hold them as one, which goes on as {into}. All sponsors and speakers are kept; the leads of the others "
        "become co-sponsors. It takes the yes of every lead; with one no, all stay as they are.\n\n"
        "{note}"
    ),
    placeholders=EVENT
    | {
        "bids": (_("the proposals, a line each"), [_("SE-012, “Evidence across borders”: Kenya")]),
        "into": (_("the proposal that goes on"), _("SE-012, “Evidence across borders”")),
        "note": (_("a word of the coordinators"), _("Both speak of electronic evidence.")),
    },
    button=_("Read and answer"),
    still_wanted=lambda letter: _still_merging(letter),
)
MERGED = LetterKind(
    name="events.merged",
    label=_("Side event: merged"),
    subject=_("Side events are one now: {reference}"),
    body=_(
        "The leads have agreed. These proposals are one now:\n\n"
        "{bids}\n\n"
        "They go on as {reference}, “{title}”, led by {lead}, with all sponsors."
    ),
    placeholders=EVENT | {"bids": (_("what was merged, a line each"), [_("SE-015, “Helping victims”: Brazil")])},
    button=_("See the side event"),
)
MERGE_OFF = LetterKind(
    name="events.merge_off",
    label=_("Side event: not merged"),
    subject=_("Side event {reference}: no merger"),
    body=_(
        "The proposals about whose merger we wrote stay as they are. {reference}, “{title}”, goes on for itself.\n\n"
        "{reason}"
    ),
    placeholders=EVENT | REASON,
    button=_("See the proposal"),
)
WITHDRAWN = LetterKind(
    name="events.withdrawn",
    label=_("Side event: withdrawn"),
    subject=_("Side event {reference} is withdrawn"),
    body=_(
        "The side event {reference}, “{title}”, led by {lead}, was withdrawn on {when} and does not take place.\n\n"
        "The reason given: {reason}"
    ),
    placeholders=EVENT | REASON | WHEN,
    button=_("See the proposal"),
)
FOCAL_POINT = LetterKind(
    name="events.focal_point",
    label=_("Side event: to its new focal point"),
    subject=_("You are the focal point of the side event {reference}"),
    body=_(
        "{who} has made you the focal point of the side event {reference}, “{title}”, which {lead} leads at the {ceremony}.\n\n"
        "Before you it was {previous}. What concerns the event, such as its place on the programme, is written to you too."
    ),
    placeholders=EVENT
    | {"who": (_("who has changed it"), "Kito Example"), "previous": (_("the focal point before"), "Amina Example")},
    button=_("See the side event"),
)
KINDS = [
    RECEIVED, SPONSOR_ASKED, SPONSOR_DROPPED, SPONSOR_ANSWERED, RETURNED, ACCEPTED, WAITLISTED, DECLINED, REOPENED,
    MERGE_PROPOSED, MERGED, MERGE_OFF, WITHDRAWN, FOCAL_POINT,
]  # fmt: skip
OF_DECISION = {"accepted": ACCEPTED, "waitlisted": WAITLISTED, "declined": DECLINED}
NO_REASON = ""


def register():
    letter_kinds.add(*KINDS)


# To the lead and the sponsors


def received(event, *, at):
    _write(RECEIVED, event, _leads(event), at, when=at)


def sponsor_asked(sponsor, *, at):
    event = sponsor.side_event
    link = reverse("events:sponsor", args=[event.ceremony.slug, event.key])
    users = people_of([sponsor.entity], event.ceremony)[sponsor.entity_id]
    _write(SPONSOR_ASKED, event, users, at, link=link, of=f":sponsor:{sponsor.pk}", sponsor=_named(sponsor.entity))


def sponsor_dropped(sponsor, *, at):
    """To whom an answer was asked of that nobody waits for any more."""
    event = sponsor.side_event
    users = people_of([sponsor.entity], event.ceremony)[sponsor.entity_id]
    _write(SPONSOR_DROPPED, event, users, at, of=f":sponsor:{sponsor.pk}", sponsor=_named(sponsor.entity))


def sponsor_answered(sponsor, *, at, reason):
    """To its lead; and to the coordinators, when somebody leaves an event that counted on him."""
    event = sponsor.side_event
    values = {
        "sponsor": sponsor.entity,
        "answer": sponsor.get_status_display,
        "when": at,
        "reason": _reason(reason),
    }
    _write(SPONSOR_ANSWERED, event, _leads(event), at, of=f":sponsor:{sponsor.pk}", **values)
    if sponsor.status == "left":
        users = _coordinators(event.ceremony)
        _write(SPONSOR_ANSWERED, event, users, at, link=_desk(event), of=f":sponsor:{sponsor.pk}", **values)


def returned(event, *, at):
    _write(RETURNED, event, _leads(event), at, to_fix=event.to_fix)


def decided(event, *, at):
    _write(
        OF_DECISION[event.status], event, _stakeholders(event), at, reason=lambda: event.decision_reason or NO_REASON
    )  # fmt: skip


def reopened(event, *, at):
    _write(REOPENED, event, _leads(event), at)


def focal_point_changed(event, *, previous, by, at):
    _write(FOCAL_POINT, event, _others([event.focal_point], by), at, of=":focal_point", who=by, previous=previous)


def withdrawn(event, *, by, at, reason):
    """To everybody who was counting on it, but not to whoever withdrew it."""
    _write(WITHDRAWN, event, _others(_stakeholders(event), by), at, when=at, reason=reason)
    _write(WITHDRAWN, event, _others(_coordinators(event.ceremony), by), at, link=_desk(event), when=at, reason=reason)


# Mergers


def merge_proposed(merge, *, at):
    bids = _bids(merge)
    values = {
        "bids": lambda: [_now("%(event)s: %(lead)s") % {"event": _line(one), "lead": one.lead} for one in bids],
        "into": lambda: _line(merge.into),
        "note": merge.note,
    }
    for event in bids:
        link = reverse("events:merge_answer", args=[event.ceremony.slug, event.key, merge.pk])
        _write(MERGE_PROPOSED, event, _leads(event), at, link=link, of=f":merge:{merge.pk}", **values)


def merged(merge, gone, *, at):
    """To the sponsors of all of them, once each."""
    bids = lambda: [_now("%(event)s: %(lead)s") % {"event": _line(one), "lead": one.lead} for one in gone]  # noqa: E731
    users = _stakeholders(merge.into)
    _write(MERGED, merge.into, users, at, of=f":merge:{merge.pk}", bids=bids)


def merge_refused(merge, by_lead_of, *, at, reason):
    said = _now("%(lead)s prefers to hold its own event.")
    for event in _bids(merge):
        values = {"reason": lambda: f"{said % {'lead': by_lead_of.lead}} {reason}".strip()}
        _write(MERGE_OFF, event, _leads(event), at, of=f":merge:{merge.pk}", **values)


def merge_called_off(merge, *, at, reason):
    for event in _bids(merge):
        _write(MERGE_OFF, event, _leads(event), at, of=f":merge:{merge.pk}", reason=reason)


# Whom, and about what


def _named(entity):
    return lambda: entity.name_in_text


def _reason(words):
    return lambda: _now("The reason given: %(reason)s") % {"reason": words} if words.strip() else NO_REASON


def _line(event):
    return f"{event.reference}, “{event}”"


def _bids(merge):
    return [bid.side_event for bid in merge.bids.select_related("side_event__lead", "side_event__ceremony")]


def _leads(event):
    return people_of([event.lead], event.ceremony)[event.lead_id]


def _stakeholders(event):
    """Those who answer for its lead and for the co-sponsors who were asked and have not said no."""
    sponsors = event.sponsors.counted_on().select_related("entity")
    people = people_of([event.lead, *(sponsor.entity for sponsor in sponsors)], event.ceremony)
    return list({user.pk: user for users in people.values() for user in users}.values())


def _coordinators(ceremony):
    officers = Officer.objects.active().filter(ceremony=ceremony, role=Role.SIDE_EVENTS).select_related("user")
    return [officer.user for officer in officers]


def _others(users, by):
    return [user for user in users if user != by]


def _desk(event):
    return reverse("events:desk_event", args=[event.ceremony.slug, event.key])


def _write(kind, event, users, at, *, link="", of="", **values):
    """`of` tells apart what may be written to one person about one event at one instant."""
    values = {"reference": event.reference, "title": str(event), "lead": _named(event.lead)} | values
    cause = f"side_event:{event.pk}{of}:{at.isoformat()}"
    link = link or event.get_absolute_url()
    post_many(kind.name, [Addressee(user, cause, values, link) for user in users], ceremony=event.ceremony)


def _still_asked(letter):
    from events.models import Sponsor, SponsorStatus
    from events.models.side_event import OVER

    sponsor = letter.cause.split(":sponsor:")[1].split(":")[0]
    asked = Sponsor.objects.filter(pk=sponsor, status=SponsorStatus.ASKED)
    return asked.exclude(side_event__status__in=OVER).exists()


def _still_merging(letter):
    from events.models import MergeProposal

    return MergeProposal.objects.open().filter(pk=letter.cause.split(":merge:")[1].split(":")[0]).exists()
