"""The media page: what the press needs and until when, what it may read, whom it may call. Made once, kept for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accreditation.files import hand_out
from ceremony.kept_pages import by_the_minute, made_once
from press.desk import entrusted_to
from press.models import Advisory, Pool, PressConference, PressText, call_of
from press.own import applications_of

LATEST = 8
PAGE = 50
# Whatever the page shows; what an embargo holds back comes with its minute.
VERSION = """
SELECT md5(concat_ws('|',
  (SELECT string_agg(call::text, ',') FROM press_presscall call WHERE call.ceremony_id = %(ceremony)s),
  (SELECT string_agg(contact::text, ',' ORDER BY contact.position, contact.id)
     FROM press_mediacontact contact WHERE contact.ceremony_id = %(ceremony)s),
  (SELECT string_agg(concat_ws(',', advisory.id, advisory.status, advisory.revision, advisory.embargo_until), ';' ORDER BY advisory.id)
     FROM press_advisory advisory WHERE advisory.ceremony_id = %(ceremony)s AND advisory.published_at IS NOT NULL),
  (SELECT string_agg(concat_ws(',', written.id, written.embargo_until, written.withdrawn_at, written.title), ';' ORDER BY written.id)
     FROM press_presstext written WHERE written.ceremony_id = %(ceremony)s AND written.published_at IS NOT NULL),
  (SELECT string_agg(concat_ws(',', pool.id, pool.status, pool.revision, session.title, session.starts_at), ';' ORDER BY pool.id)
     FROM press_pool pool JOIN events_session session ON session.id = pool.session_id
    WHERE session.ceremony_id = %(ceremony)s),
  (SELECT string_agg(concat_ws(',', conference.id, conference.revision, session.title, session.starts_at, session.cancelled_at), ';' ORDER BY conference.id)
     FROM press_pressconference conference JOIN events_session session ON session.id = conference.session_id
    WHERE session.ceremony_id = %(ceremony)s)
))
"""


@made_once(VERSION, moment=by_the_minute)
@login_not_required
@require_safe
def page(request):
    ceremony, now = request.ceremony, timezone.now()
    call = call_of(ceremony)
    pools = list(Pool.objects.of_ceremony(ceremony).published().select_related("session").defer("sealed_seed"))
    conferences = list(
        PressConference.objects.of_ceremony(ceremony).filter(opens_at__lte=now).select_related("session__room")
    )
    for one in [*pools, *conferences]:
        one.session.ceremony = ceremony
    context = {
        "call": call,
        "now": now,
        "is_early": call is not None and call.is_early(now),
        "is_late": call is not None and call.is_late(now),
        "advisories": Advisory.objects.public(now).filter(ceremony=ceremony).defer("body")[:LATEST],
        "texts": PressText.objects.public(now).filter(ceremony=ceremony).defer("body")[:LATEST],
        "pools": pools,
        "conferences": conferences,
        "contacts": list(ceremony.media_contacts.all()),
        "needed": [line for line in str(call.needed).splitlines() if line.strip()] if call else [],
        "own": applications_of(request.user, ceremony) if request.user.is_authenticated else [],
        "entrusted": entrusted_to(request.user, ceremony) if request.user.is_authenticated else [],
    }
    return render(request, "press/media.html", context)


@login_not_required
@require_safe
def texts(request):
    """Every text that may be read by now, the newest first."""
    found = PressText.objects.public(timezone.now()).filter(ceremony=request.ceremony).defer("body")
    page_obj = Paginator(found.order_by("-published_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "press/text_list.html", {"page_obj": page_obj})


def _text(request, key):
    """Before its minute there is no such text, whoever asks here."""
    found = (
        PressText.objects.public(timezone.now()).filter(ceremony=request.ceremony).select_related("conference__session")
    )
    return get_object_or_404(found, key=key)


@login_not_required
@require_safe
def text(request, key):
    return render(request, "press/text_detail.html", {"text": _text(request, key)})


@login_not_required
@require_safe
def text_file(request, key):
    found = _text(request, key)
    if not found.file:
        raise Http404
    return hand_out(found.file, content_type=found.content_type, name=found.name, as_attachment=True)
