"""The switch of the public board, in the hands of the depositary's officers."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ceremony.access import officers_only
from ceremony.models import LedgerRow, Role
from ceremony.telling import do
from delegations.views.lookups import posted
from signatures.forms import BoardForm
from signatures.models import BoardState, Treaty
from signatures.views.call_lists import seen_treaty


@officers_only(Role.DEPOSITARY)
def board_switch(request):
    treaty = seen_treaty(request)
    form = BoardForm(posted(request), treaty=treaty)
    if request.method == "POST" and form.is_valid():
        typed, by, at = form.cleaned_data, request.user, timezone.now()
        do(
            request,
            lambda: treaty.show_board(typed["board"], seen=typed["seen"], by=by, at=at, reason=typed["reason"]),
            done=lambda: _done(treaty),
        )
        return redirect("signatures:board_switch", request.ceremony.slug)
    context = {
        "treaty": treaty,
        "form": form,
        "state": Treaty.LEDGER_WORDS[treaty.board],
        "history": LedgerRow.objects.about(treaty).order_by("-pk"),
    }
    return render(request, "signatures/board_switch.html", context)


def _done(treaty):
    return {
        BoardState.OPEN: _("The board is open: everybody sees every confirmed signature."),
        BoardState.PROVISIONAL: _("The board is open and marked as provisional."),
        BoardState.EMBARGOED: _("The board is under embargo: nobody sees a signature."),
    }[treaty.board]
