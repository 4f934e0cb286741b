"""The exhibition: who has which booth, an exhibitor's own page, and the coordinators' desk."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accreditation.models import Nominator
from ceremony.access import officers_only
from ceremony.export import FORMATS, file_of
from ceremony.models import LedgerRow
from ceremony.procedure import Refused
from ceremony.telling import do
from delegations.views.lookups import own_delegation, posted
from directory.models import Entity
from events.forms.exhibition import (
    COLUMNS,
    BoothForm,
    BoothWordsForm,
    ChangeBoothForm,
    EditBoothForm,
    EnterBoothForm,
    ExhibitionForm,
    GiveForm,
    MendBoothForm,
    NewBoothForm,
)
from events.models import Booth, BoothProposal, BoothStatus, Exhibition
from events.models.booth_proposal import STANDING
from events.models.exhibition import SEE_BOOTHS
from events.permissions import COORDINATORS, can_coordinate

PAGE = 50
S = BoothStatus


def exhibition_of(ceremony):
    found = Exhibition.objects.filter(ceremony=ceremony).select_related("room").first()
    if found:
        found.ceremony = ceremony
    return found


# Everybody's


@login_not_required
@require_safe
def exhibitors(request):
    """Who exhibits at which booth, as soon as the coordinators show it."""
    exhibition = exhibition_of(request.ceremony)
    shown = exhibition is not None and exhibition.is_public
    rows = BoothProposal.objects.filter(ceremony=request.ceremony).exhibitors() if shown else []
    return render(request, "events/exhibitor_list.html", {"exhibition": exhibition if shown else None, "rows": rows})


# The exhibitor's own


def booth(request, code):
    """One's proposal and what was decided; or the form, as long as booths can be asked for."""
    delegation = own_delegation(request, code)
    exhibition, now = exhibition_of(request.ceremony), timezone.now()
    own = list(
        BoothProposal.objects.filter(ceremony=request.ceremony, entity=delegation.entity)
        .select_related("booth")
        .order_by("-number")
    )
    standing = next((one for one in own if one.status in STANDING), None)
    form = None
    if exhibition and exhibition.is_open(now) and not standing:
        form = BoothForm(posted(request))
        if request.method == "POST" and form.is_valid() and _proposed(request, exhibition, delegation, form):
            return redirect("events:booth", request.ceremony.slug, code)
    context = {
        "delegation": delegation, "exhibition": exhibition, "own": own, "standing": standing, "form": form, "now": now,
    }  # fmt: skip
    return render(request, "events/booth_own.html", context)


def _proposed(request, exhibition, delegation, form):
    try:
        made = BoothProposal.objects.propose(
            exhibition, delegation.entity, by=request.user, at=timezone.now(), **form.columns
        )
    except Refused as refused:
        form.add_error(None, refused)
        return False
    messages.success(request, _("The proposal is kept as %(reference)s.") % {"reference": made.reference})
    return True


def _own(request, code, key):
    delegation = own_delegation(request, code)
    proposals = BoothProposal.objects.filter(ceremony=request.ceremony, entity=delegation.entity)
    found = get_object_or_404(proposals.select_related("booth"), key=key)
    found.ceremony = request.ceremony
    return delegation, found


def booth_edit(request, code, key):
    """What the proposal says, as long as it is not decided; of one that has a booth, title and text."""
    delegation, found = _own(request, code, key)
    given = {name: getattr(found, name) for name in COLUMNS}
    form_of = MendBoothForm if found.status == S.ACCEPTED else EditBoothForm
    form = form_of(posted(request), initial=given | {"seen": found.revision})
    if request.method == "POST" and form.is_valid():
        try:
            found.change(seen=form.cleaned_data["seen"], by=request.user, at=timezone.now(), **form.columns)
        except Refused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("%(reference)s is changed.") % {"reference": found.reference})
            return redirect("events:booth", request.ceremony.slug, code)
    return render(request, "events/booth_edit.html", {"delegation": delegation, "proposal": found, "form": form})


@require_POST
def booth_withdraw(request, code, key):
    _delegation, found = _own(request, code, key)
    do(
        request,
        lambda: found.withdraw(by=request.user, at=timezone.now()),
        done=_("%(reference)s is withdrawn.") % {"reference": found.reference},
    )
    return redirect("events:booth", request.ceremony.slug, code)


# The coordinators' desk


def _listed(request):
    rows = BoothProposal.objects.visible_to(request.user, request.ceremony).select_related("entity", "booth")
    status = request.GET.get("status", "")
    return rows.filter(status=status) if status in S else rows


@require_safe
@officers_only(*SEE_BOOTHS)
def desk(request):
    context = {
        "page_obj": Paginator(_listed(request), PAGE).get_page(request.GET.get("page")),
        "exhibition": exhibition_of(request.ceremony),
        "statuses": S.choices,
        "status": request.GET.get("status", ""),
        "query": request.GET.urlencode(),
        "may_change": can_coordinate(request.user, request.ceremony),
        "now": timezone.now(),
    }
    return render(request, "events/booth_proposals.html", context)


@require_safe
@officers_only(*SEE_BOOTHS)
def export(request, format):
    if format not in FORMATS:
        raise Http404
    columns = [
        _("Number"), _("Exhibitor"), _("Title"), _("Status"), _("Booth"), _("Size"), _("Power"), _("Power needed"),
        _("Needs"), _("Submitted"),
    ]  # fmt: skip
    rows = [
        [
            one.reference, str(one.entity), one.title, one.get_status_display(), str(one.booth or ""),
            one.booth.size if one.booth else "", one.booth.power if one.booth else "", one.power, one.needs, one.submitted_at,
        ]
        for one in _listed(request)
    ]  # fmt: skip
    return file_of(format, ceremony=request.ceremony, name="exhibition", columns=columns, rows=rows)


def _found(request, key):
    proposals = BoothProposal.objects.visible_to(request.user, request.ceremony).select_related(
        "entity", "booth", "submitted_by", "admitted_by", "decided_by"
    )
    found = get_object_or_404(proposals, key=key)
    found.ceremony = request.ceremony
    return found


@require_safe
@officers_only(*SEE_BOOTHS)
def proposal(request, key):
    return _page(request, _found(request, key))


def _page(request, found, **came_back):
    context = {
        "proposal": found,
        "history": LedgerRow.objects.about(found),
        "may_change": can_coordinate(request.user, request.ceremony),
        "form": next(iter(came_back.values()), None),
    }
    if context["may_change"]:
        if found.status in STANDING:
            context["give_form"] = GiveForm(proposal=found)
        if found.status in {S.SUBMITTED, S.DECLINED}:
            context["words_form"] = BoothWordsForm(prefix="words", initial={"seen": found.revision})
        context |= came_back
    return render(request, "events/booth_proposal.html", context)


@require_POST
@officers_only(*COORDINATORS)
def decide(request, key, verb):
    """Give a booth, or another one; decline; take up again. What was typed comes back with why not."""
    found, by, at = _found(request, key), request.user, timezone.now()
    if verb == "give":
        name, form = "give_form", GiveForm(request.POST, proposal=found)
        give = found.change_booth if found.status == S.ACCEPTED else found.accept
        act = lambda data: give(data["booth"], reason=data["reason"], seen=data["seen"], by=by, at=at)  # noqa: E731
    elif verb in {"decline", "reopen"}:
        name, form = "words_form", BoothWordsForm(request.POST, prefix="words")
        act = lambda data: getattr(found, verb)(reason=data["reason"], seen=data["seen"], by=by, at=at)  # noqa: E731
    else:
        raise Http404
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refused:
            form.add_error("reason" if refused.code == "reason" else None, refused)
        else:
            messages.success(
                request,
                _("%(reference)s is “%(status)s” now.")
                % {"reference": found.reference, "status": found.get_status_display()},
            )
            return redirect("events:booth_proposal", request.ceremony.slug, found.key)
    return _page(request, found, **{name: form})


@officers_only(*COORDINATORS)
def enter(request):
    exhibition = exhibition_of(request.ceremony)
    if exhibition is None:
        raise Http404
    nominated = Nominator.objects.filter(ceremony=request.ceremony).values("entity")
    form = EnterBoothForm(posted(request), entities=Entity.objects.filter(pk__in=nominated).in_name_order())
    if request.method == "POST" and form.is_valid():
        try:
            made = BoothProposal.objects.propose(
                exhibition, form.cleaned_data["entity"], because=form.cleaned_data["reason"], by=request.user,
                at=timezone.now(), **form.columns,
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The proposal is kept as %(reference)s.") % {"reference": made.reference})
            return redirect("events:booth_proposal", request.ceremony.slug, made.key)
    return render(
        request,
        "events/exhibition_form.html",
        {"form": form, "title": _("Enter an exhibitor"), "submit": _("Enter it")},
    )


@officers_only(*COORDINATORS)
def exhibition_settings(request):
    found = exhibition_of(request.ceremony)
    form = ExhibitionForm(
        posted(request), instance=found or Exhibition(ceremony=request.ceremony), ceremony=request.ceremony
    )
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The settings of the exhibition are saved."))
        return redirect("events:exhibition_desk", request.ceremony.slug)
    context = {"form": form, "title": _("Settings of the exhibition"), "submit": _("Save the settings")}
    return render(request, "events/exhibition_form.html", context)


@officers_only(*COORDINATORS)
def booths(request):
    """All booths, who has each, and a form for one more."""
    given = BoothProposal.objects.filter(status=S.ACCEPTED).select_related("entity")
    rows = Booth.objects.filter(ceremony=request.ceremony).prefetch_related(
        Prefetch("proposals", queryset=given, to_attr="given")
    )
    form = NewBoothForm(posted(request), instance=Booth(ceremony=request.ceremony, position=rows.count() + 1))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Booth %(number)s is there.") % {"number": form.instance})
        return redirect("events:booths", request.ceremony.slug)
    return render(request, "events/booth_list.html", {"rows": rows, "form": form})


@officers_only(*COORDINATORS)
def booth_change(request, booth):
    """Its number, size, power and place; and whether it is there at all."""
    found = _booth(request, booth)
    form = ChangeBoothForm(posted(request), instance=found, initial={"seen": found.revision})
    if request.method == "POST" and form.is_valid():
        try:
            found.change(seen=form.cleaned_data["seen"], by=request.user, at=timezone.now(), **form.columns)
        except Refused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Booth %(number)s is changed.") % {"number": found})
            return redirect("events:booths", request.ceremony.slug)
    holder = found.proposals.select_related("entity").first()
    context = {"booth": found, "form": form, "holder": holder, "history": LedgerRow.objects.about(found)}
    return render(request, "events/booth_change.html", context)


def _booth(request, booth):
    found = get_object_or_404(Booth, ceremony=request.ceremony, pk=booth)
    found.ceremony = request.ceremony
    return found


@require_POST
@officers_only(*COORDINATORS)
def booth_delete(request, booth):
    found = _booth(request, booth)
    do(
        request,
        lambda: found.remove(by=request.user, at=timezone.now()),
        done=_("Booth %(number)s is gone.") % {"number": found},
    )
    return redirect("events:booths", request.ceremony.slug)
