"""Equipment pasted from a spreadsheet: lines and columns become rows for the list, or a sentence for each line that cannot."""

import csv
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from directory.models import Entity
from directory.sorting import search_key
from press.frequencies import read_bandwidth, read_frequency, read_power
from press.models import EquipmentItem, EquipmentKind
from press.models.equipment import MOST_ITEMS
from press.models.letter import words_of_name

# In the order of a list without a heading; the words are those of the form.
COLUMNS = {
    "kind": gettext_lazy("Kind"),
    "make": gettext_lazy("Make"),
    "model": gettext_lazy("Model"),
    "serial": gettext_lazy("Serial number"),
    "quantity": gettext_lazy("Quantity"),
    "value": gettext_lazy("Value"),
    "currency": gettext_lazy("Currency"),
    "origin": gettext_lazy("Country of origin"),
    "ata_carnet": gettext_lazy("ATA carnet"),
    "frequency": gettext_lazy("Frequency"),
    "power": gettext_lazy("Power"),
    "bandwidth": gettext_lazy("Bandwidth"),
    "carrier": gettext_lazy("Carried by"),
    "port": gettext_lazy("Port of entry"),
    "arrives_on": gettext_lazy("Day of entry"),
}
# What else people write above these columns.
ALSO = {
    "type": "kind", "item": "kind", "category": "kind", "brand": "make", "manufacturer": "make", "s n": "serial",
    "serial": "serial", "serial no": "serial", "serial nr": "serial", "sn": "serial", "qty": "quantity", "pcs": "quantity",
    "number": "quantity", "price": "value", "cur": "currency", "origin": "origin", "country": "origin", "made in": "origin",
    "carnet": "ata_carnet", "ata": "ata_carnet", "freq": "frequency", "frequencies": "frequency", "carrier": "carrier",
    "port": "port", "airport": "port", "date": "arrives_on", "day": "arrives_on", "arrival": "arrives_on",
}  # fmt: skip
LONGEST = {"make": 80, "model": 80, "serial": 80, "ata_carnet": 60}
LONGEST_TEXT = 200_000


@dataclass
class Pasted:
    """What was read: rows for `EquipmentItem.objects.declare`, and (line, sentence) for what will not do: all of it."""

    rows: list = field(default_factory=list)
    faults: list = field(default_factory=list)


def read(text, application) -> Pasted:
    """Lines of a spreadsheet, with or without a heading. They are counted as there: the heading and empty ones too."""
    reader, pasted = _Reader(application), Pasted()
    found = None if len(text) > LONGEST_TEXT else _cells(text)
    if found is None:
        pasted.faults.append((0, _("This is too much for one time: paste it in parts.")))
        return pasted
    lines = [(line, cells) for line, cells in enumerate(found, start=1) if any(cells)]
    columns = heading(lines[0][1]) if lines else None
    if columns:
        reader.units = units(columns, lines[0][1])
        lines = lines[1:]
    if not lines:
        pasted.faults.append(
            (0, _("Nothing is here to read: paste the lines of your list, with or without its heading."))
        )
    if len(lines) > MOST_ITEMS:
        pasted.faults.append((0, _("A list holds %(most)d items at most.") % {"most": MOST_ITEMS}))
        return pasted
    unread = []
    for line, cells in lines:
        row, wrong = reader.row(dict(zip(columns or COLUMNS, cells, strict=False)))
        pasted.rows.append(row)
        pasted.faults += [(line, sentence) for _name, sentence in wrong]
        unread.append({name for name, _sentence in wrong})
    items = [EquipmentItem(**row) for row in pasted.rows]
    others = EquipmentItem.objects.faults_of(items, [line for line, _cells in lines], unread)
    # Line by line, and last what is said of several at once.
    pasted.faults = sorted([*pasted.faults, *others], key=lambda fault: fault[0] or len(found) + 1)
    if sentence := EquipmentItem.objects.said_already(application, items):
        pasted.faults.append((0, sentence))
    return pasted


def _cells(text):
    """A spreadsheet copies tabs; a file saved from one has semicolons or commas. None for a cell longer than any list."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    first = next((line for line in lines.split("\n") if line.strip()), "")
    mark = max("\t;,", key=first.count) if any(mark in first for mark in "\t;,") else "\t"
    if "\t" in first:
        mark = "\t"
    cells = csv.reader(lines.split("\n"), delimiter=mark)
    try:
        return [[" ".join(cell.split()) for cell in row] for row in cells]
    except csv.Error:
        return None


def heading(cells):
    """The columns that a first line names, None for those unknown; None where it is no heading."""
    known = dict(ALSO)
    for language in {settings.LANGUAGE_CODE, *settings.COMPLETE_LANGUAGES}:
        with override(language):
            known |= {search_key(str(words)): name for name, words in COLUMNS.items()}
    # "Value (EUR)", "Frequency, MHz": the first words count.
    found = [known.get(search_key(cell)) or known.get(search_key(re.split(r"[(,/]", cell)[0])) for cell in cells]
    return found if sum(name is not None for name in found) >= 2 else None


def units(columns, cells):
    """What a heading says of all lines: "Value (EUR)", "Frequency, GHz"."""
    found = {}
    for name, cell in zip(columns, cells, strict=True):
        pattern = {
            "value": r"\b[A-Z]{3}\b",
            "frequency": r"\b[kMG]?Hz\b",
            "power": r"\b[mk]?W\b",
            "bandwidth": r"\b[kMG]?Hz\b",
        }
        if name in pattern and (said := re.search(pattern[name], cell)):
            found[name] = said[0]
    return found


class _Reader:
    def __init__(self, application):
        self.application = application
        self.units = {}

    def row(self, cells):
        """(columns of an item, (column, sentence) for each that cannot be read)."""
        cells = {name: cell for name, cell in cells.items() if name}
        for name, unit in self.units.items():
            if re.search(r"\d", cells.get(name, "")) and not re.search("[A-Za-z]", cells[name]):
                cells[name] += f" {unit}"
        row, wrong = {}, []
        for name in ("make", "model", "serial", "ata_carnet"):
            row[name] = cells.get(name, "")
            if len(row[name]) > LONGEST[name]:
                wrong.append((name, _("“%(text)s…” is too long.") % {"text": row[name][:40]}))
                row[name] = row[name][: LONGEST[name]]
        for name in (
            "kind",
            "quantity",
            "value",
            "origin",
            "frequency",
            "power",
            "bandwidth",
            "carrier",
            "port",
            "arrives_on",
        ):
            try:
                row |= getattr(self, f"_{name}")(cells.get(name, "").strip())
            except ValidationError as error:
                wrong += [(name, message) for message in error.messages]
        if currency := cells.get("currency", "").strip().upper():
            if not re.fullmatch("[A-Z]{3}", currency):
                wrong.append(("currency", _("Write the currency in three letters, such as EUR.")))
            row["currency"] = currency[:3]
        row.setdefault("currency", "")
        return row, wrong

    def _kind(self, text):
        if not text:
            return {"kind": EquipmentKind.OTHER}
        key = search_key(text)
        if found := self.kinds.get(key) or self.kinds.get(key.removesuffix("s")):
            return {"kind": found}
        raise ValidationError(
            _("“%(text)s” is no kind of equipment: write one of %(kinds)s.")
            % {"text": text[:40], "kinds": ", ".join(str(label) for label in EquipmentKind.labels)}
        )

    def _quantity(self, text):
        if not text:
            return {"quantity": 1}
        number = re.sub(r"\s*(x|pcs?\.?)$", "", text.lower())
        # No number of a thousand digits is read: Python refuses to.
        if not number.isdecimal() or len(number) > 9 or not 1 <= int(number) <= 9999:
            raise ValidationError(_("“%(text)s” is no quantity: write a whole number.") % {"text": text[:40]})
        return {"quantity": int(number)}

    def _value(self, text):
        """ "EUR 1,200.50", "1.200,50", "1200"."""
        currency = re.search(r"\b[A-Z]{3}\b", text)
        number = re.sub(r"[^\d.,]", "", text)
        if not text:
            return {"value": None}
        try:
            value = Decimal(_plain(number))
        except InvalidOperation:
            value = None
        if value is None or value >= Decimal(10) ** 10:
            raise ValidationError(_("“%(text)s” is no value: write a number, such as 1200.50.") % {"text": text[:40]})
        return {"value": value.quantize(Decimal("0.01"))} | ({"currency": currency[0]} if currency else {})

    def _origin(self, text):
        if not text:
            return {"origin": None}
        found = self.states.get(search_key(text))
        if found is None:
            raise ValidationError(
                _("“%(text)s” is no State that we know: write its name, or its code in three letters.")
                % {"text": text[:60]}
            )
        return {"origin": found}

    def _frequency(self, text):
        first, last = read_frequency(text)
        return {"frequency_from": first, "frequency_to": last}

    def _power(self, text):
        return {"power_mw": read_power(text)}

    def _bandwidth(self, text):
        return {"bandwidth_khz": read_bandwidth(text)}

    def _carrier(self, text):
        if not text:
            return {"carrier": None}
        found = self.people.get(words_of_name(text))
        if found is None:
            raise ValidationError(
                _("“%(text)s” is not on your list of people: write the name as it stands there, or leave it empty.")
                % {"text": text[:60]}
            )
        return {"carrier": found}

    def _port(self, text):
        if not text:
            return {"port": None}
        found = self.ports.get(search_key(text))
        if found is None:
            codes = ", ".join(dict.fromkeys(one.code for one in self.ports.values()))
            raise ValidationError(
                _("“%(text)s” is no port of entry: write one of %(codes)s.")
                % {"text": text[:40], "codes": codes or "–"}
            )
        return {"port": found}

    def _arrives_on(self, text):
        """ "2025-10-24"; "24.10.2025" and "10/24/2025" where only one of the two can be the month."""
        if not text:
            return {"arrives_on": None}
        if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?", text):
            year, month, day = map(int, found.groups())
        elif found := re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", text):
            day, month, year = map(int, found.groups())
            if month > 12:
                day, month = month, day
            elif day <= 12 and day != month:
                raise ValidationError(
                    _("“%(text)s” is one day to some and another to others: write it like %(iso)s.")
                    % {"text": text, "iso": f"{year:04}-{month:02}-{day:02}"}
                )
        else:
            raise ValidationError(_("“%(text)s” is no date: write it like 2025-10-24.") % {"text": text[:40]})
        try:
            return {"arrives_on": date(year, month, day)}
        except ValueError as error:
            raise ValidationError(
                _("“%(text)s” is no date: write it like 2025-10-24.") % {"text": text[:40]}
            ) from error

    @cached_property
    def kinds(self):
        """By their words in every language; where one needs two words for a kind, such as film and photo camera, by each."""
        known = {value: value for value in EquipmentKind.values}
        for language in {settings.LANGUAGE_CODE, *settings.COMPLETE_LANGUAGES}:
            with override(language):
                for value, label in EquipmentKind.choices:
                    known |= {search_key(words): value for words in [str(label), *str(label).split(",")]}
        return known

    @cached_property
    def states(self):
        known = {}
        for one in Entity.objects.states():
            names = [one.code, one.iso2, *(value for name, value in vars(one).items() if name.startswith("short_"))]
            known |= {search_key(name): one for name in names if name}
        return known

    @cached_property
    def people(self):
        from press.own import roll_of

        people = roll_of(self.application).coming
        prefetch_related_objects(people, "port")  # The page that shows what was read says where each item enters.
        return {words_of_name(str(one)): one for one in people}

    @cached_property
    def ports(self):
        known = {}
        for one in self.application.ceremony.entry_ports.all():
            known |= {search_key(name): one for name in [one.code, *one.name.values()] if name}
        return known


def _plain(number):
    """ "1.200,50" and "1,200.50" are 1200.50; "1,200" is twelve hundred, "12,5" twelve and a half."""
    if "." in number and "," in number:
        decimal = max(number.rfind("."), number.rfind(","))
        return re.sub(r"[.,]", "", number[:decimal]) + "." + number[decimal + 1 :]
    if number.count(",") == 1 and len(number.split(",")[1]) != 3:
        return number.replace(",", ".")
    if number.count(".") == 1 and len(number.split(".")[1]) != 3:
        return number
    return re.sub(r"[.,]", "", number)
