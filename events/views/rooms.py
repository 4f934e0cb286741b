"""Rooms: what they seat, when they are open, when they are not to be had; and the slots of side events."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ceremony.access import officers_only
from ceremony.models import Room, RoomBlock
from ceremony.procedure import Refused
from ceremony.telling import do
from delegations.views.lookups import posted
from events import rooms as doors
from events.forms.room import BlockForm, RoomForm, SlotsForm
from events.models import Slot
from events.permissions import COORDINATORS


def seen_room(request, pk):
    room = get_object_or_404(Room, ceremony=request.ceremony, pk=pk)
    room.ceremony = request.ceremony
    return room


@require_safe
@officers_only(*COORDINATORS)
def rooms(request):
    found = request.ceremony.rooms.annotate(
        used=Count("sessions", filter=Q(sessions__cancelled_at=None), distinct=True)
    ).order_by("position", "pk")  # fmt: skip
    now = timezone.now()
    found = doors.furnished(found)
    for room in found:
        room.to_come = [block for block in room.blocks.all() if block.ends_at > now]
    return render(request, "events/room_list.html", {"rooms": found})


@officers_only(*COORDINATORS)
def room_new(request):
    last = request.ceremony.rooms.order_by("-position").values_list("position", flat=True).first()
    return _form(request, Room(ceremony=request.ceremony, position=(last or 0) + 1))


@officers_only(*COORDINATORS)
def room_edit(request, room):
    return _form(request, seen_room(request, room))


def _form(request, room):
    title = str(room.name)
    form = RoomForm(posted(request), instance=room, ceremony=request.ceremony)
    if request.method == "POST" and form.is_valid() and _saved(request, form):
        return redirect("events:desk_room", request.ceremony.slug, form.instance.pk)
    context = {"form": form, "room": room, "title": title}
    if room.pk:
        context["blocks"] = room.blocks.order_by("starts_at")
        context["block_form"] = BlockForm(prefix="block")
    return render(request, "events/room_form.html", context)


def _saved(request, form):
    before = doors.overfull(form.instance)
    try:
        doors.change(form.instance, form.seats())
    except Refused as refused:
        for sentence in refused.messages:
            form.add_error(None, sentence)
        return False
    if number := len(doors.overfull(form.instance) - before):
        sentence = ngettext(
            "%(number)d session no longer fits: more are expected than the room seats. The board names it.",
            "%(number)d sessions no longer fit: more are expected than the room seats. The board names them.",
            number,
        )
        messages.warning(request, sentence % {"number": number})
    return do(request, lambda: None, done=_("%(room)s is saved.") % {"room": form.instance})


@officers_only(*COORDINATORS)
@require_POST
def room_remove(request, room):
    room = seen_room(request, room)
    if do(request, lambda: doors.remove(room), done=_("%(room)s is deleted.") % {"room": room}):
        return redirect("events:desk_rooms", request.ceremony.slug)
    return redirect("events:desk_room", request.ceremony.slug, room.pk)


@officers_only(*COORDINATORS)
@require_POST
def block_add(request, room):
    room = seen_room(request, room)
    form = BlockForm(request.POST, prefix="block")
    if form.is_valid():
        data = form.cleaned_data
        verb = lambda: doors.block(room, data["starts_at"], data["ends_at"], reason=data["reason"])  # noqa: E731
        if do(request, verb, done=_("%(room)s is blocked then.") % {"room": room}):
            return redirect("events:desk_room", request.ceremony.slug, room.pk)
    context = {
        "form": RoomForm(instance=room, ceremony=request.ceremony), "room": room, "title": str(room.name),
        "blocks": room.blocks.order_by("starts_at"), "block_form": form,
    }  # fmt: skip
    return render(request, "events/room_form.html", context)


@officers_only(*COORDINATORS)
@require_POST
def block_remove(request, room, block):
    block = get_object_or_404(RoomBlock, room=seen_room(request, room), pk=block)
    do(request, block.delete, done=_("The room can be used at that time again."))
    return redirect("events:desk_room", request.ceremony.slug, room)


# Slots


@officers_only(*COORDINATORS)
def slots(request):
    form = SlotsForm(posted(request), ceremony=request.ceremony)
    if request.method == "POST" and form.is_valid():
        made = []

        def verb():
            data = form.cleaned_data
            made.extend(Slot.objects.add(request.ceremony, data["times"], changeover=data["changeover"]))

        def done():
            return ngettext("%(number)d slot was added.", "%(number)d slots were added.", len(made)) % {
                "number": len(made)
            }

        if do(request, verb, done=done):
            return redirect("events:desk_slots", request.ceremony.slug)
    found = request.ceremony.slots.annotate(
        used=Count("sessions", filter=Q(sessions__cancelled_at=None), distinct=True), wished=Count("wishes", distinct=True)
    ).order_by("starts_at")  # fmt: skip
    for slot in found:
        slot.ceremony = request.ceremony
    return render(request, "events/slot_list.html", {"form": form, "slots": found})


@officers_only(*COORDINATORS)
@require_POST
def slot_remove(request, slot):
    slot = get_object_or_404(Slot, ceremony=request.ceremony, pk=slot)
    slot.ceremony = request.ceremony
    do(request, slot.remove, done=_("The slot is gone."))
    return redirect("events:desk_slots", request.ceremony.slug)
