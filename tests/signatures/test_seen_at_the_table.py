"""A change at the last minute: a press for somebody whom the screen did not show records nothing, and says who signs now."""

import re

import pytest
from django.urls import reverse

from ceremony.procedure import Refused
from signatures.models import Call, FullPowers, Recording
from tests.signatures.pressing import press, shown

pytestmark = pytest.mark.django_db

NOW_KAMAU = "Kamau Example, Ambassador, signs for Kenya now: your screen did not show that yet. Look, and press again."


@pytest.fixture
def page(client, sitting, treaty_officer):
    """The recording officer's page: page() gives its text, page(**typed) presses and gives what is told, and the text."""
    client.force_login(treaty_officer)
    address = reverse("signatures:record", args=["demo", sitting.pk])

    def asking(**typed):
        if not typed:
            return client.get(address).content.decode()
        response = client.post(address, typed, follow=True)
        return [str(message) for message in response.context["messages"]], response.content.decode()

    asking.script = lambda **typed: client.post(address, typed, headers={"accept": "application/json"})
    return asking


def hidden(page):
    """What the form of the button "Record" would send."""
    form = page.partition("data-send data-ask")[2].partition("</form>")[0]
    return dict(re.findall(r'type="hidden" name="(call|key|who)" value="([^"]*)"', form))


def test_the_press_of_a_page_that_is_up_to_date_records(page, kenya, minister, calling):
    minister(kenya)
    call = calling(kenya)
    sent = hidden(page())
    assert sent == {name: str(value) for name, value in press(call).items()}
    (told,), _page = page(**sent)
    assert told.startswith("Kenya (KEN): recorded by Thuy Treaty")


def test_the_press_of_a_page_that_shows_who_was_replaced_records_nothing_and_names_who_signs_now(
    page, kenya, minister, ambassador, calling, full_powers
):
    minister(kenya)
    calling(kenya)
    sent = hidden(page())
    ambassador(kenya, name="Kamau Example")
    full_powers(kenya, person_named="Kamau Example")  # whose authority is in order
    answer = page.script(**sent)
    assert (answer.status_code, answer.json()["words"][0]) == (409, f"Not recorded: Kenya (KEN). {NOW_KAMAU}")
    told, after = page(**sent)
    assert (told[0], Recording.objects.count()) == (f"Not recorded: Kenya (KEN). {NOW_KAMAU}", 0)
    assert Call.objects.get().status == "called"
    assert ("<bdi>Kamau Example</bdi>" in after, "Amina Example" in after) == (True, False)
    page(**hidden(after))
    assert Recording.objects.get().matter["representative"]["name"] == "Kamau Example"


def test_who_lacks_authority_and_came_meanwhile_is_named_first(page, kenya, minister, ambassador, calling):
    minister(kenya)
    calling(kenya)
    sent = hidden(page())
    ambassador(kenya, name="Kamau Example")
    told, _page = page(**sent)
    assert told[0] == f"Not recorded: Kenya (KEN). {NOW_KAMAU}"


def test_other_full_powers_than_were_seen_are_looked_at_first(page, brazil, ambassador, full_powers, calling):
    ambassador(brazil)
    full_powers(brazil)
    calling(brazil)
    sent = hidden(page())
    full_powers(brazil, reference="N-2")
    told, after = page(**sent)
    assert told[0].endswith(
        "The full powers of Brazil are others now: your screen did not show that yet. Look, and press again."
    )
    assert Recording.objects.count() == 0
    page(**hidden(after))
    assert Recording.objects.get().matter["basis"]["reference"] == "N-2"


@pytest.mark.parametrize("who", [None, "", "0.0", "x", "1.2.3"])
def test_a_press_that_does_not_say_whom_it_saw_records_nothing(page, kenya, minister, calling, who):
    minister(kenya)
    call = calling(kenya)
    sent = press(call) | {"who": who}
    if who is None:
        del sent["who"]
    page(**sent)
    assert Recording.objects.count() == 0


def test_a_repeated_press_is_told_what_was_recorded_whoever_is_named_since(page, kenya, minister, ambassador, calling):
    minister(kenya)
    sent = press(calling(kenya))
    first = page.script(**sent).json()
    ambassador(kenya, name="Kamau Example")
    assert (page.script(**sent).json(), first["state"]) == (first, "recorded")


def test_the_depositary_accepts_nobody_whom_the_screen_did_not_show(
    brazil, ambassador, calling, depositary_officer, now
):
    ambassador(brazil)
    call = calling(brazil)
    seen = shown(call)
    ambassador(brazil, name="Caio Example")
    with pytest.raises(Refused, match="Caio Example, Ambassador, signs for Brazil now"):
        call.accept_despite(by=depositary_officer, at=now, reason="Assured", seen=seen)
    assert Call.objects.get().despite == ""
    call.accept_despite(by=depositary_officer, at=now, reason="Assured", seen=shown(call))
    assert Call.objects.get().despite_for.name == "Caio Example"


def test_powers_that_were_verified_since_are_the_same_powers(
    page, brazil, ambassador, full_powers, calling, depositary_officer, now
):
    ambassador(brazil)
    powers = full_powers(brazil, upto="accepted")
    calling(brazil)
    sent = hidden(page())
    FullPowers.objects.get(pk=powers.pk).verify(by=depositary_officer, at=now, manner="original")
    page(**sent)
    assert Recording.objects.count() == 1
