import pghistory
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.encryption import SealedTextField
from accreditation.models import EDITABLE, OVER, Accreditation, Nominator, Status
from accreditation.quotas import room_left
from ceremony.procedure import Refused
from delegations.models.delegation import Delegation, DelegationStatus


class DelegateRole(models.TextChoices):
    """What a person does in the delegation. The head is not a role but `Delegation.head`: there is one at a time."""

    DEPUTY_HEAD = "deputy_head", _("Deputy head of delegation")
    REPRESENTATIVE = "representative", _("Representative")
    ALTERNATE = "alternate", _("Alternate")
    ADVISER = "adviser", _("Adviser")
    INTERPRETER = "interpreter", _("Interpreter")
    SECURITY = "security", _("Security")
    SPOUSE = "spouse", _("Spouse")
    TECHNICAL = "technical", _("Technical staff")


HEAD = "head"  # how forms and quotas name the head among the roles


class Rank(models.IntegerChoices):
    """Precedence: the lower number goes first. The order is that of the table of precedence, not of the alphabet."""

    HEAD_OF_STATE = 10, _("Head of State")
    VICE_PRESIDENT = 20, _("Vice-President or Crown Prince")
    HEAD_OF_GOVERNMENT = 30, _("Head of Government")
    DEPUTY_HEAD_OF_GOVERNMENT = 40, _("Deputy Head of Government")
    FOREIGN_MINISTER = 50, _("Minister for Foreign Affairs")
    MINISTER = 60, _("Other minister")
    VICE_MINISTER = 70, _("Vice-minister or head of agency")
    AMBASSADOR = 80, _("Ambassador or permanent representative")
    CHARGE = 90, _("Chargé d'affaires")
    OTHER = 100, _("Other")


# Neither passport number nor photo is asked of them.
EXEMPT_RANKS = [Rank.HEAD_OF_STATE, Rank.HEAD_OF_GOVERNMENT]


def ground_of_exemption(rank):
    """What stands in `Accreditation.exemption` for a rank; in English, because officers of any language read it."""
    with translation.override("en"):
        return str(Rank(rank).label) if rank in EXEMPT_RANKS else ""


# What the one who puts a person forward writes; the rest of the row is the officers' and the clock's.
ENTERED = [
    "family_name", "given_names", "badge_name", "title", "nationality", "date_of_birth", "passport_number",
    "passport_index", "email", "photo", "exemption", "search_key",
]  # fmt: skip


def _save(person, fields=None):
    """Raises Refused where PostgreSQL finds the same passport twice on the list: two focal points at the same moment."""
    try:
        with transaction.atomic():
            person.save(update_fields=fields)
    except IntegrityError as error:
        if "one_person_a_passport_and_nominator" not in str(error):
            raise
        raise Refused(
            _now("A person with this passport number is on your list already."), code="same_passport"
        ) from error


SHOWN_IN_LISTS = [
    *("delegation", "role", "rank", "arrives_at", "arrives_by", "version"),
    *(
        f"accreditation__{name}"
        for name in ("key", "ceremony", "nominator", "family_name", "given_names", "badge_name")
    ),
    *(f"accreditation__{name}" for name in ("title", "nationality", "passport_index", "photo", "exemption", "status")),
    *(f"accreditation__{name}" for name in ("submitted_at", "decision_code", "decision_note")),
]


class DelegateQuerySet(models.QuerySet):
    def visible_to(self, user, ceremony):
        return self.filter(delegation__in=Delegation.objects.visible_to(user, ceremony))

    def for_lists(self):
        """With the person, without what only the person's own page may read, whether it is there said instead."""
        return (
            self.select_related("accreditation")
            .only(*SHOWN_IN_LISTS)
            .annotate(
                has_birth_date=models.ExpressionWrapper(
                    models.Q(accreditation__date_of_birth__isnull=False), output_field=models.BooleanField()
                )
            )
        )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["needs"])
class Delegate(models.Model):
    """A person in a delegation: the accreditation says who it is and what was decided, this row what he or she does there."""

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="delegates", verbose_name=_("delegation"))
    accreditation = models.OneToOneField(
        Accreditation, models.CASCADE, related_name="delegate", verbose_name=_("accreditation")
    )
    role = models.CharField(_("role"), max_length=20, choices=DelegateRole, default=DelegateRole.REPRESENTATIVE)
    rank = models.PositiveSmallIntegerField(_("rank"), choices=Rank, default=Rank.OTHER)
    arrives_at = models.DateTimeField(_("arrival"), null=True, blank=True)
    arrives_by = models.CharField(_("flight, train or road"), max_length=60, blank=True)
    needs = SealedTextField(
        _("needs"), blank=True, help_text=_("Access, diet, medical. Read only by those who see to it.")
    )
    # Counted up by every change, so that whoever saves a page that has grown old is told.
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("changed by")
    )
    changed_at = models.DateTimeField(_("changed at"), null=True, blank=True)

    objects = DelegateQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        ordering = ["rank", "accreditation__family_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(changed_by=None, changed_at=None)
                | models.Q(changed_by__isnull=False, changed_at__isnull=False),
                name="a_change_has_a_person_and_a_time",
            ),
        ]

    def __str__(self):
        return str(self.accreditation)

    @property
    def ceremony(self):
        return self.accreditation.ceremony

    @property
    def is_head(self):
        return self.delegation.head_id == self.pk

    @property
    def function(self):
        """The role as a word; of the head, that he or she is the head."""
        return _now("Head of delegation") if self.is_head else DelegateRole(self.role).label

    @property
    def quota_role(self):
        return HEAD if self.is_head else self.role

    @property
    def status_for_applicant(self):
        """The accreditation's status as the delegation may know it: that somebody is held back stays with the officers."""
        status = Status(self.accreditation.status)
        return Status.UNDER_REVIEW if status == Status.ON_HOLD else status

    @property
    def can_be_edited(self):
        return self.accreditation.status in EDITABLE

    def missing(self):
        """Sentences: what this person's entry lacks before it can be submitted."""
        person = self.accreditation
        lacks = []
        if person.exemption:
            return lacks
        if not person.nationality_id:
            lacks.append(_now("the nationality"))
        if not getattr(self, "has_birth_date", None) and not (
            "date_of_birth" in person.__dict__ and person.date_of_birth
        ):
            lacks.append(_now("the date of birth"))
        if not person.passport_index:
            lacks.append(_now("the passport number"))
        if not person.photo:
            lacks.append(_now("the photo"))
        return lacks

    # Verbs

    @classmethod
    def put_forward(cls, delegation, person, *, role, by, at, instead_of=None, **fields):
        """Put a new person on the list, in draft. `person` is an unsaved Accreditation; `role` may be HEAD.

        Raises Refused for a delegation that does not come, and when the head changed meanwhile (`instead_of`).
        """
        person.ceremony, person.nominator = delegation.ceremony, delegation.nominator
        with transaction.atomic():
            delegation.begin_registration(by=by, at=at)
            person.exemption = ground_of_exemption(fields.get("rank"))
            _save(person)
            delegate = cls(
                delegation=delegation,
                accreditation=person,
                role=DelegateRole.REPRESENTATIVE if role == HEAD else role,
                changed_by=by,
                changed_at=at,
                **fields,
            )
            delegate.save(force_insert=True)
            if role == HEAD:
                delegation.name_head(delegate, instead_of=instead_of)
        return delegate

    def amend(self, *, role, by, at, seen_version, instead_of=None, replaced_photo="", **fields):
        """Save the changed entry of a person in draft or returned. The caller has set the accreditation's columns.

        Raises Refused when somebody else saved it since `seen_version`, and when it is with the organisers by now.
        """
        person = self.accreditation
        with transaction.atomic():
            now = (
                type(self)
                .objects.select_for_update(of=("self", "accreditation"))
                .select_related("accreditation", "changed_by")
                .defer("needs", "accreditation__passport_number", "accreditation__date_of_birth")
                .get(pk=self.pk)
            )  # fmt: skip
            if now.accreditation.status not in EDITABLE:
                raise Refused(
                    _now("This person is “%(status)s” by now and cannot be changed here.")
                    % {"status": now.accreditation.get_status_display()},
                    code="not_editable",
                )
            if now.version != seen_version:
                raise Refused(
                    _now(
                        "%(who)s changed this person at %(time)s, while you were writing. What you typed is below; "
                        "nothing of it is saved. Open the person anew in another window, compare, and save again to keep yours."
                    )
                    % {
                        "who": now.changed_by or _now("Somebody"),
                        "time": self.ceremony.show_time(now.changed_at or at),
                    },
                    code="stale",
                    params={"version": now.version},
                )
            rank = fields.get("rank", self.rank)
            if person.exemption in {"", *(ground_of_exemption(exempt) for exempt in EXEMPT_RANKS)}:
                person.exemption = ground_of_exemption(rank)
            if now.accreditation.status == Status.RETURNED and role not in {HEAD, now.role}:
                self._refuse_a_role_without_room(role)
            # Not the whole row: it may have been sent and returned since it was read, and a status is only ever moved.
            _save(person, ENTERED)
            was_head = self.is_head
            if role != HEAD:
                self.role = role
            for name, value in fields.items():
                setattr(self, name, value)
            self.version, self.changed_by, self.changed_at = seen_version + 1, by, at
            self.save()
            if role == HEAD and not was_head:
                self.delegation.name_head(self, instead_of=instead_of)
            elif was_head and role != HEAD:
                self.delegation.name_head(None, instead_of=self)
            if replaced_photo:
                transaction.on_commit(lambda: person.photo.storage.delete(replaced_photo))

    def _refuse_a_role_without_room(self, role):
        """Whoever was returned keeps the place, but not in another role: that would be a way round its quota."""
        nominator = Nominator.objects.select_for_update(of=("self",)).select_related("entity").get(
            pk=self.accreditation.nominator_id
        )  # fmt: skip
        if room_left(nominator, role) == 0:
            raise Refused(
                _now(
                    "The quota of your delegation for “%(role)s” is used up: keep the role that this person had, "
                    "or ask the organisers."
                )
                % {"role": DelegateRole(role).label},
                code="quota",
            )

    def arrive(self, *, arrives_at, arrives_by, by, at):
        """When and how this person comes: told until the day itself, whatever the accreditation's status."""
        self.arrives_at, self.arrives_by = arrives_at, arrives_by
        type(self).objects.filter(pk=self.pk).update(
            arrives_at=arrives_at, arrives_by=arrives_by, changed_by=by, changed_at=at, version=models.F("version") + 1
        )

    def resubmit(self, *, by, at):
        """Send a returned person back to the queue, corrected. Its place was kept, so the deadline does not bar it.

        Raises Refused with what is missing still.
        """
        if self.accreditation.status != Status.RETURNED:
            raise Refused(_now("%(name)s was not returned to you.") % {"name": self}, code="not_returned")
        if lacks := self.missing():
            raise Refused(
                _now("%(name)s still lacks %(what)s.") % {"name": self, "what": ", ".join(lacks)}, code="incomplete"
            )
        self.accreditation.submit(by=by, at=at)

    def remove(self, *, by, at):
        """Take a person off the list: a draft is deleted, whoever was submitted is withdrawn. Returns True if deleted.

        Raises Refused for the head of a confirmed delegation.
        """
        person = self.accreditation
        with transaction.atomic():
            delegation = Delegation.objects.locked(self.delegation)
            if delegation.head_id == self.pk:
                if delegation.status == DelegationStatus.CONFIRMED:
                    raise Refused(
                        _now("%(name)s is the head of a confirmed delegation: name another head first.")
                        % {"name": self},
                        code="is_head",
                    )
                delegation.name_head(None, instead_of=self)
            if person.status == Status.DRAFT:
                photo = person.photo
                person.delete()
                if photo:
                    transaction.on_commit(lambda: photo.storage.delete(photo.name))
                return True
            if person.status in OVER:
                raise Refused(
                    _now("%(name)s is “%(status)s” already.") % {"name": self, "status": person.get_status_display()},
                    code="over",
                )
            person.withdraw(by=by, at=at)
        return False
