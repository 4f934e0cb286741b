"""Reviews: several reviewers, none of his own entity's; points by criteria with their weights."""

import pytest
from django.db import IntegrityError, transaction

from accreditation.models import NominatorContact
from ceremony.procedure import Refused
from events.models import Criterion, Review, Score, SideEvent
from events.models.review import mean_score
from tests.events.proposing import *  # noqa: F403


@pytest.fixture
def write(criteria, now):
    def write(event, reviewer, *points, eligible=True, comment=""):
        return Review.objects.write(
            event,
            reviewer=reviewer,
            at=now,
            eligible=eligible,
            points=dict(zip(criteria, points, strict=False)),
            comment=comment,
        )

    return write


def score(event):
    return SideEvent.objects.annotate(score=mean_score()).get(pk=event.pk).score


def test_several_reviewers_give_points_and_the_mean_knows_the_weights(
    submitted, coordinator, second_coordinator, write
):
    event = submitted()
    assert score(event) is None
    assert write(event, coordinator, 5, 2).mean == 4
    write(event, second_coordinator, 3, 3)
    assert (Review.objects.count(), score(event)) == (2, pytest.approx(3.5))


def test_a_reviewer_who_thinks_again_has_one_review(submitted, coordinator, write):
    event = submitted()
    write(event, coordinator, 1, 1)
    write(event, coordinator, 4, 4, comment="On second thoughts.")
    [review] = event.reviews.all()
    assert (review.comment, review.mean, Score.objects.count()) == ("On second thoughts.", 4, 2)


@pytest.mark.parametrize("role", ["lead", "co-sponsor"])
def test_nobody_reviews_or_decides_what_his_own_entity_sponsors(
    submitted, write, coordinator, kenyan_delegation, brazil, brazilian_delegation, role, now
):
    event = submitted(sponsors=[brazil])
    delegation = kenyan_delegation if role == "lead" else brazilian_delegation
    name = "Kenya" if role == "lead" else "Brazil"
    NominatorContact.objects.create(nominator=delegation.nominator, user=coordinator)
    with pytest.raises(Refused, match=f"You answer for {name}, which sponsors this event"):
        write(event, coordinator, 5, 5)
    with pytest.raises(Refused, match=f"You answer for {name}, which sponsors this event"):
        event.prepare("accepted", by=coordinator, at=now)
    with pytest.raises(IntegrityError, match="Nobody reviews what his own"), transaction.atomic():
        Review.objects.create(side_event=event, reviewer=coordinator, written_at=now)


def test_a_review_by_somebody_who_answers_for_a_sponsor_by_now_does_not_count(
    submitted, write, coordinator, second_coordinator, kenyan_delegation
):
    event = submitted()
    write(event, coordinator, 5, 5)
    write(event, second_coordinator, 2, 2)
    NominatorContact.objects.create(nominator=kenyan_delegation.nominator, user=coordinator)
    assert [review.reviewer for review in Review.objects.impartial()] == [second_coordinator]
    assert score(event) == 2


def test_every_criterion_has_points_or_the_comment_says_why_it_is_not_eligible(submitted, coordinator, write):
    event = submitted()
    with pytest.raises(Refused, match="Give points for: Diversity of speakers"):
        write(event, coordinator, 5)
    with pytest.raises(Refused, match="Write in the comment why it is not eligible"):
        write(event, coordinator, eligible=False)
    write(event, coordinator, eligible=False, comment="It advertises a product.")
    assert (event.reviews.get().eligible, event.reviews.get().mean) == (False, None)


def test_a_draft_is_not_reviewed(draft, coordinator, write):
    with pytest.raises(Refused, match="it is not under review"):
        write(draft(), coordinator, 5, 5)


def test_points_are_from_one_to_five_and_for_a_criterion_of_the_ceremony(submitted, coordinator, write, ceremony):
    from ceremony.models import Ceremony
    from directory.texts import LocalText

    review = write(submitted(), coordinator, 5, 5)
    with pytest.raises(IntegrityError, match="points_are_from_one_to_five"), transaction.atomic():
        review.scores.update(points=6)
    other = Ceremony.objects.create(
        slug="other", title=LocalText(en="Other"), time_zone="UTC", starts_on="2026-01-01", ends_on="2026-01-01"
    )
    foreign = Criterion.objects.create(ceremony=other, name=LocalText(en="Elsewhere"))
    with pytest.raises(IntegrityError, match="The criterion belongs to another ceremony"), transaction.atomic():
        Score.objects.create(review=review, criterion=foreign, points=3)
