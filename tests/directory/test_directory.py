import pytest
from django.contrib import admin
from django.core.management import call_command
from django.test import RequestFactory
from django.utils.translation import override

from directory.models import Contact, Entity
from directory.sorting import search_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory(db):
    call_command("load_directory", verbosity=0)


FOUND_BY = {
    "CIV": ["Côte d'Ivoire", "cote d’ivoire", "cote divoire", "Bờ Biển Ngà", "ivory coast"],
    "VNM": ["viet nam", "Vietnam", "VNM"],
    "DZA": ["الجزائر"],
    "ARG": ["الأرجنتين", "الارجنتين"],
    "AZE": ["أذربيجـــان"],
    "RUS": ["Россия", "российская федерация"],
    "TKM": ["Туркменистан"],
    "AFG": ["阿富汗"],
    "DEU": ["Đức", "duc"],
    "TUR": ["Türkiye", "turkey", "thổ nhĩ kỳ"],
    "UNODC": ["unodc"],
    "ICC-WBO": ["ICC-WBO"],
    "ICRC": ["chữ thập đỏ", "chu thap do"],
}


def test_an_entity_is_found_in_any_language_and_spelling(directory):
    not_found = [
        (code, words)
        for code, many in FOUND_BY.items()
        for words in many
        if code not in {entity.code for entity in Entity.objects.named(words)}
    ]
    assert not_found == []


def test_each_word_must_be_there(directory):
    assert {entity.code for entity in Entity.objects.named("guinea equatorial")} == {"GNQ"}
    assert not Entity.objects.named("guinea sweden").exists()


def test_every_entity_is_found_by_each_of_its_own_names(directory):
    for entity in Entity.objects.all():
        for name in (entity.short_ar, entity.formal_fr, entity.short_vi, entity.short_zh, entity.code):
            assert all(word in entity.search_key for word in search_key(name).split())


def test_no_search_words_find_everything(directory):
    assert Entity.objects.named(" ").count() == Entity.objects.count()


def test_names_are_in_the_readers_language_and_english_stands_in(kenya):
    with override("vi"):
        assert (str(kenya), kenya.formal_name) == ("Kenya", "Cộng hòa Kenya")
    with override("zh-hans"):
        assert kenya.formal_name == "the Republic of Kenya"


def test_a_renamed_organisation_is_sorted_and_found_by_its_new_name(db):
    body = Entity.objects.create(code="EXAMPLE", kind="ngo", short_en="Ärzte Example")
    body.short_en = "Zebra Example"
    body.save()
    assert (body.sort_en, list(Entity.objects.named("zebra"))) == ("zebra example", [body])
    assert not Entity.objects.named("arzte").exists()


@pytest.mark.parametrize(
    ("code", "in_text"),
    [
        ("KEN", "Kenya"),
        ("EUE", "the European Union"),
        ("GMB", "the Gambia"),
        ("USA", "the United States of America"),
        ("GAB", "Gabon"),  # of the Gabonese Republic
        ("WHO", "the World Health Organization"),
    ],
)
def test_in_running_text_a_name_has_the_article_that_it_needs(directory, code, in_text):
    entity = Entity.objects.get(code=code)
    assert entity.name_in_text == in_text
    with override("vi"):
        assert entity.name_in_text == entity.short_name


def test_the_name_of_a_company_or_an_association_stays_as_it_is(db):
    body = Entity.objects.create(code="EXAMPLE", kind="ngo", short_en="Access Example")
    assert body.name_in_text == "Access Example"


def test_the_admin_searches_without_diacritics_entities_and_their_contacts(directory, rf: RequestFactory):
    ivory = Entity.objects.get(code="CIV")
    contact = Contact.objects.create(entity=ivory, email="mission@plenipo.example")
    Contact.objects.create(entity=Entity.objects.get(code="KEN"), email="nairobi@plenipo.example")
    for model, expected in [(Entity, ivory), (Contact, contact)]:
        found, _distinct = admin.site.get_model_admin(model).get_search_results(
            rf.get("/"), model.objects.all(), "cote divoire"
        )
        assert list(found) == [expected]


def test_changes_of_names_and_contacts_are_kept_with_their_past(kenya):
    kenya.short_vi = "Kê-ni-a"
    kenya.save()
    assert list(kenya.events.order_by("pgh_id").values_list("pgh_label", "short_vi")) == [
        ("insert", "Kenya"),
        ("update", "Kê-ni-a"),
    ]
    contact = Contact.objects.create(entity=kenya, email="a@plenipo.example")
    contact.email = "b@plenipo.example"
    contact.save()
    assert contact.events.count() == 2


def test_organisers_keep_the_directory_and_others_do_not_know_its_pages(
    client, kenya, organiser, accreditation_officer
):
    client.force_login(organiser)
    page = client.get("/admin/directory/entity/", {"q": "kenya"})
    assert [row.pk for row in page.context["cl"].result_list] == [kenya.pk]
    assert client.get(f"/admin/directory/entity/{kenya.pk}/change/").status_code == 200
    client.force_login(accreditation_officer)
    assert client.get("/admin/directory/entity/").status_code in {403, 404}
