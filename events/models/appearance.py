"""Whom the last release named as a speaker or chair: so that who is on no more hears of it from the next."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AppearanceQuerySet(models.QuerySet):
    def at(self, thing):
        """Those at a session, or at the session of a side event."""
        if isinstance(thing, self.model._meta.get_field("session").related_model):
            return self.filter(session=thing)
        return self.filter(session__side_event=thing)

    def follow(self, ceremony, people):
        """What a release has just told: `people` is {session: {address: (name, account or None)}} of those who are on."""
        self.filter(session__ceremony=ceremony).delete()
        self.bulk_create(
            self.model(session=session, email=email, name=name, user=user)
            for session, known in people.items()
            for email, (name, user) in known.items()
        )


class Appearance(models.Model):
    """A person whom the newest version names at a session, with the address to which it was told.

    Versions hold no addresses, and the rows of speakers and chairs go when they are taken off. These stand until the next
    release.
    """

    session = models.ForeignKey(
        "events.Session", models.CASCADE, related_name="appearances", verbose_name=_("session")
    )  # fmt: skip
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=200)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("account")
    )

    objects = AppearanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("appearance")
        verbose_name_plural = _("appearances")
        ordering = ["session", "email"]
        constraints = [
            models.UniqueConstraint(fields=["session", "email"], name="one_appearance_a_session_and_address")
        ]

    def __str__(self):
        return f"{self.session}: {self.name}"
