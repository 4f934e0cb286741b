"""The advisories of the media centre, to whoever signed up for them."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from notifications.kinds import letter_kinds
from notifications.marks import Address
from notifications.post import Addressee, post_many
from press.letters.writing import PressLetter


def _is_wanted(letter):
    """Who has ended the subscription meanwhile gets it no more, nor does anybody when the advisory was withdrawn."""
    from press.models import Advisory, AdvisoryStatus, Subscription

    stands = Advisory.objects.filter(pk=letter.cause.rpartition(":")[2], status=AdvisoryStatus.PUBLISHED)
    return stands.exists() and (
        Subscription.objects.current().filter(ceremony=letter.ceremony, user=letter.recipient).exists()
    )


ADVISORY = PressLetter(
    name="press.advisory",
    label=_("Press: advisory"),
    subject=_("Media advisory {number}: {title}"),
    body=_(
        "{text}\n\n"
        "{link}\n\n"
        "You get this letter because you signed up for the advisories of the {ceremony}. To end that: {unsubscribe}"
    ),
    placeholders={
        "number": (_("the advisory's number"), "4"),
        "title": (_("its title"), _("Programme of Saturday")),
        "text": (_("its text"), _("The media centre opens at 07:00.")),
        "unsubscribe": (
            _("the address at which the reader ends these letters; it does nothing else"),
            "https://plenipo.example/demo/press/unsubscribe/…",
        ),
    },
    button=_("Read it on the page"),
    is_plain=True,  # Newsrooms hand it round.
    still_wanted=_is_wanted,
)


def register():
    letter_kinds.add(ADVISORY)


def advisory_sent(advisory, subscriptions):
    """To everybody who signed up; in each language the text that there is. Says to how many."""
    address = reverse("press:advisory", args=[advisory.ceremony.slug, advisory.key])
    values = {
        "number": advisory.number,
        "title": advisory.title,
        "text": lambda: advisory.body.in_language(get_language()),
    }
    letters = post_many(
        ADVISORY.name,
        [
            Addressee(
                subscription.user,
                f"press.advisory:{advisory.pk}",
                values | {"unsubscribe": _end_of(subscription, advisory.ceremony)},
                address,
            )
            for subscription in subscriptions.select_related("user")
        ],
        ceremony=advisory.ceremony,
    )
    return len(letters)


def _end_of(subscription, ceremony):
    return Address(
        settings.SITE_URL + reverse("press:unsubscribe_from_letter", args=[ceremony.slug, subscription.token])
    )
