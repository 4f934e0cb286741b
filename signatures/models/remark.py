from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from ceremony.models import LedgerRow
from ceremony.procedure import move


class RemarkQuerySet(models.QuerySet):
    def write(self, row, text):
        """Beside a row of the ledger; nothing where nothing was said."""
        if text.strip():
            self.create(row=row, text=text.strip())

    def move(self, subject, to, *, reason="", **how):
        """`ceremony.procedure.move`, with its reason as a remark."""
        with transaction.atomic():
            self.write(move(subject, to, **how), reason)

    def beside(self, rows):
        """Rows of the ledger as a list, each with what was remarked as the end of its `reason`."""
        rows = list(rows)
        said = dict(self.filter(row__in=[row.pk for row in rows]).values_list("row", "text"))
        for row in rows:
            row.reason = ": ".join(filter(None, [row.reason, said.get(row.pk)]))
        return rows

    def why(self, subject, after):
        """What was last remarked when `subject` became `after`, or nothing."""
        rows = LedgerRow.objects.about(subject).filter(after=after).values("pk")
        return self.filter(row__in=rows).order_by("row").values_list("text", flat=True).last() or ""


class Remark(models.Model):
    """Why an officer did something at the desk or for it, in words of his own, which may name who was to sign.

    The ledger keeps for good who did what and when; this goes with the personal data.
    """

    row = models.OneToOneField(
        LedgerRow, models.PROTECT, primary_key=True, related_name="+", verbose_name=_("row of the ledger")
    )
    text = models.TextField(_("remark"))

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")

    def __str__(self):
        return self.text
