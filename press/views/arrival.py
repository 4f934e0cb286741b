"""How the press comes in: an address, a code, an outlet. Nobody needs an account first."""

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.views import at_an_even_pace
from ceremony.procedure import Refused
from delegations.views.lookups import posted
from press.forms.arrival import AddressForm, BeginForm, NewOutletForm, OutletSearchForm
from press.models import Application, Outlet, call_of
from press.own import applications_of, as_key, own_application


def ask_for_a_code(request, form, *, leads_to):
    """Sends a code to the address of a good form; the response that goes on, or says that it was too often."""
    address = form.cleaned_data["email"].strip().lower()
    if not ratelimit.consume(request, action="request_login_code", key=address):
        return ratelimit.respond_429(request)
    user = _account(address, request.LANGUAGE_CODE)
    LoginCodeVerificationProcess.initiate(request=request, user=user, email=address)
    # Whoever has mistyped it goes back there: the page of signing in knows no new address.
    request.session["address_asked_at"] = request.path
    request.session["address_asked"] = address
    return redirect(f"{reverse('account_confirm_login_code')}?{urlencode({'next': leads_to})}")


def _account(address, language):
    """None for one that may not sign in: the answer is the same, and no letter goes out."""
    try:
        with transaction.atomic():
            user, _made = User.objects.reachable_at(address, language=language)
    except IntegrityError:  # Pressed twice: the other request has made it.
        user = User.objects.get(email=address)
    return user if user.is_active else None


@login_not_required
@never_cache
@at_an_even_pace
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request):
    """The way in: an address for whoever is not signed in, else one's applications."""
    now, call = timezone.now(), call_of(request.ceremony)
    is_possible = call is not None and not call.is_early(now)
    if request.user.is_authenticated and is_possible:
        return _applications(request, call, now)
    form = AddressForm(posted(request))
    if request.method == "POST" and is_possible and form.is_valid():
        return ask_for_a_code(request, form, leads_to=request.path)
    context = {"form": form, "call": call, "now": now, "is_possible": is_possible}
    return render(request, "press/apply.html", context)


def _applications(request, call, now):
    own = applications_of(request.user, request.ceremony)
    if not own:
        return redirect("press:apply_outlet", request.ceremony.slug)
    if len(own) == 1:
        return redirect("press:application", request.ceremony.slug, own[0].key)
    return render(request, "press/application_list.html", {"applications": own, "call": call, "now": now})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def outlet(request):
    """Find the outlet among those that are there, by any of its names; only then enter a new one.

    One thing at a time: its name (nothing asked), the near ones (`?name=`), then the one that was chosen (`?outlet=`) or
    a new one (`?new=1`). With `?for=` it is for an application that is there already.
    """
    call, now = call_of(request.ceremony), timezone.now()
    if call is None or call.is_early(now):
        return redirect("press:apply", request.ceremony.slug)
    application = own_application(request, as_key(request.GET["for"])) if request.GET.get("for") else None
    context = {"application": application, "call": call, "now": now}
    if request.GET.get("outlet"):
        return _for_known(request, _outlet(request), application, context)
    search = OutletSearchForm(request.GET if "name" in request.GET else None)
    if "name" not in request.GET or not search.is_valid():
        return render(request, "press/outlet_search.html", context | {"form": search})
    name, website = search.cleaned_data["name"], search.cleaned_data["website"]
    near = Outlet.objects.near(request.ceremony, name, website=website)
    if "new" in request.GET or not near:
        return _for_new(request, search.cleaned_data, near, application, context)
    return render(request, "press/outlet_choose.html", context | {"form": search, "near": near, "name": name})


def _outlet(request):
    """The one that was chosen; a twin leads to the outlet that it is now."""
    found = Outlet.objects.filter(ceremony=request.ceremony, key=as_key(request.GET["outlet"])).select_related(
        "country", "merged_into"
    )  # fmt: skip
    chosen = found.first()
    if chosen is None:
        raise Http404
    return chosen.now()


def _for_known(request, chosen, application, context):
    form = None if application else BeginForm(posted(request), initial={"contact_name": request.user.name})
    if request.method == "POST" and (application or form.is_valid()):
        try:
            return _go_on(request, chosen, application, form.cleaned_data if form else {})
        except Refused as refused:
            _say(request, form, refused)
    return render(request, "press/outlet_begin.html", context | {"form": form, "outlet": chosen})


def _for_new(request, searched, near, application, context):
    """Entered only by whoever has seen the near ones; one that comes up meanwhile is shown first."""
    initial = {
        "name": searched["name"],
        "website": searched["website"],
        "seen": " ".join(str(one.outlet.key) for one in near),
        "contact_name": request.user.name,
    }
    form = NewOutletForm(posted(request), initial=initial)
    if application:
        form.without_the_beginning()
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                entered = Outlet.objects.enter(
                    request.ceremony, **form.of_the_outlet(), seen_near=form.cleaned_data["seen"].split(),
                    by=request.user, at=timezone.now(),
                )  # fmt: skip
                return _go_on(request, entered, application, form.cleaned_data)
        except Refused as refused:
            found = (getattr(refused, "params", None) or {}).get("near")
            if found:
                near = found
                form.show(near)
            form.add_error("name" if found else None, refused.messages[0] if found else refused)
    return render(request, "press/outlet_new.html", context | {"form": form, "near": near})


def _go_on(request, chosen, application, data):
    now = timezone.now()
    if application:
        withdrawn = application.change_outlet(chosen, by=request.user, at=now)
        messages.success(request, _("The application is for %(outlet)s now.") % {"outlet": application.nominator.name})
        for asked in withdrawn:
            messages.warning(
                request,
                _("Your request for %(wanted)d places was for %(outlet)s and is withdrawn. Ask anew if you need more.")
                % {"wanted": asked.wanted, "outlet": asked.outlet},
            )
    else:
        application = Application.objects.open(
            chosen, data["way"], by=request.user, at=now, contact_name=data["contact_name"],
            contact_phone=data["contact_phone"],
        )  # fmt: skip
        messages.success(request, _("The application is kept from now on: you can leave it and come back at any time."))
    return redirect("press:application", request.ceremony.slug, application.key)


def _say(request, form, refused):
    if form:
        form.add_error(None, refused)
    else:
        for sentence in refused.messages:
            messages.error(request, sentence)
