"""The officers' pages: the list of delegations, the invitation, and one delegation as they see it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accreditation.models.accreditation import SEE_EVERYBODY
from accreditation.models.document import SEE_PAPERS
from accreditation.permissions import QUEUE_ROLES
from ceremony.access import officers_only
from ceremony.export import FORMATS, file_of
from ceremony.models import LedgerRow, Role
from ceremony.permissions import holds_one_of, roles_of
from ceremony.procedure import Refused
from ceremony.telling import do
from delegations import invitation, lateness
from delegations.forms import AdmitLateForm, ContactForm, DelegationFilter, InvitationForm
from delegations.models import Delegation, DelegationStatus
from delegations.permissions import can_admit_late, can_confirm, can_invite
from delegations.views.lookups import posted, roll_of, seen_delegation, tell
from directory.models import Entity, name_language

PAGE = 50


def _listed(request, now):
    """The delegations that the filter leaves, in the order of their names, and the filter."""
    deadlines = lateness.deadlines(request.ceremony, at=now)
    filters = DelegationFilter(request.GET)
    delegations = (
        Delegation.objects.visible_to(request.user, request.ceremony)
        .with_head()
        .order_by(f"nominator__entity__sort_{name_language(get_language())}", "pk")
    )
    return filters.narrow(delegations, at=now, deadlines=deadlines), filters, deadlines


def _mark_late(ceremony, delegations, now, deadlines):
    is_over = ceremony.is_over(now)
    for delegation in delegations:
        delegation.late_since = lateness.late_since(delegation, at=now, deadlines=deadlines)
        delegation.whose_move = lateness.whose_move(delegation, is_over=is_over)
    return delegations


@officers_only(*SEE_EVERYBODY)
def delegation_list(request):
    now = timezone.now()
    delegations, filters, deadlines = _listed(request, now)
    page = Paginator(delegations, PAGE).get_page(request.GET.get("page"))
    # Counted only for the rows that are shown.
    page.object_list = _mark_late(request.ceremony, lateness.with_counts(page.object_list), now, deadlines)
    context = {
        "page_obj": page,
        "filters": filters,
        "query": request.GET.urlencode(),
        "can_invite": can_invite(request.user, request.ceremony),
    }
    return render(request, "delegations/delegation_list.html", context)


@officers_only(*SEE_EVERYBODY)
def export(request, format):
    if format not in FORMATS:
        raise Http404
    now = timezone.now()
    delegations, _filters, deadlines = _listed(request, now)
    columns = [
        _("Code"), _("Name"), _("Kind"), _("UN group"), _("Status"), _("Head"), _("Rank of the head"),
        _("People"), _("Approved"), _("Note verbale"), _("Late"), _("Whose move"),
    ]  # fmt: skip
    rows = [
        [
            one.entity.code,
            str(one),
            one.entity.get_kind_display(),
            one.entity.get_un_group_display(),
            one.get_status_display(),
            str(one.head or ""),
            one.head.get_rank_display() if one.head else "",
            one.people_count,
            one.approved_count,
            _("yes") if one.has_note_verbale else _("no"),
            _("yes") if one.late_since else "",
            str(one.whose_move),
        ]
        for one in _mark_late(request.ceremony, lateness.with_counts(delegations), now, deadlines)
    ]
    return file_of(format, ceremony=request.ceremony, name="delegations", columns=columns, rows=rows)


@officers_only(Role.ORGANISER)
def invite(request):
    """Choose, check who would be invited and who not, then do it; the same address for the three steps."""
    chosen_in = request.POST if request.method == "POST" else request.GET
    form = InvitationForm(chosen_in)
    is_valid = form.is_valid()
    entities = list(form.chosen()) if is_valid else []
    if request.method == "POST" and entities:
        result = invitation.invite(request.ceremony, entities, by=request.user, at=timezone.now())
        return render(request, "delegations/invitation_report.html", {"result": result})
    if "check" in chosen_in and is_valid and entities:
        context = {
            "plan": invitation.plan(request.ceremony, entities),
            "chosen": [(name, value) for name in ("kind", "group", "pick") for value in chosen_in.getlist(name)],
            "here": request.get_full_path(),
        }
        return render(request, "delegations/invitation_check.html", context)
    if is_valid and not entities and ("check" in chosen_in or request.method == "POST"):
        form.add_error(None, _("Nothing is chosen yet: tick a kind, a group, or a State or organisation."))
    picked = form.picked() if "pick" in form.cleaned_data else []
    named = form.found() if is_valid else []
    found = [entity for entity in named if entity not in picked]
    there = invitation.invited_already(request.ceremony, [*picked, *found]) if picked or found else {}
    context = {
        "form": form,
        "offered": [(entity, entity in picked, there.get(entity.pk)) for entity in [*picked, *found]],
        "found_nothing": is_valid and bool(form.cleaned_data["q"].strip()) and not named,
        "checked": set(chosen_in.getlist("kind")) | set(chosen_in.getlist("group")),
    }
    return render(request, "delegations/invitation_choose.html", context)


@officers_only(Role.ORGANISER)
def add_contact(request, code):
    """Where an entity is written to, when the directory does not know it yet."""
    entity = get_object_or_404(Entity, code=code)
    form = ContactForm(posted(request), entity=entity)
    back = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        query = urlencode({"pick": code, "check": 1})
        back = f"{reverse('delegations:invite', args=[request.ceremony.slug])}?{query}"
    if request.method == "POST" and form.is_valid():
        contact = form.save()
        messages.success(request, _("%(name)s can be written to now.") % {"name": entity})
        if others := Entity.objects.filter(contacts__email__iexact=contact.email).exclude(pk=entity.pk).distinct():
            messages.warning(
                request,
                _("%(email)s is the contact of %(others)s too: look whether that is meant.")
                % {"email": contact.email, "others": ", ".join(map(str, others))},
            )
        return redirect(back)
    return render(request, "delegations/contact_add.html", {"form": form, "entity": entity, "back": back})


def review(request, delegation, roll):
    """One delegation as officers see it: to read, with the verbs that are theirs. Called by the page of both."""
    now = timezone.now()
    user, ceremony = request.user, request.ceremony
    lacks = [_("No head of delegation is named yet.")] if roll.head is None else []
    context = {
        "delegation": delegation,
        "roll": roll,
        "now": now,
        "is_late": roll.is_late(now),
        "history": LedgerRow.objects.about(delegation),
        "can_confirm": delegation.status == DelegationStatus.SUBMITTED and can_confirm(user, ceremony),
        "can_admit_late": roll.is_late(now) and bool(roll.drafts) and can_admit_late(user, ceremony),
        "lacks": lacks,
        "sees_papers": bool(roles_of(user, ceremony) & SEE_PAPERS),
        "opens_people": holds_one_of(user, ceremony, *QUEUE_ROLES),
        "deadlines": roll.deadlines,
    }
    return render(request, "delegations/delegation_review.html", context)


@officers_only(Role.ORGANISER, Role.ACCREDITATION)
@require_POST
def confirm(request, code):
    delegation = seen_delegation(request, code)
    do(
        request,
        lambda: delegation.confirm(by=request.user, at=timezone.now()),
        done=_("The delegation of %(name)s is confirmed; a letter says so.") % {"name": delegation.in_text()},
    )
    return redirect(delegation)


@officers_only(Role.ORGANISER, Role.ACCREDITATION)
def admit_late(request, code):
    delegation = seen_delegation(request, code)
    roll = roll_of(delegation)
    form = AdmitLateForm(posted(request), drafts=roll.drafts)
    if request.method == "POST" and form.is_valid():
        try:
            result = delegation.admit_late(
                by=request.user,
                at=timezone.now(),
                reason=form.cleaned_data["reason"],
                only=form.cleaned_data["people"],
            )
        except Refused as refused:
            form.add_error(None, refused)
        else:
            tell(request, result)
            return redirect(delegation)
    context = {"delegation": delegation, "form": form, "roll": roll}
    return render(request, "delegations/delegation_admit_late.html", context)
