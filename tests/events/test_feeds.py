"""The feeds, read by programs that did not write them: two libraries for calendars, a validator for the JSON."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import ics
import jsonschema
import pytest
import vobject
from django.conf import settings as configured
from django.core.cache import caches

from ceremony.models import Ceremony, Room
from directory.texts import LocalText
from events import feeds
from events import published as reader
from events.models import ProgrammeVersion, Session
from tests.events.draft import *  # noqa: F403

pytestmark = pytest.mark.django_db

EVERYTHING, JSON, SCHEMA = "/demo/programme.ics", "/demo/programme.json", "/demo/programme.schema.json"
OWN = "/demo/programme/own.ics"


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["rendered"].clear()
    reader._read.cache_clear()


@pytest.fixture
def released(opening, seminar, evidence, release):
    return release()


def read(client, path=EVERYTHING):
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return response.content.decode()


def by_vobject(text):
    """{UID: (start, end)} as vobject reads it, which takes the zone from the calendar itself."""
    calendar = vobject.readOne(text)
    return {one.uid.value: (one.dtstart.value, one.dtend.value) for one in getattr(calendar, "vevent_list", [])}


def by_ics(text):
    """The same as ics.py reads it."""
    return {one.uid: (one.begin.datetime, one.end.datetime) for one in ics.Calendar(text).events}


def property_of(text, session, name):
    calendar = vobject.readOne(text)
    found = next(one for one in calendar.vevent_list if one.uid.value == str(session.key))
    return getattr(found, name).value


def test_two_libraries_read_every_session_with_its_right_times(client, released, opening, seminar, evidence):
    text = read(client)
    wanted = {str(one.key): (one.starts_at, one.ends_at) for one in [opening, seminar, evidence]}
    assert by_vobject(text) == wanted
    assert by_ics(text) == wanted
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:" in text


@pytest.fixture
def in_new_york(db, now):
    """A ceremony over the night on which the clocks of New York go back, with a session on either side."""
    ceremony = Ceremony.objects.create(
        slug="new-york", title=LocalText(en="Signing"), time_zone="America/New_York", starts_on="2026-10-31",
        ends_on="2026-11-02", is_public=True,
    )  # fmt: skip
    ceremony.refresh_from_db()
    room = Room.objects.create(ceremony=ceremony, name=LocalText(en="Trusteeship Council"))
    zone = ZoneInfo("America/New_York")
    times = [datetime(2026, 10, 31, 15, tzinfo=zone), datetime(2026, 11, 1, 15, tzinfo=zone)]
    sessions = [
        Session.objects.schedule(
            ceremony, kind="plenary", title=LocalText(en=f"Plenary {number}"), room=room, starts_at=start.astimezone(UTC),
            ends_at=start.astimezone(UTC) + timedelta(hours=2), by=None, at=now,
        )
        for number, start in enumerate(times)
    ]  # fmt: skip
    ProgrammeVersion.objects.release(ceremony, by=None, at=now)
    return sessions


def test_a_change_of_the_clocks_in_new_york_is_read_rightly(client, in_new_york):
    text = read(client, "/new-york/programme.ics")
    before, after = in_new_york
    wanted = {str(one.key): (one.starts_at, one.ends_at) for one in in_new_york}
    assert before.starts_at.hour == 19
    assert after.starts_at.hour == 20
    assert by_vobject(text) == wanted
    assert by_ics(text) == wanted
    assert text.count("T150000") == 2


@pytest.mark.parametrize("name", ["America/New_York", "Asia/Ho_Chi_Minh", "Europe/Vienna", "Australia/Lord_Howe"])
def test_the_rules_of_the_zone_are_those_of_the_zone(name):
    """Every half hour of a year, but for those that the clocks skip."""
    zone = ZoneInfo(name)
    rules = feeds.rules_of(zone, datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 5, 2, tzinfo=UTC)).to_ical().decode()
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\n{rules}END:VCALENDAR\r\n"
    from io import StringIO

    from dateutil.tz import tzical

    read_by_dateutil = tzical(StringIO(text.replace("\r\n", "\n"))).get(name)
    at, wrong = datetime(2026, 1, 1, tzinfo=UTC), []
    while at < datetime(2026, 12, 31, tzinfo=UTC):
        local = at.astimezone(zone)
        if not local.fold and local.replace(tzinfo=read_by_dateutil).utcoffset() != local.utcoffset():
            wrong.append(local)
        at += timedelta(minutes=30)
    assert wrong == []


def test_in_the_hour_that_clocks_show_twice_a_time_is_given_in_utc():
    zone = ZoneInfo("America/New_York")
    second = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # 1:30 for the second time
    assert feeds.in_zone(second, zone).tzinfo is UTC
    assert str(feeds.in_zone(second - timedelta(hours=1), zone).tzinfo) == "America/New_York"


def test_a_session_keeps_its_name_and_counts_its_revisions(client, released, seminar, release, coordinator, now, at):
    before = read(client)
    seminar.place(seminar.room, at(15), at(16), by=coordinator, at=now)
    release(minutes=5)
    after = read(client)
    assert set(by_vobject(before)) == set(by_vobject(after))
    assert [property_of(text, seminar, "sequence") for text in (before, after)] == ["0", "1"]
    assert property_of(after, seminar, "last_modified") - property_of(before, seminar, "last_modified") == timedelta(
        minutes=5
    )
    assert by_ics(after)[str(seminar.key)][0] == at(15)


def test_what_was_cancelled_after_its_release_says_so(client, released, evidence, opening, release, coordinator, now):
    evidence.cancel(by=coordinator, at=now, reason="secret-reason", note="The host asks so")
    release(minutes=1)
    text = read(client)
    assert "secret-reason" not in text
    assert property_of(text, evidence, "status") == "CANCELLED"
    assert property_of(text, opening, "status") == "CONFIRMED"
    assert property_of(text, evidence, "summary") == "Cancelled: Évidence across borders"
    assert "The host asks so" in property_of(text, evidence, "description")
    alone = read(client, f"/demo/programme/session/{evidence.key}.ics")
    assert property_of(alone, evidence, "status") == "CANCELLED"


def test_a_theme_and_a_session_have_calendars_of_their_own(client, released, theme, opening, seminar, evidence):
    assert set(by_vobject(read(client, f"/demo/programme/theme/{theme.pk}.ics"))) == {
        str(seminar.key),
        str(evidence.key),
    }
    assert set(by_vobject(read(client, f"/demo/programme/session/{opening.key}.ics"))) == {str(opening.key)}
    assert client.get(f"/demo/programme/theme/{theme.pk + 1}.ics").status_code == 404


def test_what_somebody_keeps_has_a_calendar_of_its_own(client, released, opening, seminar, evidence):
    unknown = "00000000-0000-0000-0000-000000000000"
    keys = f"{evidence.key},{unknown},{opening.key},{opening.key}"
    found = read(client, f"{OWN}?language=vi&keys={keys}")
    assert set(by_vobject(found)) == {str(opening.key), str(evidence.key)}
    assert property_of(found, opening, "summary") == "Lễ khai mạc"
    source = vobject.readOne(found).source.value
    assert source == f"{configured.SITE_URL}{OWN}?keys={evidence.key}%2C{unknown}%2C{opening.key}"
    assert by_vobject(read(client, OWN)) == {}


def test_a_calendar_of_ones_own_says_what_was_cancelled(client, released, evidence, release, coordinator, now):
    evidence.cancel(by=coordinator, at=now, reason="secret-reason", note="The host asks so")
    release(minutes=1)
    found = read(client, f"{OWN}?keys={evidence.key}")
    assert property_of(found, evidence, "status") == "CANCELLED"
    assert "secret-reason" not in found


def test_what_was_not_released_is_in_no_calendar_of_ones_own(client, released, ceremony, rooms, at, coordinator, now):
    late = Session.objects.schedule(
        ceremony, kind="seminar", title=LocalText(en="Late"), room=rooms[2], starts_at=at(18), ends_at=at(19),
        by=coordinator, at=now,
    )  # fmt: skip
    assert by_vobject(read(client, f"{OWN}?keys={late.key}")) == {}


def test_one_hundred_keys_are_taken_and_nothing_but_keys(client, released):
    keys = [str(UUID(int=number)) for number in range(101)]
    assert client.get(OWN, {"keys": ",".join(keys[:100])}).status_code == 200
    for asked in [",".join(keys), "opening", f"{keys[0]},", "' OR 1=1"]:
        assert client.get(OWN, {"keys": asked}).status_code == 404


def test_nothing_of_one_persons_choice_is_kept_for_another(client, released, opening):
    assert str(opening.key) in read(client, f"{OWN}?keys={opening.key}")
    assert str(opening.key) not in read(client, OWN)
    assert "ETag" not in client.get(f"{OWN}?keys={opening.key}")


def test_a_calendar_speaks_the_language_of_its_address(client, released, opening):
    assert property_of(read(client, f"{EVERYTHING}?language=vi"), opening, "summary") == "Lễ khai mạc"
    assert property_of(read(client, f"{EVERYTHING}?language=xx"), opening, "summary") == "High-level opening"
    assert property_of(read(client), opening, "summary") == "High-level opening"


def test_before_the_first_release_a_calendar_is_empty_and_can_be_subscribed_to(client, opening):
    text = read(client)
    assert by_vobject(text) == {}
    assert "High-level opening" not in text


def test_no_line_of_a_calendar_is_longer_than_75_octets(client, accepted, placed, release):
    placed(accepted("مكافحة الجريمة السيبرانية " * 11, language="ar"))
    release()
    lines = client.get(EVERYTHING).content.split(b"\r\n")
    assert max(map(len, lines)) <= 75


def test_a_rehearsal_says_so_in_every_calendar(client, released, opening):
    Ceremony.objects.update(is_rehearsal=True)
    assert property_of(read(client), opening, "summary") == "REHEARSAL: High-level opening"


# JSON


def test_the_json_is_what_its_schema_says(client, released, evidence, release, coordinator, now):
    evidence.run_of_show.create(position=1, title="Welcome", minutes=10)
    evidence.chairs.create(name="Chair Example", is_co=True)
    release(minutes=1)
    evidence.cancel(by=coordinator, at=now, reason="The host asks so")
    release("A note", minutes=2)
    schema = client.get(SCHEMA).json()
    jsonschema.Draft202012Validator.check_schema(schema)
    found = client.get(JSON).json()
    jsonschema.validate(found, schema, format_checker=jsonschema.FormatChecker())
    assert found["version"] == 3
    assert [(one["title"].get("en"), one["status"]) for one in found["sessions"]] == [
        ("High-level opening", "confirmed"),
        ("Tracing virtual assets", "confirmed"),
        ("Évidence across borders", "cancelled"),
    ]


def test_the_schema_refuses_what_it_does_not_describe(client, released):
    schema, found = client.get(SCHEMA).json(), client.get(JSON).json()
    for change in [
        {"version": "1"}, {"sessions": [{}]}, {"secret": True},
        {"sessions": [{**found["sessions"][0], "email": "somebody@plenipo.example"}]},
    ]:  # fmt: skip
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**found, **change}, schema)


def test_before_the_first_release_the_json_is_empty_and_valid(client, opening):
    found = client.get(JSON).json()
    jsonschema.validate(found, client.get(SCHEMA).json())
    assert (found["version"], found["released_at"], found["sessions"]) == (0, None, [])


def test_the_json_gives_local_times_and_every_language(client, released, opening):
    found = next(one for one in client.get(JSON).json()["sessions"] if one["key"] == str(opening.key))
    assert found["title"] == {"en": "High-level opening", "vi": "Lễ khai mạc"}
    assert found["starts_at"].endswith("T09:00:00+07:00")
    assert datetime.fromisoformat(found["starts_at"]) == opening.starts_at
    assert found["url"] == f"{configured.SITE_URL}/demo/programme/session/{opening.key}/"


def test_the_json_is_the_same_in_every_language(client, released):
    assert json.loads(client.get(JSON, headers={"Accept-Language": "vi"}).content) == client.get(JSON).json()
