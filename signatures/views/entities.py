"""The officers' pages about who will sign: the list with its lights, and everything about one entity."""

from collections import Counter

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ceremony.access import officers_only
from ceremony.export import FORMATS, file_of
from ceremony.models import Role
from ceremony.procedure import Refused
from delegations.permissions import can_list_delegations
from delegations.views.lookups import posted
from directory.models import Entity, name_language
from signatures.forms import ConfirmOfficeForm, EntityFilter, WithdrawOfficeForm
from signatures.models import Intention, Treaty
from signatures.readiness import Colour, readiness_of
from signatures.views import dossier as both
from signatures.views.dossier import Dossier

PAGE = 50
desk_only = officers_only(Role.TREATY, Role.DEPOSITARY)


def _listed(request):
    """(filter, {colour: how many}, rows): a row is an entity with `light` and `will_sign`."""
    treaty = get_object_or_404(Treaty, ceremony=request.ceremony)
    filters = EntityFilter(request.GET)
    entities = filters.narrow(
        Entity.objects.filter(may_sign=True).order_by(f"sort_{name_language(get_language())}", "pk")
    )
    entities = list(entities)
    said = dict(Intention.objects.filter(treaty=treaty).order_by().values_list("entity", "will_sign"))
    lights = readiness_of(treaty, entities, timezone.now())
    for entity in entities:
        entity.light, entity.will_sign = lights[entity.pk], said.get(entity.pk)
    counts = Counter(entity.light.colour for entity in entities)
    return filters, counts, [one for one in entities if filters.keeps(one.light, one.will_sign)]


@require_GET
@desk_only
def entities(request):
    filters, counts, rows = _listed(request)
    others = request.GET.copy()
    others.pop("page", None)
    tabs = []
    for colour in [None, *Colour]:
        asked = others.copy()
        asked.pop("light", None)
        if colour:
            asked["light"] = colour.value
        tabs.append(
            {
                "colour": colour,
                "count": counts[colour] if colour else counts.total(),
                "address": f"?{asked.urlencode()}",
                "is_here": filters.cleaned_data.get("light") == (colour or ""),
            }
        )
    context = {
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "filters": filters,
        "tabs": tabs,
        "query": others.urlencode(),
    }
    return render(request, "signatures/entity_list.html", context)


@require_GET
@desk_only
def export(request, format):
    if format not in FORMATS:
        raise Http404
    _filters, _counts, found = _listed(request)
    columns = [
        _("Code"), _("Name"), _("UN group"), _("Light"), _("Will sign"), _("Representative"), _("Office held"),
        _("By virtue of office as"), _("Office confirmed"), _("Accredited"), _("Full powers"), _("What is missing"),
    ]  # fmt: skip
    said = {True: _("yes"), False: _("no"), None: ""}
    rows = []
    for entity in found:
        who, powers = entity.light.case.representative, entity.light.case.powers
        rows.append(
            [
                entity.code,
                str(entity),
                entity.get_un_group_display(),
                entity.light.colour.label,
                said[entity.will_sign],
                who.name if who else "",
                who.title if who else "",
                who.office_in_words if who else "",
                _("yes") if who and who.may_sign_by_office else "",
                _("yes") if entity.light.is_accredited else "",
                powers.get_status_display() if powers else "",
                "" if entity.light.case.signature else " ".join(map(str, entity.light.objections)),
            ]
        )
    return file_of(format, ceremony=request.ceremony, name="signatories", columns=columns, rows=rows)


# One entity


def _dossier(request, code):
    found = Dossier(request, get_object_or_404(Entity, code=code))
    if found.treaty is None:
        raise Http404
    return found


def _page(request, dossier, **came_back):
    """`came_back` is the form to be shown again with what was typed."""
    who = dossier.representative
    context = {
        "dossier": dossier,
        "entity": dossier.entity,
        "light": dossier.light,
        "representative": who,
        "powers": dossier.powers,
        "history": dossier.history(with_reasons=True),
        "sees_delegations": can_list_delegations(request.user, request.ceremony),
        "open": next(iter(came_back), ""),
        "form": next(iter(came_back.values()), None),
    }
    if dossier.is_open:
        context |= dossier.forms()
        if who and who.office and not who.confirmed_at:
            context["confirm_form"] = ConfirmOfficeForm()
        if who and who.confirmed_at:
            context["withdraw_form"] = WithdrawOfficeForm()
    return render(request, "signatures/entity_detail.html", context | came_back)


def _back(request, code):
    return redirect("signatures:entity", request.ceremony.slug, code)


def _step(request, code, step, name):
    dossier = _dossier(request, code)
    if request.method != "POST" or not dossier.is_open:
        return _back(request, code)
    form = step(request, dossier)
    return _back(request, code) if form is None else _page(request, dossier, **{name: form})


@require_GET
@desk_only
def entity(request, code):
    return _page(request, _dossier(request, code))


@desk_only
def intention(request, code):
    return _step(request, code, both.note_intention, "intention_form")


@desk_only
def representative_name(request, code):
    return _step(request, code, both.name_representative, "representative_form")


@desk_only
def powers_bring(request, code):
    return _step(request, code, both.hand_in_powers, "powers_form")


@desk_only
@require_POST
def powers_announce(request, code):
    dossier = _dossier(request, code)
    if dossier.is_open:
        both.announce_powers(request, dossier)
    return _back(request, code)


def _about_the_office(form_class, verb, done):
    """A step about the office of who is named; `verb` takes (representative, user, instant, cleaned form)."""

    def step(request, dossier):
        who = dossier.representative
        form = form_class(posted(request))
        if who is None or not form.is_valid():
            return form
        try:
            verb(who, request.user, timezone.now(), form.cleaned_data)
        except Refused as refused:
            form.add_error(next(iter(form.fields)), refused)
            return form
        messages.success(request, done % {"name": who})
        return None

    return step


@desk_only
def office_confirm(request, code):
    step = _about_the_office(
        ConfirmOfficeForm,
        lambda who, user, at, typed: who.confirm_office(by=user, at=at, source=typed["source"]),
        _("The office of %(name)s is confirmed."),
    )
    return _step(request, code, step, "confirm_form")


@desk_only
def office_withdraw(request, code):
    step = _about_the_office(
        WithdrawOfficeForm,
        lambda who, user, at, typed: who.withdraw_confirmation(by=user, at=at, reason=typed["reason"]),
        _("The confirmation of the office of %(name)s is withdrawn."),
    )
    return _step(request, code, step, "withdraw_form")
