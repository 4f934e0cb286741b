"""The coordinators' page before a release: what changed, what stays off and why, who will be told; and the press of it."""

from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ceremony.access import officers_only
from ceremony.models import Role
from ceremony.telling import do
from events.changes import Change, tally
from events.forms.release import ReleaseForm
from events.models import ProgrammeVersion
from events.published import Programme
from events.snapshot import Preview
from events.views.public import listed
from notifications.models import Letter

RELEASE = (Role.SIDE_EVENTS, Role.ORGANISER)


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(*RELEASE)
def release(request):
    """One press publishes the draft as it is shown here; whoever comes second is told who was first."""
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _release(request, form.cleaned_data):
        return redirect("events:release", request.ceremony.slug)
    at = timezone.now()
    preview, affected = _looked_at(request.ceremony, at)
    # What would be released is what stands on the page now, whatever stood there before; the note is kept.
    form = ReleaseForm({"note": request.POST.get("note", ""), "seen": preview.seen}) if form.is_bound else form
    form.initial["seen"] = preview.seen
    changes = [Change(row, request.ceremony) for row in preview.changes]
    context = {
        "form": form,
        "preview": preview,
        "changes": changes,
        "tally": tally(preview.changes),
        "affected": affected,
    }
    return render(request, "events/release.html", context, status=422 if request.method == "POST" else 200)


def _release(request, data):
    released = []

    def verb():
        released.append(
            ProgrammeVersion.objects.release(
                request.ceremony, by=request.user, at=timezone.now(), note=data["note"], seen=data["seen"]
            )
        )

    return do(request, verb, done=lambda: _said(released[0]))


def _said(version):
    letters = Letter.objects.filter(cause=f"programme:{version.pk}").count()
    told = ngettext("%(number)d person is told by letter.", "%(number)d people are told by letter.", letters)
    return _("%(version)s is released.") % {"version": version} + " " + told % {"number": letters}


def _looked_at(ceremony, at):
    """What would be released and who would be told. Accounts that a letter would need are made by the release alone."""
    with transaction.atomic():
        preview = Preview.of(ceremony, at)
        affected = preview.affected()
        transaction.set_rollback(True)
    return preview, affected


@require_safe
@officers_only(*RELEASE)
def release_preview(request):
    """The programme as the public would read it after a release, for officers alone."""
    at = timezone.now()
    preview = Preview.of(request.ceremony, at)
    draft = Programme(request.ceremony.zone, number=preview.number, released_at=at, content=preview.content)
    return render(request, "events/programme.html", {**listed(request, draft), "is_draft": True})
