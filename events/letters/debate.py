"""The letters of the debate and of the exhibition: to those who answer for whoever speaks or exhibits."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from events.answering import people_of
from notifications.kinds import LetterKind, letter_kinds
from notifications.post import Addressee, post_many

WHO = {"entity": (_("the State or organisation"), "Kenya")}
REASON = {"reason": (_("the reason given"), _("The first day is full."))}
WHEN = {"when": (_("when"), "10 October 2025, 15:04 (Ha Noi time)")}
MEETING = {"meeting": (_("the meeting"), _("High-level conference, 25 October 2025"))}
OTHER = {"other": (_("the other delegation"), "Brazil")}
BOOTH = {"reference": (_("number of the proposal"), "EX-012"), "title": (_("its title"), _("Tools for investigators"))}
NUMBER = {"booth": (_("the booth"), _("12 (3 × 2 m, 1500 W)"))}

INSCRIBED = LetterKind(
    name="events.statement_inscribed",
    label=_("Statement: on the list of speakers"),
    subject=_("{entity} is on the list of speakers"),
    body=_(
        "{entity} has been on the list of speakers of the {ceremony} since {when}: {statement}.\n\n"
        "Level: {level}. Time limit: {minutes} minutes. Meeting: {meeting}.\n\n"
        "The order is by class of rank, and within a class by the time of the request; it is provisional until the statement "
        "is heard. "
        "You may name the speaker, hand in the text, or exchange places with another delegation on the page behind the button."
    ),
    placeholders=WHO
    | WHEN
    | MEETING
    | {
        "statement": (_("who speaks, and on behalf of whom"), _("Kenya, on behalf of the Group of African States")),
        "level": (_("the level"), _("Other minister")),
        "minutes": (_("the time limit"), "5"),
    },
    button=_("See your place"),
)
MOVED = LetterKind(
    name="events.statement_moved",
    label=_("Statement: another place on the list"),
    subject=_("{entity} has another place on the list of speakers"),
    body=_(
        "The place of {entity} on the list of speakers of the {ceremony} has changed. It is now at: {meeting}.\n\n{reason}"
    ),
    placeholders=WHO | MEETING | REASON,
    button=_("See your place"),
)
REPLY = LetterKind(
    name="events.statement_reply",
    label=_("Statement: right of reply"),
    subject=_("{entity} has a right of reply in the debate"),
    body=_(
        "The right of reply of {entity} at the {ceremony} was noted on {when}.\n\n"
        "It is heard after all others at this meeting: {meeting}. It is expected to have the floor on {expected}, for "
        "{minutes} minutes; the page behind the button says so as the debate goes on."
    ),
    placeholders=WHO
    | WHEN
    | MEETING
    | {
        "expected": (_("when it is likely to begin"), "25 October 2025, 17:40 (Ha Noi time)"),
        "minutes": (_("the time limit"), "5"),
    },
    button=_("See your place"),
)
TAKEN_OFF = LetterKind(
    name="events.statement_taken_off",
    label=_("Statement: taken off the list"),
    subject=_("{entity} is off the list of speakers"),
    body=_("The organisers have taken this off the list of speakers of the {ceremony}: {statement}.\n\n{reason}"),
    placeholders=WHO | REASON | {"statement": (_("what is not heard"), _("Kenya, right of reply"))},
    button=_("See the list of speakers"),
)
NOT_DELIVERED = LetterKind(
    name="events.statement_not_delivered",
    label=_("Statement: not delivered after all"),
    subject=_("{entity} is still to be heard in the debate"),
    body=_(
        "By mistake this was noted as delivered at the {ceremony}: {statement}. It is on the list of speakers again, in its "
        "place, and if its text was published, it is not any more.\n\n{reason}"
    ),
    placeholders=WHO | REASON | {"statement": (_("what is still to be heard"), _("Kenya, right of reply"))},
    button=_("See your place"),
)
EXCHANGE_ASKED = LetterKind(
    name="events.exchange_asked",
    label=_("Statement: will you exchange places?"),
    subject=_("{other} asks {entity} to exchange places on the list of speakers"),
    body=_(
        "{other} asks {entity} to exchange places on the list of speakers of the {ceremony}.\n\n"
        "The place of {entity} now: {own_place}.\n\n"
        "The place that {entity} would have: {their_place}.\n\n"
        "{warning}\n\n"
        "Please say yes or no on the page behind the button. Without an answer nothing changes."
    ),
    placeholders=WHO
    | OTHER
    | {
        "their_place": (
            _("the place of the other delegation"),
            _("number 12, First meeting, about 25 October 2025, 15:04 (Ha Noi time)"),
        ),
        "own_place": (_("the own place"), _("number 31, First meeting, about 25 October 2025, 16:40 (Ha Noi time)")),
        "warning": (
            _("that the places are of different classes, if they are"),
            _("The places are of different classes."),
        ),
    },
    button=_("Answer"),
    still_wanted=lambda letter: _still_open(letter),
)
EXCHANGE_ANSWERED = LetterKind(
    name="events.exchange_answered",
    label=_("Statement: answer about an exchange of places"),
    subject=_("{other}, asked to exchange places: {answer}"),
    body=_(
        "{entity} asked {other} to exchange places on the list of speakers. The answer is: {answer}.\n\n"
        "The place of {entity}, as the list stands now: {place}."
    ),
    placeholders=WHO
    | OTHER
    | {
        "answer": (_("the answer"), _("Accepted")),
        "place": (
            _("the place after the answer"),
            _("number 12, First meeting, about 25 October 2025, 15:04 (Ha Noi time)"),
        ),
    },
    button=_("See your place"),
)
RECEIVED = LetterKind(
    name="events.booth_received",
    label=_("Exhibition: receipt of a proposal"),
    subject=_("Received: {reference}, a booth in the exhibition"),
    body=_(
        "We have received from {entity} the proposal {reference}, “{title}”, for a booth in the exhibition of the {ceremony}. "
        "It came on {when}.\n\nYou will hear of the decision by letter."
    ),
    placeholders=WHO | BOOTH | WHEN,
    button=_("See the proposal"),
)
ACCEPTED = LetterKind(
    name="events.booth_accepted",
    label=_("Exhibition: a booth is given"),
    subject=_("{reference}: {entity} has a booth in the exhibition"),
    body=_(
        "We are pleased to tell you that {entity} exhibits at the {ceremony} with {reference}, “{title}”.\n\n"
        "The booth is {booth}.\n\n{reason}"
    ),
    placeholders=WHO | BOOTH | NUMBER | REASON,
    button=_("See the booth"),
    is_decision=True,
)
DECLINED = LetterKind(
    name="events.booth_declined",
    label=_("Exhibition: declined"),
    subject=_("{reference}: no booth could be given"),
    body=_(
        "We thank {entity} for the proposal {reference}, “{title}”. No booth could be given at the {ceremony}, for this "
        "reason:\n\n{reason}\n\nFor questions please write to {contact}."
    ),
    placeholders=WHO | BOOTH | REASON,
    button=_("See the proposal"),
    is_decision=True,
)
CHANGED = LetterKind(
    name="events.booth_changed",
    label=_("Exhibition: another booth"),
    subject=_("{reference}: {entity} has another booth"),
    body=_("{entity} has another booth in the exhibition of the {ceremony}: {booth}.\n\n{reason}"),
    placeholders=WHO | BOOTH | NUMBER | REASON,
    button=_("See the booth"),
    is_decision=True,
)
ALTERED = LetterKind(
    name="events.booth_altered",
    label=_("Exhibition: a booth has changed"),
    subject=_("{reference}: the booth of {entity} has changed"),
    body=_(
        "The booth of {entity} in the exhibition of the {ceremony} has changed. It is now {booth}; it was {before}."
    ),
    placeholders=WHO | BOOTH | NUMBER | {"before": (_("the booth as it was"), _("12 (3 × 2 m, 1500 W)"))},
    button=_("See the booth"),
)
LEFT = LetterKind(
    name="events.booth_left",
    label=_("Exhibition: an exhibitor has left"),
    subject=_("{reference}: {entity} has left booth {booth}"),
    body=_("{entity} does not exhibit at the {ceremony} after all. The booth {booth} is free again."),
    placeholders=WHO | BOOTH | NUMBER,
    button=_("See the booths"),
)
KINDS = [
    INSCRIBED, MOVED, REPLY, TAKEN_OFF, NOT_DELIVERED, EXCHANGE_ASKED, EXCHANGE_ANSWERED, RECEIVED, ACCEPTED, DECLINED,
    CHANGED, ALTERED, LEFT,
]  # fmt: skip


def register():
    letter_kinds.add(*KINDS)


# The debate


def statement_inscribed(statement, *, at):
    values = {
        "when": at,
        "statement": lambda: str(statement),
        "level": statement.get_rank_display,
        "minutes": str(statement.minutes),
        "meeting": _meeting(statement),
    }
    _to(INSCRIBED, statement.ceremony, statement.entity, _page(statement), f"statement:{statement.pk}", at, values)


def statement_moved(statement, *, reason, at):
    values = {"meeting": _meeting(statement), "reason": _reason(reason)}
    _to(MOVED, statement.ceremony, statement.entity, _page(statement), f"statement:{statement.pk}", at, values)


def statement_reply(statement, *, at):
    """When it is likely to have the floor, as the meeting stands now."""
    from events.speaking_order import expected_of

    values = {
        "when": at,
        "meeting": _meeting(statement),
        "expected": expected_of(statement, at),
        "minutes": str(statement.minutes),
    }
    _to(REPLY, statement.ceremony, statement.entity, _page(statement), f"statement:{statement.pk}", at, values)


def statement_taken_off(statement, *, reason, at):
    _about_statement(TAKEN_OFF, statement, reason, at)


def statement_not_delivered(statement, *, reason, at):
    _about_statement(NOT_DELIVERED, statement, reason, at)


def _about_statement(kind, statement, reason, at):
    values = {
        "statement": lambda: (
            _now("%(name)s, right of reply") % {"name": statement} if statement.reply else str(statement)
        ),
        "reason": _reason(reason),
    }
    _to(kind, statement.ceremony, statement.entity, _page(statement), f"statement:{statement.pk}", at, values)


def exchange_asked(exchange, *, at):
    """To whoever is asked, with both places as they are now."""
    from events.speaking_order import place_of

    asking, asked = exchange.asking, exchange.asked
    values = {
        "other": _named(asking.entity),
        "their_place": lambda: place_of(asking, at),
        "own_place": lambda: place_of(asked, at),
        "warning": lambda: exchange.warning,
    }
    _to(EXCHANGE_ASKED, exchange.ceremony, asked.entity, _page(asked), f"exchange:{exchange.pk}", at, values)


def exchange_answered(exchange, *, at):
    """To whoever asked, with the place that it has by now."""
    from events.speaking_order import place_of

    asking, asked = exchange.asking, exchange.asked
    values = {
        "other": _named(asked.entity),
        "answer": exchange.get_status_display,
        "place": lambda: place_of(asking, at),
    }
    _to(EXCHANGE_ANSWERED, exchange.ceremony, asking.entity, _page(asking), f"exchange:{exchange.pk}", at, values)


# The exhibition


def booth_received(proposal, *, at):
    _about_booth(RECEIVED, proposal, at, when=at)


def booth_decided(proposal, *, at):
    if proposal.booth_id:
        _about_booth(ACCEPTED, proposal, at, booth=_booth(proposal.booth), reason=_reason(proposal.decision_reason))
    else:
        _about_booth(DECLINED, proposal, at, reason=proposal.decision_reason)


def booth_changed(proposal, *, at):
    _about_booth(CHANGED, proposal, at, booth=_booth(proposal.booth), reason=_reason(proposal.decision_reason))


def booth_altered(booth, before, *, at):
    """To whoever has it."""
    for proposal in booth.proposals.select_related("entity"):
        proposal.ceremony = booth.ceremony
        _about_booth(ALTERED, proposal, at, booth=_booth(booth), before=_booth(before))


def booth_left(proposal, booth, *, at):
    """To the coordinators: somebody else may have it."""
    from events.letters.proposals import _coordinators

    values = {
        "reference": proposal.reference,
        "title": proposal.title,
        "entity": _named(proposal.entity),
        "booth": booth.number,
    }
    link = reverse("events:booths", args=[proposal.ceremony.slug])
    cause = f"booth:{proposal.pk}:{at.isoformat()}"
    users = _coordinators(proposal.ceremony)
    post_many(LEFT.name, [Addressee(user, cause, values, link) for user in users], ceremony=proposal.ceremony)


# Whom, and about what


def _about_booth(kind, proposal, at, **values):
    link = reverse("events:booth", args=[proposal.ceremony.slug, proposal.entity.code])
    values = {"reference": proposal.reference, "title": proposal.title} | values
    _to(kind, proposal.ceremony, proposal.entity, link, f"booth:{proposal.pk}", at, values)


def _to(kind, ceremony, entity, link, cause, at, values):
    """To everybody who answers for the entity at the ceremony."""
    users = people_of([entity], ceremony)[entity.pk]
    values = {"entity": _named(entity)} | values
    post_many(
        kind.name,
        [Addressee(user, f"{cause}:{at.isoformat()}", values, link) for user in users],
        ceremony=ceremony,
    )


def _named(entity):
    return lambda: entity.name_in_text


def _page(statement):
    return reverse("events:statement", args=[statement.ceremony.slug, statement.entity.code])


def _meeting(statement):
    def words():
        if statement.meeting is None:
            return _now("not placed yet")
        meeting = statement.meeting
        day = meeting.day and date_format(meeting.day, "DATE_FORMAT")
        return f"{meeting}, {day}" if day else str(meeting)

    return words


def _booth(booth):
    return lambda: booth.facts


def _reason(words):
    return lambda: _now("The reason given: %(reason)s") % {"reason": words} if words.strip() else ""


def _still_open(letter):
    from events.models import Exchange

    return Exchange.objects.open().filter(pk=letter.cause.split(":")[1]).exists()
