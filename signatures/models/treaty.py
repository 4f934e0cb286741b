from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.models import Ceremony, LedgerRow, kept
from ceremony.models.ceremony import known_zone
from ceremony.procedure import AlreadyDecided, Refused
from directory.models import STATE_KINDS, EntityKind
from directory.texts import LocalTextField
from signatures.permissions import can_confirm


class Action(models.TextChoices):
    """What a State or organisation may do about a treaty. The letters are those of the depositary's status table."""

    SIGNATURE = "signature", _("Signature subject to ratification, acceptance or approval")
    DEFINITIVE_SIGNATURE = "definitive_signature", _("Definitive signature")
    RATIFICATION = "ratification", _("Ratification")
    ACCEPTANCE = "acceptance", _("Acceptance (A)")
    APPROVAL = "approval", _("Approval (AA)")
    ACCESSION = "accession", _("Accession (a)")

    @property
    def part(self):
        return Part.SIGNATURE if self == Action.SIGNATURE else Part.CONSENT


class Part(models.TextChoices):
    """The two things that an entity can have done: each stands once a treaty record and entity."""

    SIGNATURE = "signature", _("signature")
    CONSENT = "consent", _("consent to be bound")


# After a simple signature; an accession is for those who did not sign.
AFTER_SIGNATURE = [Action.RATIFICATION, Action.ACCEPTANCE, Action.APPROVAL]


class Office(models.TextChoices):
    """The offices that matter to authority. Titles are local: a Chancellor may be the Head of Government."""

    HEAD_OF_STATE = "head_of_state", _("Head of State")
    HEAD_OF_GOVERNMENT = "head_of_government", _("Head of Government")
    FOREIGN_MINISTER = "foreign_minister", _("Minister for Foreign Affairs")
    COMPETENT_AUTHORITY = "competent_authority", _("Competent authority of the organisation")
    OTHER_MINISTER = "other_minister", _("Another minister")
    PERMANENT_REPRESENTATIVE = "permanent_representative", _("Permanent Representative or ambassador")
    OTHER = "other", _("Another office")


# They sign by virtue of office (Vienna Convention on the Law of Treaties, article 7, paragraph 2 (a)).
BY_VIRTUE_OF_OFFICE = [Office.HEAD_OF_STATE, Office.HEAD_OF_GOVERNMENT, Office.FOREIGN_MINISTER]


class BoardState(models.TextChoices):
    OPEN = "open", _("Open: every confirmed signature is shown at once")
    PROVISIONAL = "provisional", _("Provisional: shown, and marked as not final")
    EMBARGOED = "embargoed", _("Under embargo: no signature is shown")


class TreatyQuerySet(models.QuerySet):
    def locked(self, treaty):
        """The log's lock: whoever appends an entry holds the treaty's row until the transaction ends."""
        locked = self.select_for_update(of=("self",)).get(pk=treaty.pk)
        if Treaty.ceremony.is_cached(treaty):
            locked.ceremony = treaty.ceremony  # no record ever changes its ceremony
        return locked


@kept(exclude=["updated_at"])
class Treaty(models.Model):
    """The record of one treaty at one ceremony: what it allows, who may issue full powers, and its log.

    Chain and numbers are those of this record; a rehearsal has one of its own.
    """

    LEDGER_WORDS = {
        BoardState.OPEN: _("open"),
        BoardState.PROVISIONAL: _("provisional"),
        BoardState.EMBARGOED: _("under embargo"),
    }

    ceremony = models.OneToOneField(Ceremony, models.PROTECT, related_name="treaty", verbose_name=_("ceremony"))
    title = LocalTextField(_("title"))
    short_title = LocalTextField(_("short title"))
    chapter = models.CharField(
        _("chapter and number"), max_length=30, blank=True, help_text=_("In the depositary's database: XVIII-16.")
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    adopted_at = LocalTextField(_("adopted at"), blank=True)
    adopted_by = models.CharField(_("adopted by"), max_length=200, blank=True, help_text=_("Resolution or conference."))
    actions = ArrayField(
        models.CharField(max_length=30, choices=Action),
        verbose_name=_("actions allowed"),
        default=list,
        help_text=_("What the treaty's final clauses allow."),
    )
    threshold = models.PositiveSmallIntegerField(_("instruments to enter into force"), default=40)
    days_after_threshold = models.PositiveSmallIntegerField(_("days after the instrument that reaches it"), default=90)
    days_for_later_parties = models.PositiveSmallIntegerField(_("days for later parties"), default=30)
    depositary_url = models.URLField(_("page in the depositary's database"), blank=True)
    board = models.CharField(_("public board"), max_length=20, choices=BoardState, default=BoardState.OPEN)
    updated_at = models.DateTimeField(auto_now=True)

    objects = TreatyQuerySet.as_manager()

    class Meta:
        verbose_name = _("treaty")
        verbose_name_plural = _("treaties")
        constraints = [
            models.CheckConstraint(
                condition=Q(actions__len__gte=1),
                name="a_treaty_allows_something",
                violation_error_message=_("Say which actions the treaty allows."),
            ),
            # It would bind at once, without instrument: neither the desk nor the log's rules know its windows and powers.
            models.CheckConstraint(
                condition=~Q(actions__contains=[Action.DEFINITIVE_SIGNATURE]),
                name="no_definitive_signature",
                violation_error_message=_("A definitive signature cannot be recorded here."),
            ),
        ]

    def __str__(self):
        return str(self.short_title or self.title)

    def get_absolute_url(self):
        return reverse("signatures:treaty", args=[self.ceremony.slug])

    def clean(self):
        """Raises ValidationError where an action is taken away of which there are entries."""
        done = self.entries.exclude(kind="annulment").values_list("action", flat=True) if self.pk else []
        if gone := sorted({*done} - {*self.actions}):
            raise ValidationError(
                {"actions": _now("There are entries of this action: %(action)s.") % {"action": Action(gone[0]).label}}
            )

    def show_board(self, board, *, seen, by, at, reason=""):
        """From now on everybody sees this much of the log; `seen` is the state that the officer looked at.

        Raises Refused for anybody but the depositary's officers and for what is so already, AlreadyDecided when another
        officer has changed it meanwhile.
        """
        if not can_confirm(by, self.ceremony):
            raise Refused(_now("Only the depositary's officers do this."), code="not_the_depositary")
        if board == seen:
            raise Refused(_now("The board is in this state already: choose another."), code="no_change")
        with transaction.atomic():
            # With its own time, which the screens that follow the board are told of.
            changed = Treaty.objects.filter(pk=self.pk, board=seen).update(board=board, updated_at=at)
            if not changed:
                raise AlreadyDecided(
                    _now("Another officer has changed the board meanwhile: look at it first. Nothing was changed."),
                    code="already_decided",
                )
            LedgerRow.objects.record(self, before=seen, after=board, by=by, at=at, reason=reason.strip())
        self.board, self.updated_at = board, at

    def allows(self, action):
        return action in self.actions

    def issuing_offices_for(self, entity):
        """Who issues full powers of an entity of this kind."""
        return [one.office for one in self.issuing_offices.all() if one.entity_kind == entity.kind]


@kept()
class IssuingOffice(models.Model):
    """An office whose full powers the depositary takes, for one kind of entity."""

    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="issuing_offices", verbose_name=_("treaty"))
    entity_kind = models.CharField(_("kind of entity"), max_length=20, choices=EntityKind)
    office = models.CharField(_("office"), max_length=30, choices=Office)

    class Meta:
        verbose_name = _("issuing office")
        verbose_name_plural = _("issuing offices")
        ordering = ["entity_kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["treaty", "entity_kind", "office"],
                name="one_issuing_office_a_kind",
                violation_error_message=_("This office is on the list already."),
            ),
            # Rule 1: neither another minister nor a permanent representative issues full powers.
            models.CheckConstraint(
                condition=Q(office__in=[*BY_VIRTUE_OF_OFFICE, Office.COMPETENT_AUTHORITY]),
                name="only_the_highest_offices_issue_full_powers",
                violation_error_message=_("Full powers are issued by a Head of State, a Head of Government, a Minister for Foreign Affairs, or the competent authority of an organisation."),
            ),
            models.CheckConstraint(
                condition=Q(entity_kind__in=STATE_KINDS, office__in=BY_VIRTUE_OF_OFFICE)
                | (~Q(entity_kind__in=STATE_KINDS) & Q(office=Office.COMPETENT_AUTHORITY)),
                name="states_have_three_issuing_offices",
                violation_error_message=_("For States the three offices issue full powers, for organisations their competent authority."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_entity_kind_display()}: {self.get_office_display()}"


@kept()
class SigningWindow(models.Model):
    """Where and on which local days the treaty is open for signature."""

    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="windows", verbose_name=_("treaty"))
    place = LocalTextField(_("place"))
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[known_zone])
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("signing window")
        verbose_name_plural = _("signing windows")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=models.F("first_day")),
                name="a_window_closes_after_it_opens",
                violation_error_message=_("The last day is before the first day."),
            ),
        ]

    def __str__(self):
        return str(self.place)

    @property
    def zone(self):
        return ZoneInfo(self.time_zone)

    @property
    def opens_at(self) -> datetime:
        return self._midnight(self.first_day)

    @property
    def closes_at(self) -> datetime:
        """The first instant that is no longer inside: midnight after the last local day."""
        return self._midnight(self.last_day + timedelta(days=1))

    def clean(self):
        """Raises ValidationError where somebody who has signed would then have signed outside."""
        before = SigningWindow.objects.filter(pk=self.pk).first()
        if before and self.first_day and self.last_day:
            others = [one for one in before.treaty.windows.all() if one.pk != self.pk] + [self]
            for entry in before.treaty.entries.filter(action=Action.SIGNATURE).exclude(kind="annulment"):
                zone, day = entry.content["zone"], entry.local_date
                if not any(one.time_zone == zone and str(one.first_day) <= day <= str(one.last_day) for one in others):
                    raise ValidationError(
                        _now("%(entity)s has signed on %(day)s: that would lie outside.") % {"entity": entry.short_name, "day": day}
                    )  # fmt: skip

    def _midnight(self, day):
        return datetime.combine(day, time(), tzinfo=self.zone).astimezone(UTC)

    @property
    def ceremony(self):
        return self.treaty.ceremony
