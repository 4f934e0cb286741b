import pytest
from django.test import Client


@pytest.fixture
def breaking(settings):
    settings.ROOT_URLCONF = "tests.ceremony.breaking_urls"


def test_what_is_not_there_is_said_kindly_and_leads_on(client, db):
    response = client.get("/nowhere/at/all/")
    assert response.status_code == 404
    page = response.content.decode()
    assert "There is nothing here" in page
    assert "/accounts/login/?next=/nowhere/at/all/" in page


def test_an_error_of_ours_is_a_page_without_a_query(breaking, db, django_assert_num_queries):
    client = Client(raise_request_exception=False)
    with django_assert_num_queries(0):
        response = client.get("/broken/", headers={"Accept-Language": "vi"})
    assert response.status_code == 500
    page = response.content.decode()
    assert '<html lang="vi"' in page
    assert 'rel="icon"' in page
    assert "secret" not in page


def test_a_form_without_its_token_is_told_what_to_do(ceremony, organiser):
    client = Client(enforce_csrf_checks=True)
    client.force_login(organiser)
    response = client.post("/demo/officers/", {"email": "x@plenipo.example"})
    assert response.status_code == 403
    assert "Go back, reload the page and send the form again." in response.content.decode()


def test_what_is_forbidden_is_said_without_a_reason_that_could_leak(breaking, db):
    response = Client().get("/forbidden/")
    assert response.status_code == 403
    assert "Nothing was changed." in response.content.decode()
    assert "secret" not in response.content.decode()
