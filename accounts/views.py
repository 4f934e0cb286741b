import time
from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.demo import DEMO_PEOPLE
from accounts.forms import ProfileForm
from accounts.languages import keep_language
from accounts.models import SignInLink, User
from accounts.second_factor import has_second_factor, is_last_of_staff, needs_second_factor


def _local(request, path, default="/"):
    """The path to go on to, if it is one of this site's."""
    is_ours = url_has_allowed_host_and_scheme(
        path or "", allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return path if is_ours else default


def at_an_even_pace(view):
    """Writing a letter takes some milliseconds, writing none does not: the answer comes when both would be done."""

    @wraps(view)
    def paced(request, *args, **kwargs):
        begun = time.monotonic()
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            time.sleep(max(0, settings.SIGN_IN_TAKES - (time.monotonic() - begun)))
        return response

    return paced


# The link of a letter


@login_not_required
@never_cache
@require_safe
def link_show(request, token):
    """A page with one button. Mail scanners and previews open links: opening changes nothing."""
    link = SignInLink.objects.of(token)
    if link and link.user_id == request.user.pk:
        return redirect(link.leads_to)
    if not link or not link.is_good(timezone.now()):
        return _no_good_link(request)
    return _without_path_in_referrer(render(request, "accounts/link_show.html", {"token": token}))


@login_not_required
@never_cache
@require_POST
def link_use(request):
    """The button. The token comes in the body: this address is written into logs and histories."""
    link = SignInLink.objects.of(request.POST.get("token", ""))
    if link and link.user_id == request.user.pk:
        return redirect(link.leads_to)
    if not link or not link.use(at=timezone.now()):
        return _no_good_link(request)
    record_authentication(request, link.user, method="link")
    return perform_login(request, Login(user=link.user, email=link.user.email, redirect_url=link.leads_to))


def _no_good_link(request):
    """Used, expired or never minted: one page, so that it tells nobody whether an address exists."""
    return _without_path_in_referrer(render(request, "accounts/link_no_good.html", status=410))


def _without_path_in_referrer(response):
    """Not "no-referrer": browsers would send the button's form with the origin "null", and it would be refused."""
    response["Referrer-Policy"] = "strict-origin"
    return response


# Oneself


@require_http_methods(["GET", "HEAD", "POST"])
def me(request):
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save(commit=False)
        user.save(update_fields=form.Meta.fields)
        # Said on the next page, which comes in the language that was just chosen.
        with translation.override(user.language if user.language in settings.COMPLETE_LANGUAGES else get_language()):
            messages.success(request, _("Saved."))
        return keep_language(redirect("accounts:me"), user.language)
    context = {
        "form": form,
        "has_second_factor": has_second_factor(request.user),
        "needs_second_factor": needs_second_factor(request.user),
    }
    return render(request, "accounts/me.html", context)


@login_not_required
@csrf_exempt
@require_POST
def language_choose(request):
    """The language switch. A visitor's form carries no token, so that his page can come from a cache."""
    if request.user.is_authenticated:
        return _language_of_user(request)
    return _to_language(request)


@csrf_protect
def _language_of_user(request):
    language = request.POST.get("language")
    if language in settings.COMPLETE_LANGUAGES and language != request.user.language:
        request.user.language = language
        request.user.save(update_fields=["language"])
    return _to_language(request)


def _to_language(request):
    return keep_language(redirect(_local(request, request.POST.get("next"))), request.POST.get("language"))


# The second factor


@require_http_methods(["GET", "HEAD", "POST"])
def security_key_remove(request, pk):
    """The library's page, but for the last factor of an officer, which stays."""
    from allauth.mfa.webauthn.views import remove_webauthn

    key = get_object_or_404(Authenticator, pk=pk, user=request.user, type=Authenticator.Type.WEBAUTHN)
    if is_last_of_staff(key):
        messages.error(
            request,
            _("Officers sign in with a second factor, and this key is your only one: set up another one first."),
        )
        return redirect("mfa_list_webauthn")
    return remove_webauthn(request, pk=pk)


# The demo


@login_not_required
@csrf_exempt
def demo_sign_in(request, key):
    """Look around as one of the demo's people. Without the demo this address does not exist, for no method."""
    if not settings.DEMO:
        raise Http404
    return _demo_sign_in(request, key)


@csrf_protect
@require_POST
def _demo_sign_in(request, key):
    person = DEMO_PEOPLE.get(key)
    if not person:
        raise Http404
    user = get_object_or_404(User, email=person.email, is_active=True)
    get_adapter().login(request, user)
    # As whom one looks around, there one begins: at that person's work.
    address = _local(request, request.POST.get("next"), default=reverse("work"))
    return keep_language(redirect(address), request.LANGUAGE_CODE)
