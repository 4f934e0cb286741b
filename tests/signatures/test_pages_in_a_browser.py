"""The pages of the signing in the middle of a morning: nothing that the policy stops, nothing serious for axe, nothing too wide."""

import pytest
from django.urls import reverse

from tests.browser.crawler import Crawler

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_main_page_of_the_signing_is_clean(
    tablet, browser, live_server, sitting, austria, kenya, brazil, minister, ambassador, full_powers, signed, recording,
    calling, kenyan_delegation, kenyan_focal_point, treaty_officer, depositary_officer,
):  # fmt: skip
    """One has signed, one is recorded, one stands at the table with something missing: every part of a page is there."""
    minister(austria)
    signed(austria)
    minister(kenya)
    recording(kenya)
    ambassador(brazil)
    powers = full_powers(brazil, upto="accepted")
    calling(brazil)
    pages = {
        treaty_officer: [
            ("record", sitting.pk), ("call_list", sitting.pk), ("entity", "BRA"), ("entities",), ("powers", powers.key),
            ("powers_list",), ("papers",),
        ],
        depositary_officer: [("confirm",), ("powers", powers.key), ("entry", 1), ("annul", 1)],
        kenyan_focal_point: [("signing", "KEN")],
        None: [("board",), ("hall",), ("status",), ("treaty",), ("log",)],
    }  # fmt: skip
    faults = []
    for user, wanted in pages.items():
        page = tablet(user, "board") if user else browser.new_context().new_page()
        paths = [reverse(f"signatures:{name}", args=["demo", *args]) for name, *args in wanted]
        found = Crawler(page, live_server.url).look(*paths)
        assert list(found.views) == [f"signatures:{name}" for name, *_args in wanted]
        faults += found.faults
        page.context.close()
    assert faults == []
