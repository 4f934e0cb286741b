"""The people of an application, one at a time."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accreditation.models import Document, PersonalDataRead, Status
from ceremony.procedure import Refused
from ceremony.telling import do
from delegations.views.lookups import posted
from press import covering, person_papers
from press.blank_form import blank_form
from press.forms.person import ArrivalForm, JournalistForm
from press.models import call_of
from press.own import own_application, own_journalist, roll_of
from press.views.application import GET_OR_POST, with_missing

READ_ON_THE_FORM = ["passport_number", "date_of_birth", "phone", "passport_expires", "press_card_number"]


@require_GET
def people(request, key):
    """Everybody of the application, with what each lacks."""
    application = own_application(request, key)
    roll = roll_of(application)
    context = {
        "application": application,
        "roll": roll,
        "people": with_missing(roll),
        "call": call_of(request.ceremony),
        "now": timezone.now(),
    }
    return render(request, "press/people.html", context)


@GET_OR_POST
def new(request, key):
    return _form_page(request, own_application(request, key), None)


@GET_OR_POST
def person(request, key, person):
    """The entry while it may be changed; afterwards where it stands, and the arrival."""
    application = own_application(request, key)
    journalist = own_journalist(application, person, whole=True)
    if not journalist.can_be_edited:
        return _closed_page(request, application, journalist)
    if request.method == "GET":
        PersonalDataRead.note(
            user=request.user, person=journalist.accreditation, fields=READ_ON_THE_FORM, page=request.path,
            at=timezone.now(),
        )  # fmt: skip
    return _form_page(request, application, journalist)


def _form_page(request, application, journalist):
    now = timezone.now()
    if journalist is None and request.method != "POST":
        blank = blank_form(application, user=request.user)
        return render(request, "press/person_form.html", {"application": application, "blank": blank})
    form = JournalistForm(
        posted(request), request.FILES or None, application=application, journalist=journalist, user=request.user
    )
    if request.method == "POST":
        if form.is_valid():
            try:
                saved = form.save(by=request.user, at=now)
            except Refused as refused:
                form.add_error(None, refused)
                if refused.code == "stale":
                    form.save_anew(refused.params["version"])
            else:
                messages.success(request, _said_of_saving(saved))
                return redirect(_where_next(request, application, saved))
        form.keep_uploads()
    papers = list(journalist.papers) if journalist else []
    context = {
        "application": application,
        "journalist": journalist,
        # As the templates of photo and passport call it.
        "delegate": journalist,
        "form": form,
        "papers": papers,
        "letters": list(covering.names_of(journalist)) if journalist else [],
    }
    return render(request, "press/person_form.html", context)


def _said_of_saving(journalist):
    if lacks := journalist.missing():
        return _("%(name)s is saved. Still missing: %(what)s.") % {
            "name": journalist,
            "what": ", ".join(map(str, lacks)),
        }
    return _("%(name)s is saved and complete.") % {"name": journalist}


def _where_next(request, application, journalist):
    if "another" in request.POST:
        return reverse("press:person_new", args=[request.ceremony.slug, application.key])
    return reverse("press:people", args=[request.ceremony.slug, application.key])


def _closed_page(request, application, journalist):
    form = ArrivalForm(posted(request), journalist=journalist)
    if request.method == "POST" and form.is_valid():
        journalist.arrive(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("The arrival is saved."))
        return redirect("press:people", request.ceremony.slug, application.key)
    context = {
        "application": application,
        "journalist": journalist,
        "form": form,
        "letters": list(covering.names_of(journalist)),
    }
    return render(request, "press/person_detail.html", context)


@GET_OR_POST
def remove(request, key, person):
    application = own_application(request, key)
    journalist = own_journalist(application, person)
    is_draft = journalist.accreditation.status == Status.DRAFT
    if request.method == "POST":
        words = _("%(name)s is off your list.") if is_draft else _("%(name)s is withdrawn.")
        name = str(journalist)
        do(request, lambda: journalist.remove(by=request.user, at=timezone.now()), done=words % {"name": name})
        return redirect("press:people", request.ceremony.slug, key)
    context = {"application": application, "journalist": journalist, "is_draft": is_draft}
    return render(request, "press/person_remove.html", context)


@require_POST
def resubmit(request, key, person):
    application = own_application(request, key)
    journalist = own_journalist(application, person)
    do(
        request,
        lambda: journalist.resubmit(by=request.user, at=timezone.now()),
        done=_("%(name)s is with the press desk again.") % {"name": journalist},
    )
    return redirect(application)


@require_POST
def paper_take_back(request, key, person, paper):
    """A sample or copy that was uploaded in error does not count any more."""
    application = own_application(request, key)
    journalist = own_journalist(application, person)
    document = get_object_or_404(Document.objects.standing(), accreditation=journalist.accreditation_id, key=paper)
    do(
        request,
        lambda: person_papers.take_back(journalist, document, at=timezone.now()),
        done=_("“%(name)s” does not count any more.") % {"name": document},
    )
    return redirect("press:person", request.ceremony.slug, key, person)
