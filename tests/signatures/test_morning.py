"""A morning of 64 signatures: one officer records, the depositary's confirms, and a board in a third browser follows.

Representatives, full powers and the list are prepared by the verbs. Everything that is out of the ordinary, and a
dozen plain signatures, is done by keys and clicks on two tablets; the plain ones after them go to the same addresses
with the sessions of the same two browsers, so that the morning takes half the time.
"""

import csv
import json
from datetime import timedelta
from statistics import median

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from delegations.models import Rank
from directory.loading import DATA
from directory.models import Entity
from directory.texts import LocalText
from signatures import log, verifier
from signatures.models import Action, Attempt, Call, CallStatus, Entry, EntryKind, Office, Recording, Sitting, Standing
from tests.signatures.pressing import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ALL = 64
BY_KEYS = 12  # of those with whom nothing happens
# With whom something does, in the order of the list; then the others of those who signed in Ha Noi.
HOST, UNION, PLAIN, PASSES, POSTPONED = "VNM", "EUE", "AGO", "BRA", "AUS"
MINISTER_GONE, WRONG_PERSON, DESPITE, MEMBER = "CHL", "EGY", "GHA", "AUT"
FIRST = [HOST, UNION, PLAIN, PASSES, POSTPONED, MINISTER_GONE, WRONG_PERSON, DESPITE, MEMBER]
REASON = "Assurance by note verbale; the original follows"
A_LOOK = 750  # the desk takes no key sooner after its subject has changed

# What the board shows, and since when: the number of the last entry, and how many have signed.
WATCH = """
window.shown = [];
const live = document.querySelector("[data-live]");
const look = () => shown.push({
    at: Date.now() / 1000,
    number: Number(live.dataset.tag.split("-")[1]),
    total: Number(document.querySelector(".count-number").textContent),
});
look();
new MutationObserver(look).observe(live, {childList: true});
"""


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["rendered"].clear()


@pytest.fixture
def everybody(transactional_db, treaty, sitting, minister, ambassador, full_powers, treaty_officer, now):
    """{code: entity} of 64 on the list, in its order: Ministers, but for the three who come with full powers, or without."""
    call_command("load_directory", verbosity=0)
    with (DATA / "hanoi_signatories.csv").open(encoding="utf-8") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    codes = [*FIRST, *(code for code in codes if code not in FIRST)][:ALL]
    found = Entity.objects.in_bulk(codes, field_name="code")
    for code in codes:
        if code in {WRONG_PERSON, DESPITE, UNION}:
            ambassador(found[code], name=f"Bento Example {code}")
        else:
            minister(found[code], name=f"Amina Example {code}")
        Call.objects.add(sitting, found[code], by=treaty_officer, at=now)
    full_powers(found[WRONG_PERSON], person_named=f"Bento Example {WRONG_PERSON}")
    full_powers(found[UNION], person_named=f"Bento Example {UNION}", issuer_office=Office.COMPETENT_AUTHORITY)
    return {code: found[code] for code in codes}


class Tablet:
    """One officer's screen at the desk."""

    def __init__(self, page):
        self.page = page
        self.said = page.locator("[data-said]")
        self.word, self.name = page.locator(".desk-word"), page.locator(".desk-name")

    def press(self, key):
        self.page.wait_for_timeout(A_LOOK)
        self.page.keyboard.press(key)

    def click(self, button):
        self.page.wait_for_timeout(A_LOOK)
        button.click()

    def send(self, name, *args, **fields):
        """The form behind a button, sent from this browser without the button."""
        token = self.page.context.cookies()
        token = next(cookie["value"] for cookie in token if cookie["name"] == "csrftoken")
        answer = self.page.context.request.post(
            self.page.url.split("/demo/")[0] + reverse(f"signatures:{name}", args=["demo", *args]),
            form={key: str(value) for key, value in fields.items()} | {"csrfmiddlewaretoken": token},
            headers={"Accept": "application/json"},
            max_redirects=0,
        )
        assert answer.status in {200, 302}, answer.text()
        return answer

    def another_page(self, name, *args):
        """A second page of the same officer."""
        page = self.page.context.new_page()
        page.set_default_timeout(20_000)
        page.goto(self.page.url.split("/demo/")[0] + reverse(f"signatures:{name}", args=["demo", *args]))
        return page


class Desk(Tablet):
    """The recording officer's."""

    def call(self, entity):
        """Call who is next, and see that it is who was meant."""
        expect(self.word).to_have_text("Next on the list")
        expect(self.name).to_have_text(entity.short_en)
        self.press("n")
        self.sees_at_the_table(entity)

    def call_again(self, entity):
        """One that was passed."""
        self.click(self.page.get_by_role("button", name=f"Call {entity.short_en}", exact=True))
        self.sees_at_the_table(entity)

    def sees_at_the_table(self, entity):
        expect(self.word).to_have_text("At the table")
        expect(self.name).to_have_text(entity.short_en)

    def sees_authority(self, word, sentence=""):
        light = self.page.locator(".desk-light", has_text="Authority")
        expect(light.locator(".pill")).to_have_text(word)
        expect(light).to_contain_text(sentence)

    def record(self, entity):
        self.press("r")
        expect(self.said).to_contain_text(f"{entity.short_en} ({entity.code}): recorded by Thuy Treaty")
        expect(self.page.locator(".echo-code").first).to_have_text(f"({entity.code})")

    def is_refused(self, sentence):
        self.press("r")
        expect(self.said).to_contain_text(sentence)
        self.page.wait_for_timeout(A_LOOK)

    def names(self, entity, name, *, title, rank, office=""):
        """Another representative, on the page of the entity: the desk stays open beside it."""
        page = self.another_page("entity", entity.code)
        page.locator("summary", has_text="Change who signs").click()
        for field, value in {"name": name, "title": title}.items():
            page.fill(f"[name=representative-{field}]", value)
        page.select_option("[name=representative-rank]", str(rank.value))
        page.check(f"[name=representative-office][value='{office}']")
        page.check("[name=representative-sure]")
        page.locator("form[action$='/representative/'] button[type=submit]").click()
        expect(page.locator(".message-success")).to_contain_text(f"{name} is named to sign")
        page.close()


class Confirming(Tablet):
    """The depositary's officer's."""

    def confirm(self, entity):
        expect(self.page.locator(".echo-code").first).to_have_text(f"({entity.code})")
        self.press("c")
        expect(self.said).to_contain_text(f"{entity.short_en} ({entity.code}): entry ")


@pytest.fixture
def stage(tablet, page, live_server, sitting, everybody, treaty_officer, depositary_officer):
    """(desk, confirming, board), each in a browser of its own, and what their consoles said."""
    told = []

    def listen(page):
        page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: told.append(str(error)))
        return page

    desk = Desk(listen(tablet(treaty_officer, "record", sitting.pk)))
    confirming = Confirming(listen(tablet(depositary_officer, "confirm")))
    listen(page).goto(live_server.url + reverse("signatures:board", args=["demo"]))
    page.evaluate(WATCH)
    return desk, confirming, page, told


def test_a_morning_of_sixty_four_signatures(
    stage,
    tablet,
    everybody,
    treaty,
    sitting,
    window,
    full_powers,
    second_treaty_officer,
    second_depositary_officer,
    now,
):
    desk, confirming, board, told = stage
    afternoon = Sitting.objects.create(
        treaty=treaty, window=window, name=LocalText(en="Afternoon"), starts_at=now + timedelta(hours=4)
    )
    ahead = list(everybody.values())

    def sign(*entities):
        """The desk does not wait for the confirming officer: he finds as many as it has recorded."""
        for entity in entities:
            desk.call(entity)
            desk.record(entity)
        for entity in entities:
            confirming.confirm(entity)

    union, passes, postponed = everybody[UNION], everybody[PASSES], everybody[POSTPONED]
    sign(everybody[HOST])

    # The Union before any member: refused, whatever powers there are. It lets the next one pass.
    desk.call(union)
    desk.is_refused("European Union")
    desk.press("p")
    sign(everybody[PLAIN])

    desk.call(passes)
    desk.press("p")
    desk.call(postponed)
    desk.page.fill("input[name=reason]", "Its aeroplane is late")
    desk.click(desk.page.get_by_role("button", name="Postpone"))

    # The Minister has left, and an ambassador comes to the table: full powers are needed, and arrive.
    gone = everybody[MINISTER_GONE]
    desk.call(gone)
    desk.sees_authority("In order")
    desk.names(gone, "Late Example", title="Ambassador", rank=Rank.AMBASSADOR)
    desk.sees_authority("Missing", "Late Example")
    desk.is_refused("Late Example")
    full_powers(gone, person_named="Late Example")
    desk.sees_authority("In order")
    desk.record(gone)

    # Not the person whom the powers name; then the Minister himself, as soon as another officer has confirmed his office.
    wrong = everybody[WRONG_PERSON]
    desk.call(wrong)
    desk.sees_authority("In order")
    desk.names(wrong, "Stray Example", title="Counsellor", rank=Rank.OTHER)
    desk.sees_authority("Refused", "Stray Example")
    desk.is_refused("Stray Example")
    desk.names(
        wrong, "Minister Example", title="Minister for Foreign Affairs", rank=Rank.FOREIGN_MINISTER,
        office=Office.FOREIGN_MINISTER.value,
    )  # fmt: skip
    desk.sees_authority("Refused", "Bento Example")
    office = tablet(second_treaty_officer, "entity", wrong.code)
    office.fill("[name=confirm-source]", "Note verbale of this morning")
    office.get_by_role("button", name="Confirm that Minister Example is").click()
    expect(office.locator(".message-success")).to_contain_text("is confirmed")
    desk.sees_authority("In order")
    desk.record(wrong)
    # With it goes what could have been accepted beside it, and whoever presses just then is told to look first.
    expect(confirming.page.locator(".echo-code")).to_have_text([f"({gone.code})", f"({wrong.code})"])
    confirming.confirm(gone)
    confirming.confirm(wrong)

    # Without powers, and accepted despite.
    despite = everybody[DESPITE]
    desk.call(despite)
    desk.is_refused(f"Bento Example {DESPITE}")
    accept = confirming.page.locator(".accept-despite")
    accept.locator("summary").click()
    accept.locator("textarea").fill(REASON)
    confirming.click(accept.get_by_role("button"))
    expect(confirming.page.locator(".notice")).to_contain_text(REASON)
    expect(desk.page.locator(".notice")).to_contain_text(REASON)
    desk.record(despite)
    confirming.confirm(despite)

    # After a member the Union signs like everybody.
    sign(everybody[MEMBER])
    for entity in (union, passes):
        desk.call_again(entity)
        desk.record(entity)
        confirming.confirm(entity)

    plain = ahead[len(FIRST) :]
    for first in range(0, BY_KEYS, 3):
        sign(*plain[first : first + 3])

    # Annulled by one officer of the depositary and confirmed by another; then called and entered once more.
    annulled = Standing.objects.get(treaty=treaty, entity_code=PLAIN).entry
    correcting = tablet(second_depositary_officer, "annul", annulled.number)
    correcting.fill("[name=reason]", "Signed on the page of another State")
    correcting.get_by_role("button", name="Annul entry").click()
    expect(correcting.locator(".message-success")).to_contain_text("Recorded")
    confirming.confirm(everybody[PLAIN])
    expect(board.locator(".count-number")).to_have_text(str(Standing.objects.count()))
    sign(everybody[PLAIN])

    # The others through the addresses that the buttons have.
    for entity in plain[BY_KEYS:]:
        call = Call.objects.get(entity=entity)
        desk.send("call_act", call.pk, "call", seen="waiting")
        call.refresh_from_db()
        recorded = desk.send("record", sitting.pk, **press(call))
        confirmed = confirming.send("recording_confirm", call.key)
        assert (recorded.json()["state"], confirmed.json()["state"]) == ("recorded", "confirmed")

    # The one that was late, in the afternoon.
    change = desk.another_page("call_change", Call.objects.get(entity=postponed).pk)
    form = change.locator("form", has=change.locator("button[value=transfer]"))
    form.locator("[name=sitting]").select_option(str(afternoon.pk))
    form.locator("[name=reason]").fill("Its aeroplane lands at noon")
    form.locator("button[value=transfer]").click()
    expect(change.locator(".message-success")).to_contain_text("list of the other session now")
    change.close()
    desk.page.goto(desk.page.url.replace(f"/record/{sitting.pk}/", f"/record/{afternoon.pk}/"))
    sign(postponed)

    expect(board.locator(".count-number")).to_have_text(str(ALL))
    the_log_is_right(treaty, annulled)
    what_was_refused_is_kept()
    the_board_is_right(board, treaty)
    the_board_was_in_time(board.evaluate("shown"))
    # What was refused is answered with 409, and a browser calls that an error.
    assert [line for line in told if "409" not in line] == []
    assert len(told) == Attempt.objects.count()


def the_log_is_right(treaty, annulled):
    assert log.check(treaty) == []
    entries = list(Entry.objects.order_by("number"))
    assert len(entries) == ALL + 2  # one annulled, and its annulment
    assert [one.corrects for one in entries if one.kind == EntryKind.ANNULMENT] == [annulled.number]
    assert [one.entity_code for one in entries].count(PLAIN) == 3
    stands = {one.entity_code: one.entry.content for one in Standing.objects.select_related("entry")}
    assert {code: one["despite"]["reason"] for code, one in stands.items() if one["despite"]} == {DESPITE: REASON}
    by_powers = {code for code, one in stands.items() if one["basis"]["kind"] == "full_powers"}
    assert by_powers == {UNION, MINISTER_GONE}
    assert stands[WRONG_PERSON]["representative"]["name"] == "Minister Example"
    assert stands[POSTPONED]["sitting"] == {"en": "Afternoon"}
    assert set(Call.objects.values_list("status", flat=True)) == {CallStatus.SIGNED}
    assert {(one.content["recorded"]["by"]["name"], one.content["confirmed"]["by"]["name"]) for one in entries} == {
        ("Thuy Treaty", "Dora Depositary"), ("Dario Depositary", "Dora Depositary"),
    }  # fmt: skip


def what_was_refused_is_kept():
    assert list(Attempt.objects.order_by("pk").values_list("entity_code", "verb", "codes")) == [
        (UNION, "record", ["no_member_signed"]),
        (MINISTER_GONE, "record", ["no_powers"]),
        (WRONG_PERSON, "record", ["powers_name_another"]),
        (DESPITE, "record", ["no_powers"]),
    ]


def the_board_is_right(board, treaty):
    address = board.url.removesuffix("/")
    published = json.loads(board.request.get(address + ".json").text())
    stands = Standing.objects.filter(treaty=treaty).select_related("entry")
    assert published["total"] == ALL
    assert {one["code"]: one["entry"] for one in published["signatories"]} == {
        one.entity_code: one.entry.number for one in stands
    }
    groups = [one.entry.content["entity"]["group"] for one in stands]
    assert published["by_group"] == {group: groups.count(group) for group in published["by_group"]}
    assert sum(published["by_group"].values()) == ALL
    assert [one["code"] for one in published["signatories"] if one["accepted_despite"]] == [DESPITE]
    assert (published["entries"], published["head"]) == log.head(treaty)
    bars = board.locator(".bars .number").all_inner_texts()
    assert [int(number) for number in bars] == [*published["by_group"].values(), ALL]
    names = board.locator(".tile-name").all_inner_texts()
    assert names == [one["name"] for one in published["signatories"]]
    assert board.locator(".latest-name").first.inner_text() == Entity.objects.get(code=POSTPONED).short_en
    assert published["head"] in board.inner_text(".log-head")
    # What everybody can fetch and check for himself.
    lines = board.request.get(address + "/log.jsonl").text().splitlines()
    assert verifier.problems(lines, published["head"]) == []


def the_board_was_in_time(shown):
    """Measured from the press of "confirm", its answer included; each time that it changed, it showed what the log said."""
    totals, total = {0: 0}, 0
    for number, kind, action in Entry.objects.order_by("number").values_list("number", "kind", "action"):
        assert action == Action.SIGNATURE
        total += {EntryKind.ACT: 1, EntryKind.ANNULMENT: -1}[kind]
        totals[number] = total
    assert [(one["number"], one["total"]) for one in shown] == [(one["number"], totals[one["number"]]) for one in shown]
    decided = dict(Recording.objects.values_list("entry__number", "decided_at"))
    waited = {
        number: min(one["at"] for one in shown if one["number"] >= number) - at.timestamp()
        for number, at in decided.items()
    }
    assert len(waited) == ALL + 2
    print(f"on the board after {median(waited.values()):.1f} s (median), {max(waited.values()):.1f} s (longest)")
    assert median(waited.values()) <= 3
    assert max(waited.values()) <= 8
