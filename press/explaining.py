"""Why somebody has a place in a pool, or not, in sentences that anybody can check with the published seed."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accreditation.models import Status
from press.models import PoolStatus, PoolWay, RequestStatus


def of(request) -> list[str]:
    """The sentences about one request. They name nobody else."""
    pool = request.pool
    said = []
    if pool.way == PoolWay.DRAW and pool.status == PoolStatus.OPEN:
        said.append(
            _("The places are drawn after %(time)s. The seed is fixed already: its hash is %(hash)s.")
            % {"time": pool.ceremony.show_time(pool.closes_at), "hash": pool.seed_hash}
        )
    if request.ticket:
        said += _drawn(request, pool)
    if request.given_because:
        said.append(_("The press desk gave the place: %(why)s") % {"why": request.given_because})
    if request.instead_of_id:
        said.append(_("A colleague of the outlet passed the place on."))
    if request.status == RequestStatus.LEFT_OUT:
        said.append(_("The accreditation was not approved when the places were given."))
    if request.status == RequestStatus.WAITING:
        said.append(_("Whenever a place of this kind becomes free, the first who waits gets it, and a letter."))
        if request.journalist.accreditation.status != Status.APPROVED:
            said.append(_("Who is not accredited at that moment is passed over, and keeps the turn."))
    return said


def _drawn(request, pool):
    kind = request.get_kind_display()
    places = pool.count_of(request.kind)
    said = [
        _("The ticket is the HMAC-SHA256 of the request's key %(key)s under the seed %(seed)s: %(ticket)s.")
        % {"key": request.key, "seed": pool.seed, "ticket": request.ticket}
    ]
    if request.round:
        said.append(
            ngettext(
                "%(count)d colleague of the outlet has a smaller ticket: an outlet's next person comes after every outlet's one before.",
                "%(count)d colleagues of the outlet have smaller tickets: an outlet's next person comes after every outlet's one before.",
                request.round,
            )
            % {"count": request.round}
        )
    said.append(
        ngettext(
            "By that it is number %(rank)d in the draw for “%(kind)s”, for which there is %(places)d place now.",
            "By that it is number %(rank)d in the draw for “%(kind)s”, for which there are %(places)d places now.",
            places,
        )
        % {"rank": request.rank, "kind": kind, "places": places}
    )
    return said
