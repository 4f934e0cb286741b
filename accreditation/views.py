from uuid import UUID

from django.contrib import messages
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accreditation import permissions, table
from accreditation.bulk import carry_out
from accreditation.files import hand_out
from accreditation.forms import DECISIONS, BulkForm, VettingAnswer
from accreditation.kinds import person_kinds
from accreditation.models import Accreditation, Document, PersonalDataRead, Vetting, VettingStatus
from accreditation.queue import Queue, listed, neighbours
from accreditation.sheet import person_for, sheet
from ceremony.access import officers_only
from ceremony.export import FORMATS, file_of
from ceremony.permissions import roles_of
from ceremony.telling import do
from directory.models import UNGroup

queue_only = officers_only(*permissions.QUEUE_ROLES)


@require_GET
@queue_only
def queue(request):
    """The list, and beside it the person whom the address names."""
    people = Queue(request.user, request.ceremony, request.GET)
    key = request.GET.get("person", "")
    others = people.address(person="")
    base = f"{others}&" if others else "?"
    may_mark = any(kind.deciders & roles_of(request.user, request.ceremony) for kind in person_kinds.values())
    context = {
        "rows": people.page.object_list,
        "listed": listed(people.page.object_list, base=base, open_key=key, may_mark=may_mark),
        "page_obj": people.page,
        "tabs": people.tabs(),
        "asked": people.asked,
        "is_narrowed": bool(people.asked.keys() - {"status"}),
        "is_unfolded": bool(people.asked.keys() - {"status", "kind"}),  # of one kind is the list of a desk as it is
        "navigation_of_kind": people.kind.navigation if people.kind else "",
        "filters": [(one, people.asked.get(one.name, "")) for one in people.filters],
        "kinds": [(kind.name, kind.label) for kind in person_kinds.values()] if len(person_kinds) > 1 else [],
        "groups": UNGroup.choices,
        "vettings": VettingStatus.choices,
        "here": people.address() or "?",
        "base": base,
        "may_mark": may_mark,
    }
    if key:
        before, after = neighbours(people.page, key)
        context |= {"open_key": key, "before": before, "after": after}
        context |= sheet(_person(request, key), user=request.user, at=timezone.now())
    return render(request, "accreditation/person_list.html", context)


@require_GET
@queue_only
def person(request, key):
    """One person at an address of his own, to which letters between officers, overview and ledger can point."""
    return _show(request, _person(request, key))


@require_POST
@queue_only
def decide(request, key, verb):
    found = _person(request, key)
    if verb not in DECISIONS or not permissions.can_decide(request.user, found):
        raise Http404
    form = DECISIONS[verb](request.POST, person=found)
    if not form.is_valid():
        return _show(request, found, bound={verb: form})
    done = form.done % {"name": found}
    is_done = do(request, lambda: form.decide(by=request.user, at=timezone.now()), done=done)
    return redirect(_way(request, request.POST.get("after") if is_done else found.key))


@require_POST
@queue_only
def vetting(request, key):
    found = _person(request, key)
    if not permissions.can_vet(request.user, found):
        raise Http404
    asked = get_object_or_404(Vetting, accreditation=found)
    form = VettingAnswer(request.POST)
    if not form.is_valid():
        return _show(request, found, bound={"vetting": form})
    done = _("The answer about %(name)s is on record.") % {"name": found}
    is_done = do(request, lambda: asked.answer(by=request.user, at=timezone.now(), **form.cleaned_data), done=done)
    return redirect(_way(request, request.POST.get("after") if is_done else found.key))


@require_POST
@queue_only
def bulk(request):
    form = BulkForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(message for errors in form.errors.values() for message in errors))
        return redirect(_way(request))
    seen = form.seen
    people = (
        Accreditation.objects.visible_to(request.user, request.ceremony)
        .filter(key__in=[key for key in seen if _is_key(key)])
        .select_related("nominator__entity", "nominator__ceremony", "ceremony")
    )
    report = carry_out(
        form.cleaned_data["action"],
        [person.as_seen(seen[str(person.key)]) for person in people],
        may=lambda person: (
            "" if permissions.can_decide(request.user, person) else _("Another desk decides about this kind.")
        ),
        by=request.user,
        at=timezone.now(),
        reason=form.cleaned_data["reason"].strip(),
    )
    _tell(request, DECISIONS[form.cleaned_data["action"]].label, report, gone=len(seen) - len(people))
    return redirect(_way(request))


@require_GET
@queue_only
def export(request, ending):
    if ending not in FORMATS:
        raise Http404
    people = Queue(request.user, request.ceremony, request.GET)
    name = f"{slugify(_('People'))}-{timezone.localtime():%Y%m%d-%H%M}"
    return file_of(ending, ceremony=request.ceremony, name=name, columns=table.columns(), rows=table.rows(people))


@require_GET
def photo(request, key):
    """For those who decide, vet or organise, and for those who sent it; each reading is on record."""
    found = get_object_or_404(
        Accreditation.objects.visible_to(request.user, request.ceremony)
        .exclude(photo="")
        .select_related("nominator", "ceremony")
        .defer("passport_number", "date_of_birth"),
        key=key,
    )
    if not (permissions.can_see_photo(request.user, found) or permissions.answers_for(request.user, found)):
        raise Http404
    now = timezone.now()
    if not PersonalDataRead.was_noted(user=request.user, person=found, field="photo", at=now):
        PersonalDataRead.note(user=request.user, person=found, fields=["photo"], page="photo", at=now)
    return hand_out(found.photo, content_type="image/jpeg", name=f"{slugify(found.full_name) or 'photo'}.jpg")


@require_GET
def document(request, key):
    found = get_object_or_404(
        Document.objects.visible_to(request.user, request.ceremony).select_related("nominator"), key=key
    )
    PersonalDataRead.note_document(user=request.user, document=found, page="document", at=timezone.now())
    # A browser shows a scan safely; a PDF may hold more than a picture, so it is saved, not opened here.
    return hand_out(
        found.file,
        content_type=found.content_type,
        name=found.name,
        as_attachment=not found.content_type.startswith("image/"),
    )


def _is_key(text):
    try:
        return bool(UUID(str(text)))
    except ValueError:
        return False


def _person(request, key):
    """Raises Http404 for whoever the user does not see."""
    if not _is_key(key):
        raise Http404
    try:
        return person_for(request.user, request.ceremony, key)
    except Accreditation.DoesNotExist as error:
        raise Http404 from error


def _show(request, found, bound=None):
    context = sheet(found, user=request.user, at=timezone.now(), bound=bound, page="person")
    context |= {"after": request.POST.get("after", ""), "here": request.POST.get("here", ""), "is_alone": True}
    return render(request, "accreditation/person_detail.html", context)


def _way(request, key=None):
    """Back to the queue as it was, with this person open; to the person's own page where that was the place."""
    slug, here = request.ceremony.slug, request.POST.get("here", "")
    if not here and key is None and "after" not in request.POST:
        return reverse("accreditation:queue", args=[slug])
    if not here.startswith("?"):
        found = request.resolver_match.kwargs.get("key")
        return reverse("accreditation:person", args=[slug, key if _is_key(key) else found])
    people = Queue(request.user, request.ceremony, QueryDict(here[1:]))
    return reverse("accreditation:queue", args=[slug]) + people.address(person=str(key) if _is_key(key) else "")


def _tell(request, label, report, *, gone):
    """What was done and, by name, what was not: never "done" for a row that was left alone."""
    if report.done:
        said = ngettext("%(label)s: %(count)d person.", "%(label)s: %(count)d people.", len(report.done))
        messages.success(request, said % {"label": label, "count": len(report.done)})
    if report.skipped:
        said = ngettext(
            "%(label)s: %(count)d person was left as before.",
            "%(label)s: %(count)d people were left as before.",
            len(report.skipped),
        ) % {"label": label, "count": len(report.skipped)}
        lines = format_html_join(
            "", "<li>{}: {}</li>", ((person, " ".join(map(str, why))) for person, why in report.skipped)
        )
        messages.warning(request, format_html("{}<ul>{}</ul>", said, lines))
    if gone:
        said = ngettext(
            "%(count)d marked person is not in your queue any more, and was left alone.",
            "%(count)d marked people are not in your queue any more, and were left alone.",
            gone,
        )
        messages.warning(request, said % {"count": gone})
