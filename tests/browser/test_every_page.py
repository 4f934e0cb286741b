"""Every page, as every demo person: nothing that the policy stops, nothing serious for axe, nothing too wide."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.browser.crawler import Crawler

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("every page")]

PEOPLE = ["", "organiser", "accreditation", "vetting", "reader", "focal-kenya"]


def screenshots(person, language):
    """SCREENSHOTS=folder keeps a picture of each page at both widths, to be looked at."""
    folder = os.environ.get("SCREENSHOTS")
    return Path(folder) / f"{person or 'public'}-{language}" if folder else None


@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_is_clean(person, live_server, page, transactional_db, settings):
    settings.DEMO = True
    call_command("load_directory", verbosity=0)
    call_command("seed_demo", small=True, verbosity=0)
    crawler = Crawler(page, live_server.url, screenshots=screenshots(person, "en"))
    if person:
        page.goto(live_server.url + "/")
        page.click(f"form[action$='/accounts/demo/{person}/'] button")
    found = crawler.walk(
        "/",
        "/demo/",
        "/accounts/me/" if person else "/accounts/login/",
        *(["/admin/"] if person == "organiser" else []),
    )
    assert found.faults == []
    assert len(found.views) > 2
