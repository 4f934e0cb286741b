"""What nobody means but somebody sends: a sentence or a page, never a failure."""

import pytest
from django.test import Client
from django.urls import reverse

from press.models import EquipmentItem, PoolRequest, PressBadge
from press.urls import urlpatterns
from tests.press.strangers import arguments_of, pressed

pytestmark = pytest.mark.usefixtures("private_files")

ODD = ["abc", "a\0b", "x" * 10_000, "9" * 5000, "9999-12-31", "0001-01-01", "{00000000-0000-0000-0000-000000000000}"]
ASKED = [
    "page", "q", "outlet", "for", "name", "website", "new", "by", "status", "kind", "port", "day", "application", "person",
    "conference",
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: ascii(odd[:12]))
def test_no_page_fails_for_what_its_address_asks(client, ceremony, contact, press_officer, now, odd):
    """Each question by itself, so that one that is refused hides no other; bad keys lead nowhere, the rest narrow nothing."""
    team = pressed(ceremony, contact, now)
    codes, officer = set(), Client()
    client.force_login(contact)
    officer.force_login(press_officer)
    for pattern in urlpatterns:
        asks, known = officer if pattern.name.startswith("desk") else client, arguments_of(pattern.name, team)
        path = reverse(f"press:{pattern.name}", args=["demo", *(known[one] for one in pattern.pattern.converters)])
        if (code := asks.get(path, dict.fromkeys(ASKED, odd)).status_code) == 405:
            continue
        codes |= {code, *(asks.get(path, {name: odd}).status_code for name in ("q", "day", "page", "name"))}
    assert codes <= {200, 302, 404}


@pytest.fixture
def signed_in(client, contact):
    client.force_login(contact)
    return client


def test_a_new_application_finds_its_pools_and_press_conferences(signed_in, application):
    """Its page offers both before anybody is entered."""
    for name in ("pools", "conferences"):
        path = reverse(f"press:{name}", args=["demo"])
        assert path in signed_in.get(application.get_absolute_url()).content.decode()
        assert signed_in.get(path).status_code == 200


@pytest.mark.parametrize(("field", "text"), [("power", "999999999 kW"), ("bandwidth", "999999999 GHz")])
def test_a_measure_beyond_all_measure_is_refused_beside_it(signed_in, application, press_officer, now, field, text):
    typed = {
        "kind": "transmitter", "make": "A", "model": "B", "quantity": "1", "frequency": "5 GHz", "power": "1 W",
        "reason": "Something else", "seen": "1", "value": "", "currency": "",
    }  # fmt: skip
    path = reverse("press:equipment_new", args=["demo", application.key])
    assert list(signed_in.post(path, typed | {field: text}).context["form"].errors) == [field]
    lines = {
        "lines": f"transmitter\tA\tB\t\t1\t\t\t\t\t5 GHz\t{text}"
        if field == "power"
        else f"transmitter\tA\tB\t\t1\t\t\t\t\t5 GHz\t1 W\t{text}"
    }
    path = reverse("press:equipment_paste", args=["demo", application.key])
    [sentence] = signed_in.post(path, lines).context["form"].errors["lines"]
    assert text in sentence
    assert EquipmentItem.objects.count() == 0
    [item] = EquipmentItem.objects.declare(
        application, [{"kind": "camera", "make": "A", "model": "B"}], by=application.opened_by, at=now
    )
    signed_in.force_login(press_officer)
    page = signed_in.post(reverse("press:desk_item", args=["demo", item.key]), typed | {field: text})
    assert list(page.context["form"].errors) == [field]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("camera\tA\tB\tS\t" + "9" * 5000, "is no quantity"),
        ("camera\tA\tB\tS\t1\t" + "9" * 5000, "is no value"),
        ("camera\tA\tB\t" + "x" * 140_000, "This is too much for one time"),
    ],
)
def test_a_pasted_list_of_endless_cells_is_refused_in_words(signed_in, application, lines, sentence):
    page = signed_in.post(reverse("press:equipment_paste", args=["demo", application.key]), {"lines": lines})
    assert sentence in page.context["form"].errors["lines"][0]
    assert page.context["form"]["lines"].value() == lines


def test_an_endless_address_of_a_sample_is_refused_beside_it(signed_in, application):
    typed = {
        "family_name": "Example", "given_names": "Bo", "badge_name": "Bo", "function": "reporter", "language": "en",
        "residence": "foreign", "samples": "https://a.example/" + "x" * 600,
    }  # fmt: skip
    page = signed_in.post(reverse("press:person_new", args=["demo", application.key]), typed)
    assert list(page.context["form"].errors) == ["samples"]


def test_a_reason_holds_what_the_database_can_keep(client, press_officer, contact, approved, pool, now):
    [amina] = approved("Amina")
    one = pool()
    asked = PoolRequest.objects.ask(one, amina, "photo", by=contact, at=now)
    PressBadge.objects.mark([amina], by=press_officer, at=now)
    client.force_login(press_officer)
    client.post(reverse("press:desk_badge", args=["demo", amina.accreditation.key, "void"]), {"reason": "Lo\0st"})
    client.post(
        reverse("press:desk_pool_request", args=["demo", one.key, asked.key, "withdraw"]), {"reason": "a\0" * 600}
    )
    asked.refresh_from_db()
    assert (PressBadge.objects.get().status, asked.status) == ("void", "withdrawn")


@pytest.mark.parametrize("part", ["call", "quotas", "ports", "contacts"])
@pytest.mark.parametrize("field", ["rows-TOTAL_FORMS", "rows-INITIAL_FORMS", "rows-0-id", "rows-0-limit", "seen"])
def test_no_part_of_the_settings_fails_for_numbers_without_end(client, press_officer, part, field):
    client.force_login(press_officer)
    counted = {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-0-limit": "3", "rows-0-outlet_kind": "tv"}
    page = client.post(reverse("press:desk_setting", args=["demo", part]), counted | {field: "9" * 5000})
    assert page.status_code in {200, 302}
