"""How the pages of those who apply come by what they show: by the applications that a person answers for."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _now

from accounts.addresses import address_of
from accounts.composed import Composed
from ceremony.desk import Entry, Way, desk
from ceremony.permissions import roles_of
from delegations.own import delegations_of
from directory.models import names_alone
from press.models import Application, Journalist
from press.roll import Roll

_answered = Composed(lambda user, ceremony: _of(user, ceremony).order_by())

_whole = Composed(
    lambda key: (
        Application.objects.filter(pk=key)
        .order_by()
        .select_related("nominator", "outlet__country", "changed_by")
        .defer("contact_phone", *names_alone("outlet__country"))
    )
)


def _of(user, ceremony):
    return Application.objects.filter(
        nominator__ceremony=ceremony, nominator__contacts__user=user, nominator__contacts__is_active=True
    ).only("key", "nominator__name").select_related("nominator")  # fmt: skip


def applications_of(user, ceremony):
    """Those that the person answers for; asked once a request."""
    known = user.__dict__.setdefault("_press_applications", {})
    if ceremony.pk not in known:
        known[ceremony.pk] = sorted(_answered(user.pk, ceremony.pk), key=lambda one: one.pk)
    return known[ceremony.pk]


def as_key(text):
    """A key that came in a query or a form. Raises Http404 for what is none."""
    try:
        return UUID(text or "")
    except ValueError as error:
        raise Http404 from error


def own_application(request, key):
    """One for which the visitor answers. No officer's role stands in for that. Raises Http404 for any other."""
    [found] = [
        whole for own in applications_of(request.user, request.ceremony) if own.key == key for whole in _whole(own.pk)
    ] or [None]
    if found is None:
        raise Http404
    found.nominator.ceremony = found.outlet.ceremony = request.ceremony
    found.nominator.press_application = found
    return found


def own_journalist(application, key, *, whole=False):
    """A person of this application; `whole` with what only the person's own page reads."""
    people = Journalist.objects.filter(application=application)
    people = people.select_related("accreditation", "port") if whole else people.for_lists()
    found = get_object_or_404(people, accreditation__key=key)
    found.application = application
    found.accreditation.ceremony, found.accreditation.nominator = application.ceremony, application.nominator
    return found


def roll_of(application):
    """Read once a request, for the page and each of its tasks."""
    if "_roll" not in application.__dict__:
        application.__dict__["_roll"] = Roll(application)
    return application.__dict__["_roll"]


def entries(ceremony, user):
    found = [Entry(_now("Media"), address_of("press:media", ceremony.slug), is_for_everybody=True)]
    # Whoever comes for a delegation or works here has ways of his own; an application is on the media page for them.
    if user.is_authenticated and not roles_of(user, ceremony) and not delegations_of(user, ceremony):
        found = [*_own(ceremony, user), *found]
    return found


def _own(ceremony, user):
    own = applications_of(user, ceremony)
    if not own:
        return []
    if len(own) == 1:
        [only] = own
        words = _now("Press application of %(outlet)s") % {"outlet": only.nominator.name}
        return [Entry(words, address_of("press:application", ceremony.slug, only.key))]
    return [Entry(_now("Your press applications"), address_of("press:apply", ceremony.slug))]


def register():
    desk.add(Way(name="press", order=85, entries=entries))
