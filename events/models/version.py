from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.models import Ceremony
from ceremony.procedure import AlreadyDecided, Refused


class ProgrammeVersionManager(models.Manager):
    def newest(self, ceremony):
        """The version that the public reads; None before the first."""
        return self.filter(ceremony=ceremony).order_by("-number").first()

    @transaction.atomic
    def release(self, ceremony, *, by, at, note="", seen=None):
        """Publish the draft as the next version, and write to everybody affected, once each.

        `seen` is what the officer had before his eyes: `Preview.seen` of the release page. Raises AlreadyDecided when
        somebody released meanwhile, Refused when the draft is no longer what he saw or says nothing new.
        """
        from events import letters
        from events.affected import named_at
        from events.models.appearance import Appearance
        from events.models.session import lock_programme
        from events.snapshot import Preview

        lock_programme(ceremony)
        preview = Preview.of(ceremony, at)
        if seen is not None and seen != preview.seen:
            raise _why_not(preview, seen)
        if not preview.changes:
            raise Refused(
                _now("Nothing has changed since version %(number)d: there is nothing to release.")
                % {"number": preview.before.number}
                if preview.before
                else _now("The draft holds nothing that could be published yet."),
                code="nothing_new",
            )
        version = self.create(
            ceremony=ceremony,
            number=preview.number,
            released_at=at,
            released_by=by,
            note=note,
            content=preview.content,
            changes=preview.changes,
        )
        letters.version_released(version, preview.affected())
        Appearance.objects.follow(ceremony, named_at(ceremony, preview.keys_on))
        return version


def _why_not(preview, seen):
    """The officer looked at something else: a colleague released, or went on with the draft."""
    if preview.before and not seen.startswith(f"{preview.number}-"):
        return AlreadyDecided(
            _now("%(who)s was first: version %(number)d was released at %(time)s. Look at what is new since then.")
            % {
                "who": preview.before.released_by or _now("The clock"),
                "number": preview.before.number,
                "time": preview.ceremony.show_time(preview.before.released_at),
            },
            code="already_decided",
        )
    return Refused(
        _now("The draft has changed since this page was shown. Nothing was released: look at the changes again."),
        code="draft_changed",
    )


class ProgrammeVersion(models.Model):
    """The programme as it was released to the public at one instant. The public reads the newest, and nothing else.

    `content` holds a copy of everything that it shows, in every language (`events.snapshot` says in which form), and
    `changes` what differs from the version before (`events.changes`). Rows are only ever added.
    """

    ceremony = models.ForeignKey(
        Ceremony, models.PROTECT, related_name="programme_versions", verbose_name=_("ceremony")
    )
    number = models.PositiveIntegerField(_("number"))
    released_at = models.DateTimeField(_("released at"))
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("released by")
    )
    note = models.TextField(_("note"), blank=True)
    content = models.JSONField(_("content"))
    changes = models.JSONField(_("changes"))

    objects = ProgrammeVersionManager()

    class Meta:
        verbose_name = _("version of the programme")
        verbose_name_plural = _("versions of the programme")
        ordering = ["ceremony", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["ceremony", "number"], name="versions_are_numbered_in_order"),
            models.CheckConstraint(condition=models.Q(number__gt=0), name="the_first_version_is_number_one"),
        ]

    def __str__(self):
        return _now("Version %(number)d") % {"number": self.number}
