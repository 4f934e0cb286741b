"""The admin site shows an organiser the own ceremony, and to whoever organises nothing not even that."""

import itertools

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.house.traces import traces_in, what_is_there

pytestmark = pytest.mark.usefixtures("private_files")


def admin_addresses(ceremony):
    """Every page of the admin about a row of this ceremony."""
    for model, site in admin.site._registry.items():
        if hasattr(site, "lookup_to_ceremony"):
            for row in model._default_manager.filter(**{f"{site.lookup_to_ceremony()}__in": [ceremony.pk]})[:3]:
                for view in ["change", "history", "delete"]:
                    yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=[row.pk])


def test_rows_of_another_ceremony_have_no_page_in_the_admin(clients, secrets, ceremony):
    found = list(admin_addresses(ceremony))
    assert len(found) > 20
    before = what_is_there()
    for path, method in itertools.product(found, ["get", "post"]):
        response = getattr(clients["elsewhere"], method)(path, {"post": "yes"} if method == "post" else {})
        # What is not there: back to the index, with a sentence. What may never be done: refused before it is looked for.
        assert (path, response.status_code) in {(path, 302), (path, 403), (path, 404)}
        assert (path, traces_in(response)) == (path, [])
    assert what_is_there() == before


def test_lists_and_forms_of_the_admin_show_nothing_of_another_ceremony(clients, secrets):
    for model, query in itertools.product(admin.site._registry, ["", "?q=Sigilo", "?q=focal.brazil"]):
        for view in ["changelist", "add"]:
            path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}")
            response = clients["elsewhere"].get(path + query)
            assert (path, [one for one in traces_in(response) if one not in query]) == (path, [])


def test_pickers_of_the_admin_offer_nothing_of_another_ceremony(clients, secrets):
    asked = 0
    for model, site in admin.site._registry.items():
        inlines = [inline(model, admin.site) for inline in site.inlines]
        for one in [site, *inlines]:
            for field in one.autocomplete_fields:
                for term in ["", "Sigilo", "focal.brazil", "Bia"]:
                    query = {
                        "app_label": one.model._meta.app_label, "model_name": one.model._meta.model_name,
                        "field_name": field, "term": term,
                    }  # fmt: skip
                    response = clients["elsewhere"].get("/admin/autocomplete/", query)
                    assert (field, term, [one for one in traces_in(response) if one != term]) == (field, term, [])
                    asked += 1
    assert asked > 0


def test_whoever_organises_nothing_finds_nothing_in_the_admin(clients, secrets):
    people = ["kenya", "nobody", "gate", "reader", "press_desk", "accreditation", "brazil_elsewhere"]
    for model, who in itertools.product(admin.site._registry, people):
        path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        response = clients[who].get(path)
        assert (who, path, response.status_code) in {(who, path, code) for code in (302, 403, 404)}
        assert traces_in(response) == []
