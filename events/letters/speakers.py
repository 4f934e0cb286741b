"""The letters to those who speak, and to those who are asked to review."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.letters.proposals import EVENT
from notifications.kinds import LetterKind, letter_kinds
from notifications.post import Addressee, post_many

SESSION = {"title": (_("title of the session"), _("Tracing virtual assets"))}

SPEAKER_INVITED = LetterKind(
    name="events.speaker_invited",
    label=_("Side event: to a speaker who is not accredited"),
    subject=_("You are named as a speaker at the {ceremony}"),
    body=_(
        "{lead} names you as a speaker of a side event at the {ceremony}:\n\n"
        "{reference}, “{title}”\n\n"
        "To enter the venue you need an accreditation, and the event is published only when its speakers have one. Please ask {lead}, "
        "or the delegation or organisation to which you belong, to put you forward.\n\n"
        "Behind the button you see where and when you speak as soon as that is settled."
    ),
    placeholders=EVENT,
    button=_("See where I speak"),
)
SPEAKER_TAKEN_OFF = LetterKind(
    name="events.speaker_taken_off",
    label=_("Side event: to a speaker who is not named any more"),
    subject=_("Side event {reference}: you are no longer named as a speaker"),
    body=_(
        "We had written to you that {lead} names you as a speaker of a side event at the {ceremony}:\n\n"
        "{reference}, “{title}”\n\n"
        "You are no longer named there. You need do nothing; for questions please write to {contact}."
    ),
    placeholders=EVENT,
)
SESSION_SPEAKER_INVITED = LetterKind(
    name="events.session_speaker_invited",
    label=_("Session: to a speaker who is not accredited"),
    subject=_("You are named as a speaker at the {ceremony}"),
    body=_(
        "The organisers name you as a speaker at the {ceremony}:\n\n"
        "“{title}”\n\n"
        "To enter the venue you need an accreditation, and the programme names you only when you have one. Please ask the "
        "delegation or organisation to which you belong to put you forward, or write to {contact}.\n\n"
        "Behind the button you see where and when you speak as soon as that is settled."
    ),
    placeholders=SESSION,
    button=_("See where I speak"),
)
SESSION_SPEAKER_TAKEN_OFF = LetterKind(
    name="events.session_speaker_taken_off",
    label=_("Session: to a speaker who is not named any more"),
    subject=_("“{title}”: you are no longer named as a speaker"),
    body=_(
        "We had written to you that you are named as a speaker at the {ceremony}:\n\n"
        "“{title}”\n\n"
        "You are no longer named there. You need do nothing; for questions please write to {contact}."
    ),
    placeholders=SESSION,
)
REVIEW_ASKED = LetterKind(
    name="events.review_asked",
    label=_("Side event: to an officer who is to review it"),
    subject=_("Please review the side event {reference}"),
    body=_(
        "You are asked to review a proposal for a side event at the {ceremony}:\n\n"
        "{reference}, “{title}”, led by {lead}\n\n"
        "You see what others think of it when you have written your own review."
    ),
    placeholders=EVENT,
    button=_("Read the proposal and review it"),
)
OF_SPEAKERS = [SPEAKER_INVITED, SPEAKER_TAKEN_OFF, SESSION_SPEAKER_INVITED, SESSION_SPEAKER_TAKEN_OFF]


def register():
    letter_kinds.add(*OF_SPEAKERS, REVIEW_ASKED)


def speakers_invited(thing, speakers, *, at):
    """To those who were named with an address and are nobody's delegate; each becomes an account that sees where he speaks."""
    kind = SPEAKER_INVITED if _is_side_event(thing) else SESSION_SPEAKER_INVITED
    link = reverse("events:speaking", args=[thing.ceremony.slug])
    _write(kind, thing, [speaker.user for speaker in speakers], at, link=link)


def speakers_taken_off(thing, users, *, at):
    """To those who had been invited; whom a released version named hears of it from the next one."""
    _write(SPEAKER_TAKEN_OFF if _is_side_event(thing) else SESSION_SPEAKER_TAKEN_OFF, thing, users, at)


def review_asked(event, users, *, at):
    _write(REVIEW_ASKED, event, users, at, link=reverse("events:desk_event", args=[event.ceremony.slug, event.key]))


def _is_side_event(thing):
    return hasattr(thing, "reference")


def _write(kind, thing, users, at, *, link=""):
    values = {"title": lambda: str(thing)}
    if _is_side_event(thing):
        values |= {"reference": thing.reference, "lead": lambda: thing.lead.name_in_text}
    cause = f"{thing._meta.model_name}:{thing.pk}:people:{at.isoformat()}"
    post_many(kind.name, [Addressee(user, cause, values, link) for user in users], ceremony=thing.ceremony)
