"""In which state a side event is, and what each state allows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SideEventStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    WAITLISTED = "waitlisted", _("On the waiting list")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MERGED = "merged", _("Merged into another")


S = SideEventStatus
MOVES = {
    S.DRAFT: {S.SUBMITTED, S.WITHDRAWN},
    S.SUBMITTED: {S.RETURNED, S.ACCEPTED, S.WAITLISTED, S.DECLINED, S.WITHDRAWN, S.MERGED},
    S.RETURNED: {S.SUBMITTED, S.DECLINED, S.WITHDRAWN},
    S.WAITLISTED: {S.RETURNED, S.ACCEPTED, S.DECLINED, S.WITHDRAWN, S.MERGED},
    S.ACCEPTED: {S.WITHDRAWN, S.MERGED},
    S.DECLINED: {S.SUBMITTED},
}
OPEN_TO_CHANGE = [S.DRAFT, S.RETURNED]  # by those who propose
TO_DECIDE = [S.SUBMITTED, S.WAITLISTED]  # by those who review
STANDING = [S.SUBMITTED, S.RETURNED, S.WAITLISTED, S.ACCEPTED]  # handed in, and not over
DECIDED = [S.ACCEPTED, S.WAITLISTED, S.DECLINED]
OVER = [S.DECLINED, S.WITHDRAWN, S.MERGED]
DECISIONS = [(status.value, status.label) for status in DECIDED]
