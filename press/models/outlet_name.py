from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ceremony.models import kept


@kept(exclude=["grams"])
class OutletName(models.Model):
    """A name by which an outlet is found: the one that it bears, and its others, also those of a twin that it took in."""

    outlet = models.ForeignKey("press.Outlet", models.CASCADE, related_name="names", verbose_name=_("outlet"))
    name = models.CharField(_("name"), max_length=200)
    key = models.CharField(max_length=250, editable=False)
    initials = models.CharField(max_length=60, blank=True, editable=False, db_index=True)
    grams = ArrayField(models.IntegerField(), editable=False, default=list)
    is_main = models.BooleanField(_("the name it bears"), default=False)

    class Meta:
        verbose_name = _("name of an outlet")
        verbose_name_plural = _("names of outlets")
        ordering = ["outlet", "-is_main", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["outlet", "key"],
                name="an_outlet_has_a_name_once",
                violation_error_message=_("This is one of its names already."),
            ),
            models.UniqueConstraint(fields=["outlet"], condition=Q(is_main=True), name="an_outlet_bears_one_name"),
        ]
        indexes = [
            GinIndex(fields=["grams"], name="outlet_names_by_trigrams"),
            models.Index(fields=["key"], name="outlet_names_by_key"),
        ]

    def __str__(self):
        return self.name
