"""What only the accredited hold: places in pools, seats, a badge. What becomes of it when somebody is so no longer."""

from django.utils.translation import gettext as _

from accreditation.models import OVER
from press.models import (
    BadgeStatus,
    Pool,
    PoolRequest,
    PoolStatus,
    PressBadge,
    PressConference,
    Question,
    QuestionStatus,
    Seat,
    SeatStatus,
)
from press.models.pool_request import STANDING, WITH_PLACE


def hold(people):
    """The pools and press conferences of these people, nobody else's until the transaction ends.

    In the order of their keys and before the people themselves, as a draw does: so nobody waits for another in a ring.
    """
    asked = PoolRequest.objects.filter(journalist__accreditation__in=people, status__in=STANDING)
    seated = Seat.objects.filter(journalist__accreditation__in=people).exclude(status=SeatStatus.WITHDRAWN)
    for model, keys in [(Pool, asked.values("pool")), (PressConference, seated.values("conference"))]:
        rows = model.objects.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",), no_key=True)
        list(rows.values_list("pk"))


def leave(accreditation, *, to, by, at):
    """Whoever does not come any more frees what he holds for those who wait; whoever is returned waits himself.

    The one is over, the other may be corrected and approved again: then he is the next for whom there is room, as the
    draw and the hour of his sign-up have it. A badge that was made is void in either case.
    """
    is_over = to in OVER
    reason = _("Not accredited any more") if is_over else _("Returned to be corrected")
    mine = {"journalist__accreditation": accreditation}
    hold([accreditation])
    requests = PoolRequest.objects.filter(**mine, status__in=STANDING if is_over else WITH_PLACE).for_lists()
    for request in requests.exclude(pool__status=PoolStatus.CANCELLED).order_by("pool_id"):
        end = request.withdraw if is_over else request.step_back
        end(by=by, at=at, reason=reason)
    seats = Seat.objects.filter(**mine, status__in=[SeatStatus.SEATED, *([SeatStatus.WAITING] if is_over else [])])
    for seat in seats.order_by("conference_id"):
        end = seat.leave if is_over else seat.step_back
        end(by=by, at=at, reason=reason)
    for badge in PressBadge.objects.filter(**mine).exclude(status=BadgeStatus.VOID):
        badge.void(by=by, at=at, reason=reason)
    if is_over:
        for question in Question.objects.filter(**mine, status=QuestionStatus.PUT_IN).order_by("pk"):
            question.withdraw(by=by, at=at)
