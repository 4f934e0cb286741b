"""Letters of assignment on the desk: which wait, and the checklist beside the paper."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accreditation.models import WAITING
from ceremony.models import LedgerRow
from ceremony.telling import do_with
from delegations.views.lookups import posted
from press.forms.desk_letters import ChecklistForm, LetterFilter
from press.models import AssignmentLetter, LetterStatus
from press.own_affairs import refuse_own_affair
from press.views.desk import PAGE, desk_only


def _letters(request):
    return AssignmentLetter.objects.of_ceremony(request.ceremony).select_related(
        "application__outlet", "application__nominator", "document"
    )


@require_safe
@desk_only
def letters(request):
    filters = LetterFilter(request.GET)
    found = filters.narrow(_letters(request)).annotate(count=Count("names")).order_by("handed_in_at", "pk")
    page = Paginator(found.defer("application__contact_phone"), PAGE).get_page(request.GET.get("page"))
    return render(request, "press/desk_letter_list.html", {"page_obj": page, "filters": filters})


@desk_only
def letter(request, key):
    found = get_object_or_404(_letters(request).defer("application__contact_phone"), key=key)
    found.application.nominator.ceremony = request.ceremony
    form = ChecklistForm(posted(request), letter=found)

    def verb():
        refuse_own_affair(request.user, [found.application.nominator_id])
        form.carry_out(by=request.user, at=timezone.now())

    if request.method == "POST" and do_with(request, form, verb, done=lambda: _said(found)):
        after = _letters(request).filter(status=LetterStatus.HANDED_IN).order_by("handed_in_at", "pk").first()
        return redirect("press:desk_letter", request.ceremony.slug, after.key if after else found.key)
    context = {
        "letter": found,
        "form": form,
        "fits": found.fits(request.ceremony),
        "is_scan": bool(found.document_id) and found.document.content_type.startswith("image/"),
        "waiting": found.application.people.filter(status__in=WAITING)[:50],
        "history": LedgerRow.objects.about(found),
    }
    return render(request, "press/desk_letter.html", context)


def _said(letter):
    if letter.status == LetterStatus.ACCEPTED:
        return _("The letter of %(outlet)s is accepted.") % {"outlet": letter.application.outlet}
    return _("The letter of %(outlet)s is not accepted; those who applied are told what is wanting.") % {
        "outlet": letter.application.outlet
    }
