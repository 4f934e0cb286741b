"""Equipment item by item and pasted: what will not do is said line by line, and nothing of a wrong list is taken."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from ceremony.desk import Progress
from press.models import EquipmentItem
from press.pasting import read

TWELVE = "\n".join(
    ["Kind\tMake\tModel\tSerial no\tQty\tValue (EUR)\tFrequency\tPower"]
    + [f"camera\tExample\tX1\tS-{number}\t1\t2,500.00\t\t" for number in range(10)]
    + ["transmitter\tSample\tWave\tW-1\t1\t800\t5.8 GHz\t100 mW", "lens\tExample\t50 mm\t\t4\t\t\t"]
)


@pytest.fixture
def address(application):
    return lambda name, *args: reverse(f"press:{name}", args=["demo", application.key, *args])


@pytest.fixture
def signed_in(client, contact):
    client.force_login(contact)
    return client


def typed(**changed):
    fields = {
        "kind": "camera", "make": "Example", "model": "X1", "serial": "S-1", "quantity": "1", "value": "2500",
        "currency": "eur", "origin": "", "ata_carnet": "", "frequency": "", "power": "", "bandwidth": "", "carrier": "",
        "port": "", "arrives_on": "",
    }  # fmt: skip
    return {**fields, **changed}


def test_an_item_is_put_on_the_list(signed_in, application, journalist, port, address):
    amina = journalist(application, "Amina")
    signed_in.post(address("equipment_new"), typed(carrier=amina.pk, port=port.pk, arrives_on="2026-12-01"))
    item = EquipmentItem.objects.get()
    assert (str(item), item.value, item.currency, item.carrier, item.port, item.arrives_on) == (
        "Example X1 S-1", Decimal("2500.00"), "EUR", amina, port, date(2026, 12, 1),
    )  # fmt: skip


def test_a_transmitter_says_frequency_and_power_as_people_write_them(signed_in, address):
    signed_in.post(
        address("equipment_new"), typed(kind="transmitter", frequency="470-480 MHz", power="0.5 W", bandwidth="200 kHz")
    )
    item = EquipmentItem.objects.get()
    assert (item.frequency_from, item.frequency_to, item.power_mw, item.bandwidth_khz) == (470, 480, 500, 200)


def test_what_is_wrong_with_an_item_is_said_beside_its_field(signed_in, address):
    page = signed_in.post(
        address("equipment_new"),
        typed(kind="transmitter", quantity="3", currency="", frequency="channel five", make=""),
    )
    assert {name: list(errors) for name, errors in page.context["form"].errors.items()} == {
        "make": ["Write the make."],
        "frequency": ["“channel five” is no frequency: write a number with its unit, such as 5.8 GHz or 470-480 MHz."],
        "power": ["A transmitter needs its frequency and its power."],
        "quantity": ["A serial number is of one item: write the others in lines of their own."],
        "currency": ["Write the value with its currency."],
    }
    assert 'value="channel five"' in page.content.decode()


def test_a_serial_number_twice_is_refused_beside_it(signed_in, address):
    signed_in.post(address("equipment_new"), typed())
    page = signed_in.post(address("equipment_new"), typed(serial="s 1"))
    assert page.context["form"].errors["serial"] == ["On your list already: Example s 1. Nothing was added."]
    assert EquipmentItem.objects.count() == 1


def test_twelve_items_are_pasted_shown_and_then_taken(signed_in, address):
    page = signed_in.post(address("equipment_paste"), {"lines": TWELVE})
    assert len(page.context["items"]) == 12
    assert EquipmentItem.objects.count() == 0
    page = signed_in.post(address("equipment_paste"), {"lines": TWELVE, "sure": "1"}, follow=True)
    assert [str(message) for message in page.context["messages"]] == ["12 items are on the list."]
    assert EquipmentItem.objects.filter(currency="EUR", value=2500).count() == 10
    assert EquipmentItem.objects.get(kind="transmitter").frequency_from == 5800


def test_a_list_with_one_wrong_line_is_not_taken_and_stays_on_the_page(signed_in, address):
    lines = TWELVE.replace("S-3", "S-2").replace("5.8 GHz", "five point eight")
    page = signed_in.post(address("equipment_paste"), {"lines": lines, "sure": "1"})
    assert page.context["form"].errors["lines"] == [
        "Line 12: “five point eight” is no frequency: write a number with its unit, such as 5.8 GHz or 470-480 MHz.",
        "Lines 4 and 5 have the same serial number, S-2.",
    ]
    assert "S-9" in page.content.decode()
    page = signed_in.post(address("equipment_paste"), {"lines": TWELVE.replace("S-3", "S-2")})
    assert page.context["form"].errors["lines"] == ["Lines 4 and 5 have the same serial number, S-2."]
    assert EquipmentItem.objects.count() == 0


def test_an_item_is_changed_and_taken_off_until_it_is_decided(signed_in, application, address, press_officer, now):
    signed_in.post(address("equipment_new"), typed())
    item = EquipmentItem.objects.get()
    signed_in.post(address("equipment_item", item.key), typed(model="X2", version=item.version))
    item.refresh_from_db()
    assert item.model == "X2"
    page = signed_in.post(address("equipment_item", item.key), typed(model="X3", version=1))
    assert "while you were writing" in page.content.decode()

    item.grant(by=press_officer, at=now)
    page = signed_in.post(address("equipment_item", item.key), typed(model="X4", version=item.version))

    assert "It is decided: ask the press desk" in page.content.decode()
    item.refresh_from_db()
    assert item.model == "X2"
    signed_in.post(address("equipment_strike", item.key))
    item.refresh_from_db()
    assert item.status == "struck"
    assert signed_in.get(address("equipment")).context["page_obj"].paginator.count == 0


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_is_read_in_as_many_statements_for_three_as_for_one(
    signed_in, application, journalist, contact, now, address, how_many, django_assert_num_queries
):
    amina = journalist(application, "Amina")
    rows = [{"kind": "camera", "make": "E", "model": "X", "serial": str(n), "carrier": amina} for n in range(how_many)]
    EquipmentItem.objects.declare(application, rows, by=contact, at=now)
    with django_assert_num_queries(9):
        signed_in.get(address("equipment"))


def test_what_says_no_port_or_day_is_asked_for_and_not_done(
    signed_in, application, journalist, port, contact, ceremony, address, now
):
    def state():
        page = signed_in.get(reverse("press:application", args=["demo", application.key]))
        [task] = [one for one in page.context["tasks"] if one["label"] == "Equipment"]
        return page, task["state"]

    amina = journalist(application, "Amina")
    rows = [{"kind": "camera", "make": "E", "model": "X", "carrier": who, "port": port} for who in (amina, None)]
    EquipmentItem.objects.declare(application, rows, by=contact, at=now)
    page, told = state()
    assert (told.progress, told.missing) == (
        Progress.IN_PROGRESS,
        ("2 items say no port or no day of entry: the customs officers do not expect them.",),
    )
    # What may be said later keeps nobody from submitting.
    assert page.context["next_task"]["label"] == "Letters of assignment"
    assert "2 items say no port or no day of entry" in signed_in.get(address("equipment")).content.decode()
    amina.arrive(arrives_at=now + timedelta(days=1), arrives_by="VN 36", by=contact, at=now)
    assert state()[1].missing == ("1 item says no port or no day of entry: the customs officers do not expect it.",)
    EquipmentItem.objects.filter(carrier=None).update(arrives_on=ceremony.starts_on)
    assert state()[1].progress == Progress.DONE


def test_an_item_of_another_application_does_not_exist(
    client, application, other_application, other_contact, contact, now
):
    [item] = EquipmentItem.objects.declare(
        application, [{"kind": "camera", "make": "E", "model": "X"}], by=contact, at=now
    )
    client.force_login(other_contact)
    for name in ("equipment_item", "equipment_strike"):
        for key in (application.key, other_application.key):
            assert client.get(reverse(f"press:{name}", args=["demo", key, item.key])).status_code == 404


# What is read of a spreadsheet


def test_a_list_without_a_heading_is_read_in_the_order_of_the_form(application, kenya):
    pasted = read("camera\tExample\tX1\tS1\t1\t1.200,50\tEUR\tKenya", application)
    assert pasted.faults == []
    row = pasted.rows[0]
    assert (row["value"], row["currency"], row["origin"]) == (Decimal("1200.50"), "EUR", kenya)


def test_a_heading_may_say_the_unit_of_its_column(application):
    pasted = read("Make;Model;Frequency (GHz);Power (W);Value (USD)\nExample;X1;5.8;2;100", application)
    assert pasted.faults == []
    row = pasted.rows[0]
    assert (row["frequency_from"], row["power_mw"], row["value"], row["currency"]) == (5800, 2000, 100, "USD")


def test_each_cell_that_cannot_be_read_has_a_sentence_with_its_line(application, port):
    text = "Kind\tMake\tModel\tQuantity\tValue\tCarried by\tPort\tDay of entry\nzeppelin\tE\tX\tmany\tdear\tNobody\tSGN\tsoon\n"
    assert read(text, application).faults == [
        (2, "“zeppelin” is no kind of equipment: write one of Camera, Lens, Sound, Lighting, Computer, Transmitter, Drone, "
            "Vehicle, Other."),
        (2, "“many” is no quantity: write a whole number."),
        (2, "“dear” is no value: write a number, such as 1200.50."),
        (2, "“Nobody” is not on your list of people: write the name as it stands there, or leave it empty."),
        (2, "“SGN” is no port of entry: write one of HAN."),
        (2, "“soon” is no date: write it like 2025-10-24."),
    ]  # fmt: skip


def test_lines_are_counted_as_in_the_spreadsheet_and_all_is_said_at_once(application, contact, now):
    there = {"kind": "camera", "make": "Example", "model": "X1", "serial": "S-1"}
    EquipmentItem.objects.declare(application, [there], by=contact, at=now)
    text = "\n".join(
        [
            "Kind\tMake\tModel\tSerial\tFrequency\tPower\tValue\tCurrency",
            "camera\tExample\tX1\tS-1",
            "transmitter\tSample\tWave\tW-1\tloud\t\tdear\tEUR",
            "",
            "zeppelin\t\tX1\tW-2",
            "transmitter\tSample\tWave\tW-1",
        ]
    )
    faults = read(text, application).faults
    assert [line for line, _sentence in faults] == [3, 3, 3, 5, 5, 6, 0, 0]
    assert [sentence for _line, sentence in faults[2:]] == [
        "A transmitter needs its frequency and its power.",
        "“zeppelin” is no kind of equipment: write one of Camera, Lens, Sound, Lighting, Computer, Transmitter, Drone, "
        "Vehicle, Other.",
        "Write make and model.",
        "A transmitter needs its frequency and its power.",
        "Lines 3 and 6 have the same serial number, W-1.",
        "On your list already: Example S-1. Nothing was added.",
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("2026-03-12", (3, 12)), ("25/11/2026", (11, 25)), ("11/25/2026", (11, 25)), ("5.5.2026", (5, 5))],
)
def test_a_day_is_read_where_it_can_be_read_in_one_way(application, written, meant):
    pasted = read(f"Make\tModel\tDay\nE\tX\t{written}", application)
    assert (pasted.faults, pasted.rows[0]["arrives_on"]) == ([], date(2026, *meant))


@pytest.mark.parametrize("written", ["03/12/2026", "3.12.2026"])
def test_a_day_that_may_be_another_is_asked_for(application, written):
    assert read(f"Make\tModel\tDay\nE\tX\t{written}", application).faults == [
        (2, f"“{written}” is one day to some and another to others: write it like 2026-12-03.")
    ]


def test_people_ports_countries_and_days_are_found(application, journalist, port, kenya):
    amina = journalist(application, "Amina")
    text = "Make\tModel\tCarried by\tPort\tOrigin\tDay\nE\tX\tEXAMPLE, Amina\tNoi Bai Airport\tKEN\t24.10.2026\n"
    pasted = read(text, application)
    assert pasted.faults == []
    row = pasted.rows[0]
    assert (row["carrier"], row["port"], row["origin"], row["arrives_on"]) == (amina, port, kenya, date(2026, 10, 24))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1,200", "1200"),
        ("1.200", "1200"),
        ("1,200.50", "1200.50"),
        ("1.200,50", "1200.50"),
        ("12,5", "12.5"),
        ("900", "900"),
    ],
)
def test_numbers_are_read_as_either_half_of_the_world_writes_them(application, written, meant):
    assert read(f"Make\tModel\tValue\nE\tX\t{written}", application).rows[0]["value"] == Decimal(meant)


def test_nothing_and_too_much_are_said(application):
    assert [sentence for _line, sentence in read("  \n", application).faults] == [
        "Nothing is here to read: paste the lines of your list, with or without its heading."
    ]
    assert [sentence for _line, sentence in read("E\tX\n" * 600, application).faults] == [
        "A list holds 500 items at most."
    ]
