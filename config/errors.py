"""Pages for what went wrong, written by someone kind: what happened, what is kept, what to do."""

from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.utils import translation


def bad_request(request, exception):
    return render(request, "400.html", status=400)


def forbidden(request, exception):
    return render(request, "403.html", status=403)


def csrf_failure(request, reason=""):
    """A form that came without its token: an old tab, or cookies that are off."""
    return render(request, "403_csrf.html", status=403)


def not_found(request, exception):
    return render(request, "404.html", status=404)


def server_error(request):
    """Without a request and without a query: whatever broke may be what a page's frame needs."""
    with translation.override(getattr(request, "LANGUAGE_CODE", None) or translation.get_language()):
        return HttpResponseServerError(loader.get_template("500.html").render())
