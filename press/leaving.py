"""What only the accredited hold: places in pools, seats, a badge. What becomes of it when somebody is so no longer."""

from django.utils.translation import gettext as _

from accreditation.models import OVER, Status
from press import letters
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
    draw and the hour of his sign-up have it. A badge that was made is void in either case. Those who applied are told
    what was given up, unless they withdrew the person themselves.
    """
    is_over = to in OVER
    reason = _("Not accredited any more") if is_over else _("Returned to be corrected")
    how, mine = {"by": by, "at": at, "reason": reason}, {"journalist__accreditation": accreditation}
    hold([accreditation])
    asked = PoolRequest.objects.filter(**mine, status__in=STANDING).exclude(pool__status=PoolStatus.CANCELLED)
    seated = Seat.objects.filter(**mine).exclude(status=SeatStatus.WITHDRAWN)
    badges = list(PressBadge.objects.filter(**mine).exclude(status=BadgeStatus.VOID))
    places, seats = [], []
    for request in asked.select_related("pool__session").order_by("pool_id"):
        if request.status in WITH_PLACE:
            places.append(request)
        if is_over:
            request.withdraw(**how)
        elif request in places:
            request.step_back(**how)
    for seat in seated.select_related("conference__session").order_by("conference_id"):
        if seat.status == SeatStatus.SEATED:
            seats.append(seat)
        if is_over:
            seat.leave(**how)
        elif seat in seats:
            seat.step_back(**how)
    for badge in badges:
        badge.void(**how)
    if is_over:
        for question in Question.objects.filter(**mine, status=QuestionStatus.PUT_IN).order_by("pk"):
            question.withdraw(by=by, at=at)
    if to != Status.WITHDRAWN and (places or seats or badges):
        letters.given_up(
            accreditation.journalist, requests=places, seats=seats, badges=badges, may_return=not is_over, at=at
        )
