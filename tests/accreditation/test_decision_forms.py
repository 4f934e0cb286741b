"""The forms of decisions are kept a kind and language; nothing of one person comes to another by that."""

import re

import pytest

from accreditation.models import Accreditation


@pytest.fixture
def page(client, accreditation_officer, ceremony):
    client.force_login(accreditation_officer)
    return lambda person: client.get(f"/{ceremony.slug}/accreditation/people/{person.key}/").content.decode()


def decisions(html):
    return html[html.index('class="person-decisions"') : html.index('class="facts')]


def test_each_has_its_own_addresses_status_and_name(page, amina, bruno, accreditation_officer, now):
    bruno.hold(by=accreditation_officer, at=now, reason="The note verbale is looked for.")
    first, second = (decisions(page(person)) for person in (amina, bruno))
    assert set(re.findall(r"people/([^/]+)/", first)) == {str(amina.key)}
    assert set(re.findall(r"people/([^/]+)/", second)) == {str(bruno.key)}
    assert set(re.findall(r'name="seen" value="(\w+)"', first)) == {"submitted"}
    assert set(re.findall(r'name="seen" value="(\w+)"', second)) == {"on_hold"}
    assert ("Refuse: Amina Example" in first, "Refuse: Bruno Example" in second) == (True, True)
    assert "Amina" not in second


def test_a_name_is_never_markup_nor_a_place_to_be_filled(page, amina):
    Accreditation.objects.filter(pk=amina.pk).update(given_names="<b>@hidden@</b>", badge_name="")
    assert "Refuse: &lt;b&gt;@hidden@&lt;/b&gt; Example" in decisions(page(amina))


def test_what_was_typed_stands_open_as_it_was_typed(client, page, amina, ceremony):
    page(amina)
    address = f"/{ceremony.slug}/accreditation/people/{amina.key}/return/"
    sent = {"seen": "submitted", "note": "See @name@ & <i>", "here": "?q=1", "after": ""}
    html = decisions(client.post(address, sent).content.decode())
    [opened] = re.findall(r"<details[^>]*\sopen>.*?</details>", html, re.DOTALL)
    assert 'data-decision="return"' in opened
    assert "See @name@ &amp; &lt;i&gt;" in opened
    assert ('name="here" value="?q=1"' in opened, 'name="seen" value="submitted"' in opened) == (True, True)


def test_each_form_carries_the_token_of_its_page(page, amina):
    html = decisions(page(amina))
    forms, tokens = html.count("<form"), re.findall(r'name="csrfmiddlewaretoken" value="(\w{64})"', html)
    assert (len(tokens), len(set(tokens))) == (forms, 1)
    assert forms > 3
