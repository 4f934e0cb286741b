"""The pages of those who propose and of those whom they ask."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from accreditation.models import Nominator, NominatorContact
from events.models import MergeProposal, SideEvent
from tests.events.proposing import *  # noqa: F403


@pytest.fixture
def address(ceremony):
    return lambda name, *args: reverse(f"events:{name}", args=[ceremony.slug, *args])


@pytest.fixture
def kenya_in(client, kenyan_delegation, kenyan_focal_point):
    client.force_login(kenyan_focal_point)
    return client


def step(event, name):
    return f"{event.get_absolute_url()}?step={name}"


def text_of(response):
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


def test_a_focal_point_proposes_step_by_step_and_submits(
    kenya_in, address, call, theme, two_slots, kenya, brazil, brazilian_delegation
):
    page = kenya_in.get(address("side_events"))
    assert "Propose a side event" in text_of(page)
    begun = kenya_in.post(
        address("side_event_new"),
        {"lead": "KEN", "title": "Evidence across borders", "language": "en", "format": "panel"},
    )
    event = SideEvent.objects.get()
    assert begun["Location"] == step(event, "theme")

    def post(name, **typed):
        seen = SideEvent.objects.get().revision
        return kenya_in.post(step(event, name), {"seen": seen, **typed})["Location"]

    assert post("theme", theme=theme.pk, concept_note="A note.") == step(event, "sponsors")
    assert post("sponsors", pick=["BRA"]) == step(event, "slots")
    assert post("slots", wish_1=two_slots[1].pk, wish_2=two_slots[0].pk) == step(event, "room")
    assert post(
        "room",
        audience=80,
        layout="theatre",
        interpretation=["fr", "es"],
        interpretation_paid_by="sponsors",
        stream="on",
    ) == step(event, "speakers")
    speakers = {"speakers-TOTAL_FORMS": 2, "speakers-INITIAL_FORMS": 0, "speakers-0-name": "Ada Example"}
    assert post("speakers", **speakers) == event.get_absolute_url()
    event.refresh_from_db()
    assert (event.interpretation, event.stream, event.audience) == (["fr", "es"], True, 80)
    assert [wish.slot for wish in event.wishes.order_by("position")] == [two_slots[1], two_slots[0]]
    assert [speaker.name for speaker in event.speakers.all()] == ["Ada Example"]
    assert "Submit the proposal" in text_of(kenya_in.get(event.get_absolute_url()))
    done = kenya_in.post(address("side_event_submit", event.key), follow=True)
    assert "SE-001 is submitted. Its co-sponsors are asked by letter" in text_of(done)
    assert [sponsor.status for sponsor in event.sponsors.co()] == ["asked"]


def test_a_draft_that_was_left_is_found_again(kenya_in, address, draft):
    event = draft("Left in the middle")
    page = text_of(kenya_in.get(address("side_events")))
    assert "Left in the middle" in page
    assert "Draft" in page
    assert kenya_in.get(step(event, "theme")).context["form"].initial["concept_note"] == event.concept_note


def test_saving_and_leaving_goes_back_to_the_whole(kenya_in, draft):
    event = draft()
    saved = kenya_in.post(
        step(event, "basics"), {"seen": event.revision, "title": "New", "language": "fr", "format": "", "leave": "1"}
    )
    assert saved["Location"] == event.get_absolute_url()
    event.refresh_from_db()
    assert (event.title, event.language, event.format) == ("New", "fr", "")


def test_a_minute_after_closing_the_page_says_what_is_kept(kenya_in, address, draft, call, now):
    event = draft()
    type(call).objects.filter(pk=call.pk).update(closes_at=now - timedelta(minutes=1))
    page = text_of(kenya_in.post(address("side_event_submit", event.key), follow=True))
    assert "Your proposal was not submitted; it is kept as a draft" in page
    event.refresh_from_db()
    assert event.status == "draft"


def test_html_in_a_concept_note_is_text(kenya_in, submitted, coordinator, client, address):
    note = "<script>alert(1)</script><b>bold</b>\n\n<img src=x onerror=alert(2)>"
    event = submitted("<i>Title</i>", concept_note=note)
    page = kenya_in.get(event.get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;bold&lt;/b&gt;" in page
    assert "<i>Title</i>" not in page
    coordinator.is_staff = True
    client.force_login(coordinator)
    assert "<script>alert(1)" not in client.get(address("desk_event", event.key)).content.decode()


def test_300_characters_in_arabic_fit_and_301_are_said_with_all_that_was_typed(kenya_in, draft):
    event = draft()
    title = "الأدلة" * 50
    typed = {"seen": event.revision, "language": "ar", "format": "panel"}
    assert kenya_in.post(step(event, "basics"), {**typed, "title": title}).status_code == 302
    event.refresh_from_db()
    assert event.title == title
    typed["seen"] = event.revision
    page = kenya_in.post(step(event, "basics"), {**typed, "title": title + "ة"})
    assert "It has 301 characters, and 300 are the most" in text_of(page)
    assert title + "ة" in page.content.decode()


def test_ten_sponsors_are_refused_in_words_and_stay_ticked(kenya_in, draft, organisation):
    event = draft()
    codes = [organisation(f"Example {number}", answers=False)[0].code for number in range(10)]
    page = kenya_in.post(step(event, "sponsors"), {"seen": event.revision, "pick": codes})
    assert "An event has 6 sponsors at most, the lead included; you have chosen 11 with the lead." in text_of(page)
    assert page.content.decode().count(" checked") == 10
    assert event.sponsors.count() == 1


def test_looking_for_a_sponsor_saves_nothing_and_keeps_the_ticks(kenya_in, draft, organisation, brazil):
    event = draft()
    union, _nobody = organisation("Example Union", answers=False)
    page = kenya_in.post(step(event, "sponsors"), {"seen": event.revision, "pick": ["BRA"], "q": "union", "find": "1"})
    offered = page.context["form"].offered()
    assert [(entity, is_ticked) for entity, is_ticked, _row in offered] == [(brazil, True), (union, False)]
    assert event.sponsors.count() == 1


def test_the_lead_is_not_offered_as_its_own_co_sponsor_and_refused_when_typed(kenya_in, draft):
    event = draft()
    found = kenya_in.post(step(event, "sponsors"), {"seen": event.revision, "q": "kenya", "find": "1"})
    assert found.context["form"].offered() == []
    assert "Kenya is not offered here: it leads the event, and is a sponsor of it already." in text_of(found)
    assert "Nothing in the directory has this name." not in text_of(found)
    other = kenya_in.post(step(event, "sponsors"), {"seen": event.revision, "q": "nowhere", "find": "1"})
    assert "is not offered here" not in text_of(other)
    page = kenya_in.post(step(event, "sponsors"), {"seen": event.revision, "pick": ["KEN"]})
    assert "Kenya leads the event: it is a sponsor already" in text_of(page)


def test_forty_speakers_are_refused_in_words_and_stay_typed(kenya_in, draft):
    event = draft()
    typed = {f"speakers-{number}-name": f"Speaker {number}" for number in range(40)}
    typed |= {"seen": event.revision, "speakers-TOTAL_FORMS": 40, "speakers-INITIAL_FORMS": 0}
    page = kenya_in.post(step(event, "speakers"), typed)
    assert "An event has 30 speakers at most; you have named 40." in text_of(page)
    assert 'value="Speaker 39"' in page.content.decode()
    assert event.speakers.count() == 0


def test_there_is_room_for_more_speakers_without_losing_the_first(kenya_in, draft):
    event = draft()
    typed = {
        "seen": event.revision,
        "speakers-TOTAL_FORMS": 1,
        "speakers-INITIAL_FORMS": 0,
        "speakers-0-name": "Ada",
        "more": "1",
    }
    page = kenya_in.post(step(event, "speakers"), typed)
    assert len(page.context["form"].lines.forms) == 4
    assert 'value="Ada"' in page.content.decode()
    assert event.speakers.count() == 0


def test_a_speaker_is_chosen_from_ones_own_delegation_and_no_other(
    kenya_in, draft, person, kenyan_delegation, brazilian_delegation
):
    event = draft()
    amina = person(kenyan_delegation).accreditation
    bruno = person(brazilian_delegation, "Bruno").accreditation
    page = kenya_in.get(step(event, "speakers")).content.decode()
    assert (str(amina.key) in page, str(bruno.key) in page, "Bruno" in page) == (True, False, False)
    typed = {"seen": event.revision, "speakers-TOTAL_FORMS": 1, "speakers-INITIAL_FORMS": 0}
    refused = kenya_in.post(step(event, "speakers"), {**typed, "speakers-0-person": str(bruno.key)})
    assert refused.status_code == 200
    kenya_in.post(step(event, "speakers"), {**typed, "speakers-0-person": str(amina.key)})
    assert event.speakers.get().accreditation == amina
    assert event.speakers.get().name == "Amina Example"


def test_an_excuse_was_for_a_person_and_goes_with_the_name(kenya_in, decided, coordinator, kenyan_focal_point, now):
    from events.models import Speaker

    event = decided("accepted")
    event.speakers.name_all(event, [Speaker(name="Ada Example")], seen=event.revision, by=kenyan_focal_point, at=now)
    ada = event.speakers.get()
    ada.record_excuse(by=coordinator, at=now, reason="Speaks by video.")
    typed = {
        "seen": event.revision, "speakers-TOTAL_FORMS": 1, "speakers-INITIAL_FORMS": 1, "speakers-0-key": ada.pk,
        "speakers-0-name": "Bo Example",
    }  # fmt: skip
    kenya_in.post(step(event, "speakers"), typed)
    assert [(one.pk, one.name, one.excuse) for one in event.speakers.all()] == [(ada.pk, "Bo Example", "")]


def test_whoever_saves_over_anothers_change_is_told_first(kenya_in, draft, kenyan_delegation, now):
    event = draft()
    seen = event.revision
    colleague = kenyan_delegation.add_focal_point(
        email="two@plenipo.example", name="Amina Example", by=None, at=now
    ).user
    event.change(seen=seen, by=colleague, at=now, title="The colleague's")
    typed = {"seen": seen, "title": "Mine", "language": "en", "format": ""}
    page = kenya_in.post(step(event, "basics"), typed)
    assert "Amina Example has saved this proposal meanwhile" in text_of(page)
    assert "Mine" in page.content.decode()
    again = {**typed, "seen": page.context["form"]["seen"].value()}
    kenya_in.post(step(event, "basics"), again)
    event.refresh_from_db()
    assert event.title == "Mine"


def test_the_same_slot_is_wished_once(kenya_in, draft, two_slots):
    event = draft()
    page = kenya_in.post(
        step(event, "slots"), {"seen": event.revision, "wish_1": two_slots[0].pk, "wish_2": two_slots[0].pk}
    )
    assert "This slot is wished already: choose another, or none." in text_of(page)


def test_interpretation_says_who_pays(kenya_in, draft):
    event = draft()
    page = kenya_in.post(step(event, "room"), {"seen": event.revision, "interpretation": ["fr"], "layout": "round"})
    assert "Say who pays for the interpretation." in text_of(page)


def test_an_empty_form_is_kept_as_it_is_and_says_so(kenya_in, address, call):
    page = kenya_in.post(address("side_event_new"), {})
    assert "Write a title: it may be changed later." in text_of(page)
    assert SideEvent.objects.count() == 0


def test_what_is_submitted_cannot_be_changed_but_its_speakers_can(kenya_in, submitted):
    event = submitted()
    page = kenya_in.get(step(event, "basics"), follow=True)
    assert "cannot be changed now" in text_of(page)
    assert kenya_in.get(step(event, "speakers")).status_code == 200


def test_a_step_that_does_not_exist_is_not_found(kenya_in, draft):
    assert kenya_in.get(step(draft(), "nothing")).status_code == 404


# Those who are asked


def test_a_co_sponsor_reads_the_proposal_and_confirms(
    client, submitted, address, brazil, brazilian_delegation, brazilian_focal_point
):
    event = submitted(sponsors=[brazil])
    client.force_login(brazilian_focal_point)
    assert event.title in text_of(client.get(address("side_events")))
    page = client.get(address("sponsor", event.key))
    assert "Does Brazil co-sponsor this side event?" in text_of(page)
    done = client.post(address("sponsor", event.key), {"entity": "BRA", "seen": "asked", "answer": "yes"}, follow=True)
    assert "Thank you. The lead is told: Confirmed." in text_of(done)
    assert event.sponsors.co().get().status == "confirmed"


def test_a_co_sponsor_neither_changes_nor_submits_nor_withdraws(
    client, submitted, address, brazil, brazilian_delegation, brazilian_focal_point
):
    event = submitted(sponsors=[brazil])
    client.force_login(brazilian_focal_point)
    assert client.get(event.get_absolute_url()).status_code == 200
    assert client.get(step(event, "speakers")).status_code == 404
    assert client.post(event.get_absolute_url()).status_code == 404
    for name in ("side_event_submit", "side_event_withdraw"):
        assert client.post(address(name, event.key)).status_code == 404


def test_a_draft_does_not_exist_for_whom_it_names(
    client, draft, address, brazil, brazilian_delegation, brazilian_focal_point
):
    event = draft(sponsors=[brazil])
    client.force_login(brazilian_focal_point)
    assert client.get(event.get_absolute_url()).status_code == 404
    assert client.get(address("sponsor", event.key)).status_code == 404
    assert event.title not in text_of(client.get(address("side_events")))


def test_the_only_contact_in_the_directory_answers_for_an_organisation_without_delegation(
    client, submitted, organisation, address
):
    union, _nobody = organisation("Example Union", answers=False)
    union.contacts.create(email="office@union.example", name="Office")
    event = submitted(sponsors=[union])
    client.force_login(User.objects.get(email="office@union.example"))
    typed = {"entity": union.code, "seen": "asked", "answer": "no", "reason": "Too far."}
    client.post(address("sponsor", event.key), typed)
    assert event.sponsors.co().get().status == "declined"
    assert client.get(address("side_event_new")).status_code == 404


def test_a_lead_reads_the_other_bid_and_agrees(kenya_in, submitted, organisation, address, coordinator, now, client):
    union, user = organisation("Example Union")
    ours, theirs = submitted(), submitted("The Union's", lead=union, by=user)
    merge = MergeProposal.objects.propose(ours, [theirs], by=coordinator, at=now, note="Alike.")
    page = text_of(kenya_in.get(address("merge_answer", ours.key, merge.pk)))
    assert "The Union's" in page
    assert "Alike." in page
    kenya_in.post(address("merge_answer", ours.key, merge.pk), {"answer": "yes"})
    client.force_login(user)
    client.post(address("merge_answer", theirs.key, merge.pk), {"answer": "yes"})
    theirs.refresh_from_db()
    assert theirs.status == "merged"


def test_whoever_is_in_no_delegation_finds_nothing(client, address, submitted, db):
    event = submitted()
    client.force_login(User.objects.create_user("nobody@plenipo.example", name="Nobody Example"))
    for name, args in [
        ("side_events", []), ("side_event_new", []), ("speaking", []), ("side_event", [event.key]), ("sponsor", [event.key]),
    ]:  # fmt: skip
        assert (name, client.get(address(name, *args)).status_code) == (name, 404)


def test_a_speaker_who_was_invited_sees_where_he_speaks_and_no_draft_of_it(
    client, address, draft, kenyan_focal_point, coordinator, now
):
    from events.models import Session, Speaker

    event = draft()
    ada = Speaker(name="Ada Example", email="ada@speaker.example")
    event.speakers.name_all(event, [ada], seen=event.revision, by=kenyan_focal_point, at=now)
    event.submit(by=kenyan_focal_point, at=now)
    event.prepare("accepted", by=coordinator, at=now)
    event.release_decision(by=coordinator, at=now)
    Session.objects.schedule(event.ceremony, by=coordinator, at=now, **event.for_the_programme())
    client.force_login(User.objects.get(email="ada@speaker.example"))
    page = text_of(client.get(address("speaking")))
    assert event.title in page
    assert "Time and room are not published yet." in page
    assert client.get(event.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_ones_proposals_costs_the_same_with_one_and_with_three(
    kenya_in, draft, address, django_assert_num_queries, count
):
    for number in range(count):
        draft(f"Proposal {number}")
    with django_assert_num_queries(11):
        page = kenya_in.get(address("side_events"))
    assert len(page.context["page_obj"].object_list) == count


def test_one_who_answers_for_two_chooses_in_whose_name(
    kenya_in, address, call, ceremony, brazil, brazilian_delegation, kenyan_focal_point
):
    NominatorContact.objects.create(nominator=Nominator.objects.get(entity=brazil), user=kenyan_focal_point)
    page = kenya_in.get(address("side_event_new")).content.decode()
    assert re.findall(r'name="lead" value="(\w+)"', page) == ["BRA", "KEN"]
    kenya_in.post(address("side_event_new"), {"lead": "BRA", "title": "Brazil's", "language": "en"})
    assert SideEvent.objects.get().lead == brazil
