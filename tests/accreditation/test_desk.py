from datetime import timedelta

from accreditation.models import Vetting
from ceremony.desk import desk
from ceremony.models import Role


def test_the_card_says_how_many_wait(amina, bruno, accreditation_officer, ceremony, now):
    bruno.approve(by=accreditation_officer, at=now)
    cards = {card.name: card for card in desk.cards_for({Role.ACCREDITATION, Role.VETTING})}
    assert [cards[name].waiting(ceremony, now) for name in ("accreditation", "vetting")] == [1, 0]


def test_the_press_desk_reads_no_number_of_people_whom_it_does_not_see():
    names = {item.name for item in [*desk.cards_for({Role.PRESS_DESK}), *desk.counts_for({Role.PRESS_DESK})]}
    assert names & {"accreditation", "vetting", "people by status"} == set()


def test_the_count_by_status_adds_up_and_leads_to_its_rows(
    amina, bruno, person, kenyan_delegation, accreditation_officer, ceremony, now
):
    person(kenyan_delegation, "Draft")
    bruno.approve(by=accreditation_officer, at=now)
    total, *parts = figures(ceremony, now)
    assert (total.value, [(part.label, part.value, part.address) for part in parts]) == (3, [
        ("Draft", 1, "/demo/accreditation/?status=draft"),
        ("Submitted", 1, "/demo/accreditation/?status=submitted"),
        ("Approved", 1, "/demo/accreditation/?status=approved"),
    ])  # fmt: skip


def figures(ceremony, now):
    (count,) = (count for count in desk.counts_for({Role.ORGANISER}) if count.name == "people by status")
    return count.figures(ceremony, now)


def late(ceremony, at):
    return [
        (one.what, one.since, one.whose)
        for one in desk.late(ceremony, at, {Role.READER})
        if "accreditation" in one.address
    ]


def test_who_waits_for_three_days_is_late_and_it_is_the_officers_move(
    amina, bruno, accreditation_officer, ceremony, now
):
    Vetting.objects.ask(bruno, by=accreditation_officer, at=now)
    later = now + timedelta(days=3, minutes=1)
    assert late(ceremony, now) == []
    assert late(ceremony, later) == [
        (
            "2 people have waited for a decision for more than three days.",
            now,
            "the accreditation officers",
        ),
        (
            "Vetting of 1 person was asked for more than three days ago.",
            now,
            "the vetting officers",
        ),
    ]
