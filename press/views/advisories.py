"""Advisories: read by everybody after their minute, sent by letter to whoever signed up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.views import at_an_even_pace
from delegations.views.lookups import posted
from press.forms.arrival import AddressForm
from press.models import Advisory, Subscription
from press.views.arrival import ask_for_a_code

PAGE = 50


@login_not_required
@require_safe
def advisories(request):
    found = Advisory.objects.public(timezone.now()).filter(ceremony=request.ceremony).defer("body")
    page_obj = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "press/advisory_list.html", {"page_obj": page_obj})


@login_not_required
@require_safe
def advisory(request, key):
    found = get_object_or_404(Advisory.objects.public(timezone.now()).filter(ceremony=request.ceremony), key=key)
    return render(request, "press/advisory_detail.html", {"advisory": found, "subscription": _current(request)})


def _current(request):
    """The visitor's subscription, if there is one that runs."""
    if not request.user.is_authenticated:
        return None
    return Subscription.objects.current().filter(ceremony=request.ceremony, user=request.user).first()


@login_not_required
@never_cache
@at_an_even_pace
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request):
    """An address and a code; then the button. So nobody signs up somebody else's mailbox."""
    if request.user.is_authenticated:
        if request.method == "POST":
            Subscription.objects.begin(request.ceremony, request.user, at=timezone.now())
            messages.success(
                request, _("From now on advisories come to %(email)s by letter.") % {"email": request.user.email}
            )
            return redirect("press:subscribe", request.ceremony.slug)
        return render(request, "press/subscription.html", {"subscription": _current(request)})
    form = AddressForm(posted(request))
    if request.method == "POST" and form.is_valid():
        return ask_for_a_code(request, form, leads_to=request.path)
    return render(request, "press/subscription.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request):
    """A second time changes nothing."""
    if request.method == "POST":
        if subscription := _current(request):
            subscription.end(at=timezone.now())
        messages.success(request, _("No more advisories come to %(email)s.") % {"email": request.user.email})
    return redirect("press:subscribe", request.ceremony.slug)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_from_letter(request, token):
    """From the address in a letter, signed in as nobody: a page that asks, then the end. A mail scanner only reads it."""
    found = get_object_or_404(Subscription.objects.of_token(token).filter(ceremony=request.ceremony))
    if request.method == "POST":
        found.end(at=timezone.now())
        return redirect(request.path)
    return render(request, "press/subscription_end.html", {"subscription": found})
