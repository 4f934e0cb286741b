import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.encryption import SealedTextField
from accreditation.models import Accreditation
from delegations.models.delegation import Delegation


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

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        ordering = ["rank", "accreditation__family_name", "pk"]

    def __str__(self):
        return str(self.accreditation)

    @property
    def ceremony(self):
        return self.accreditation.ceremony

    @property
    def is_head(self):
        return self.delegation.head_id == self.pk
