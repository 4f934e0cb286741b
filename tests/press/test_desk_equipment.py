"""Equipment on the desk: decided, changed on arrival, printed for the customs and the frequency authority."""

# ruff: noqa: F811 (a fixture that comes from another file, named as an argument)

import io
import re
from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from directory.texts import LocalText
from notifications.models import Letter
from press.models import EntryPort, EquipmentItem
from tests.press.at_the_desk import desk, errors, told, words  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def declare(application, contact, now):
    """declare(model="X1", serial="1"): an item on the team's list."""

    def make(application=application, **fields):
        row = {"kind": "camera", "make": "Beispiel", "model": "X1", "serial": "", "quantity": 1} | fields
        [item] = EquipmentItem.objects.declare(application, [row], by=application.opened_by, at=now)
        return item

    return make


@pytest.fixture
def transmitter(declare):
    return lambda **fields: declare(
        **{
            "kind": "transmitter", "model": "T5", "serial": "T-77", "frequency_from": Decimal(5800),
            "frequency_to": Decimal(5800), "power_mw": Decimal(100), "bandwidth_khz": Decimal(200), **fields,
        }
    )  # fmt: skip


def test_the_list_asks_the_same_however_long_it_is(desk, declare, django_assert_num_queries):
    declare(serial="1")
    desk("desk_equipment")
    with django_assert_num_queries(8):
        desk("desk_equipment")
    declare(serial="2")
    declare(serial="3")
    with django_assert_num_queries(8):
        assert len(desk("desk_equipment").context["page_obj"].object_list) == 3


def test_the_list_is_narrowed_by_port_and_day_of_the_item_or_of_who_carries_it(
    desk, declare, transmitter, journalist, application, contact, port, ceremony, now
):  # fmt: skip
    day = ceremony.starts_on - timedelta(days=1)
    amina = journalist(application)
    amina.arrive(arrives_at=ceremony.start_of(day, 22), arrives_by="EX 1", port=port, by=contact, at=now)
    own = declare(model="Own", port=port, arrives_on=day)
    carried = declare(model="Carried", carrier=amina)
    neither = transmitter()

    def found(query):
        return [item.model for item in desk("desk_equipment", query=query).context["page_obj"]]

    assert found(f"?port=HAN&day={day}") == [own.model, carried.model]
    assert found("?port=none") == [neither.model]
    assert found("?kind=transmits") == ["T5"]
    assert found("?q=example+own") == ["Own"]
    assert found(f"?application={application.key}") == ["Own", "Carried", "T5"]
    assert found("?port=nonsense&day=nonsense&application=nonsense") == ["Own", "Carried", "T5"]
    assert found(f"?day={day + timedelta(days=1)}") == []


def test_marked_items_are_granted_and_those_who_declared_them_get_one_letter(desk, declare):
    items = [declare(serial=serial) for serial in "123"]
    response = desk(
        "desk_equipment_decide", data={"verb": "grant", "items": [item.key for item in items[:2]], "words": ""}
    )
    assert told(response) == ["2 items: Granted."]
    assert [item.status for item in EquipmentItem.objects.order_by("pk")] == ["granted", "granted", "declared"]
    assert Letter.objects.filter(kind="press.equipment_decided").count() == 1


def test_what_was_changed_after_the_list_was_opened_is_not_granted_unseen(desk, declare, contact, now):
    item = declare(serial="1")
    marked = re.search(r'name="items" value="([^"]+)"', desk("desk_equipment").content.decode())[1]
    item.amend(seen=1, by=contact, at=now, model="Another")
    [said] = told(desk("desk_equipment_decide", data={"verb": "grant", "items": [marked], "words": ""}))
    assert "Kora Example changed it at" in said
    item.refresh_from_db()
    assert item.status == "declared"
    marked = re.search(r'name="items" value="([^"]+)"', desk("desk_equipment").content.decode())[1]
    assert told(desk("desk_equipment_decide", data={"verb": "grant", "items": [marked], "words": ""})) == [
        "1 item: Granted."
    ]


def test_what_is_not_granted_says_why_and_is_named_else(desk, declare):
    item = declare(serial="1")
    response = desk("desk_equipment_decide", data={"verb": "withhold", "items": [item.key], "words": ""})
    [said] = told(response)
    assert "1 item was left as before." in said
    assert "Beispiel X1 1: Write why it is not granted: those who declared it read it." in said
    assert not Letter.objects.filter(kind="press.equipment_decided").exists()
    desk("desk_equipment_decide", data={"verb": "withhold", "items": [item.key], "words": "Drones stay at home."})
    item.refresh_from_db()
    assert (item.status, item.decision_note) == ("not_granted", "Drones stay at home.")
    assert told(desk("desk_equipment_decide", data={"verb": "grant"})) == ["Nothing was done: mark the items first."]


def test_what_came_instead_is_recorded_beside_what_was_declared(desk, transmitter):
    item = transmitter()
    typed = {
        "kind": "transmitter", "make": "Beispiel", "model": "T6", "serial": "T-78", "quantity": 1, "frequency": "5.8 GHz",
        "power": "50 mW", "bandwidth": "200 kHz", "reason": "The other one broke", "seen": item.version,
    }  # fmt: skip
    assert told(desk("desk_item", item.key, data=typed)) == ["The change is on record."]
    item.refresh_from_db()
    assert (item.model, item.power_mw) == ("T6", 50)
    assert sorted(item.changes.get().what) == ["model", "power_mw", "serial"]
    page = words(desk("desk_item", item.key))
    assert "The other one broke" in page
    response = desk("desk_item", item.key, data=typed | {"model": "T7"})
    assert "Petra Press changed this at" in response.context["form"].non_field_errors()[0]
    assert response.context["form"]["model"].value() == "T7"


def test_a_frequency_in_words_is_refused_in_words(desk, transmitter):
    item = transmitter()
    typed = {
        "kind": "transmitter", "make": "Beispiel", "model": "T5", "serial": "T-77", "quantity": 1,
        "frequency": "a very high one", "power": "100 mW", "reason": "x", "seen": item.version,
    }  # fmt: skip
    response = desk("desk_item", item.key, data=typed)
    assert errors(response.context["form"]) == {
        "frequency": [
            "“a very high one” is no frequency: write a number with its unit, such as 5.8 GHz or 470-480 MHz."
        ]
    }
    response = desk("desk_item", item.key, data=typed | {"frequency": ""})
    assert response.context["form"].non_field_errors() == ["A transmitter needs its frequency and its power."]


def rows_of(response):
    return [list(row) for row in load_workbook(io.BytesIO(response.content)).active.values]


@pytest.fixture
def borders(declare, transmitter, other_application, port, ceremony):
    """Two outlets, two ports, an item that says neither port nor day."""
    second = EntryPort.objects.create(ceremony=ceremony, code="SGN", name=LocalText(en="Tan Son Nhat"), position=1)
    day = ceremony.starts_on - timedelta(days=1)
    declare(model="Late", serial="1", port=second, arrives_on=day, value=Decimal("100.5"), currency="EUR")
    declare(
        application=other_application,
        model="Early",
        serial="2",
        port=port,
        arrives_on=day,
        value=Decimal(50),
        currency="EUR",
    )
    transmitter(port=port, arrives_on=day)
    declare(model="Nowhere", serial="=1+1")


def test_the_customs_list_is_in_order_of_port_and_day_or_of_outlet(desk, borders, ceremony):
    rows = rows_of(desk("desk_list", "customs", "xlsx", query="?by=port"))
    assert [(row[0], row[2], row[6]) for row in rows[1:]] == [
        ("HAN", "Example Times", "T5"), ("HAN", "Sample Post", "Early"), ("SGN", "Example Times", "Late"),
        (None, "Example Times", "Nowhere"),
    ]  # fmt: skip
    assert rows[-1][7] == "=1+1"  # as it stands on the thing; that it is no formula is said by the cell
    day = datetime.combine(ceremony.starts_on - timedelta(days=1), time())
    assert [(row[1], row[9]) for row in rows[1:]] == [(day, None), (day, 50), (day, 100.5), (None, None)]
    rows = rows_of(desk("desk_list", "customs", "xlsx", query="?by=outlet&port=HAN"))
    assert [(row[2], row[6]) for row in rows[1:]] == [("Example Times", "T5"), ("Sample Post", "Early")]


def test_the_frequency_list_holds_what_transmits_alone(desk, borders):
    rows = rows_of(desk("desk_list", "frequencies", "xlsx"))
    assert [(row[6], row[13], row[14], row[15], row[16]) for row in rows[1:]] == [("T5", 5800, 5800, 100, 200)]


@pytest.mark.fonts
def test_the_lists_come_on_paper_with_ports_days_and_sums(desk, borders):
    response = desk("desk_list", "customs", "pdf", query="?by=port")
    assert response["Content-Type"] == "application/pdf"
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    for what in [
        "Customs list",
        "150.50 EUR",
        "Noi Bai Airport",
        "Tan Son Nhat",
        "Port not said",
        "Sample Post",
        "T-77",
    ]:
        assert what in text
    text = (
        PdfReader(io.BytesIO(desk("desk_list", "frequencies", "pdf", query="?by=outlet").content))
        .pages[0]
        .extract_text()
    )
    assert "5800 MHz" in text
    assert "Sample Post" not in text


@pytest.mark.fonts
def test_an_empty_list_says_so(desk, call):
    response = desk("desk_list", "customs", "pdf")
    assert "Nothing stands on this list." in PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert desk("desk_list", "customs", "exe").status_code == 404
    assert desk("desk_list", "people", "pdf").status_code == 404
