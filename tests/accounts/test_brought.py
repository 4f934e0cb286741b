"""Rows that come with another row's statement are what their own statement gives."""

from django.db.models import OuterRef

from accounts.brought import objects_of, rows_of
from ceremony.models import Ceremony, Deadline


def test_they_are_the_objects_that_their_own_statement_gives(ceremony, django_assert_num_queries):
    deadlines = Deadline.objects.filter(ceremony=OuterRef("pk")).order_by("pk")
    with django_assert_num_queries(1):
        found = Ceremony.objects.annotate(brought=rows_of(deadlines, "kind", "at")).get(pk=ceremony.pk)
        brought = [(one.kind, one.at) for one in objects_of(Deadline, found.brought)]
    assert brought == list(ceremony.deadlines.order_by("pk").values_list("kind", "at"))
    assert brought


def test_of_none_there_are_none(ceremony):
    found = Ceremony.objects.annotate(brought=rows_of(Deadline.objects.none(), "kind")).get(pk=ceremony.pk)
    assert objects_of(Deadline, found.brought) == []
