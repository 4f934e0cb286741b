"""A signing morning of the bench: States that do not exist, on the call list of the rehearsal, every paper in order."""

import json
import time
from itertools import count
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from bench import load
from bench.people import sign_in
from ceremony.models import Ceremony, Officer, Role
from delegations.models import Rank
from directory.models import Entity, EntityKind, UNGroup
from signatures.models import Call, Office, Recording, Representative
from signatures.readiness import readiness_of

SLUG = "demo-rehearsal"
STATE = "EXAMPLE-STATE-"
# The server closes a connection that was silent for ten seconds; a browser opens another before it posts.
KEPT = 5
numbers = count(1)


class Table:
    """Two officers at their desks, each with a connection that is kept, as a browser keeps it."""

    def __init__(self, stage):
        Ceremony.objects.filter(slug=SLUG).update(is_public=True)  # Its board is watched.
        self.ceremony = Ceremony.objects.get(slug=SLUG)
        self.treaty = self.ceremony.treaty
        self.sitting = self.treaty.sittings.order_by("starts_at").first()
        self.record_address = reverse("signatures:record", args=[SLUG, self.sitting.pk])
        self.web, self.shown = stage.web.address, {}
        treaty_officer, depositary = (self._officer(role) for role in (Role.TREATY, Role.DEPOSITARY))
        self.recorder, self.confirmer = (Desk(self.web, one) for one in (treaty_officer, depositary))

    def _officer(self, role):
        return Officer.objects.active().filter(ceremony=self.ceremony, role=role).order_by("pk").first().user

    def more_officers(self, many):
        """So many more who may record, appointed and seconded."""
        organisers = Officer.objects.active().filter(ceremony=self.ceremony, role=Role.ORGANISER).order_by("pk")
        first, second = (office.user for office in organisers[:2])
        for number in range(many):
            user = User.objects.create_user(
                f"officer.{next(numbers)}.{number}@bench.plenipo.example", name=f"Officer {number}"
            )
            office = Officer.objects.appoint(
                ceremony=self.ceremony, user=user, role=Role.TREATY, by=first, at=timezone.now()
            )  # fmt: skip
            office.second(by=second, at=timezone.now())
            yield Desk(self.web, user)

    def seat(self, many):
        """So many more States, each with a Minister whose office is confirmed, at the end of the list."""
        there = Entity.objects.filter(code__startswith=STATE).count()
        states = [
            Entity(
                code=f"{STATE}{number:04}", kind=EntityKind.MEMBER_STATE, un_group=UNGroup.AFRICAN, may_sign=True,
                short_en=f"Example State {number:04}", formal_en=f"the Republic of Example {number:04}",
            )
            for number in range(there + 1, there + many + 1)
        ]  # fmt: skip
        for state in states:
            state.fill_keys()
        for state in Entity.objects.bulk_create(states):
            who = Representative.objects.name_for(
                self.treaty, state, name=f"Minister Example {state.code}", title="Minister for Foreign Affairs",
                rank=Rank.FOREIGN_MINISTER, office=Office.FOREIGN_MINISTER, by=self.confirmer.user, at=timezone.now(),
            )  # fmt: skip
            who.confirm_office(by=self.recorder.user, at=timezone.now(), source="Bench")
            yield Call.objects.add(self.sitting, state, by=self.recorder.user, at=timezone.now())

    def call(self, call):
        """The key that the desks have from now on."""
        self.recorder.post(reverse("signatures:call_act", args=[SLUG, call.pk, "call"]), expect=302)
        key = Call.objects.values_list("key", flat=True).get(pk=call.pk)
        # Who signs, as the page of the desk shows it and sends it with the press.
        self.shown[key] = readiness_of(self.treaty, [call.entity], timezone.now())[call.entity_id].case.token
        return key

    def record(self, call, key, desk=None):
        """Seconds, and what the desk was told."""
        return (desk or self.recorder).ask(self.record_address, call=call.pk, key=key, who=self.shown[key])

    def confirm(self, key):
        return self.confirmer.ask(reverse("signatures:recording_confirm", args=[SLUG, key]))

    def sign(self, call):
        """All three presses of one signature."""
        key = self.call(call)
        recorded, answer = self.record(call, key)
        if answer["state"] != "recorded":
            raise load.Unexpected(str(answer))
        confirmed, answer = self.confirm(key)
        if answer["state"] != "confirmed":
            raise load.Unexpected(str(answer))
        return recorded, confirmed

    def entries_of(self, call):
        return self.treaty.entries.filter(entity_code=call.entity.code).count()

    def recordings_of(self, call):
        return Recording.objects.filter(treaty=self.treaty, entity=call.entity).count()


class Desk:
    """A browser of one officer: it presses, and waits for the answer."""

    def __init__(self, address, user):
        self.address, self.user, self.person, self.browser = address, user, sign_in(user), None

    def ask(self, path, **fields):
        """As the desk's script does: (seconds, the answer as a dict)."""
        begin = time.perf_counter()
        answer = self.post(path, accept="application/json", **fields)
        seconds = time.perf_counter() - begin
        return seconds, json.loads(answer.partition(b"\r\n\r\n")[2])

    def post(self, path, *, accept="text/html", expect=None, headers=None, **fields):
        body = urlencode({"csrfmiddlewaretoken": self.person.csrf, **fields}).encode()
        lines = {
            "Cookie": self.person.cookies,
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": len(body),
            **(headers or {}),
        }
        head = load.head("POST", path, lines).replace(b"Accept: text/html", f"Accept: {accept}".encode())
        if self.browser is None or time.monotonic() - self.used_at > KEPT:
            if self.browser:
                self.browser.socket.close()
            self.browser = load.Browser(self.address, None, 0, None)
        self.browser.expect = b"HTTP/1.1 %d " % expect if expect else b"HTTP/1.1 "
        self.browser.requests = lambda number: [head, body]
        self.browser.send()
        while not self.browser.receive():
            pass
        self.used_at = time.monotonic()
        return self.browser.answer
