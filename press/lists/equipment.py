"""The customs list and the frequency list: by outlet, or by port and day of entry; the same rows as PDF and as xlsx."""

from collections import defaultdict
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from press import frequencies

LISTS = {"customs": gettext_lazy("Customs list"), "frequencies": gettext_lazy("Frequency list")}
WAYS = {"port": gettext_lazy("By port and day"), "outlet": gettext_lazy("By outlet")}


def in_order(items, way):
    """The items of a list as they follow one another; without a port or day they come last."""

    def place(item):
        port, day, outlet = item.enters_at, item.enters_on, item.application.outlet
        entry = (port is None, port.position if port else 0, port.code if port else "", day is None, str(day or ""))
        return (*entry, outlet.name_key, item.pk) if way == "port" else (outlet.name_key, outlet.pk, *entry, item.pk)

    return sorted(items, key=place)


def section_of(item, way):
    if way == "outlet":
        return item.application.outlet.name
    port, day = item.enters_at, item.enters_on
    return ", ".join([str(port) if port else _("Port not said"), said(day) or _("day not said")])


def sections(items, way, row):
    """(title, rows), numbered within each section."""
    found = []
    for title, some in groupby(in_order(items, way), key=lambda item: section_of(item, way)):
        found.append((title, [[str(number), *row(item)] for number, item in enumerate(some, start=1)]))
    return found


def said(day):
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""


def carrier(item):
    return str(item.carrier) if item.carrier_id else ""


def thing(item):
    return " ".join(filter(None, [item.make, item.model]))


def value(item):
    return f"{item.value:.2f} {item.currency}" if item.value is not None else ""


def sums(items):
    """What they are worth together, currency by currency."""
    found = defaultdict(int)
    for item in items:
        if item.value is not None:
            found[item.currency] += item.value
    return ", ".join(f"{amount:.2f} {currency}" for currency, amount in sorted(found.items()))


def measure(number, unit):
    return f"{number.normalize():f} {unit}" if number is not None else ""


def who(item):
    return "\n".join(filter(None, [item.application.outlet.name, carrier(item)]))


def customs_columns():
    return [
        _("No."), _("Item"), _("Kind"), _("Serial number"), _("Pieces"), _("Value"), _("Origin"), _("ATA carnet"),
        _("Outlet and carrier"), _("Status"),
    ]  # fmt: skip


def customs_row(item):
    return [
        thing(item), item.get_kind_display(), item.serial, str(item.quantity), value(item),
        str(item.origin) if item.origin_id else "", item.ata_carnet, who(item), item.get_status_display(),
    ]  # fmt: skip


def frequency_columns():
    return [
        _("No."), _("Item"), _("Serial number"), _("Frequency"), _("Power"), _("Bandwidth"), _("Pieces"),
        _("Outlet and carrier"), _("Status"),
    ]  # fmt: skip


def frequency_row(item):
    return [
        thing(item), item.serial, frequencies.shown(item.frequency_from, item.frequency_to), measure(item.power_mw, "mW"),
        measure(item.bandwidth_khz, "kHz"), str(item.quantity), who(item), item.get_status_display(),
    ]  # fmt: skip


PRINTED = {
    "customs": (customs_columns, customs_row, ["9mm", 1.5, 0.8, 1.1, "14mm", "27mm", 0.9, 0.9, 1.6, "22mm"]),
    "frequencies": (frequency_columns, frequency_row, ["9mm", 1.5, 1.1, "42mm", "24mm", "24mm", "14mm", 1.6, "22mm"]),
}


def sheet_columns():
    return [
        _("Port"), _("Day of entry"), _("Outlet"), _("Carried by"), _("Kind"), _("Make"), _("Model"), _("Serial number"),
        _("Pieces"), _("Value"), _("Currency"), _("Origin"), _("ATA carnet"), _("Frequency from, MHz"),
        _("Frequency to, MHz"), _("Power, mW"), _("Bandwidth, kHz"), _("Status"), _("Note"),
    ]  # fmt: skip


def sheet_row(item):
    """One line of the spreadsheet: everything apart, so that it can be sorted and added up."""
    port, day = item.enters_at, item.enters_on
    return [
        port.code if port else "", day, item.application.outlet.name, carrier(item),
        item.get_kind_display(), item.make, item.model, item.serial, item.quantity, item.value, item.currency,
        item.origin.code if item.origin_id else "", item.ata_carnet, item.frequency_from, item.frequency_to,
        item.power_mw, item.bandwidth_khz, item.get_status_display(), item.decision_note,
    ]  # fmt: skip
