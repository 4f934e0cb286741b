"""Press conferences with their seats and questions, texts and advisories at their minute, badges at the desk."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from ceremony.procedure import AlreadyDecided, Refused
from directory.texts import LocalText
from notifications.models import Letter
from press.models import Advisory, PressBadge, PressConference, PressText, Seat, Subscription
from press.tasks import send_advisories


@pytest.fixture
def conference(session, press_officer, now):
    def make(seats=1, **fields):
        return PressConference.objects.prepare(
            session("Closing press conference", kind="press_conference"),
            by=press_officer, at=now,
            **{
                "seats": seats, "opens_at": now, "closes_at": now + timedelta(days=2),
                "questions_close_at": now + timedelta(days=1), **fields,
            },
        )  # fmt: skip

    return make


# Seats


def test_the_last_seat_goes_to_who_came_first_and_the_next_one_moves_up(conference, approved, contact, now):
    found = conference(seats=1)
    amina, bo = approved("Amina", "Bo")
    first, second = [found.sign_up(one, by=contact, at=now) for one in (amina, bo)]
    assert [first.status, second.status] == ["seated", "waiting"]
    with pytest.raises(Refused, match="signed up already"):
        found.sign_up(amina, by=contact, at=now)
    first.leave(by=contact, at=now)
    second.refresh_from_db()
    assert second.status == "seated"
    told = Letter.objects.get(kind="press.seat_moved_up")
    assert "Bo Example" in told.text
    again = found.sign_up(amina, by=contact, at=now)
    assert (again.pk, again.status) == (first.pk, "waiting")


def test_one_signs_up_in_time_and_accredited(conference, application, approved, journalist, contact, now):
    found = conference()
    [amina] = approved("Amina")
    with pytest.raises(Refused, match="is not accredited yet"):
        found.sign_up(journalist(application, "Bo"), by=contact, at=now)
    with pytest.raises(Refused, match="Sign-up closed on"):
        found.sign_up(amina, by=contact, at=found.closes_at + timedelta(minutes=1))


def test_more_seats_move_those_up_who_wait_and_fewer_than_taken_are_refused(
    conference, approved, contact, press_officer, now
):
    found = conference(seats=1)
    for one in approved("Amina", "Bo"):
        found.sign_up(one, by=contact, at=now)
    found.amend(seen=1, by=press_officer, at=now, seats=2)
    assert list(Seat.objects.values_list("status", flat=True)) == ["seated", "seated"]
    with pytest.raises(Refused, match="More seats than that are taken"):
        found.amend(seen=2, by=press_officer, at=now, seats=1)


def test_postgresql_refuses_one_more_than_there_are_seats(conference, approved, contact, now):
    found = conference(seats=1)
    for one in approved("Amina", "Bo"):
        found.sign_up(one, by=contact, at=now)
    with pytest.raises(IntegrityError, match="Every seat"), transaction.atomic():
        Seat.objects.update(status="seated")


# Questions


def test_the_moderator_keeps_the_order_of_the_questions(
    conference, approved, contact, press_officer, second_press_officer, now
):
    found = conference()
    [amina] = approved("Amina")
    first, second, third = [
        found.put_question(amina, text, language="en", by=contact, at=now) for text in ("One?", "Two?", "Three?")
    ]
    with pytest.raises(Refused, match="leave room for your colleagues"):
        found.put_question(amina, "Four?", language="en", by=contact, at=now)
    found.order([third.key, first.key], seen=1, by=press_officer, at=now)
    assert list(found.questions.values_list("text", flat=True)) == ["Three?", "One?", "Two?"]
    with pytest.raises(AlreadyDecided, match="Petra Press was first"):
        found.order([first.key], seen=1, by=second_press_officer, at=now)
    second.take(by=press_officer, at=now)
    assert second.status == "taken"


def test_a_question_comes_in_time_and_in_words(conference, approved, contact, now):
    found = conference()
    [amina] = approved("Amina")
    with pytest.raises(Refused, match="Questions could be put in until"):
        found.put_question(amina, "One?", language="en", by=contact, at=found.questions_close_at + timedelta(minutes=1))
    for text in ("  ", "x" * 601):
        with pytest.raises(Refused, match="Write the question in 600 characters"):
            found.put_question(amina, text, language="en", by=contact, at=now)


def test_the_same_question_is_put_in_once(conference, approved, contact, now):
    found = conference()
    amina, bo = approved("Amina", "Bo")
    first = found.put_question(amina, "Who pays for it?", language="en", by=contact, at=now)
    with pytest.raises(Refused, match="put in already"):
        found.put_question(amina, "who pays  for it", language="en", by=contact, at=now)
    found.put_question(bo, "Who pays for it?", language="en", by=contact, at=now)
    first.withdraw(by=contact, at=now)
    assert found.put_question(amina, "Who pays for it?", language="en", by=contact, at=now).status == "put_in"


def test_a_moderator_is_told_with_the_way_to_the_questions(conference, press_officer, now):
    mona = User.objects.create_user("mona.moderator@plenipo.example")
    found = conference(moderator=mona)
    found.amend(seen=1, by=press_officer, at=now, seats=2)
    told = Letter.objects.get(kind="press.moderator_named")
    assert (told.recipient, told.link_to) == (mona, f"/demo/press/desk/conferences/{found.key}/")


def test_the_second_who_frees_a_seat_is_told_who_was_first(
    conference, approved, contact, press_officer, second_press_officer, now
):
    found = conference()
    seat = found.sign_up(*approved("Amina"), by=contact, at=now)
    seat.leave(by=press_officer, at=now)
    with pytest.raises(AlreadyDecided, match="Petra Press was first"):
        Seat.objects.get(pk=seat.pk).leave(by=second_press_officer, at=now)


# Texts


def test_a_text_is_public_at_its_minute_and_not_before(ceremony, press_officer, now):
    minute = now + timedelta(hours=2)
    text = PressText.objects.hand_in(
        ceremony, kind="statement", title=LocalText(en="Statement"), language="en", body="Embargoed words.",
        embargo_until=minute, by=press_officer, at=now,
    )  # fmt: skip

    def public(at):
        return PressText.objects.public(at).exists(), text.is_public(at)

    assert public(minute) == (False, False)
    text.publish(by=press_officer, at=now)
    assert public(minute - timedelta(seconds=1)) == (False, False)
    assert public(minute) == (True, True)
    with pytest.raises(Refused, match="an embargo comes too late"):
        text.set_embargo(minute + timedelta(hours=1), by=press_officer, at=minute)
    text.withdraw(by=press_officer, at=minute, reason="A wrong draft.")
    assert public(minute) == (False, False)


def test_a_text_is_written_or_a_file(ceremony, press_officer, pdf, now):
    entry = {"kind": "hand_out", "title": LocalText(en="Map"), "language": "en", "by": press_officer, "at": now}
    for more in [{}, {"body": "Words.", "paper": pdf()}]:
        with pytest.raises(Refused, match="one of the two"):
            PressText.objects.hand_in(ceremony, **entry, **more)
    assert PressText.objects.hand_in(ceremony, **entry, paper=pdf("map.pdf")).name == "map.pdf"


# Advisories


@pytest.fixture
def advisory(ceremony, press_officer, now):
    def make(**fields):
        return Advisory.objects.write(
            ceremony,
            by=press_officer,
            at=now,
            **{
                "day": ceremony.starts_on, "title": LocalText(en="Saturday", vi="Thứ bảy"),
                "body": LocalText(en="Doors open at seven.", vi="Mở cửa lúc bảy giờ."), **fields,
            },
        )  # fmt: skip

    return make


def test_an_advisory_goes_once_to_whoever_signed_up_each_in_his_language(ceremony, advisory, press_officer, now):
    readers = [
        User.objects.create_user("one@plenipo.example", language="en"),
        User.objects.create_user("two@plenipo.example", language="vi"),
        User.objects.create_user("gone@plenipo.example"),
    ]
    for reader in readers:
        Subscription.objects.begin(ceremony, reader, at=now)
    Subscription.objects.get(user=readers[2]).end(at=now)
    found = advisory()
    send_advisories()
    assert not Letter.objects.exists()
    found.publish(by=press_officer, at=now)
    send_advisories()
    send_advisories()
    texts = {letter.recipient.email: letter.text for letter in Letter.objects.filter(kind="press.advisory")}
    assert set(texts) == {"one@plenipo.example", "two@plenipo.example"}
    assert "Doors open at seven." in texts["one@plenipo.example"]
    assert "Mở cửa lúc bảy giờ." in texts["two@plenipo.example"]


def test_an_advisory_under_embargo_is_neither_public_nor_sent_before_its_minute(ceremony, advisory, press_officer, now):
    Subscription.objects.begin(ceremony, User.objects.create_user("one@plenipo.example"), at=now)
    found = advisory(embargo_until=now + timedelta(hours=1))
    found.publish(by=press_officer, at=now)
    send_advisories()
    assert not Letter.objects.exists()
    assert not Advisory.objects.public(now).exists()
    assert found.send(at=now + timedelta(hours=1)) == 1
    assert found.send(at=now + timedelta(hours=1)) == 0


def test_one_advisory_that_fails_keeps_no_other_back_and_goes_with_the_next_minute(
    ceremony, advisory, press_officer, now, monkeypatch, caplog
):
    from press import letters

    Subscription.objects.begin(ceremony, User.objects.create_user("one@plenipo.example"), at=now)
    first, second = advisory(), advisory()
    for one in (first, second):
        one.publish(by=press_officer, at=now)
    write = letters.advisory_sent

    def fails(one, subscriptions):
        write(one, subscriptions)
        if one == first:
            raise RuntimeError("No such template.")

    monkeypatch.setattr(letters, "advisory_sent", fails)
    send_advisories()
    assert [letter.cause for letter in Letter.objects.all()] == [f"press.advisory:{second.pk}"]
    assert [one.sent_at is None for one in Advisory.objects.order_by("number")] == [True, False]
    [record] = [record for record in caplog.records if record.name == "press.tasks"]
    assert (str(first.key) in record.getMessage(), record.levelname) == (True, "ERROR")
    monkeypatch.undo()
    send_advisories()
    assert Letter.objects.filter(kind="press.advisory").count() == 2


def test_advisories_are_numbered_and_what_was_read_is_not_changed(advisory, press_officer, second_press_officer, now):
    first, second = advisory(), advisory()
    assert [first.number, second.number] == [1, 2]
    first.amend(seen=1, by=press_officer, at=now, title=LocalText(en="Sunday"))
    with pytest.raises(AlreadyDecided):
        Advisory.objects.get(pk=first.pk).amend(seen=1, by=second_press_officer, at=now, title=LocalText(en="Monday"))
    first.publish(by=press_officer, at=now)
    with pytest.raises(Refused, match="write another advisory"):
        first.amend(seen=2, by=press_officer, at=now, title=LocalText(en="Monday"))


def test_whoever_signs_up_twice_has_one_subscription(ceremony, contact, now):
    first = Subscription.objects.begin(ceremony, contact, at=now)
    first.end(at=now)
    assert Subscription.objects.begin(ceremony, contact, at=now) == first
    assert Subscription.objects.current().count() == 1


# Badges


def test_a_badge_is_printed_and_handed_out_with_what_was_checked_and_by_whom(
    approved, application, journalist, press_officer, second_press_officer, now
):
    [amina] = approved("Amina")
    bo = journalist(application, "Bo")
    [badge], left = PressBadge.objects.mark([amina, bo], by=press_officer, at=now)
    assert left == [bo]
    badge.print(by=press_officer, at=now)
    with pytest.raises(Refused, match="with which paper"):
        badge.hand_out(by=press_officer, at=now, identity="")
    badge.hand_out(by=second_press_officer, at=now, identity="passport")
    assert (badge.status, badge.handed_by, badge.handed_at) == ("collected", second_press_officer, now)
    assert PressBadge.objects.mark([amina], by=press_officer, at=now) == ([], [amina])


def test_the_badge_of_somebody_revoked_is_void_and_handed_out_to_nobody(approved, press_officer, now):
    [amina] = approved("Amina")
    [[badge], _left] = PressBadge.objects.mark([amina], by=press_officer, at=now)
    badge.print(by=press_officer, at=now)
    stale = PressBadge.objects.select_related("journalist__accreditation").get(pk=badge.pk)
    amina.accreditation.revoke(by=press_officer, at=now, note="")
    badge.refresh_from_db()
    assert badge.status == "void"
    with pytest.raises(Refused):
        stale.hand_out(by=press_officer, at=now, identity="passport")


def test_postgresql_refuses_a_badge_for_somebody_not_accredited_or_without_a_check(
    approved, application, journalist, press_officer, now
):
    [amina] = approved("Amina")
    bo = journalist(application, "Bo")
    with pytest.raises(IntegrityError, match="for the accredited"), transaction.atomic():
        PressBadge.objects.create(journalist=bo)
    PressBadge.objects.mark([amina], by=press_officer, at=now)
    with pytest.raises(IntegrityError, match="was_checked"), transaction.atomic():
        PressBadge.objects.update(status="collected", handed_by=press_officer, handed_at=now)
