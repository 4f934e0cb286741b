import hashlib
import uuid
from datetime import timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accreditation import papers
from accreditation.models import Document, DocumentKind
from accreditation.models.accreditation import EDITABLE
from ceremony.models import LedgerRow, kept
from ceremony.procedure import AlreadyDecided, Refused, move, who_was_first
from directory.sorting import search_key
from press.models.application import Application
from press.models.columns import both_or_neither, person, said_in_words
from press.models.journalist import Journalist

MOST_NAMES = 100
OLDEST = timedelta(days=366)


class LetterStatus(models.TextChoices):
    HANDED_IN = "handed_in", _("Handed in")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


S = LetterStatus
MOVES = {
    S.HANDED_IN: {S.ACCEPTED, S.REJECTED, S.WITHDRAWN},
    S.ACCEPTED: {S.REJECTED, S.WITHDRAWN},
    S.REJECTED: {S.ACCEPTED, S.WITHDRAWN},
}
CHECKLIST = ["on_letterhead", "is_signed", "is_dated", "period_fits"]
SENTENCES = {
    "a_name_in_a_letter_is_of_its_outlet": _("This person is of another outlet: the letter does not cover him or her."),
    "a_person_is_named_once_in_a_letter": _("This person is named in the letter already."),
}


def words_of_name(text):
    """By which a name in a letter is a person's, in whatever order the two write it."""
    return " ".join(sorted(search_key(text).split()))


class AssignmentLetterQuerySet(models.QuerySet):
    def of_ceremony(self, ceremony):
        return self.filter(application__nominator__ceremony=ceremony)

    def standing(self):
        return self.exclude(status=S.WITHDRAWN)

    def hand_in(self, application, paper, *, dated, valid_from, valid_until, signatory, names, by, at):
        """Store a letter and the names in it, as they stand there. `paper` is of `accreditation.papers.read_paper`.

        Names of people of this application find their persons by themselves. Raises Refused for a letter without a date,
        of the future or older than a year, without a signatory, without names, or with a period that ends first.
        """
        names = list(dict.fromkeys(" ".join(name.split())[:200] for name in names if name.strip()))
        if dated is None:
            raise Refused(
                _now(
                    "A letter of assignment bears a date. Ask your editor for a dated letter, then write its date here."
                ),
                code="no_date",
            )
        today = application.ceremony.local(at).date()
        if dated > today:
            raise Refused(_now("The letter bears a date that lies ahead: write the date on it."), code="future")
        if dated < today - OLDEST:
            raise Refused(_now("The letter is older than a year: ask your editor for a new one."), code="old")
        if not signatory.strip():
            raise Refused(_now("Write who signed the letter: one without a signature does not count."), code="unsigned")
        if valid_from and valid_until and valid_until < valid_from:
            raise Refused(_now("The period of the letter ends before it begins."), code="period")
        if not names:
            raise Refused(_now("Write the names in the letter: whoever is not named is not covered."), code="no_names")
        if len(names) > MOST_NAMES:
            raise Refused(_now("A letter names %(most)d people at most.") % {"most": MOST_NAMES}, code="too_many")
        with transaction.atomic():
            now = Application.objects.select_for_update(of=("self",), no_key=True).select_related("nominator").get(
                pk=application.pk
            )  # fmt: skip
            document = papers.keep(paper, nominator=now.nominator, kind=DocumentKind.ASSIGNMENT_LETTER, by=by, at=at)
            letter = self.create(
                application=now, document=document, dated=dated, valid_from=valid_from, valid_until=valid_until,
                signatory=" ".join(signatory.split())[:200], handed_in_by=by, handed_in_at=at,
            )  # fmt: skip
            known = {words_of_name(str(one)): one for one in _people_of(now)}
            LetterName.objects.bulk_create(
                LetterName(
                    letter=letter, name=name, key=words_of_name(name)[:200], journalist=known.pop(words_of_name(name), None)
                )
                for name in names
            )  # fmt: skip
            LedgerRow.objects.record(letter, before="", after=S.HANDED_IN, by=by, at=at)
        return letter


def _people_of(application):
    return Journalist.objects.filter(application=application).select_related("accreditation").defer(
        "accreditation__passport_number", "accreditation__date_of_birth"
    )  # fmt: skip


@kept(exclude=["signatory", "note"])
class AssignmentLetter(models.Model):
    """An outlet's letter that sends people to the ceremony: on letterhead, signed, dated, for a period, with names.

    One letter may cover many. Whoever is not named in it is not covered; an officer compares each name with the paper.
    """

    MOVES = MOVES
    MEANINGS = {S.HANDED_IN: "waiting", S.ACCEPTED: "good", S.REJECTED: "bad"}

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="letters", verbose_name=_("application"))
    # The paper goes on its day; that there was a letter stays.
    document = models.OneToOneField(
        Document, models.SET_NULL, null=True, related_name="assignment_letter", verbose_name=_("paper")
    )
    dated = models.DateField(_("date on the letter"))
    valid_from = models.DateField(_("assignment from"), null=True, blank=True)
    valid_until = models.DateField(_("assignment until"), null=True, blank=True)
    signatory = models.CharField(_("signed by"), max_length=200)
    status = models.CharField(_("status"), max_length=20, choices=LetterStatus, default=S.HANDED_IN)
    handed_in_by = person(_("handed in by"))
    handed_in_at = models.DateTimeField(_("handed in at"))
    # The officer's checklist; null: not looked at yet.
    on_letterhead = models.BooleanField(_("on letterhead"), null=True)
    is_signed = models.BooleanField(_("signed"), null=True)
    is_dated = models.BooleanField(_("dated as entered"), null=True)
    period_fits = models.BooleanField(_("covers the days of the ceremony"), null=True)
    checked_by = person(_("checked by"))
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    note = models.CharField(_("in words"), max_length=1000, blank=True)

    objects = AssignmentLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter of assignment")
        verbose_name_plural = _("letters of assignment")
        ordering = ["-handed_in_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="an_assignment_ends_after_it_begins",
                violation_error_message=_("The period of the letter ends before it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(status=S.ACCEPTED)
                | Q(**dict.fromkeys(CHECKLIST, True), **{f"{name}__isnull": False for name in CHECKLIST}),
                name="an_accepted_letter_has_passed_the_checklist",
            ),
            both_or_neither("checked_by", "checked_at", "a_check_of_a_letter_has_a_person_and_a_time"),
            models.CheckConstraint(
                condition=~Q(status__in=[S.ACCEPTED, S.REJECTED]) | Q(checked_at__isnull=False),
                name="a_checked_letter_says_who_checked",
            ),
        ]

    def __str__(self):
        return _now("Letter of %(date)s, signed by %(who)s") % {
            "date": date_format(self.dated, "DATE_FORMAT"),
            "who": self.signatory,
        }

    @property
    def ceremony(self):
        return self.application.ceremony

    @property
    def outlet(self):
        return self.application.outlet

    @property
    def failed_points(self):
        """The words of what the officer found wanting."""
        return [self._meta.get_field(name).verbose_name for name in CHECKLIST if getattr(self, name) is False]

    def fits(self, ceremony) -> bool:
        """Whether its period, as entered, covers the days of the ceremony; a letter without one is for all of them."""
        return (self.valid_from is None or self.valid_from <= ceremony.starts_on) and (
            self.valid_until is None or self.valid_until >= ceremony.ends_on
        )

    def as_seen(self):
        """When it was checked last, for which outlet, and whose its names are: a page that has grown old bears others."""
        names = sorted(self.names.values_list("pk", "journalist"))
        told = repr((self.application.outlet_id, names)).encode()
        return f"{self.checked_at.isoformat() if self.checked_at else ''}|{hashlib.sha256(told).hexdigest()[:16]}"

    def refuse_unless_as_seen(self, seen):
        """Hold it until the transaction ends. Raises AlreadyDecided when it is not as `seen` (`as_seen`) any more."""
        now = type(self).objects.select_for_update(of=("self",)).select_related("application").get(pk=self.pk)
        if now.as_seen() == seen:
            return
        if now.checked_at and not seen.startswith(f"{now.checked_at.isoformat()}|"):
            raise AlreadyDecided(who_was_first(now), code="stale")
        raise AlreadyDecided(
            _now(
                "Somebody said meanwhile who a name in the letter is. Nothing was changed by you: open the letter anew."
            ),
            code="stale",
        )

    # Verbs of those who apply

    def withdraw(self, *, by, at):
        """It counts for nobody any more. Raises Refused while somebody whom it covers is with the officers."""
        with transaction.atomic():
            now = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
            needed = now.names.exclude(journalist=None).exclude(journalist__accreditation__status__in=EDITABLE).first()
            if needed:
                raise Refused(
                    _now("%(name)s was sent with this letter: it stays. Hand in another one beside it.")
                    % {"name": needed.name},
                    code="needed",
                )
            move(self, S.WITHDRAWN, by=by, at=at)
            Document.objects.filter(pk=self.document_id, replaced_at=None).update(replaced_at=at)

    # Verbs of both

    def cover(self, name, journalist, *, by, at):
        """Say which person a name in the letter is; None: nobody who applies. Raises Refused for another outlet's."""
        with said_in_words(SENTENCES):
            type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
            row = self.names.get(pk=name.pk)
            row.journalist = journalist
            row.is_named = None if row.journalist_id != name.journalist_id else row.is_named
            row.save(update_fields=["journalist", "is_named"])
        return row

    # Verbs of the press desk

    def examine(self, *, by, at, on_letterhead, is_signed, is_dated, period_fits, named=(), note=""):
        """Record what the officer found on the paper; `named` are the keys of the LetterName that truly stand in it.

        The letter is accepted when nothing is wanting, else not, and those who applied are told what is. Raises Refused
        when it is not accepted and nobody can tell why: every point is yes and there is no note.
        """
        from press import letters

        found = {
            "on_letterhead": bool(on_letterhead), "is_signed": bool(is_signed), "is_dated": bool(is_dated),
            "period_fits": bool(period_fits),
        }  # fmt: skip
        passed, named = all(found.values()), {int(key) for key in named}
        with transaction.atomic():
            seen, self.status = self.status, self._stands()
            to = S.ACCEPTED if passed else S.REJECTED
            columns = found | {"checked_by": by, "checked_at": at, "note": note.strip()}
            # The note often names people and is erased one day; the ledger stays, and keeps which points were wanting.
            wanting = ", ".join(str(self._meta.get_field(name).verbose_name) for name in CHECKLIST if not found[name])
            if self.status == to:
                type(self).objects.filter(pk=self.pk).update(**columns)
                LedgerRow.objects.record(self, before=seen, after=to, by=by, at=at, reason=wanting)
                for name, value in columns.items():
                    setattr(self, name, value)
            else:
                move(self, to, by=by, at=at, reason=wanting, **columns)
            self.names.filter(pk__in=named).update(is_named=True)
            self.names.exclude(pk__in=named).update(is_named=False)
            if not passed:
                letters.letter_rejected(self, at=at)

    def _stands(self):
        [status] = (
            type(self).objects.select_for_update(of=("self",)).filter(pk=self.pk).values_list("status", flat=True)
        )
        if status == S.WITHDRAWN:
            raise Refused(_now("The letter was withdrawn: there is nothing to check."), code="withdrawn")
        return status


@kept(exclude=["name", "key"])
class LetterName(models.Model):
    """A name as it stands in a letter of assignment, the person whom it means, and whether an officer found it there."""

    letter = models.ForeignKey(AssignmentLetter, models.CASCADE, related_name="names", verbose_name=_("letter"))
    name = models.CharField(_("name in the letter"), max_length=200)
    key = models.CharField(max_length=200, blank=True, editable=False)
    journalist = models.ForeignKey(
        Journalist, models.SET_NULL, null=True, blank=True, related_name="named_in", verbose_name=_("journalist")
    )
    is_named = models.BooleanField(_("stands in the letter"), null=True)

    class Meta:
        verbose_name = _("name in a letter of assignment")
        verbose_name_plural = _("names in letters of assignment")
        ordering = ["letter", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "journalist"], name="a_person_is_named_once_in_a_letter"),
        ]

    def __str__(self):
        return self.name
