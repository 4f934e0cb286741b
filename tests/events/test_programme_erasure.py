"""The day of the erasure: of who spoke and chaired nothing is left but what was published."""

import pytest

from accounts.models import SignInLink, User
from accreditation.retention import erase
from ceremony.models import Ceremony
from directory.models import Contact
from directory.texts import LocalText
from events.models import Session, Speaker
from notifications.models import Letter
from tests.dump import where
from tests.events.draft import *  # noqa: F403

pytestmark = pytest.mark.django_db

# Each word could only come from there.
CHAIR, SPEAKER, ADDRESS = "Zebulon Chairowitz", "Wilma Speakerova", "wilma@speaker.example"
TRACES = ["zebulon", "chairowitz", "wilma", "speakerova"]


@pytest.fixture
def written(evidence, opening, release, coordinator, kenyan_focal_point, now):
    """A chair who changed, a speaker who was invited and excused, released and told."""
    opening.chairs.create(name="Zebulon Before")
    opening.chairs.update(name=CHAIR)
    event = evidence.side_event
    speaker = Speaker(name=SPEAKER, email=ADDRESS, function="Judge", organisation="Speakerova's Court")
    event.speakers.name_all(event, [speaker], seen=event.revision, by=kenyan_focal_point, at=now)
    invited = event.speakers.get()
    invited.record_excuse(by=coordinator, at=now, reason="Wilma speaks by video")
    SignInLink.objects.mint(user=invited.user, leads_to="/", at=now)
    return release()


def test_before_it_they_are_where_work_is_done(written):
    assert set(where(*TRACES)) >= {
        "accounts_user", "events_programmeversion", "events_sessionchair", "events_speaker", "notifications_letter",
    }  # fmt: skip


def test_no_history_holds_the_name_of_a_chair(written):
    assert where("zebulon") == ["events_programmeversion", "events_sessionchair"]


def test_nothing_is_left_of_who_spoke_and_chaired_but_what_was_published(written, ceremony, kenyan_focal_point):
    done = erase(ceremony)
    assert (done["speakers"], done["chairs"], done["accounts"]) == (1, 1, 1)
    assert where(*TRACES) == ["events_programmeversion"]
    assert Session.objects.get(kind="opening").chairs.get().name == "—"
    letter = Letter.objects.get(kind="events.released", recipient=kenyan_focal_point)
    assert (letter.text, letter.html, letter.to_email) == ("—", "—", kenyan_focal_point.email)
    again = erase(ceremony)
    assert [again[name] for name in ("speakers", "chairs", "accounts", "letters", "appearances")] == [0] * 5


@pytest.mark.parametrize("also", ["contact", "directory", "staff", "elsewhere"])
def test_whoever_has_to_do_with_more_than_the_invitation_keeps_the_account(
    also, written, ceremony, kenya, kenyan_delegation, now
):
    user = User.objects.get(email=ADDRESS)
    if also == "contact":
        kenyan_delegation.nominator.contacts.create(user=user)
    elif also == "directory":
        Contact.objects.create(entity=kenya, email=ADDRESS.title())
    elif also == "staff":
        User.objects.filter(pk=user.pk).update(is_staff=True)
    else:
        other = Ceremony.objects.create(
            slug="other", title=LocalText(en="Other"), time_zone="UTC", starts_on="2026-01-01", ends_on="2026-01-01"
        )
        session = Session.objects.schedule(other, kind="seminar", title=LocalText(en="Other"), by=None, at=now)
        Speaker.objects.create(session=session, name=SPEAKER, user=user)
    erase(ceremony)
    assert User.objects.filter(pk=user.pk).exists()


def test_an_invited_speaker_who_did_something_on_record_keeps_the_account(written, ceremony, now):
    user = User.objects.get(email=ADDRESS)
    Session.objects.get(kind="opening").change(by=user, at=now, responsible="Protocol")
    erase(ceremony)
    assert User.objects.filter(pk=user.pk).exists()
