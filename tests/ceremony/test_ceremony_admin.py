"""A ceremony is set up in the admin: saving the page as it came changes nothing and fails at nothing."""

import re

import pytest

pytestmark = pytest.mark.django_db


def as_it_came(page):
    """What a browser would send of a form that nobody touched."""
    form = page.context["adminform"].form
    sent = {}
    for one in [form, *(each for inline in page.context["inline_admin_formsets"] for each in inline.formset.forms)]:
        for bound in one:
            html = str(bound)
            for name, value in re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', html):
                if 'type="checkbox"' not in html or "checked" in html:
                    sent[name] = value
            for name, value in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?([^<]*)<', html):
                sent[name] = value
            for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', html, re.S):
                chosen = re.search(r'value="([^"]*)" selected', options)
                sent[name] = chosen[1] if chosen else ""
    for inline in page.context["inline_admin_formsets"]:
        for bound in inline.formset.management_form:
            sent[bound.html_name] = bound.value()
    return sent


def test_an_organiser_saves_the_ceremony(client, organiser, ceremony):
    client.force_login(organiser)
    address = f"/admin/ceremony/ceremony/{ceremony.pk}/change/"
    sent = as_it_came(client.get(address)) | {"contact_email": "new@plenipo.example"}
    answer = client.post(address, sent)
    if answer.status_code != 302:
        raise AssertionError(answer.context["adminform"].form.errors)
    ceremony.refresh_from_db()
    assert (ceremony.contact_email, ceremony.title["vi"]) == ("new@plenipo.example", "Hội nghị ký kết")
