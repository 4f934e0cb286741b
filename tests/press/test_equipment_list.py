"""Equipment item by item: what is declared, what will not do in words, what is granted, and what came instead."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from ceremony.procedure import AlreadyDecided, Refused
from notifications.models import Letter
from press import letters
from press.frequencies import read_bandwidth, read_frequency, read_power, shown
from press.models import EquipmentChange, EquipmentItem

CAMERA = {"kind": "camera", "make": "Examplecam", "model": "X1", "serial": "SN-001"}
MICROPHONE = {
    "kind": "transmitter", "make": "Sampletone", "model": "T2", "serial": "77", "frequency_from": Decimal(470),
    "frequency_to": Decimal(480), "power_mw": Decimal(50),
}  # fmt: skip


@pytest.fixture
def declare(contact, now):
    return lambda application, *rows: EquipmentItem.objects.declare(application, rows, by=contact, at=now)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5.8 GHz", (5800, 5800)), ("2,4 GHz", (2400, 2400)), ("470-480 MHz", (470, 480)), ("470 MHz – 480 MHz", (470, 480)),
        ("2.4 to 2.5 GHz", (2400, 2500)), ("433.92", (Decimal("433.92"), Decimal("433.92"))), ("800 kHz", (Decimal("0.8"), Decimal("0.8"))),
        ("", (None, None)),
    ],
)  # fmt: skip
def test_a_frequency_is_read_as_people_write_it(text, found):
    assert read_frequency(text) == found


@pytest.mark.parametrize(
    "text", ["five point eight gigahertz", "Wi-Fi", "480-470 MHz", "0 MHz", "5 THz", "900 GHz", "5.8 GHz!"]
)
def test_a_frequency_in_words_is_refused_in_a_sentence(text):
    with pytest.raises(ValidationError, match="is no frequency"):
        read_frequency(text)


def test_power_and_bandwidth_are_read_and_refused_too():
    assert [read_power("0.5 W"), read_power("50"), read_power(""), read_bandwidth("8 MHz")] == [500, 50, None, 8000]
    with pytest.raises(ValidationError, match="is not a power"):
        read_power("strong")
    with pytest.raises(ValidationError, match="is not a bandwidth"):
        read_bandwidth("wide")


def test_a_frequency_is_shown_with_its_unit():
    assert [shown(Decimal("5800.000000"), Decimal(5800)), shown(Decimal(470), Decimal(480)), shown(None, None)] == [
        "5800 MHz", "470–480 MHz", "",
    ]  # fmt: skip


def test_all_items_are_declared_or_none(application, declare):
    declare(application, CAMERA, MICROPHONE)
    assert EquipmentItem.objects.count() == 2
    with pytest.raises(Refused) as refused:
        declare(
            application,
            CAMERA | {"serial": "9"},
            MICROPHONE | {"serial": "8", "power_mw": None},
            {"kind": "lens", "make": "", "model": "Y"},
        )
    assert refused.value.messages == [
        "Line 2: A transmitter needs its frequency and its power.",
        "Line 3: Write make and model.",
    ]
    assert EquipmentItem.objects.count() == 2


def test_a_serial_number_stands_once_however_it_is_written(application, declare):
    with pytest.raises(Refused, match="Lines 1 and 2 have the same serial number"):
        declare(application, CAMERA, CAMERA | {"serial": "sn 001"})
    declare(application, CAMERA)
    with pytest.raises(Refused, match="On your list already: EXAMPLECAM SN001"):
        declare(application, CAMERA | {"make": "EXAMPLECAM", "serial": "SN001"})


def test_another_outlets_serial_number_is_told_to_nobody(application, other_application, declare):
    declare(application, CAMERA)
    assert declare(other_application, CAMERA)[0].status == "declared"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"quantity": 2}, "A serial number is of one item"),
        ({"serial": "", "quantity": 0}, "one or more"),
        ({"value": Decimal(10)}, "with its currency"),
        ({"frequency_from": Decimal(5), "frequency_to": Decimal(4)}, "ends below its beginning"),
    ],
)
def test_a_line_that_will_not_do_is_said_in_words(application, declare, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        declare(application, CAMERA | fields)


def test_an_item_enters_with_the_person_who_carries_it_unless_it_says_otherwise(
    ceremony, application, journalist, port, declare, contact, now
):
    amina = journalist(application, "Amina")
    day = ceremony.starts_on - timedelta(days=1)
    amina.arrive(
        arrives_at=datetime.combine(day, now.time(), ceremony.zone), arrives_by="VN123", port=port, by=contact, at=now
    )
    [item, other] = declare(
        application, CAMERA | {"carrier": amina}, MICROPHONE | {"carrier": amina, "arrives_on": ceremony.starts_on}
    )
    assert (item.enters_at, item.enters_on) == (port, day)
    assert (other.enters_at, other.enters_on) == (port, ceremony.starts_on)


def test_what_is_decided_is_changed_by_the_desk_only(application, declare, contact, press_officer, now):
    [item] = declare(application, CAMERA)
    item.amend(seen=1, by=contact, at=now, model="X2")
    with pytest.raises(AlreadyDecided, match="Kora Example changed this"):
        EquipmentItem.objects.get().amend(seen=1, by=contact, at=now, model="X3")
    item.grant(by=press_officer, at=now)
    with pytest.raises(Refused, match="ask the press desk"):
        item.amend(seen=2, by=contact, at=now, model="X3")


def test_an_item_is_withheld_with_a_reason_and_the_contact_is_told_of_all_at_once(
    application, declare, contact, press_officer, now
):
    items = declare(application, CAMERA, {"kind": "drone", "make": "Flyexample", "model": "D"})
    items[0].grant(by=press_officer, at=now)
    with pytest.raises(Refused, match="Write why"):
        items[1].withhold(by=press_officer, at=now, reason=" ")
    items[1].withhold(by=press_officer, at=now, reason="No drones over the venue.")
    letters.equipment_decided(items, at=now)
    told = Letter.objects.get(kind="press.equipment_decided")
    assert told.recipient == contact
    assert "Examplecam X1 SN-001: Granted" in told.text
    assert "Flyexample D: Not granted. No drones over the venue." in told.text


def test_what_came_instead_is_recorded_with_what_was_declared(application, declare, press_officer, now):
    [item] = declare(application, CAMERA)
    item.grant(by=press_officer, at=now)
    with pytest.raises(Refused, match="Write what was found"):
        item.change_on_arrival(seen=1, by=press_officer, at=now, reason="", serial="SN-002")
    item.change_on_arrival(seen=1, by=press_officer, at=now, reason="Replaced by the outlet.", serial="SN-002")
    change = item.changes.get()
    assert (item.serial, item.status, item.serial_key) == ("SN-002", "granted", "SN002")
    assert (change.what, change.by) == ({"serial": ["SN-001", "SN-002"]}, press_officer)
    with pytest.raises(Refused, match="Nothing is different"):
        item.change_on_arrival(seen=2, by=press_officer, at=now, reason="Looked.", serial="SN-002")


def test_an_item_that_was_struck_may_be_declared_again(application, declare, contact, now):
    [item] = declare(application, CAMERA)
    item.strike(by=contact, at=now)
    declare(application, CAMERA)
    assert EquipmentItem.objects.standing().count() == 1


# What PostgreSQL refuses


def test_postgresql_refuses_what_the_form_would(application, other_application, journalist, declare):
    [item] = declare(application, MICROPHONE)
    stranger = journalist(other_application, "Otto")
    row = EquipmentItem.objects.filter(pk=item.pk)
    for columns in [
        {"power_mw": None}, {"frequency_to": None}, {"frequency_to": Decimal(1)}, {"quantity": 2}, {"currency": "EUR"},
        {"status": "not_granted"}, {"carrier": stranger},
    ]:  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**columns)


def test_postgresql_keeps_what_was_found_on_arrival(application, declare, press_officer, now):
    [item] = declare(application, CAMERA)
    item.change_on_arrival(seen=1, by=press_officer, at=now, reason="Replaced.", serial="SN-002")
    with (
        pytest.raises(IntegrityError, match="rows are only ever added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE press_equipmentchange SET reason = 'Nothing'")
    assert EquipmentChange.objects.get().reason == "Replaced."
