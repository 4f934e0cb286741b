"""The focal point's page "Signing": will it sign, who signs, with which authority, and the full powers."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from delegations.views.lookups import own_delegation
from signatures.views import dossier as both
from signatures.views.dossier import Dossier


def _own(request, code):
    delegation = own_delegation(request, code)
    return Dossier(request, delegation.entity, delegation)


def _page(request, dossier, **came_back):
    context = {"dossier": dossier, "delegation": dossier.delegation, "entity": dossier.entity}
    if dossier.treaty and dossier.entity.may_sign:
        context |= {
            "light": dossier.light,
            "representative": dossier.representative,
            "powers": dossier.powers,
            # By virtue of office one signs, or will once it is confirmed: no paper is asked for meanwhile.
            "by_office": bool(dossier.representative and dossier.representative.office and dossier.entity.is_state),
            "history": dossier.history(with_reasons=False),
        }
        if dossier.is_open:
            context |= dossier.forms() | came_back
    return render(request, "signatures/signing.html", context | {"form": next(iter(came_back.values()), None)})


def _step(request, code, step, name):
    """One of the forms of the page: done, or the page again with what was typed and why not."""
    dossier = _own(request, code)
    if request.method != "POST" or not dossier.is_open:
        return redirect("signatures:signing", request.ceremony.slug, code)
    form = step(request, dossier)
    if form is None:
        return redirect("signatures:signing", request.ceremony.slug, code)
    return _page(request, dossier, **{name: form})


def signing(request, code):
    return _page(request, _own(request, code))


def intention(request, code):
    return _step(request, code, both.note_intention, "intention_form")


def representative(request, code):
    return _step(request, code, both.name_representative, "representative_form")


def hand_in(request, code):
    return _step(request, code, both.hand_in_powers, "powers_form")


@require_POST
def announce(request, code):
    dossier = _own(request, code)
    if dossier.is_open:
        both.announce_powers(request, dossier)
    return redirect("signatures:signing", request.ceremony.slug, code)
