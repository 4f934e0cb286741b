"""The form of a person before anything stands in it: kept for a minute, and nobody's."""

import pytest
from django.core.cache import caches
from django.urls import reverse

from directory.texts import LocalText
from press.models import EntryPort, Journalist


@pytest.fixture
def form(client):
    """The blank form of an application, as whoever is signed in reads it."""
    caches["rendered"].clear()

    def read(application, user):
        client.force_login(user)
        return client.get(reverse("press:person_new", args=["demo", application.key])).content.decode()

    return read


def test_it_asks_few_statements_once_it_is_kept(form, application, contact, client, django_assert_num_queries):
    form(application, contact)
    address = reverse("press:person_new", args=["demo", application.key])
    client.get(address)
    # Session, user, ceremony; the application, known and whole; its ports; the delegations of the navigation.
    with django_assert_num_queries(7):
        client.get(address)


def test_what_somebody_typed_stands_in_no_other_form(form, application, contact, client):
    form(application, contact)
    address = reverse("press:person_new", args=["demo", application.key])
    page = client.post(address, {"family_name": "Secret-Example", "passport_expires": "2020-01-01"})
    assert "Secret-Example" in page.content.decode()
    assert not Journalist.objects.exists()
    assert "Secret-Example" not in form(application, contact)


def test_a_port_of_entry_that_was_entered_a_moment_ago_can_be_chosen(form, application, contact, ceremony):
    assert "Noi Bai Example" not in form(application, contact)
    EntryPort.objects.create(ceremony=ceremony, code="HAN", name=LocalText(en="Noi Bai Example"))
    assert "Noi Bai Example" in form(application, contact)


def test_the_country_of_the_outlet_is_chosen_and_not_that_of_whoever_came_before(
    form, application, other_application, contact, other_contact
):
    chosen = '<option value="{}" selected>'
    other_application.outlet.country = None
    other_application.outlet.save(update_fields=["country"])
    country = application.outlet.country_id
    assert chosen.format(country) in form(application, contact)
    assert chosen.format(country) not in form(other_application, other_contact)


def test_whoever_answers_for_another_application_does_not_come_to_it(client, application, other_contact, form, contact):
    form(application, contact)
    client.force_login(other_contact)
    assert client.get(reverse("press:person_new", args=["demo", application.key])).status_code == 404
