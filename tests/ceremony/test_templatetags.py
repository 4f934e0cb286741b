import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.urls import NoReverseMatch
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from ceremony.desk import Progress
from ceremony.here import ceremony_here
from ceremony.models import LedgerRow, Officer, Role
from ceremony.templatetags.plenipo import MEANINGS, MOST_KEPT, SHAPES, Kept, distance

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def in_hanoi():
    with timezone.override(HANOI):
        yield


def render(text, **values):
    return Template("{% load plenipo %}" + text).render(Context(values))


def test_a_pill_is_a_word_a_shape_and_a_colour():
    pill = render("{% pill state %}", state=Progress.ATTENTION)
    assert 'class="pill pill-attention"' in pill
    assert SHAPES["attention"] in pill
    assert "Needs your attention" in pill


def test_a_pill_of_a_row_shows_its_status_or_the_field_that_is_named():
    row = Officer(status="active", role=Role.TREATY)
    assert "pill-good" in render("{% pill row %}", row=row)
    assert "Treaty officer" in render('{% pill row "role" %}', row=row)
    with translation.override("vi"):
        assert str(Role.TREATY.label) in render('{% pill row "role" %}', row=row)
        assert str(Role.TREATY.label) != "Treaty officer"


def test_a_pill_escapes_its_word():
    assert "&lt;b&gt;" in render("{% pill row %}", row=Officer(status="<b>"))


def test_every_status_of_every_model_has_a_meaning():
    from django.apps import apps

    known = {status for statuses in MEANINGS.values() for status in statuses}
    unknown = {
        f"{model._meta.label}: {status}"
        for model in apps.get_models()
        if hasattr(model, "MOVES")
        for status, _word in model._meta.get_field("status").flatchoices
        if str(status) not in known and str(status) not in getattr(model, "MEANINGS", {})
    }
    assert unknown == set()


def test_each_meaning_has_a_shape_of_its_own():
    assert SHAPES.keys() == MEANINGS.keys()
    assert len(set(SHAPES.values())) == len(SHAPES)


def test_an_instant_names_the_ceremonys_zone(ceremony):
    at = datetime(2025, 10, 25, 8, 4, tzinfo=ZoneInfo("UTC"))
    assert ">25 October 2025, 15:04 (Ha Noi time)<" in render(
        "{{ at|ceremony_time:ceremony }}", at=at, ceremony=ceremony
    )
    token = ceremony_here.set(ceremony)
    assert ">25 October 2025, 15:04 (Ha Noi time)<" in render("{{ at|ceremony_time }}", at=at)
    ceremony_here.reset(token)
    assert ">25 October 2025, 08:04 (UTC)<" in render("{{ at|ceremony_time }}", at=at)


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (72, "in 3 days"), (-72, "3 days ago"), (30, "in 30 hours"), (5, "in 5 hours"), (1, "in 1 hour"),
        (0.5, "in 30 minutes"), (-0.5, "30 minutes ago"), (-3, "3 hours ago"), (0, "now"),
    ],
)  # fmt: skip
def test_distances_count_days_as_the_calendar_does(hours, words, in_hanoi):
    now = datetime(2025, 10, 20, 15, 0, tzinfo=HANOI)
    assert distance(now + timedelta(hours=hours), now) == words


def test_a_deadline_says_when_and_how_far_off(ceremony, in_hanoi):
    token = ceremony_here.set(ceremony)
    at = datetime(2025, 10, 25, 18, 0, tzinfo=HANOI)
    shown = render("{% deadline at now %}", at=at, now=at - timedelta(days=3))
    ceremony_here.reset(token)
    assert "25 October 2025, 18:00 (Ha Noi time)</time>, <strong>in 3 days</strong>" in shown
    assert "deadline-soon" in shown


def test_pages_keep_the_filters_and_state_the_total():
    page = Paginator(range(120), 50).page(2)
    context = RequestContext(RequestFactory().get("/?q=ken&page=2"), {"page": page})
    shown = Template("{% load plenipo %}{% pages page %}").render(context)
    assert "51–100 of 120" in shown
    assert 'href="?q=ken&amp;page=3"' in shown


def test_history_shows_who_when_from_to_and_why(ceremony, organiser, now):
    row = LedgerRow.objects.get()
    row.before, row.reason = "proposed", "<script>"
    shown = render("{% history rows %}", rows=[row])
    for words in ["the system", "waiting for a second organiser", "<strong>active</strong>", "&lt;script&gt;"]:
        assert words in shown
    assert render("{% history rows %}", rows=[]).strip() == ""


def test_dates_are_written_in_the_readers_language(ceremony):
    at = datetime(2025, 10, 25, 8, 4, tzinfo=ZoneInfo("UTC"))
    with translation.override("vi"):
        assert ceremony.show_time(at).startswith("ngày 25 tháng 10 năm 2025, 15:04")
        assert "Hà Nội" in ceremony.show_time(at)


def test_what_is_kept_is_kept_for_each_language_and_sees_nobody():
    page = Template(
        "{% load i18n plenipo %}{% kept %}{% translate 'Sign out' %} {{ name }}{{ csrf_token }}{% endkept %}{{ name }}"
    )
    for name in ("Kito", "Eva"):
        assert page.render(Context({"name": name, "csrf_token": "secret"})) == f"Sign out {name}"
        with translation.override("vi"):
            assert page.render(Context({"name": name, "csrf_token": "secret"})) == f"Đăng xuất {name}"


class Name(str):
    """Counts how often it is written."""

    written = 0

    def upper(self):
        Name.written += 1
        return super().upper()


def test_what_is_kept_for_a_value_is_rendered_once_and_sees_that_value_alone():
    page = Template(
        "{% load i18n plenipo %}{% kept name=user.name %}{% translate 'Sign out' %} {{ name.upper }}{{ user }}{% endkept %}"
    )
    before = Name.written
    for _ in range(3):
        for name in ("Kito", "<b>Eva</b>"):
            said = page.render(Context({"user": {"name": Name(name)}}))
            assert said == f"Sign out {name.upper()}".replace("<", "&lt;").replace(">", "&gt;")
    assert Name.written == before + 2
    with translation.override("vi"):
        assert page.render(Context({"user": {"name": Name("Kito")}})) == "Đăng xuất KITO"


def test_what_is_kept_of_markup_is_not_taken_for_the_words_that_look_like_it():
    page = Template("{% load plenipo %}{% kept name=name %}{{ name }}{% endkept %}")
    assert page.render(Context({"name": mark_safe("<b>x</b>")})) == "<b>x</b>"
    assert page.render(Context({"name": "<b>x</b>"})) == "&lt;b&gt;x&lt;/b&gt;"
    assert [page.render(Context({"name": one})) for one in (1, True)] == ["1", "True"]


def test_what_is_kept_is_kept_for_named_values():
    with pytest.raises(TemplateSyntaxError, match="takes name=value, not 'navigation'"):
        Template("{% load plenipo %}{% kept navigation %}{% endkept %}")


def test_no_more_is_kept_than_so_many_values():
    page = Template("{% load plenipo %}{% kept name=name %}{{ name }}{% endkept %}")
    for number in range(MOST_KEPT + 2):
        assert page.render(Context({"name": number})) == str(number)
    [kept] = page.nodelist.get_nodes_by_type(Kept)
    assert 0 < len(kept.rendered) <= MOST_KEPT


def test_a_day_is_written_in_the_readers_language():
    for _ in range(2):
        assert render("{{ at|day }}", at=date(2025, 10, 25)) == "25 October 2025"
        with translation.override("vi"):
            assert render("{{ at|day }}", at=date(2025, 10, 25)) == "ngày 25 tháng 10 năm 2025"
    assert render("{{ at|day }}", at=None) == ""


def test_the_options_of_a_select_are_escaped_and_one_is_chosen():
    assert render("{% options choices chosen %}", choices=[("a", "<A>"), ("b", "B")], chosen="b") == (
        '<option value="a">&lt;A&gt;</option><option value="b" selected>B</option>'
    )
    assert render("{% options choices asked.a %}", choices=[("a", "A")], asked={}) == '<option value="a">A</option>'


@pytest.mark.parametrize(
    "tag",
    [
        "{% url 'ceremony:home' slug %}",
        "{% url view 'a-b' %}",
        "{% url 'ceremony:home' ceremony=slug %}",
        "{% url 'nowhere' as address %}[{{ address }}]",
        "{% url 'ceremony:home' slug as address %}[{{ address }}]",
        "{% translate 'Sign out' %}",
        "{% translate '100%% sure' %}",
        "{% translate slug %}",
        "{% translate 'Sign out' as words %}[{{ words }}]",
        "{% translate 'by' context 'a deadline' %}",
        "{% translate 'Sign out'|upper %}",
    ],
)
def test_addresses_and_words_are_those_that_the_frameworks_own_tags_give(tag):
    quick, plain = Template("{% load i18n plenipo %}" + tag), Template("{% load i18n %}" + tag)
    for slug in ("demo", "other", "demo"):
        for language in ("en", "vi"):
            with translation.override(language):
                values = {"slug": slug, "view": "ceremony:home"}
                assert quick.render(Context(values)) == plain.render(Context(values))


def test_an_address_that_does_not_exist_is_an_error():
    with pytest.raises(NoReverseMatch):
        render("{% url 'nowhere' %}")


def test_a_list_is_offered_as_files_with_its_filters(ceremony):
    template = Template('{% load plenipo %}{% export "delegations:export" "demo" query=query %}')
    for query, asked in [("", ""), ("q=kenya", "?q=kenya"), ("?q=kenya", "?q=kenya")]:
        page = template.render(Context({"query": query}))
        assert re.findall(r'href="([^"]+)"', page) == [
            f"/demo/delegations.csv{asked}",
            f"/demo/delegations.xlsx{asked}",
        ]
