"""A statement that is composed once gives what the same queryset gives."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DataError, OperationalError, connection
from django.db.models import F, Value
from django.test.utils import CaptureQueriesContext

from accounts.composed import Composed
from accounts.models import User
from ceremony.models import Ceremony, Deadline, Officer, Room

offices = Composed(lambda user, ceremony: Officer.objects.filter(user=user, ceremony=ceremony).select_related("user"))
kinds = Composed(lambda ceremony: Deadline.objects.filter(ceremony=ceremony).order_by("kind").values_list("kind", "at"))
named = Composed(lambda slug: Ceremony.objects.filter(slug=slug))


def test_it_gives_the_rows_of_the_values_of_each_call(ceremony, organiser, reader, django_assert_num_queries):
    for user in (organiser, reader, organiser):
        with django_assert_num_queries(1):
            (office,) = offices(user.pk, ceremony.pk)
            assert (office.user, office.user.name) == (user, user.name)
    assert offices(organiser.pk, ceremony.pk + 1) == []


def test_it_gives_models_and_plain_values_alike(ceremony):
    assert kinds(ceremony.pk) == list(ceremony.deadlines.order_by("kind").values_list("kind", "at"))
    assert named(ceremony.slug) == [ceremony]
    assert named("' OR 1=1 --") == []


def test_its_objects_know_what_those_of_a_queryset_know(ceremony, organiser):
    plain = Officer.objects.filter(user=organiser).select_related("ceremony__host").defer("ceremony__title")
    once = Composed(
        lambda user: (
            Officer.objects.filter(user=user)
            .select_related("ceremony__host")
            .defer("ceremony__title")
            .annotate(slug=F("ceremony__slug"))
        )
    )
    (expected,), (office,) = plain, once(organiser.pk)
    assert (office.slug, office._state.adding, office._state.db) == (ceremony.slug, False, "default")
    assert office.get_deferred_fields() == set()
    assert office.ceremony.get_deferred_fields() == {"title"}
    assert office.ceremony.title == expected.ceremony.title
    assert office.ceremony.host is None
    for field in Officer._meta.concrete_fields:
        assert getattr(office, field.attname) == getattr(expected, field.attname)


def test_rows_that_it_does_not_know_are_refused(ceremony):
    with pytest.raises(ValueError, match="ValuesIterable gives rows that are not known here"):
        Composed(lambda key: Room.objects.filter(ceremony=key).values("pk"))(ceremony.pk)


def test_postgresql_plans_it_once_and_answers_it_with_other_values(ceremony, organiser, reader):
    constant = Composed(
        lambda user: Officer.objects.filter(user=user, ceremony__title__contains="100%").values_list("pk")
    )
    for user in (organiser, reader) * 3:
        assert [office.user for office in offices(user.pk, ceremony.pk)] == [user]
        assert constant(user.pk) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, parameter_types::text FROM pg_prepared_statements")
        kept = [(statement, types) for statement, types in cursor if "ceremony_officer" in statement]
    assert [types for _statement, types in kept if types.count(",") == 1] != []
    assert [statement.count("$") for statement, _types in kept if "100%" in statement] == [1]


@pytest.mark.django_db(transaction=True)
def test_an_error_and_a_lost_connection_are_over_with_the_statement(ceremony, organiser):
    with pytest.raises(DataError):
        offices("nobody", ceremony.pk)
    assert [office.user for office in offices(organiser.pk, ceremony.pk)] == [organiser]

    connection.connection.close()
    with pytest.raises(OperationalError):
        offices(organiser.pk, ceremony.pk)
    connection.close_if_unusable_or_obsolete()  # as at the end of each request
    assert [office.user for office in offices(organiser.pk, ceremony.pk)] == [organiser]


def test_two_kinds_of_rows_together_are_asked_in_one_statement_as_well(ceremony, organiser, django_assert_num_queries):
    both = Composed(
        lambda ceremony: (
            Room.objects.filter(ceremony=ceremony)
            .values_list("pk", Value("room"))
            .union(Officer.objects.filter(ceremony=ceremony).values_list("pk", Value("officer")), all=True)
        )
    )
    officer, hall = Officer.objects.get(user=organiser), ceremony.rooms.get()
    for _time in range(5):
        with django_assert_num_queries(1):
            assert sorted(both(ceremony.pk)) == sorted([(hall.pk, "room"), (officer.pk, "officer")])


def test_what_it_asked_stands_in_djangos_log(ceremony):
    for _time in range(5):
        with CaptureQueriesContext(connection) as asked:
            named(ceremony.slug)
        assert 'FROM "ceremony_ceremony"' in asked[0]["sql"]


def test_its_rows_are_nobody_elses(ceremony):
    (first,), (second,) = named(ceremony.slug), named(ceremony.slug)
    first.slug = "changed"
    assert second.slug == ceremony.slug


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_on_its_own_connection(ceremony):
    def ask(number):
        try:
            return named(ceremony.slug)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(ask, range(6))) == [[ceremony]] * 6


def test_a_value_that_does_not_arrive_is_noticed(ceremony):
    with pytest.raises(ValueError, match="1 of 1 values did not arrive"):
        Composed(lambda key: Room.objects.all())(ceremony.pk)


def test_any_number_of_keys_is_one_value(ceremony, organiser, reader):
    names = Composed(
        lambda keys: Officer.objects.filter(user__pk__among=keys).order_by("pk").values_list("user", flat=True)
    )
    assert names([organiser.pk, reader.pk]) == [organiser.pk, reader.pk]
    assert names([reader.pk]) == [reader.pk]
    assert names([]) == []


def test_a_value_with_a_default_may_stay_out_of_the_statement(ceremony):
    slugs = Composed(lambda key, user=None: Ceremony.objects.filter(pk=key).values_list("slug", flat=True))
    assert slugs(ceremony.pk, 7) == [ceremony.slug]


def test_whole_words_are_found_in_whatever_order(organiser):
    of_name = Composed(
        lambda words: User.objects.filter(name__words=words).order_by("pk").values_list("name", flat=True)
    )
    for name in ("diana lindberg", "li ana maria", "ana li"):
        User.objects.create(email=f"{name.replace(' ', '.')}@example.org", name=name)
    assert of_name(["ana", "li"]) == ["li ana maria", "ana li"]


def test_times_are_as_django_gives_them(ceremony):
    found = Composed(lambda key: Deadline.objects.filter(ceremony=key).order_by("pk"))(ceremony.pk)
    assert [repr(one.at) for one in found] == [repr(one.at) for one in ceremony.deadlines.order_by("pk")]
    assert found
