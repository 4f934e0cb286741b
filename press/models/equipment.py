import uuid
from itertools import zip_longest

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.encryption import plain_number
from ceremony.models import kept
from ceremony.procedure import AlreadyDecided, Refused, move
from directory.models import Entity
from press.models.application import Application, stale
from press.models.call import EntryPort
from press.models.columns import both_or_neither, person, said_in_words
from press.models.journalist import Journalist

MOST_ITEMS = 500


class EquipmentKind(models.TextChoices):
    CAMERA = "camera", _("Camera")
    LENS = "lens", _("Lens")
    SOUND = "sound", _("Sound")
    LIGHT = "light", _("Lighting")
    COMPUTER = "computer", _("Computer")
    TRANSMITTER = "transmitter", _("Transmitter")
    DRONE = "drone", _("Drone")
    VEHICLE = "vehicle", _("Vehicle")
    OTHER = "other", _("Other")


class EquipmentStatus(models.TextChoices):
    DECLARED = "declared", _("Declared")
    GRANTED = "granted", _("Granted")
    NOT_GRANTED = "not_granted", _("Not granted")
    STRUCK = "struck", _("Struck off")


S = EquipmentStatus
MOVES = {
    S.DECLARED: {S.GRANTED, S.NOT_GRANTED, S.STRUCK},
    S.GRANTED: {S.NOT_GRANTED, S.DECLARED, S.STRUCK},
    S.NOT_GRANTED: {S.GRANTED, S.DECLARED, S.STRUCK},
}
# What the one who declares writes, and an officer may correct on arrival.
DECLARED = [
    "kind", "make", "model", "serial", "quantity", "value", "currency", "origin", "ata_carnet", "frequency_from",
    "frequency_to", "power_mw", "bandwidth_khz", "port", "arrives_on", "carrier",
]  # fmt: skip
SENTENCES = {
    "a_serial_number_is_declared_once": _("This make and serial number is on your list already: each item stands there once."),
    "a_transmitter_says_frequency_and_power": _("A transmitter needs its frequency and its power."),
    "a_frequency_ends_above_its_beginning": _("The frequency ends below its beginning."),
    "a_serial_number_is_of_one_item": _("A serial number is of one item: write the others in lines of their own."),
    "a_value_has_a_currency": _("Write the value with its currency."),
    "an_item_is_carried_by_one_of_its_application": _("Who carries it is a person of the same application."),
    "an_item_enters_at_a_port_of_its_ceremony": _("Choose a port of entry of this ceremony."),
}  # fmt: skip


# But for what does not enter, and for what only the desk can still change.
NOWHERE = (
    (Q(port=None, carrier__port=None) | Q(arrives_on=None, carrier__arrives_at=None))
    & ~Q(status=S.NOT_GRANTED)
    & ~Q(status=S.GRANTED, carrier=None)
)


class EquipmentQuerySet(models.QuerySet):
    def of_ceremony(self, ceremony):
        return self.filter(application__nominator__ceremony=ceremony)

    def standing(self):
        return self.exclude(status=S.STRUCK)

    def nowhere(self):
        """Those of which nobody knows at which port or on which day they enter: neither the item nor its carrier says so."""
        return self.filter(NOWHERE)

    def for_lists(self):
        """With outlet and carrier, and where and when it enters: its own port and day, else those of who carries it."""
        return self.select_related("application__outlet", "carrier__accreditation", "origin", "port", "carrier__port").defer(
            "carrier__phone", "carrier__passport_expires", "carrier__press_card_number",
            "carrier__accreditation__passport_number", "carrier__accreditation__date_of_birth",
            "application__contact_phone",
        )  # fmt: skip

    def faults_of(self, items, lines, unread=()):
        """(line, sentence) of what keeps these items off a list, 0 where the sentence names the lines itself.

        `lines` are their numbers; `unread` are for each the columns of which other sentences say that they are wrong.
        """
        wrong, twins, seen = [], [], {}
        for item, line, not_read in zip_longest(items, lines, unread, fillvalue=()):
            item.fill_keys()
            wrong += [(line, sentence) for sentence in item.faults(not_read)]
            twin = seen.setdefault((item.make_key, item.serial_key), line) if item.serial_key else line
            if twin != line:
                sentence = _now("Lines %(first)d and %(second)d have the same serial number, %(serial)s.")
                twins.append((0, sentence % {"first": twin, "second": line, "serial": item.serial}))
        return wrong + twins

    def said_already(self, application, items):
        """The sentence that names those of these items whose serial numbers are on the list; empty for none."""
        there = self.standing().filter(application=application).exclude(serial_key="")
        taken = set(there.values_list("make_key", "serial_key"))
        twice = [f"{one.make} {one.serial}" for one in items if (one.make_key, one.serial_key) in taken]
        words = _now("On your list already: %(serials)s. Nothing was added.")
        return words % {"serials": ", ".join(twice)} if twice else ""

    def declare(self, application, rows, *, by, at):
        """Put these items, dictionaries of `DECLARED`, on the list: all of them or none.

        Raises Refused with a sentence for each line that will not do, for a serial number twice, and past MOST_ITEMS.
        """
        items = [self.model(application=application, declared_by=by, declared_at=at, **row) for row in rows]
        if wrong := self.faults_of(items, range(1, len(items) + 1)):
            raise Refused([in_line(*one) for one in wrong], code="lines")
        with said_in_words(SENTENCES):
            Application.objects.select_for_update(of=("self",), no_key=True).get(pk=application.pk)
            there = self.standing().filter(application=application)
            if there.count() + len(items) > MOST_ITEMS:
                raise Refused(
                    _now("A list holds %(most)d items at most: nothing was added.") % {"most": MOST_ITEMS},
                    code="too_many",
                )
            if sentence := self.said_already(application, items):
                raise Refused(sentence, code="twice")
            self.bulk_create(items)
        return items


@kept(exclude=["make_key", "serial_key"])
class EquipmentItem(models.Model):
    """A thing that the press brings in for a time and takes out again: a line of the customs list.

    What transmits stands in the list of frequencies too; drones have a list of their own.
    """

    MOVES = MOVES
    MEANINGS = {S.DECLARED: "waiting", S.GRANTED: "good", S.NOT_GRANTED: "bad"}

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(
        Application, models.CASCADE, related_name="equipment", verbose_name=_("application")
    )
    carrier = models.ForeignKey(
        Journalist, models.SET_NULL, null=True, blank=True, related_name="carries", verbose_name=_("carried by")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=EquipmentKind)
    make = models.CharField(_("make"), max_length=80)
    model = models.CharField(_("model"), max_length=80)
    serial = models.CharField(_("serial number"), max_length=80, blank=True)
    make_key = models.CharField(max_length=80, blank=True, editable=False)
    serial_key = models.CharField(max_length=80, blank=True, editable=False)
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1, validators=[MinValueValidator(1)])
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(
        _("currency"), max_length=3, blank=True,
        validators=[RegexValidator(r"^[A-Z]{3}\Z", _("Write the currency in three letters, such as EUR."))],
    )  # fmt: skip
    origin = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country of origin")
    )
    ata_carnet = models.CharField(_("ATA carnet"), max_length=60, blank=True)
    # In MHz; of one frequency both are the same.
    frequency_from = models.DecimalField(
        _("frequency from, in MHz"), max_digits=12, decimal_places=6, null=True, blank=True
    )
    frequency_to = models.DecimalField(
        _("frequency to, in MHz"), max_digits=12, decimal_places=6, null=True, blank=True
    )
    power_mw = models.DecimalField(_("power, in mW"), max_digits=12, decimal_places=3, null=True, blank=True)
    bandwidth_khz = models.DecimalField(_("bandwidth, in kHz"), max_digits=12, decimal_places=3, null=True, blank=True)
    port = models.ForeignKey(
        EntryPort, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("port of entry"),
        help_text=_("Empty: with the person who carries it."),
    )  # fmt: skip
    arrives_on = models.DateField(
        _("day of entry"), null=True, blank=True, help_text=_("Empty: with the person who carries it.")
    )
    status = models.CharField(_("status"), max_length=20, choices=EquipmentStatus, default=S.DECLARED)
    decided_by = person(_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_note = models.CharField(_("why"), max_length=500, blank=True)
    declared_by = person(_("declared by"))
    declared_at = models.DateTimeField(_("declared at"))
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_by = person(_("changed by"))
    changed_at = models.DateTimeField(_("changed at"), null=True, blank=True)

    objects = EquipmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of equipment")
        verbose_name_plural = _("equipment")
        ordering = ["application", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "make_key", "serial_key"],
                condition=~Q(serial_key="") & ~Q(status=S.STRUCK),
                name="a_serial_number_is_declared_once",
                violation_error_message=SENTENCES["a_serial_number_is_declared_once"],
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1) & (Q(serial="") | Q(quantity=1)),
                name="a_serial_number_is_of_one_item",
                violation_error_message=SENTENCES["a_serial_number_is_of_one_item"],
            ),
            models.CheckConstraint(
                condition=~Q(kind=EquipmentKind.TRANSMITTER)
                | Q(frequency_from__isnull=False, power_mw__isnull=False, power_mw__gt=0),
                name="a_transmitter_says_frequency_and_power",
                violation_error_message=SENTENCES["a_transmitter_says_frequency_and_power"],
            ),
            models.CheckConstraint(
                condition=Q(frequency_from=None, frequency_to=None)
                | Q(
                    frequency_from__isnull=False,
                    frequency_from__gt=0,
                    frequency_to__isnull=False,
                    frequency_to__gte=F("frequency_from"),
                ),
                name="a_frequency_ends_above_its_beginning",
                violation_error_message=SENTENCES["a_frequency_ends_above_its_beginning"],
            ),
            models.CheckConstraint(
                condition=Q(value=None, currency="") | (Q(value__isnull=False, value__gte=0) & ~Q(currency="")),
                name="a_value_has_a_currency",
                violation_error_message=SENTENCES["a_value_has_a_currency"],
            ),
            both_or_neither("decided_by", "decided_at", "an_items_decision_has_a_person_and_a_time"),
            models.CheckConstraint(
                condition=~Q(status=S.NOT_GRANTED) | ~Q(decision_note=""),
                name="an_item_that_is_not_granted_says_why",
            ),
            both_or_neither("changed_by", "changed_at", "a_changed_item_says_by_whom"),
        ]

    def __str__(self):
        return " ".join(filter(None, [self.make, self.model, self.serial]))

    @property
    def ceremony(self):
        return self.application.ceremony

    @property
    def enters_at(self):
        return self.port or (self.carrier.port if self.carrier_id else None)

    @property
    def enters_on(self):
        if self.arrives_on:
            return self.arrives_on
        if self.carrier_id and self.carrier.arrives_at:
            return self.ceremony.local(self.carrier.arrives_at).date()
        return None

    @property
    def transmits(self):
        return self.frequency_from is not None

    def fill_keys(self):
        self.make_key, self.serial_key = plain_number(self.make)[:80], plain_number(self.serial)[:80]

    def faults(self, unread=()):
        """Sentences: what keeps this item off the list. Of columns that are `unread` nothing is said."""
        faults, unread = [], set(unread)
        if not self.make.strip() or not self.model.strip():
            faults.append(_now("Write make and model."))
        if self.quantity is None or self.quantity < 1:
            faults.append(_now("The quantity is one or more."))
        elif self.serial and self.quantity != 1 and "quantity" not in unread:
            faults.append(SENTENCES["a_serial_number_is_of_one_item"])
        if (self.value is None) != (not self.currency) and not unread & {"value", "currency"}:
            faults.append(SENTENCES["a_value_has_a_currency"])
        needed = (
            ("frequency" in unread or self.frequency_from is not None, "power" in unread or self.power_mw)
            if self.kind == EquipmentKind.TRANSMITTER
            else ()
        )
        if not all(needed):
            faults.append(SENTENCES["a_transmitter_says_frequency_and_power"])
        if self.frequency_from is not None and self.frequency_to is None:
            self.frequency_to = self.frequency_from
        if self.frequency_from is not None and self.frequency_to < self.frequency_from:
            faults.append(SENTENCES["a_frequency_ends_above_its_beginning"])
        return [str(fault) for fault in faults]

    # Verbs of those who apply

    def amend(self, *, seen, by, at, **fields):
        """Change an item that is not decided. Raises AlreadyDecided when somebody else did since `seen`."""
        with said_in_words(SENTENCES):
            now = self._as_it_is(seen, at)
            if now.status != S.DECLARED:
                raise Refused(
                    _now("%(item)s is “%(status)s” by now: ask the press desk to change it.")
                    % {"item": now, "status": now.get_status_display()},
                    code="decided",
                )
            now._write(fields, by, at)
        self._take_over(now)

    def strike(self, *, by, at, reason=""):
        """It does not come. The line stays on record."""
        move(self, S.STRUCK, by=by, at=at, reason=reason)

    # Verbs of the press desk

    @transaction.atomic
    def grant(self, *, by, at, note="", seen=None):
        """Customs or the frequency authority let it in, as the officer saw it in version `seen`."""
        self._refuse_unless_as_seen(seen, at)
        move(self, S.GRANTED, by=by, at=at, reason=note, decided_by=by, decided_at=at, decision_note=note.strip())

    @transaction.atomic
    def withhold(self, *, by, at, reason, seen=None):
        """It is not let in. Raises Refused without a reason, which those who declared it read."""
        if not reason.strip():
            raise Refused(_now("Write why it is not granted: those who declared it read it."), code="reason")
        self._refuse_unless_as_seen(seen, at)
        move(
            self, S.NOT_GRANTED, by=by, at=at, reason=reason, decided_by=by, decided_at=at, decision_note=reason.strip()
        )

    def change_on_arrival(self, *, seen, by, at, reason, **fields):
        """What came is not what was declared. The change is kept, with what stood there before and why."""
        if not reason.strip():
            raise Refused(_now("Write what was found on arrival: it stays on record."), code="reason")
        with said_in_words(SENTENCES):
            now = self._as_it_is(seen, at)
            what = {
                name: [_text(getattr(now, name)), _text(fields[name])]
                for name in DECLARED
                if name in fields and getattr(now, name) != fields[name]
            }
            if not what:
                raise Refused(_now("Nothing is different from what was declared."), code="nothing")
            now._write(fields, by, at)
            EquipmentChange.objects.create(item=now, what=what, reason=reason.strip(), by=by, at=at)
        self._take_over(now)

    # What the verbs share

    def _refuse_unless_as_seen(self, seen, at):
        """Nobody lets in a frequency or a value that was written after he looked."""
        now = type(self).objects.select_for_update(of=("self",)).select_related("changed_by").get(pk=self.pk)
        if seen is not None and now.version != seen:
            raise AlreadyDecided(
                _now("%(who)s changed it at %(time)s, after you opened the list: look at it again.")
                % {"who": now.changed_by, "time": self.ceremony.show_time(now.changed_at or at)},
                code="stale",
            )

    def _as_it_is(self, seen, at):
        now = (
            type(self)
            .objects.select_for_update(of=("self",))
            .select_related("application__nominator__ceremony", "changed_by")
            .get(pk=self.pk)
        )
        if now.version != seen:
            raise stale(now, at)
        return now

    def _write(self, fields, by, at):
        for name in DECLARED:
            if name in fields:
                setattr(self, name, fields[name])
        self.fill_keys()
        if faults := self.faults():
            raise Refused(faults, code="faults")
        self.version, self.changed_by, self.changed_at = self.version + 1, by, at
        self.save()

    def _take_over(self, now):
        for field in self._meta.concrete_fields:
            setattr(self, field.attname, getattr(now, field.attname))


def in_line(line, sentence):
    return _now("Line %(line)d: %(what)s") % {"line": line, "what": sentence} if line else sentence


def _text(value):
    return "" if value is None else str(value)


class EquipmentChange(models.Model):
    """What was found on arrival instead of what was declared: from what to what, why, by whom. Rows are only ever added."""

    item = models.ForeignKey(EquipmentItem, models.PROTECT, related_name="changes", verbose_name=_("item"))
    what = models.JSONField(_("what"), help_text=_("Column: from what, to what."))
    reason = models.CharField(_("what was found"), max_length=500)
    by = person(_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("change on arrival")
        verbose_name_plural = _("changes on arrival")
        ordering = ["item", "pk"]

    def __str__(self):
        return self.reason
