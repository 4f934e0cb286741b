"""How the press, and those who look after it, find what is theirs: on the ceremony's home and on the media page."""

import re
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.urls import reverse

from accounts.models import User
from press.models import Pool, PressCall, PressConference


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["rendered"].clear()


@pytest.fixture
def home(client):
    return lambda: client.get("/demo/").content.decode()


@pytest.fixture
def media(client):
    def visit(user):
        client.force_login(user)
        return client.get(reverse("press:media", args=["demo"])).content.decode()

    return visit


@pytest.fixture
def entrusted(pool, session, press_officer, now):
    """entrusted(user): escorts the pool of the signing and moderates a press conference."""

    def make(user):
        found = pool(escort=user)
        times = dict.fromkeys(("closes_at", "questions_close_at"), now + timedelta(days=1)) | {"opens_at": now}
        conference = PressConference.objects.prepare(
            session("Closing words"), seats=9, moderator=user, by=press_officer, at=now, **times
        )
        return [
            reverse("press:desk_pool_escort", args=["demo", found.key]),
            reverse("press:desk_conference", args=["demo", conference.key]),
        ]

    return make


def test_the_home_says_until_when_the_press_applies_and_leads_there(home, ceremony, call):
    page = home()
    assert f"Applications are open until {ceremony.show_time(call.closes_at)}" in re.sub(r"<[^>]+>", "", page)
    assert reverse("press:apply", args=["demo"]) in page
    assert page.count(f'href="{reverse("press:media", args=["demo"])}"') == 2  # in the navigation too


def test_the_home_that_was_kept_follows_the_call(home, ceremony, call, now):
    assert "Apply for accreditation" in home()
    PressCall.objects.update(closes_at=now - timedelta(minutes=1))
    page = home()
    assert "Apply for accreditation" not in page
    assert "Applications closed on" in page
    PressCall.objects.update(opens_at=now + timedelta(days=1), closes_at=now + timedelta(days=2))
    page = home()
    assert "Applications open on" in page
    assert reverse("press:apply", args=["demo"]) not in page


def test_without_a_call_the_home_has_nothing_for_the_press(home, ceremony):
    assert "For the press" not in home()


def test_an_escort_or_moderator_who_has_an_office_finds_it_on_the_media_page(media, entrusted, accreditation_officer):
    ways = entrusted(accreditation_officer)
    page = media(accreditation_officer)
    assert [way for way in ways if f'href="{way}"' not in page] == []


def test_an_escort_or_moderator_who_answers_for_a_delegation_finds_it_too(
    media, entrusted, kenyan_delegation, kenyan_focal_point
):
    ways = entrusted(kenyan_focal_point)
    page = media(kenyan_focal_point)
    assert [way for way in ways if f'href="{way}"' not in page] == []


def test_nobody_else_reads_of_it(media, entrusted, contact, application, accreditation_officer, now):
    other = User.objects.create_user("otto.escort@plenipo.example", name="Otto Escort")
    ways = entrusted(other)
    for user in (contact, accreditation_officer):
        page = media(user)
        assert [way for way in ways if way in page] == []
    Pool.objects.get().cancel(by=accreditation_officer, at=now, reason="No room")
    assert ways[0] not in media(other)
