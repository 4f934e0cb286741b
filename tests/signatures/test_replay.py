"""The list of Ha Noi, played by the verbs of the desk. Show 4: 72, and the groups, in whatever order they sign."""

import csv
import html
import re
from collections import Counter
from datetime import date, timedelta
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from ceremony.models import Ceremony, Officer, Role
from ceremony.rehearsal import make_rehearsal
from directory.loading import load_directory
from directory.models import Entity, EntityKind
from directory.texts import LocalText
from signatures import log
from signatures.models import (
    BY_VIRTUE_OF_OFFICE,
    Call,
    CallStatus,
    Entry,
    IssuingOffice,
    Representative,
    SigningWindow,
    Sitting,
    Standing,
)
from signatures.rehearsal import open_now
from signatures.replay import Replay, pause_before, rows, turns

GROUPS = {
    "african": 21, "asia_pacific": 19, "weog": 12, "grulac": 11, "eastern_european": 7, "none": 1, "reio": 1,
}  # fmt: skip


@pytest.fixture
def directory(kenya):
    """The whole of it; Kenya is of the cast, and the load finds it there."""
    load_directory()


@pytest.fixture
def rehearsal(directory, treaty, window, sitting, treaty_officer, depositary_officer, now):
    return make_rehearsal(treaty.ceremony, by=None, at=now)


@pytest.fixture
def finished(directory, treaty, ceremony, treaty_officer, depositary_officer):
    """The ceremony as if it had been that of Ha Noi."""
    ceremony.starts_on, ceremony.ends_on = date(2025, 10, 25), date(2025, 10, 26)
    ceremony.save(update_fields=["starts_on", "ends_on"])
    window = SigningWindow.objects.create(
        treaty=treaty, place=LocalText(en="Ha Noi"), time_zone="Asia/Ho_Chi_Minh",
        first_day=date(2025, 10, 25), last_day=date(2025, 10, 26),
    )  # fmt: skip
    for office in BY_VIRTUE_OF_OFFICE:
        IssuingOffice.objects.create(treaty=treaty, entity_kind=EntityKind.OBSERVER_STATE, office=office)
    for day, hour in [(25, 10), (25, 15), (26, 14)]:
        starts = ceremony.start_of(date(2025, 10, day), hour)
        Sitting.objects.create(treaty=treaty, window=window, name=LocalText(en=f"{day}, {hour} h"), starts_at=starts)
    return treaty


def command(*arguments, **options):
    out = StringIO()
    call_command("replay_signatures", *arguments, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def groups(treaty):
    return Counter(one.entry.content["entity"]["group"] for one in Standing.objects.signatures(treaty))


def member_first(rows):
    """Any order will do in which a member of the Union comes before it."""
    members = set(Entity.objects.filter(reio__code="EUE").values_list("code", flat=True))
    union = next(row for row in rows if row.code == "EUE")
    others = [row for row in rows if row != union]
    place = next(number for number, row in enumerate(others) if row.code in members and row.day == union.day)
    return [*others[: place + 1], union, *others[place + 1 :]]


def test_the_list_has_72_of_whom_four_have_no_known_day(directory):
    assert (len(rows()), rows()[0].code, rows()[-1].code) == (72, "VNM", "EUE")
    assert [row.code for row in rows() if not row.is_day_established] == ["GBR", "SWE", "UGA", "ZWE"]
    assert Counter(turn.sitting for turn in turns(rows())) == {0: 64, 1: 1, 2: 7}


def test_the_finished_ceremony_gets_its_72_with_their_hours_and_the_log_is_whole(client, finished):
    said = command("demo")
    assert said.startswith("demo: 72 signatures played, 72 of 72 stand. The log has 72 entries; its head is ")
    assert groups(finished) == GROUPS
    assert log.check(finished, anchor=log.head(finished)[1]) == []
    entries = [entry.content for entry in Entry.objects.order_by("number")]
    assert [entries[0]["entity"]["code"], entries[0]["local"]] == ["VNM", "2025-10-25T10:00:00+07:00"]
    assert {entry["afterwards"] for entry in entries} == {True}
    assert {entry["entity"]["code"] for entry in entries if not entry["day_established"]} == {
        "GBR",
        "SWE",
        "UGA",
        "ZWE",
    }
    by_day = Counter(entry["local"][:10] for entry in entries)
    assert by_day == {"2025-10-25": 65, "2025-10-26": 7}
    assert all(entry["recorded"]["at"][:10] == timezone.now().date().isoformat() for entry in entries)
    table_board_and_files_agree(client)


def test_in_another_order_of_signing_the_groups_are_the_same(client, finished, now):
    order = rows()
    Random(25).shuffle(order)
    order = member_first(order)
    assert [row.code for row in order] != [row.code for row in rows()]
    replay = Replay(finished, clock=lambda: now, order=order)
    for turn in replay.left():
        replay.play(turn)
    assert groups(finished) == GROUPS
    assert log.check(finished) == []
    assert list(Entry.objects.order_by("number").values_list("entity_code", flat=True)) == [
        turn.entity.code for turn in replay.turns
    ]
    table_board_and_files_agree(client)


def table_board_and_files_agree(client):
    """Each says it in its own way: how many, of which groups, who, on which day."""
    answer = client.get("/demo/signatures.json").json()
    assert (answer["total"], answer["by_group"]) == (72, GROUPS)
    assert Counter(one["group"] for one in answer["signatories"]) == GROUPS
    rows = list(csv.DictReader(StringIO(client.get("/demo/signatures.csv").content.decode("utf-8-sig"))))
    assert [(row["code"], row["signed_on"]) for row in rows] == [
        (one["code"], one["signed_on"]) for one in answer["signatories"]
    ]
    assert {row["head"] for row in rows} == {answer["head"]} == {Entry.objects.get(number=72).hash}
    board = html.unescape(client.get("/demo/signatures/").content.decode())
    names = [one["name"] for one in answer["signatories"]]
    assert re.findall(r'<bdi class="tile-name">(.*?)</bdi>', board) == names
    assert re.findall(r'count-number">(\d+)<', board) == ["72"]
    bars = board.partition('<table class="bars">')[2].partition("</table>")[0]
    assert [int(number) for number in re.findall(r'<td class="number">(\d+)</td>', bars)] == [
        *answer["by_group"].values(), 72,
    ]  # fmt: skip
    table = html.unescape(client.get("/demo/signatures/status/").content.decode())
    assert re.findall(r'<th scope="row"><bdi>(.*?)</bdi></th>', table) == names
    assert re.findall(r'<time datetime="(\S+)">', table.partition("<tbody>")[2].partition("</tbody>")[0]) == [
        one["signed_on"] for one in answer["signatories"]
    ]


def test_a_rehearsal_has_the_treaty_and_a_log_of_its_own(rehearsal, treaty, signed, minister, kenya):
    minister(kenya)
    signed(kenya)
    own = rehearsal.treaty
    assert (own.chapter, own.title, own.issuing_offices.count()) == (treaty.chapter, treaty.title, 4)
    assert (own.windows.count(), own.sittings.get().name, own.sittings.get().window) == (
        1, {"en": "Signing plenary"}, own.windows.get(),
    )  # fmt: skip
    assert [own.entries.count(), own.calls.count(), own.representatives.count()] == [0, 0, 0]


def test_in_a_rehearsal_everybody_is_called_and_signs_now(rehearsal):
    assert "72 signatures played, 72 of 72 stand" in command("demo-rehearsal")
    entries = [entry.content for entry in rehearsal.treaty.entries.order_by("number")]
    assert (entries[0]["entity"]["code"], {entry["afterwards"] for entry in entries}) == ("VNM", {False})
    assert {entry["treaty"]["rehearsal"] for entry in entries} == {True}
    assert groups(rehearsal.treaty) == GROUPS
    assert set(Call.objects.filter(treaty=rehearsal.treaty).values_list("status", flat=True)) == {"signed"}


def test_a_run_that_was_cut_off_is_taken_up_where_it_stopped(rehearsal, monkeypatch):
    treaty = rehearsal.treaty
    replay = Replay(treaty, clock=timezone.now)
    for turn in replay.turns[:3]:
        replay.play(turn)
    # Cut off at three places: somebody is named; at the table; recorded and not confirmed.
    replay._empower(replay.turns[3])
    fourth = replay._listed(replay.turns[4])
    fourth.call(by=replay.treaty_officer, at=timezone.now())
    monkeypatch.setattr(
        "signatures.models.Recording.confirm", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt)
    )
    with pytest.raises(KeyboardInterrupt):
        replay.play(replay.turns[4])
    assert Call.objects.get(treaty=treaty, entity=replay.turns[4].entity).status == CallStatus.RECORDED
    monkeypatch.undo()
    assert "69 signatures played, 72 of 72 stand" in command("demo-rehearsal")
    assert "0 signatures played, 72 of 72 stand. The log has 72 entries" in command("demo-rehearsal")
    assert Representative.objects.filter(treaty=treaty).count() == 72


def test_until_now_enters_what_would_have_happened_since_the_session_began(rehearsal):
    sitting = rehearsal.treaty.sittings.get()
    sitting.starts_at = timezone.now() - timedelta(minutes=15)
    sitting.save(update_fields=["starts_at"])
    said = command("demo-rehearsal", until_now=True)
    assert "7 signatures played, 7 of 72 stand" in said
    first = rehearsal.treaty.entries.order_by("number").first().content
    assert (first["afterwards"], first["at"]) == (True, sitting.starts_at.strftime("%Y-%m-%dT%H:%M:%SZ"))


def test_between_two_turns_passes_what_passed_in_ha_noi_divided_by_the_speed(directory):
    first, second, *_others = played = turns(rows())
    assert (pause_before(first, None, 60), round(pause_before(second, first, 60), 2)) == (0.0, 2.33)
    assert pause_before(played[64], played[63], 60) == 0.0  # nobody waits for the afternoon


class TestRefusals:
    def refusal(self, *arguments, **options):
        with pytest.raises(CommandError) as refused:
            command(*arguments, **options)
        assert "\n" not in str(refused.value)
        return str(refused.value)

    def test_a_real_ceremony_is_left_alone(self, directory, treaty, sitting, treaty_officer, depositary_officer):
        assert self.refusal("demo") == "demo is neither a rehearsal nor the finished ceremony of a demo."
        assert Representative.objects.count() == 0

    def test_a_finished_ceremony_is_left_alone_where_demo_is_off(self, finished, settings):
        settings.DEMO = False
        assert self.refusal("demo") == "demo is neither a rehearsal nor the finished ceremony of a demo."
        assert Entry.objects.count() == 0

    def test_so_is_one_in_which_others_have_signed(self, finished, minister, kenya, now):
        replay = Replay(finished, clock=lambda: now)
        minister(kenya)
        kenya_signs = next(turn for turn in replay.turns if turn.entity.code == "BRA")
        replay.play(type(kenya_signs)(kenya_signs.row, kenya, kenya_signs.at, 0, True))
        assert self.refusal("demo") == "Entry 1 of demo was not made by a replay."
        assert Entry.objects.count() == 1

    def test_what_is_not_there_is_said(self, directory, rehearsal):
        assert self.refusal("nowhere") == "There is no ceremony “nowhere” with a treaty."
        assert self.refusal("demo-rehearsal", speed=0) == "The speed is a number above 0."
        Officer.objects.filter(ceremony=rehearsal, role=Role.DEPOSITARY).delete()
        assert "two officers are needed" in self.refusal("demo-rehearsal")
        rehearsal.treaty.sittings.all().delete()
        assert self.refusal("demo-rehearsal") == "demo-rehearsal has no signing session: add one first."

    def test_without_the_directory_it_says_what_to_do(self, treaty, sitting, now):
        Ceremony.objects.update(is_rehearsal=True)
        assert self.refusal("demo").endswith("run load_directory first.")

    def test_who_is_at_the_table_is_not_pushed_away(self, rehearsal, kenya, treaty_officer, now):
        sitting = rehearsal.treaty.sittings.get()
        Call.objects.add(sitting, kenya, by=treaty_officer, at=now).call(by=treaty_officer, at=now)
        assert self.refusal("demo-rehearsal") == "Kenya is at the table: record, pass or postpone first."


class TestWindowsOfARehearsal:
    @staticmethod
    def window(first, last, zone="Asia/Ho_Chi_Minh"):
        return SigningWindow(time_zone=zone, first_day=first, last_day=last)

    def days(self, at, *windows):
        _windows, days = open_now(windows, at)
        return [(str(one["first_day"]), str(one["last_day"])) for one in days]

    def test_before_the_first_day_the_first_window_opens_today(self):
        at = timezone.datetime(2025, 10, 1, 20, tzinfo=timezone.get_fixed_timezone(0))
        ha_noi, new_york = (
            self.window(date(2025, 10, 25), date(2025, 10, 26)),
            self.window(date(2025, 10, 27), date(2026, 12, 31), "America/New_York"),
        )
        # It is the second of October already in Ha Noi.
        assert self.days(at, ha_noi, new_york) == [("2025-10-02", "2025-10-26"), ("2025-10-27", "2026-12-31")]

    def test_an_open_window_keeps_its_days_and_one_that_is_over_stays_over(self):
        at = timezone.datetime(2025, 11, 1, tzinfo=timezone.get_fixed_timezone(0))
        ha_noi, new_york = (
            self.window(date(2025, 10, 25), date(2025, 10, 26)),
            self.window(date(2025, 10, 27), date(2026, 12, 31)),
        )
        assert self.days(at, ha_noi, new_york) == [("2025-10-25", "2025-10-26"), ("2025-10-27", "2026-12-31")]

    def test_after_all_of_them_the_last_stays_open_for_a_month(self):
        at = timezone.datetime(2027, 1, 1, 5, tzinfo=timezone.get_fixed_timezone(0))
        assert self.days(at, self.window(date(2025, 10, 25), date(2025, 10, 26))) == [("2025-10-25", "2027-01-31")]
        assert self.days(at) == []
