import pytest

from accounts.languages import language_of


@pytest.mark.parametrize(
    ("cookie", "browser", "language"),
    [
        ("vi", "en", "vi"),
        ("", "vi-VN,vi;q=0.9,en;q=0.5", "vi"),
        ("", "fr-FR,fr;q=0.9,vi;q=0.5", "vi"),
        ("", "zh-CN,zh;q=0.9", "en"),
        ("zh-hans", "vi", "vi"),
        ("../vi", "", "en"),
        ("", "*", "en"),
        ("", "x" * 5000, "en"),
    ],
    ids=[
        "the cookie comes first", "the browser", "the first complete one", "none complete", "a cookie not complete",
        "a cookie that is none", "anything", "rubbish",
    ],
)  # fmt: skip
def test_the_language_of_a_page(rf, cookie, browser, language):
    request = rf.get("/", headers={"accept-language": browser})
    if cookie:
        request.COOKIES["django_language"] = cookie
    assert language_of(request) == language


def test_the_switch_keeps_the_choice_and_goes_back(client, db):
    answer = client.post("/accounts/language/", {"language": "vi", "next": "/accounts/login/"})
    assert answer["Location"] == "/accounts/login/"
    assert client.get("/accounts/login/")["Content-Language"] == "vi"


def test_the_switch_goes_back_to_this_site_only(client, db):
    answer = client.post("/accounts/language/", {"language": "vi", "next": "//elsewhere.example/"})
    assert answer["Location"] == "/"


@pytest.mark.parametrize("language", ["fr", "tlh", ""])
def test_the_switch_takes_complete_languages_only(client, kito, language):
    client.force_login(kito)
    client.post("/accounts/language/", {"language": language})
    kito.refresh_from_db()
    assert kito.language == "en"
    assert "django_language" not in client.cookies


def test_a_signed_in_persons_choice_is_for_letters_too(client, kito):
    client.force_login(kito)
    client.post("/accounts/language/", {"language": "vi"})
    kito.refresh_from_db()
    assert kito.language == "vi"


def test_nobody_else_changes_it_for_them(kito):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(kito)
    assert client.post("/accounts/language/", {"language": "vi"}).status_code == 403
    kito.refresh_from_db()
    assert kito.language == "en"


def test_a_visitor_may_choose_from_a_page_that_came_from_a_cache(db):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    assert client.post("/accounts/language/", {"language": "vi"}).status_code == 302
    assert client.cookies["django_language"].value == "vi"


def test_choosing_asks_the_database_nothing(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.post("/accounts/language/", {"language": "vi"})


def test_signing_in_brings_pages_in_ones_own_language(client, kito, ask_for_code, code_in_letter):
    kito.language = "vi"
    kito.save(update_fields=["language"])
    ask_for_code(kito.email)
    client.post("/accounts/login/code/confirm/", {"code": code_in_letter(kito.email)})
    assert client.cookies["django_language"].value == "vi"
