"""How a request for a place in a pool came to what it is: sentences for the person whose it is."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from press.models import PoolWay, RequestStatus
from press.models.pool_request import WITH_PLACE


def sentences_of(request) -> list[str]:
    """What the draw found and what happened since. Nothing of anybody else is in it but how many there were."""
    said = []
    if request.late_because and not request.instead_of_id:
        said.append(_("Taken after requests had closed: %(why)s") % {"why": request.late_because})
    if request.instead_of_id:
        said.append(_("The place was passed on by a colleague."))
    elif request.ticket:
        said += _of_the_draw(request)
    elif request.given_because:
        said.append(_("Given by the press desk: %(why)s") % {"why": request.given_because})
    if request.status == RequestStatus.REQUESTED:
        said.append(_still_open(request))
    if request.status == RequestStatus.WAITING and request.rank:
        said.append(_("When a place becomes free, the next on the list moves up and gets a letter."))
    if request.status in WITH_PLACE and request.card_number:
        said.append(_("Pool card %(number)d.") % {"number": request.card_number})
    return said


def _still_open(request):
    if request.pool.way == PoolWay.DRAW:
        return _("The places are drawn after requests have closed.")
    return _("The press desk gives the places after requests have closed.")


def _of_the_draw(request):
    said = [
        _("The draw gave number %(rank)d among the requests for “%(kind)s”, by the ticket %(ticket)s….")
        % {"rank": request.rank, "kind": request.get_kind_display(), "ticket": request.ticket[:12]}
    ]
    if request.round:
        said.append(
            ngettext(
                "%(count)d colleague of the same outlet drew a smaller ticket: an outlet's second comes after every "
                "outlet's first.",
                "%(count)d colleagues of the same outlet drew smaller tickets: an outlet's second comes after every "
                "outlet's first.",
                request.round,
            )
            % {"count": request.round}
        )
    return said
