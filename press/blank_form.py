"""The form of a person before anything stands in it: of those who apply from one country, everybody sees the same."""

from crispy_forms.utils import render_crispy_form
from django.core.cache import caches
from django.utils.translation import get_language

from accounts.composed import Composed
from ceremony.kept_pages import digest
from press.forms.person import JournalistForm
from press.models import EntryPort

# Rendering its fields takes five times as long as the rest of the page. The names of States may be so old.
KEPT_SECONDS = 60
_ports = Composed(
    lambda ceremony: EntryPort.objects.filter(ceremony=ceremony).order_by("position", "pk").values_list("pk", "name")
)


def blank_form(application, *, user):
    """As HTML. Whatever is sent is checked by a form that was made for it."""
    ceremony = application.ceremony
    ports = [(port, str(name)) for port, name in _ports(ceremony.pk)]
    key = digest(
        "press: blank form", get_language(), ceremony.pk, ceremony.city, application.outlet.country_id, ports
    )  # fmt: skip
    store = caches["rendered"]
    kept = store.get(key)
    if kept is None:
        form = JournalistForm(application=application, user=user)
        kept = render_crispy_form(form, context={"form": form, "ceremony": ceremony})
        store.set(key, kept, KEPT_SECONDS)
    return kept
