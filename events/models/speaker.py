"""Who speaks at a session or a side event: of the accredited people, or somebody named who has yet to be accredited."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accreditation.models import Accreditation, Status
from ceremony.models import kept
from ceremony.procedure import Refused
from events.models.side_event import OVER, STANDING, SideEvent, SideEventStatus, who_and_when

MOST_SPEAKERS = 30
PERSONAL = ["name", "organisation", "function", "email", "excuse"]
# Until the day on which it takes place, people come and go.
OPEN_TO_SPEAKERS = [SideEventStatus.DRAFT, *STANDING]


class SpeakerQuerySet(models.QuerySet):
    def settled(self):
        """Those who stand in no event's way: accredited, or excused on record (rule 22)."""
        return self.filter(Q(accreditation__status=Status.APPROVED) | ~Q(excuse=""))

    def unsettled(self):
        """Those for whom the publication of their event waits."""
        return self.exclude(pk__in=self.model.objects.settled().values("pk"))

    def with_people(self):
        """Each with the person put forward, without what is sealed."""
        return self.select_related("accreditation").defer(
            "accreditation__passport_number", "accreditation__passport_index", "accreditation__date_of_birth"
        )

    def of_ceremony(self, ceremony):
        return self.filter(Q(side_event__ceremony=ceremony) | Q(session__ceremony=ceremony))

    def of(self, user, ceremony):
        """Where this person speaks, as far as his own account was invited and the event is not over."""
        return self.of_ceremony(ceremony).filter(user=user).exclude(side_event__status__in=OVER)

    def name_all(self, event, speakers, *, seen, by, at):
        """Make `speakers` those of a side event, in this order. Each is a Speaker; one with a key is there already.

        Raises Refused past MOST_SPEAKERS, and for a person who is named twice.
        """
        if len(speakers) > MOST_SPEAKERS:
            raise Refused(
                _now(
                    "An event has %(most)d speakers at most; you have named %(count)d. Take some off: nothing was saved."
                )
                % {"most": MOST_SPEAKERS, "count": len(speakers)},
                code="too_many",
            )
        people = [one.accreditation_id or one.email or one.name.casefold() for one in speakers]
        if twice := [one for one, who in zip(speakers, people, strict=True) if people.count(who) > 1]:
            raise Refused(_now("%(name)s is named twice.") % {"name": twice[0].name}, code="twice")
        with transaction.atomic():
            event.hold(seen=seen, by=by, at=at, states=OPEN_TO_SPEAKERS)
            there = self.filter(side_event=event)
            there.exclude(pk__in=[one.pk for one in speakers if one.pk]).delete()
            for place, one in enumerate(speakers, start=1):
                one.side_event, one.position = event, place
                one.save()
            if event.status == SideEventStatus.ACCEPTED:
                self.invite(event, at=at)

    def invite(self, event, *, at):
        """Write, once, to the speakers of an accepted event who were named with an address and are nobody's delegate."""
        from events import letters

        speakers = list(self.filter(side_event=event, accreditation=None, invited_at=None).exclude(email=""))
        for speaker in speakers:
            speaker.user, _made = User.objects.reachable_at(speaker.email, name=speaker.name)
            speaker.invited_at = at
            speaker.save(update_fields=["user", "invited_at"])
        letters.speakers_invited(event, speakers, at=at)


@kept(exclude=PERSONAL)
class Speaker(models.Model):
    """A person who speaks. His event is published when he is accredited, or an officer has recorded why not (rule 22)."""

    side_event = models.ForeignKey(
        SideEvent, models.CASCADE, null=True, blank=True, related_name="speakers", verbose_name=_("side event")
    )
    session = models.ForeignKey(
        "events.Session", models.CASCADE, null=True, blank=True, related_name="speakers", verbose_name=_("session")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    name = models.CharField(_("name"), max_length=200)
    function = models.CharField(_("function"), max_length=200, blank=True)
    organisation = models.CharField(_("State or organisation"), max_length=250, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    accreditation = models.ForeignKey(
        Accreditation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("accreditation")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("account")
    )
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True)
    excuse = models.TextField(
        _("excuse"), blank=True, help_text=_("Why the event may be published without this person's accreditation.")
    )
    excused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("excused by")
    )
    excused_at = models.DateTimeField(_("excused at"), null=True, blank=True)

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["side_event", "session", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(side_event=None, session__isnull=False) | Q(side_event__isnull=False, session=None),
                name="a_speaker_speaks_at_one_thing",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_speaker_has_a_name"),
            who_and_when("excused_by", "excused_at", "an_excuse_has_a_person_and_a_time"),
            models.CheckConstraint(
                condition=Q(excused_at=None, excuse="") | (Q(excused_at__isnull=False) & ~Q(excuse="")),
                name="an_excuse_has_words",
            ),
            models.UniqueConstraint(
                fields=["side_event", "accreditation"],
                condition=Q(side_event__isnull=False, accreditation__isnull=False),
                name="a_person_speaks_once_at_an_event",
                violation_error_message=_("This person speaks at this event already."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def ceremony(self):
        return self.side_event.ceremony if self.side_event_id else self.session.ceremony

    @property
    def is_accredited(self):
        return self.accreditation_id is not None and self.accreditation.status == Status.APPROVED

    @property
    def is_settled(self):
        return self.is_accredited or bool(self.excuse)

    # Verbs of the coordinators

    def record_excuse(self, *, by, at, reason):
        """The event may be published without this person's accreditation. Raises Refused without words."""
        if not reason.strip():
            raise Refused(_now("Write why the event may be published without an accreditation."), code="reason")
        self.excuse, self.excused_by, self.excused_at = reason.strip(), by, at
        self.save(update_fields=["excuse", "excused_by", "excused_at"])

    def recognise(self, accreditation):
        """Say which of the people put forward this is. Raises Refused for somebody who speaks there already."""
        if (
            type(self)
            .objects.filter(side_event=self.side_event_id, accreditation=accreditation)
            .exclude(Q(pk=self.pk) | Q(side_event=None))
            .exists()
        ):
            raise Refused(_now("%(name)s speaks at this event already.") % {"name": accreditation}, code="twice")
        self.accreditation = accreditation
        self.save(update_fields=["accreditation"])
