"""The screens of the signing desk: what each shows, what a press does, and what a second press is told."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from directory.models import Entity, EntityKind
from signatures.models import Action, Attempt, Call, Entry, Recording
from tests.signatures.asking import *  # noqa: F403
from tests.signatures.asking import NO_DECLARATION, declaring
from tests.signatures.pressing import press, shown

pytestmark = pytest.mark.django_db


# Recording


def test_who_is_called_stands_there_with_name_code_representative_and_lights(
    officer, sitting, kenya, minister, calling
):
    minister(kenya)
    calling(kenya)
    page = officer.page("record", sitting.pk)
    wanted = [
        ">Kenya</h2>", "The Republic of Kenya", ">KEN</strong>", "Amina Example", "Minister for Foreign Affairs",
        "May sign here and now", "Authority", "In order", "Signed before", "Record the signature of KENYA (KEN)",
    ]  # fmt: skip
    assert [words for words in wanted if words not in page] == []
    assert page.count("desk-light-ready") == 3


def test_what_the_next_lacks_is_said_before_it_is_called(officer, sitting, brazil, ambassador, treaty_officer, now):
    ambassador(brazil)
    Call.objects.add(sitting, brazil, by=treaty_officer, at=now)
    page = officer.page("record", sitting.pk)
    assert page.index('<div class="notice notice-wait">') < page.index("Call BRAZIL (BRA)")


def test_nothing_is_said_of_the_next_when_nothing_is_missing(officer, sitting, kenya, minister, treaty_officer, now):
    minister(kenya)
    Call.objects.add(sitting, kenya, by=treaty_officer, at=now)
    assert "notice-wait" not in officer.page("record", sitting.pk)


def test_one_press_records_and_the_echo_stays_until_it_is_confirmed(
    officer, depositary, sitting, kenya, minister, calling
):
    minister(kenya)
    call = calling(kenya)
    (told,) = officer.told("record", sitting.pk, **press(call))
    assert told.startswith("Kenya (KEN): recorded by Thuy Treaty")
    for _again in range(2):
        assert 'KENYA <span class="echo-code">(KEN)</span>' in officer.page("record", sitting.pk)
    depositary.post("recording_confirm", Recording.objects.get().key)
    assert "echo-name" not in officer.page("record", sitting.pk)
    assert Entry.objects.get().entity_code == "KEN"


def test_a_repeated_press_is_told_the_same_and_records_nothing_more(officer, sitting, kenya, minister, calling):
    minister(kenya)
    call = calling(kenya)
    answers = [officer.script("record", sitting.pk, **press(call)) for _again in range(3)]
    assert [(status, state) for status, state, _words in answers] == [(200, "recorded")] * 3
    assert answers[0] == answers[2]
    assert Recording.objects.count() == 1


def test_the_key_stays_on_every_tablet_and_after_a_reload(officer, depositary, sitting, kenya, minister, calling):
    minister(kenya)
    call = calling(kenya)
    assert str(call.key) in officer.page("record", sitting.pk)
    assert str(call.key) in depositary.page("record", sitting.pk)
    # Called again by a tablet that was behind: refused, and the key is the same.
    officer.post("call_act", call.pk, "call", seen="waiting")
    assert Call.objects.get().key == call.key


def test_after_an_unclear_answer_the_key_tells_what_became_of_it(
    officer, depositary, sitting, kenya, minister, calling, now, depositary_officer
):
    minister(kenya)
    call = calling(kenya)

    def state():
        return officer.get("record_state", sitting.pk, key=call.key).json()["state"]

    assert state() == "not_recorded"
    officer.post("record", sitting.pk, **press(call))
    assert state() == "recorded"
    recording = Recording.objects.get()
    depositary.post("recording_send_back", recording.key, reason="Not at the table yet")
    assert state() == "sent_back"
    answer = officer.get("record_state", sitting.pk, key=call.key).json()["words"]
    assert "Not at the table yet" in answer[0]
    assert Entry.objects.count() == 0


def test_what_stands_against_it_is_said_and_kept(officer, sitting, brazil, ambassador, calling):
    ambassador(brazil)
    call = calling(brazil)
    page = officer.page("record", sitting.pk)
    assert "Bento Example (Ambassador) needs full powers: none were announced." in page
    assert page.count("desk-light-amber") == 1
    assert officer.script("record", sitting.pk, **press(call)) == (
        409, "refused", [
            "Not recorded: Brazil (BRA). Bento Example (Ambassador) needs full powers: none were announced.",
            "Put it right and press again, ask the depositary's officer to accept it despite this, or pass.",
        ],
    )  # fmt: skip
    assert Attempt.objects.values_list("entity_code", "codes").get() == ("BRA", ["no_powers"])
    assert "no full powers" in officer.page("attempts")


def test_of_whom_nobody_can_accept_it_is_said_what_to_do_instead(
    officer, sitting, kenya, union, ambassador, full_powers, calling
):
    full_powers(union, person_named=ambassador(union).name, issuer_office="competent_authority")
    call = calling(union)
    _status, _state, words = officer.script("record", sitting.pk, **press(call))
    assert words == [
        "Not recorded: European Union (EUE). European Union signs only after one of its member States: none has signed yet.",
        "No officer lifts this: pass, postpone, or press “Called in error”.",
    ]
    call.call_back(by=call.called_by, at=call.called_at)
    call = calling(kenya)
    _status, _state, words = officer.script("record", sitting.pk, **press(call))
    assert words == [
        "Not recorded: Kenya (KEN). Nobody is named who signs for Kenya.",
        "Name who signs first; or pass, and call again later.",
    ]


def test_a_stale_tab_records_nobody_who_was_called_back(officer, sitting, kenya, minister, calling):
    minister(kenya)
    call = calling(kenya)
    officer.post("call_act", call.pk, "back", key=call.key, seen="called")
    status, state, words = officer.script("record", sitting.pk, **press(call))
    assert (status, state) == (409, "refused")
    assert words == ["Kenya is not at the table any more: it is “Waiting”. Nothing was recorded."]


def test_a_stale_tab_passes_nobody_who_was_called_anew(officer, sitting, kenya, calling, treaty_officer, now):
    call = calling(kenya)
    stale = call.key
    call.call_back(by=treaty_officer, at=now)
    calling(kenya)
    told = officer.told("call_act", call.pk, "pass", key=stale, seen="called")
    assert len(told) == 1
    assert told[0].startswith("Thuy Treaty was first: at ")
    assert told[0].endswith("this became “At the table”. Nothing was changed.")
    assert Call.objects.get().status == "called"


def test_a_state_is_passed_postponed_and_called_again(officer, sitting, kenya, calling):
    call = calling(kenya)
    officer.post("call_act", call.pk, "pass", key=call.key, seen="called", reason="On the telephone")
    assert Call.objects.get().status == "passed"
    officer.post("call_act", call.pk, "call", seen="passed")
    call = Call.objects.get()
    officer.post("call_act", call.pk, "postpone", key=call.key, seen="called")
    assert Call.objects.get().status == "postponed"
    assert "Postponed" in officer.page("record", sitting.pk)


def test_a_second_state_is_not_called_while_one_is_at_the_table(
    officer, sitting, kenya, brazil, calling, treaty_officer, now
):
    calling(kenya)
    other = Call.objects.add(sitting, brazil, by=treaty_officer, at=now)
    assert officer.told("call_act", other.pk, "call", seen="waiting") == [
        "Kenya is at the table: record, pass or postpone first."
    ]


def test_niger_is_not_nigeria(officer, sitting, treaty, minister, calling, treaty_officer, now):
    niger, nigeria = (
        Entity.objects.create(code=code, kind=EntityKind.MEMBER_STATE, may_sign=True, short_en=name, formal_en=formal, sort_en=name.lower())
        for code, name, formal in [
            ("NER", "Niger", "the Republic of the Niger"), ("NGA", "Nigeria", "the Federal Republic of Nigeria")
        ]
    )  # fmt: skip
    minister(niger)
    other = Call.objects.add(sitting, nigeria, by=treaty_officer, at=now)
    call = calling(niger)
    # The key of one State and the row of another: nothing is recorded.
    status, state, _words = officer.script("record", sitting.pk, call=other.pk, key=call.key)
    assert (status, state, Recording.objects.count()) == (409, "refused", 0)
    officer.post("record", sitting.pk, **press(call))
    status, state, words = officer.script("record", sitting.pk, call=other.pk, key=call.key)
    assert (status, words) == (
        409,
        [
            "Not recorded: Nigeria (NGA). This key belongs to another State or organisation, or act: load the desk again."
        ],
    )
    echo = officer.page("record", sitting.pk)
    assert 'NIGER <span class="echo-code">(NER)</span>' in echo
    assert "The Republic of the Niger" in echo


def test_declarations_are_kept_with_their_language(officer, depositary, sitting, kenya, minister, calling):
    minister(kenya)
    call = calling(kenya)
    officer.post(
        "record", sitting.pk, **press(call), **declaring("reservation", "fr", " Sous réserve de l'article 63. ")
    )
    recording = Recording.objects.get()
    assert recording.matter["declarations"] == [
        {"kind": "reservation", "language": "fr", "text": "Sous réserve de l'article 63."}
    ]
    assert "Sous réserve de l&#x27;article 63." in depositary.page("confirm")


def test_the_depositary_accepts_despite_with_a_reason_and_both_see_it(
    officer, depositary, sitting, brazil, ambassador, calling
):
    ambassador(brazil)
    call = calling(brazil)
    assert "accept-despite" not in officer.page("record", sitting.pk)
    assert "accept-despite" in depositary.page("confirm")
    assert officer.post("accept_despite", call.pk, key=call.key, reason="x").status_code == 404
    depositary.post("accept_despite", call.pk, key=call.key, who=shown(call), reason=" ")
    assert Call.objects.get().despite == ""
    depositary.post(
        "accept_despite", call.pk, key=uuid.uuid4(), who=shown(call), reason="Assurance"
    )  # of an earlier call
    assert Call.objects.get().despite == ""
    depositary.post("accept_despite", call.pk, key=call.key, who="0.0", reason="Assurance")  # of somebody else
    assert Call.objects.get().despite == ""
    depositary.post("accept_despite", call.pk, key=call.key, who=shown(call), reason="Assurance by note verbale")
    assert "Assurance by note verbale" in officer.page("record", sitting.pk)
    assert officer.script("record", sitting.pk, **press(call))[1] == "recorded"
    assert "Assurance by note verbale" in depositary.page("confirm")


def test_nothing_is_accepted_despite_a_bar(depositary, sitting, union, ambassador, calling, full_powers):
    ambassador(union)
    calling(union)
    page = depositary.page("confirm")
    assert "signs only after one of its member States" in page
    assert "accept-despite" not in page


def test_a_screen_that_has_seen_it_all_is_sent_nothing(officer, depositary, sitting, kenya, calling, minister):
    minister(kenya)
    for asking, name, args in [
        (officer, "record", [sitting.pk]),
        (officer, "caller", [sitting.pk]),
        (depositary, "confirm", []),
    ]:
        version = asking.get(name, *args).context["version"]
        assert asking.get(name, *args, part=1, version=version).status_code == 204
    calling(kenya)
    part = officer.get("record", sitting.pk, part=1, version=version)
    assert part.status_code == 200
    assert "<html" not in part.content.decode()
    assert "Record the signature of KENYA (KEN)" in part.content.decode()


def test_the_confirming_screen_learns_of_a_correction_and_of_an_instrument(
    depositary, treaty, kenya, brazil, minister, signed, other_depositary, treaty_officer, now
):
    minister(kenya)
    entry = signed(kenya)
    version = depositary.get("confirm").context["version"]
    other_depositary.post("annul", entry.number, key=uuid.uuid4(), reason="Signed on another page")
    part = depositary.get("confirm", part=1, version=version)
    assert "Signed on another page" in part.content.decode()
    version = part.context["version"]
    Recording.objects.deposit(
        treaty,
        brazil,
        Action.ACCESSION,
        key=uuid.uuid4(),
        by=treaty_officer,
        at=now,
        deposited_at=now,
        reference="C.N.1",
    )
    assert "BRAZIL" in depositary.get("confirm", part=1, version=version).content.decode()


# From paper


def test_what_was_signed_on_paper_is_entered_with_its_own_time(
    officer, depositary, sitting, kenya, minister, treaty_officer, now, window
):
    minister(kenya)
    call = Call.objects.add(sitting, kenya, by=treaty_officer, at=now)
    page = officer.get("afterwards", sitting.pk)
    key = page.context["form"]["key"].value()
    signed_at = (now - timedelta(hours=2)).replace(microsecond=0)
    typed = {"call": call.pk, "key": key, "signed_at": signed_at.astimezone(window.zone).strftime("%Y-%m-%dT%H:%M:%S")}
    told = [officer.told("afterwards", sitting.pk, **typed, **NO_DECLARATION) for _again in range(2)]
    assert told[0] == told[1]
    recording = Recording.objects.get()
    assert (recording.at, recording.matter["afterwards"], str(recording.key)) == (signed_at, True, str(key))
    assert recording.recorded_at > signed_at
    depositary.post("recording_confirm", recording.key)
    assert "Entered afterwards, from paper." in officer.page("entry", 1)


def test_a_time_on_paper_that_lies_ahead_is_refused_and_what_was_typed_stays(
    officer, sitting, kenya, minister, treaty_officer, now, window
):
    minister(kenya)
    call = Call.objects.add(sitting, kenya, by=treaty_officer, at=now)
    ahead = (now + timedelta(hours=1)).astimezone(window.zone).strftime("%Y-%m-%dT%H:%M:%S")
    page = officer.post("afterwards", sitting.pk, call=call.pk, key=uuid.uuid4(), signed_at=ahead, **NO_DECLARATION)
    assert page.status_code == 200
    assert ahead in page.content.decode()
    assert Recording.objects.count() == 0


def test_the_depositary_accepts_on_the_page_what_is_entered_from_paper(
    officer, depositary, sitting, brazil, kenya, minister, ambassador, treaty_officer, now, window
):
    ambassador(brazil)
    minister(kenya)
    call, other = (Call.objects.add(sitting, entity, by=treaty_officer, at=now) for entity in [brazil, kenya])
    signed_at = (now - timedelta(hours=2)).astimezone(window.zone).strftime("%Y-%m-%dT%H:%M:%S")
    typed = {"call": call.pk, "key": uuid.uuid4(), "signed_at": signed_at, **NO_DECLARATION}
    lack, button = "Bento Example (Ambassador) needs full powers: none were announced.", 'name="accept"'

    page = officer.post("afterwards", sitting.pk, **typed).content.decode()
    assert (lack in page, button in page) == (True, False)
    assert "A depositary's officer has to accept it first" in page
    officer.post("afterwards", sitting.pk, **typed, accept=call.pk, despite="It will be all right")
    assert Call.objects.get(pk=call.pk).despite == ""

    page = depositary.post("afterwards", sitting.pk, **typed, look=1).content.decode()
    assert (lack in page, button in page, signed_at in page) == (True, True, True)
    assert "BRAZIL (BRA) despite what is missing" in page
    depositary.post("afterwards", sitting.pk, **typed, accept=call.pk, despite=" ")
    assert Call.objects.get(pk=call.pk).despite == ""
    # The button names Brazil: it is accepted, although Kenya is chosen beside it by then.
    chosen_anew = typed | {"call": other.pk}
    depositary.post("afterwards", sitting.pk, **chosen_anew, accept=call.pk, despite="Assurance by note verbale")
    assert list(Call.objects.order_by("pk").values_list("despite", flat=True)) == ["Assurance by note verbale", ""]

    page = officer.post("afterwards", sitting.pk, **typed, look=1).content.decode()
    assert ("Assurance by note verbale" in page, Recording.objects.count()) == (True, 0)
    officer.post("afterwards", sitting.pk, **typed)
    assert Recording.objects.get().matter["despite"]["rules"] == ["no_powers"]


# What is not there


def test_the_desk_of_another_ceremony_does_not_exist(
    officer, depositary, sitting, kenya, minister, signed, calling, brazil, ceremony, treaty, now
):
    minister(kenya)
    signed(kenya)
    call = calling(brazil)
    ceremony.pk, ceremony.slug = None, "other"
    ceremony.save()
    for name, args in [
        ("record", [sitting.pk]), ("record_state", [sitting.pk]), ("afterwards", [sitting.pk]), ("caller", [sitting.pk]),
        ("call_change", [call.pk]), ("entry", [1]), ("entries", []), ("confirm", []),
    ]:  # fmt: skip
        path = reverse(f"signatures:{name}", args=["other", *args])
        assert (name, depositary.client.get(path).status_code) == (name, 404)


@pytest.mark.parametrize("many", [1, 3])
def test_what_the_screens_cost(
    officer, depositary, sitting, treaty, kenya, minister, recording, calling, signed, treaty_officer, now,
    django_assert_num_queries, many,
):  # fmt: skip
    entities = [
        Entity.objects.create(code=f"X{n}", kind=EntityKind.MEMBER_STATE, may_sign=True, short_en=f"State {n}", sort_en=f"state {n}")
        for n in range(3 * many)
    ]  # fmt: skip
    for entity in entities:
        minister(entity)
    for entity in entities[:many]:
        signed(entity)
    for entity in entities[many : 2 * many]:
        recording(entity)
    for entity in entities[2 * many :]:
        Call.objects.add(sitting, entity, by=treaty_officer, at=now)
    minister(kenya)
    call = calling(kenya)
    for asking, name, args, queries in [
        (officer, "record", [sitting.pk], 11), (depositary, "confirm", [], 10), (officer, "entries", [], 9),
        (officer, "attempts", [], 6), (officer, "entry", [1], 9),
    ]:  # fmt: skip
        with django_assert_num_queries(queries):
            asking.get(name, *args)
    # Who has seen it all: session, user, ceremony with roles, sitting, version.
    version = officer.get("record", sitting.pk).context["version"]
    with django_assert_num_queries(5):
        officer.get("record", sitting.pk, part=1, version=version)
    pressed = press(call)
    with django_assert_num_queries(22):
        officer.post("record", sitting.pk, **pressed)
    with django_assert_num_queries(27):
        depositary.post("recording_confirm", call.key)


def test_an_instruments_hour_is_told_by_the_clocks_of_the_ceremonys_city(officer, kenya, minister, signed, deposited):
    minister(kenya)
    signed(kenya)
    deposited(kenya, Action.RATIFICATION)
    page = officer.page("entry", 2)
    assert ("(Ha Noi time)" in page, "Ho Chi Minh time" in page) == (True, False)
