"""Who speaks at a session or a side event: of the accredited people, or somebody named who has yet to be accredited."""

from collections import defaultdict
from contextlib import contextmanager

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q, Value
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accreditation.models import OVER as NOT_COMING
from accreditation.models import Accreditation, Status
from ceremony.models import LedgerRow, kept
from ceremony.procedure import AlreadyDecided, Refused
from directory.sorting import search_key
from events.models.appearance import Appearance
from events.models.changing import lock_programme
from events.models.review import refuse_the_interested
from events.models.side_event import OVER, STANDING, SideEvent, SideEventStatus, who_and_when

MOST_SPEAKERS = 30
MOST_NAMESAKES = 5
PERSONAL = ["name", "organisation", "function", "email", "excuse"]
# Until the day on which it takes place, people come and go.
OPEN_TO_SPEAKERS = [SideEventStatus.DRAFT, *STANDING]


def goes_by(accreditation, name) -> bool:
    """Whether that is a name of the person put forward: nothing foreign in it, or the whole name with a title before it."""
    said = set(search_key(name).split())
    whole = search_key(f"{accreditation.given_names} {accreditation.family_name}").split()
    known = {*whole, *search_key(accreditation.badge_name).split()}
    return bool(said) and (said <= known or said >= set(whole))


class SpeakerQuerySet(models.QuerySet):
    def unsettled(self):
        """Those for whom the publication of their event waits: neither accredited, nor excused on record (rule 22)."""
        return self.exclude(Q(accreditation__status=Status.APPROVED) | ~Q(excuse=""))

    def with_people(self):
        """Each with the person put forward, without what is sealed."""
        return self.select_related("accreditation__nominator__entity", "excused_by").defer(
            "accreditation__passport_number", "accreditation__passport_index", "accreditation__date_of_birth"
        )

    def of_ceremony(self, ceremony):
        return self.filter(Q(side_event__ceremony=ceremony) | Q(session__ceremony=ceremony))

    def by_person(self, user):
        """Who was invited under this account, or accredited with its address."""
        accredited = Q(accreditation__email__iexact=user.email) & ~Q(accreditation__status__in=NOT_COMING)
        return self.filter(Q(user=user) | accredited)

    def to_come(self, ceremony):
        """At what takes place, as far as anybody can say: a draft is its lead's own business, and what is over is nobody's."""
        speeches = self.of_ceremony(ceremony).exclude(side_event__status__in=[SideEventStatus.DRAFT, *OVER])
        return speeches.exclude(session__cancelled_at__isnull=False)

    def namesakes(self, ceremony) -> dict:
        """{key of a speaker who waits to be recognised: people put forward at the ceremony under his whole name}."""
        names = dict(self.filter(accreditation=None, excuse="").order_by("pk").values_list("pk", "name"))
        people = Accreditation.objects.filter(ceremony=ceremony).exclude(status__in=NOT_COMING).order_by("pk")
        each = [
            people.named(name).annotate(speaker=Value(key)).values_list("speaker", "pk")[:MOST_NAMESAKES]
            for key, name in names.items()
            if search_key(name)
        ]
        pairs = list(each[0].union(*each[1:], all=True)) if each else []
        known = (
            people.filter(pk__in=[person for _speaker, person in pairs])
            .select_related("nominator__entity")
            .only("key", "given_names", "family_name", "badge_name", "status", "ceremony", "nominator")
            .in_bulk()
        )
        found = defaultdict(list)
        for speaker, person in pairs:
            if goes_by(known[person], names[speaker]):
                found[speaker].append(known[person])
        return found

    def name_all(self, event, speakers, *, seen, by, at):
        """Make `speakers` those of a side event, in this order. Each is a Speaker; one with a key is there already.

        Raises Refused as `SideEvent.hold` and `rewrite` do.
        """
        with transaction.atomic():
            event.hold(seen=seen, by=by, at=at, states=OPEN_TO_SPEAKERS)
            self.rewrite(event, speakers, at=at)
            if event.status == SideEventStatus.ACCEPTED:
                self.invite(event, at=at)

    def rewrite(self, thing, speakers, *, at):
        """Make `speakers` those of a side event or a session whose row the caller holds.

        Who had been invited and is not named any more is told, unless a released version named him: then the next one
        tells. Raises Refused past MOST_SPEAKERS, for a person who is named twice, and for the accreditation of one under
        the name of another.
        """
        from events import letters

        refuse_what_cannot_be_said(speakers)
        there = {one.pk: one for one in self.filter(**_at(thing)).select_related("user")}
        rows, moving, left = [], [], set()
        for said in speakers:
            row = there.pop(said.pk, None) or self.model(**_at(thing))
            if row.invited_at and row.is_another(said):
                left.add(row.user)
            if row.accreditation_id not in (None, said.accreditation_id):
                moving.append(row.pk)
            row.take_over(said)
            rows.append(row)
        left |= {row.user for row in there.values() if row.invited_at}
        self.filter(pk__in=there).delete()
        # Of two who change places neither is in the other's way.
        self.filter(pk__in=moving).update(accreditation=None)
        for place, row in enumerate(rows, start=1):
            row.position = place
            row.save()
        left -= {row.user for row in rows}
        told = Appearance.objects.at(thing).values_list("email", flat=True) if left else []
        letters.speakers_taken_off(thing, [user for user in left if user and user.email not in told], at=at)

    def invite(self, thing, *, at):
        """Write, once, to those who were named with an address and are nobody's delegate."""
        from events import letters

        speakers = list(self.filter(accreditation=None, invited_at=None, **_at(thing)).exclude(email=""))
        for speaker in speakers:
            speaker.user, _made = User.objects.reachable_at(speaker.email, name=speaker.name)
            speaker.invited_at = at
            speaker.save(update_fields=["user", "invited_at"])
        letters.speakers_invited(thing, speakers, at=at)

    def let_go(self, thing, *, at):
        """It does not take place: who was invited is told, unless the next release tells. Taken up again, it invites anew."""
        from events import letters
        from events.published import published

        invited = list(self.filter(invited_at__isnull=False, **_at(thing)).select_related("user", "accreditation"))
        if not invited:
            return
        session = getattr(thing, "session", None) if isinstance(thing, SideEvent) else thing
        item = session and published(thing.ceremony).by_key.get(str(session.key))
        if item and item.is_on:
            named = set(Appearance.objects.at(thing).values_list("email", flat=True))
            invited = [one for one in invited if not one.is_settled and one.user and one.user.email not in named]
        self.filter(pk__in=[one.pk for one in invited]).update(invited_at=None)
        letters.speakers_taken_off(thing, [one.user for one in invited if one.user], at=at)


def _at(thing):
    return {"side_event": thing} if isinstance(thing, SideEvent) else {"session": thing}


def refuse_what_cannot_be_said(speakers):
    if len(speakers) > MOST_SPEAKERS:
        raise Refused(
            _now("An event has %(most)d speakers at most; you have named %(count)d. Take some off: nothing was saved.")
            % {"most": MOST_SPEAKERS, "count": len(speakers)},
            code="too_many",
        )
    people = [one.accreditation_id or one.email or one.name.casefold() for one in speakers]
    if twice := [one for one, who in zip(speakers, people, strict=True) if people.count(who) > 1]:
        raise Refused(_now("%(name)s is named twice.") % {"name": twice[0].name}, code="twice")
    for one in speakers:
        if one.accreditation_id and not goes_by(one.accreditation, one.name):
            raise Refused(under_anothers_name(one.accreditation, one.name), code="another")


def under_anothers_name(accreditation, name) -> str:
    return _now(
        "The accreditation is that of %(person)s, and the name is “%(name)s”: choose “Somebody else”, or correct the name."
    ) % {
        "person": accreditation,
        "name": name,
    }


@kept(exclude=PERSONAL)
class Speaker(models.Model):
    """A person who speaks. His event is published when he is accredited, or an officer has recorded why not (rule 22).

    A session that is no side event does not wait for him: until then it is published without him.
    """

    LEDGER_WORDS = {"excused": _("a speaker's excuse recorded"), "recognised": _("a speaker recognised")}

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
            models.UniqueConstraint(
                fields=["session", "accreditation"],
                condition=Q(session__isnull=False, accreditation__isnull=False),
                name="a_person_speaks_once_at_a_session",
                violation_error_message=_("This person speaks at this session already."),
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

    def is_another(self, said) -> bool:
        """Whether these words name somebody else than the row does."""
        return (self.name, self.email) != (said.name, said.email)

    def take_over(self, said):
        """What a form says of this row now. Its excuse, invitation and account were for the person whom it named before."""
        if self.is_another(said):
            self.user = self.invited_at = None
        if self.name != said.name or self.accreditation_id != said.accreditation_id:
            self.excuse, self.excused_by, self.excused_at = "", None, None
        for name in ("name", "function", "organisation", "email", "accreditation"):
            setattr(self, name, getattr(said, name))

    # Verbs of the coordinators

    def record_excuse(self, *, by, at, reason):
        """The event may be published without this person's accreditation.

        Raises Refused without words and for whoever answers for a sponsor, AlreadyDecided when another is named by now.
        """
        if not reason.strip():
            raise Refused(_now("Write why the event may be published without an accreditation."), code="reason")
        with self._held(by) as row:
            row._write("excused", by, at, excuse=reason.strip(), excused_by=by, excused_at=at)
        self._show(row)

    def recognise(self, accreditation, *, by, at):
        """Say which of the people put forward this is. Raises Refused for somebody who speaks there already."""
        with self._held(by) as row:
            if not goes_by(accreditation, row.name):
                raise Refused(under_anothers_name(accreditation, row.name), code="another")
            beside = type(self).objects.filter(side_event=row.side_event_id, session=row.session_id)
            if beside.filter(accreditation=accreditation).exclude(pk=row.pk).exists():
                raise Refused(_now("%(name)s speaks at this event already.") % {"name": accreditation}, code="twice")
            row._write("recognised", by, at, accreditation=accreditation)
        self._show(row)

    @contextmanager
    def _held(self, by):
        """The row as it is now, of a side event or session that nobody else changes until the transaction ends."""
        with transaction.atomic():
            if self.side_event_id:
                SideEvent.objects.locked(self.side_event_id)
                refuse_the_interested(by, self.side_event)
            else:
                lock_programme(self.session.ceremony)
            row = type(self).objects.filter(pk=self.pk).first()
            if row is None or row.name != self.name:
                raise AlreadyDecided(
                    _now("“%(name)s” is not named there any more. Look at the speakers again; nothing was changed.")
                    % {"name": self.name},
                    code="already_decided",
                )
            yield row

    def _write(self, word, by, at, **columns):
        for name, value in columns.items():
            setattr(self, name, value)
        self.save(update_fields=[*columns])
        # No word of the excuse: what the ledger holds is never erased.
        LedgerRow.objects.record(self, before="", after=word, by=by, at=at, code=word)

    def _show(self, row):
        for name in ("excuse", "excused_by", "excused_at", "accreditation"):
            setattr(self, name, getattr(row, name))
