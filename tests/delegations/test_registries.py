"""What delegations bring to the pages that gather: tasks, reminders, counts, and what bars an approval."""

from datetime import timedelta

import pytest

from accreditation.kinds import blockers, function_code, function_words, person_kinds
from accreditation.models import Accreditation, Status
from ceremony.desk import Progress, desk
from ceremony.models import Deadline, DeadlineKind
from delegations import reminders
from delegations.models import Delegation, Rank
from delegations.roll import Roll


def states(delegation, at):
    nominator = Delegation.objects.select_related("nominator__entity").get(pk=delegation.pk).nominator
    nominator.ceremony = delegation.ceremony
    return {
        task.name.removeprefix("delegations."): task.state(nominator, at)
        for task in desk.tasks_of("delegation")
        if task.name.startswith("delegations.")
    }


def test_a_delegation_that_was_just_invited_has_everything_before_it(kenyan_delegation, now):
    assert {name: state.progress for name, state in states(kenyan_delegation, now).items()} == {
        "acknowledge": Progress.NOT_STARTED,
        "note_verbale": Progress.NOT_STARTED,
        "head": Progress.NOT_STARTED,
        "delegates": Progress.NOT_STARTED,
        "arrivals": Progress.NOT_STARTED,
        "submit": Progress.NOT_STARTED,
    }


def test_each_task_says_what_is_missing(kenyan_delegation, complete, person, note_verbale, now):
    head = complete(kenyan_delegation, arrives_at=now)
    person(kenyan_delegation, "Baraka")
    note_verbale(kenyan_delegation)
    Delegation.objects.filter(pk=kenyan_delegation.pk).update(status="registering", head=head)
    found = states(kenyan_delegation, now)
    assert found["note_verbale"].progress == Progress.DONE
    assert found["head"].missing == ("Amina Example",)
    assert found["delegates"].missing == (
        "Baraka Example: the nationality, the date of birth, the passport number, the photo",
    )
    assert found["arrivals"].missing == ("The arrival of 1 person is not known yet.",)
    assert found["submit"].missing == ("2 people have not been submitted.",)


def test_a_returned_person_needs_attention(kenyan_delegation, complete, organiser, now):
    person = complete(kenyan_delegation).accreditation
    Accreditation.objects.filter(pk=person.pk).update(
        status=Status.RETURNED, decided_by=organiser, decided_at=now, decision_code="photo"
    )
    assert states(kenyan_delegation, now)["delegates"].progress == Progress.ATTENTION


def test_what_is_overdue_needs_attention_a_second_later_not_before(kenyan_delegation, ceremony):
    due = Deadline.objects.get(ceremony=ceremony, kind=DeadlineKind.NOTE_VERBALE).at
    assert states(kenyan_delegation, due)["note_verbale"].progress == Progress.NOT_STARTED
    assert states(kenyan_delegation, due + timedelta(seconds=1))["note_verbale"].progress == Progress.ATTENTION


def test_a_roll_reads_nothing_that_is_sealed(kenyan_delegation, complete, django_assert_num_queries):
    complete(kenyan_delegation)
    roll = Roll(kenyan_delegation)
    assert roll.people[0].missing() == []
    assert "passport_number" not in roll.people[0].accreditation.__dict__
    assert "needs" not in roll.people[0].__dict__


@pytest.mark.parametrize(
    ("kind", "whom"),
    [
        (DeadlineKind.NOTE_VERBALE, ["Brazil"]),
        (DeadlineKind.REGISTRATION, ["Brazil", "Kenya"]),
        (DeadlineKind.ARRIVALS, ["Kenya"]),
    ],
)
def test_those_with_something_missing_are_reminded(
    ceremony, kenyan_delegation, brazilian_delegation, complete, note_verbale, now, kind, whom
):
    complete(kenyan_delegation)
    note_verbale(kenyan_delegation)
    found = list(reminders.late(kind, ceremony, now))
    assert [str(late.whom) for late in found] == whom
    assert [late.cause for late in reminders.late(kind, ceremony, now, only=found[0].cause)] == [found[0].cause]


def test_whoever_declined_is_left_in_peace(ceremony, kenyan_delegation, now):
    Delegation.objects.update(status="declined")
    assert [list(reminders.late(kind, ceremony, now)) for kind in DeadlineKind] == [[], [], []]


def test_the_counts_of_the_overview_partition_the_total(
    ceremony, kenyan_delegation, brazilian_delegation, complete, now
):
    kenyan_delegation.name_head(complete(kenyan_delegation, rank=Rank.MINISTER))
    counts = {count.name: count.figures(ceremony, now) for count in desk.counts_for({"organiser"})}
    for name in ["status", "kind", "group", "head"]:
        total, *parts = counts[f"delegations.{name}"]
        assert (name, total.value, sum(part.value for part in parts)) == (name, 2, 2)
    assert [(part.label, part.value) for part in counts["delegations.head"][1:]] == [
        ("Other minister", 1),
        ("no head named yet", 1),
    ]


def test_each_figure_leads_to_the_rows_behind_it(client, ceremony, kenyan_delegation, organiser, now):
    client.force_login(organiser)
    for count in desk.counts_for({"organiser"}):
        if count.name.startswith("delegations."):
            for figure in count.figures(ceremony, now):
                assert client.get(figure.address).context["page_obj"].paginator.count == figure.value


def test_a_focal_point_finds_the_way_in_and_a_stranger_none(ceremony, kenyan_delegation, kenyan_focal_point, reader):
    def ways(user):
        return [(entry.label, entry.address) for entry in desk.ways_for(ceremony, user)]

    assert ("Delegation of Kenya", "/demo/delegation/KEN/") in ways(kenyan_focal_point)
    assert "Delegation of Kenya" not in dict(ways(reader))


def test_the_overview_names_the_late_ones(ceremony, kenyan_delegation, now):
    Deadline.objects.filter(kind=DeadlineKind.NOTE_VERBALE).update(at=now - timedelta(days=1))
    late = [late for late in desk.late(ceremony, now, {"organiser"}) if late.address == "/demo/delegation/KEN/"]
    assert [(one.what, one.whose) for one in late] == [
        ("Delegation of Kenya: “Invited”, without note verbale", "the focal point")
    ]


def test_nobody_is_approved_without_note_verbale_or_before_submission(
    kenyan_delegation, complete, note_verbale, kenyan_focal_point, now
):
    person = complete(kenyan_delegation).accreditation
    assert blockers(person, now) == ["The delegation has not been submitted yet.", "The note verbale is missing."]
    note_verbale(kenyan_delegation)
    Delegation.objects.update(status="submitted", submitted_by=kenyan_focal_point, submitted_at=now)
    assert blockers(person, now) == []


def test_the_queue_knows_the_head_from_the_others(kenyan_delegation, complete):
    head, adviser = complete(kenyan_delegation), complete(kenyan_delegation, "Baraka", role="adviser")
    kenyan_delegation.name_head(head)
    kind = person_kinds["delegation"]
    people = Accreditation.objects.all()
    words = function_words()
    assert {pk: words["delegation", code] for pk, code in people.values_list("pk", function_code())} == {
        head.accreditation_id: "Head of delegation",
        adviser.accreditation_id: "Adviser",
    }
    assert list(kind.in_role(people, "head")) == [head.accreditation]
    assert list(kind.in_role(people, "adviser")) == [adviser.accreditation]
    assert list(kind.in_role(people, "representative")) == []


def test_needs_are_erased_with_the_other_personal_data(ceremony, kenyan_delegation, complete):
    delegate = complete(kenyan_delegation, needs="No nuts")
    assert person_kinds["delegation"].erase(ceremony) == 1
    delegate.refresh_from_db()
    assert delegate.needs == ""
