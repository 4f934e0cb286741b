"""What an application brings in and takes out: item by item, or pasted from a spreadsheet."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from ceremony.procedure import Refused
from ceremony.telling import do
from delegations.views.lookups import posted
from press.forms.equipment import ItemForm, PasteForm
from press.models import EquipmentItem, EquipmentStatus
from press.models.equipment import in_line
from press.own import own_application, roll_of
from press.pasting import COLUMNS, read
from press.views.application import GET_OR_POST

PAGE = 50


@require_GET
def equipment(request, key):
    """The list, with what was decided about each item."""
    application = own_application(request, key)
    items = EquipmentItem.objects.standing().filter(application=application).for_lists().order_by("pk")
    context = {
        "application": application,
        "page_obj": Paginator(items, PAGE).get_page(request.GET.get("page")),
        "declared": EquipmentStatus.DECLARED,
        "nowhere": EquipmentItem.objects.standing().filter(application=application).nowhere().count(),
    }
    return render(request, "press/equipment.html", context)


@GET_OR_POST
def new(request, key):
    application = own_application(request, key)
    form = ItemForm(posted(request), application=application, people=roll_of(application).coming)
    if request.method == "POST" and form.is_valid():
        try:
            [item] = EquipmentItem.objects.declare(application, [form.row()], by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error("serial" if "serial" in str(refused.code) or refused.code == "twice" else None, refused)
        else:
            messages.success(request, _("%(item)s is on the list.") % {"item": item})
            name = "press:equipment_new" if "another" in request.POST else "press:equipment"
            return redirect(name, request.ceremony.slug, key)
    return render(request, "press/equipment_item.html", {"application": application, "form": form})


def _own_item(request, key, item):
    application = own_application(request, key)
    items = EquipmentItem.objects.standing().for_lists().select_related("changed_by").filter(application=application)
    found = get_object_or_404(items, key=item)
    found.application = application
    return application, found


@GET_OR_POST
def item(request, key, item):
    """An item: to change while it is not decided; afterwards as it stands, with what was found on arrival."""
    application, found = _own_item(request, key, item)
    if found.status != EquipmentStatus.DECLARED:
        context = {"application": application, "item": found, "changes": found.changes.all()}
        return render(request, "press/equipment_detail.html", context)
    form = ItemForm(posted(request), application=application, people=roll_of(application).coming, item=found)
    if request.method == "POST" and form.is_valid():
        try:
            found.amend(seen=form.cleaned_data["version"], by=request.user, at=timezone.now(), **form.row())
        except Refused as refused:
            form.add_error(None, refused)
            if refused.code == "stale":
                form.save_anew(refused.params["version"])
        else:
            messages.success(request, _("%(item)s is saved.") % {"item": found})
            return redirect("press:equipment", request.ceremony.slug, key)
    return render(request, "press/equipment_item.html", {"application": application, "form": form, "item": found})


@GET_OR_POST
def strike(request, key, item):
    """It does not come: the line leaves the list and stays on record."""
    application, found = _own_item(request, key, item)
    if request.method == "POST":
        do(
            request,
            lambda: found.strike(by=request.user, at=timezone.now()),
            done=_("%(item)s is off the list.") % {"item": found},
        )
        return redirect("press:equipment", request.ceremony.slug, key)
    return render(request, "press/equipment_strike.html", {"application": application, "item": found})


@GET_OR_POST
def paste(request, key):
    """First what was read is shown, line by line; the second button puts it on the list: all of it, or nothing."""
    application = own_application(request, key)
    form = PasteForm(posted(request))
    context = {"application": application, "form": form, "columns": COLUMNS.values()}
    if request.method == "POST" and form.is_valid():
        pasted, found = read(form.cleaned_data["lines"], application), []
        for fault in pasted.faults:
            form.add_error("lines", in_line(*fault))
        if not pasted.faults:
            try:
                found = _declare(request, application, pasted.rows, really="sure" in request.POST)
            except Refused as refused:
                form.add_error("lines", refused)
        if found and "sure" in request.POST:
            words = ngettext("%(count)d item is on the list.", "%(count)d items are on the list.", len(found))
            messages.success(request, words % {"count": len(found)})
            return redirect("press:equipment", request.ceremony.slug, key)
        context["items"] = found
    return render(request, "press/equipment_paste.html", context)


def _declare(request, application, rows, *, really):
    """The items; without `really` nothing stays of them, but all is said that would keep them off the list."""
    with transaction.atomic():
        found = EquipmentItem.objects.declare(application, rows, by=request.user, at=timezone.now())
        if not really:
            transaction.set_rollback(True)
    return found
