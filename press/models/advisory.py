import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core import signing
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.models import Ceremony, LedgerRow, kept
from ceremony.procedure import AlreadyDecided, Refused, move, who_was_first
from directory.texts import LocalTextField
from press.models.columns import both_or_neither, person


class AdvisoryStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


S = AdvisoryStatus
SIGNER = signing.Signer(salt="press.models.Subscription.token")
AMENDABLE = ["day", "title", "body", "embargo_until"]


class AdvisoryQuerySet(models.QuerySet):
    def public(self, at):
        """What everybody may read at this instant."""
        return self.filter(status=S.PUBLISHED, published_at__lte=at).filter(
            Q(embargo_until=None) | Q(embargo_until__lte=at)
        )

    def due(self, at):
        """Public by now, and not sent yet to those who signed up."""
        return self.public(at).filter(sent_at=None)

    @transaction.atomic
    def write(self, ceremony, *, by, at, **fields):
        """A new advisory, in draft, with the next number of the ceremony."""
        Ceremony.objects.select_for_update(no_key=True).filter(pk=ceremony.pk).values_list("pk").get()
        last = self.filter(ceremony=ceremony).aggregate(last=models.Max("number"))["last"] or 0
        advisory = self.create(ceremony=ceremony, number=last + 1, written_by=by, written_at=at, **fields)
        LedgerRow.objects.record(advisory, before="", after=S.DRAFT, by=by, at=at)
        return advisory


@kept()
class Advisory(models.Model):
    """What the media centre tells the press of a day, in as many of the seven languages as it has. Public at its minute."""

    MOVES = {S.DRAFT: {S.PUBLISHED, S.WITHDRAWN}, S.PUBLISHED: {S.WITHDRAWN}}
    MEANINGS = {S.PUBLISHED: "good"}
    LEDGER_WORDS = dict(AdvisoryStatus.choices) | {"amended": _("changed")}

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="advisories", verbose_name=_("ceremony"))
    number = models.PositiveSmallIntegerField(_("number"))
    day = models.DateField(_("for the day"))
    title = LocalTextField(_("title"))
    body = LocalTextField(_("text"), lines=True)
    embargo_until = models.DateTimeField(
        _("embargo until"), null=True, blank=True, help_text=_("Left empty: from its publication on.")
    )
    status = models.CharField(_("status"), max_length=20, choices=AdvisoryStatus, default=S.DRAFT)
    written_by = person(_("written by"))
    written_at = models.DateTimeField(_("written at"))
    published_by = person(_("published by"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = AdvisoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("advisory")
        verbose_name_plural = _("advisories")
        ordering = ["-day", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["ceremony", "number"], name="an_advisory_has_a_number_of_its_own"),
            both_or_neither("published_by", "published_at", "a_published_advisory_says_by_whom"),
            models.CheckConstraint(
                condition=~Q(status=S.PUBLISHED) | Q(published_at__isnull=False),
                name="a_published_advisory_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(published_at__isnull=False, sent_at__gte=models.F("published_at")),
                name="an_advisory_is_sent_after_it_is_published",
            ),
        ]

    def __str__(self):
        return str(self.title)

    def is_public(self, at):
        return (
            self.status == S.PUBLISHED
            and self.published_at <= at
            and (self.embargo_until is None or self.embargo_until <= at)
        )

    def amend(self, *, seen, by, at, **fields):
        """Change a draft, or one under embargo. Raises Refused once it was public: write another one then."""
        with transaction.atomic():
            now = self._as_it_is()
            if now.revision != seen:
                raise AlreadyDecided(who_was_first(now), code="stale")
            if now.is_public(at) or now.status == S.WITHDRAWN:
                raise Refused(
                    _now("It is “%(status)s” and was read: write another advisory instead.")
                    % {"status": now.get_status_display()},
                    code="public",
                )
            changed = [name for name in AMENDABLE if name in fields]
            for name in changed:
                setattr(self, name, fields[name])
            self.revision = seen + 1
            self.save(update_fields=[*changed, "revision"])
            LedgerRow.objects.record(now, before=now.status, after="amended", by=by, at=at, code="amended")

    def publish(self, *, by, at, seen=None):
        """Public from now on, or from the end of its embargo on; then it goes by letter to those who signed up.

        Raises AlreadyDecided when somebody else changed what was `seen`, a revision: nobody publishes what he has not read.
        """
        with transaction.atomic():
            now = self._as_it_is()
            if seen is not None and now.revision != seen:
                raise AlreadyDecided(who_was_first(now), code="stale")
            move(self, S.PUBLISHED, by=by, at=at, published_by=by, published_at=at)

    def withdraw(self, *, by, at, reason):
        """Nobody reads it from here any more. Raises Refused without a reason."""
        if not reason.strip():
            raise Refused(_now("Write why it is withdrawn: it stays on record."), code="reason")
        move(self, S.WITHDRAWN, by=by, at=at, reason=reason)

    def send(self, *, at):
        """Write it to those who signed up, once. Says to how many."""
        from press import letters

        with transaction.atomic():
            now = self._as_it_is()
            if now.sent_at or not now.is_public(at):
                return 0
            now.sent_at = at
            now.save(update_fields=["sent_at"])
            self.sent_at = at
            return letters.advisory_sent(now, Subscription.objects.current().filter(ceremony=now.ceremony))

    def _as_it_is(self):
        return type(self).objects.select_for_update(of=("self",)).select_related("ceremony").get(pk=self.pk)


class SubscriptionQuerySet(models.QuerySet):
    def current(self):
        return self.filter(ended_at=None)

    def begin(self, ceremony, user, *, at):
        """From now on advisories come by letter. `user` has proved with a code that the mailbox is his."""
        subscription, made = self.get_or_create(ceremony=ceremony, user=user, defaults={"since": at})
        if not made and subscription.ended_at:
            subscription.since, subscription.ended_at = at, None
            subscription.save(update_fields=["since", "ended_at"])
        return subscription

    def of_token(self, token):
        """The one whose letters bear this token; none for a token that is not ours."""
        try:
            return self.filter(pk=SIGNER.unsign(token))
        except signing.BadSignature:
            return self.none()


class Subscription(models.Model):
    """Somebody who gets the advisories of a ceremony by letter."""

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="+", verbose_name=_("ceremony"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    since = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription to advisories")
        verbose_name_plural = _("subscriptions to advisories")
        ordering = ["ceremony", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ceremony", "user"], name="one_subscription_a_ceremony_and_person"),
        ]

    def __str__(self):
        return f"{self.user}: {self.ceremony}"

    @property
    def token(self):
        """Stands in each letter. Whoever has it may end the letters, and do nothing else."""
        return SIGNER.sign(self.pk)

    def end(self, *, at):
        """No more letters. A second time changes nothing."""
        if self.ended_at is None:
            self.ended_at = at
            self.save(update_fields=["ended_at"])


@kept(exclude=["name", "phone", "email"])
class MediaContact(models.Model):
    """Whom the press may call or write to, as the media page says."""

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="media_contacts", verbose_name=_("ceremony"))
    name = models.CharField(_("name"), max_length=200)
    duty = LocalTextField(_("for what"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    languages = ArrayField(
        models.CharField(max_length=10, choices=settings.LANGUAGES),
        verbose_name=_("languages"),
        default=list,
        blank=True,
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("contact for the press")
        verbose_name_plural = _("contacts for the press")
        ordering = ["ceremony", "position", "pk"]

    def __str__(self):
        return self.name
