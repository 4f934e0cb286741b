"""From page to page of the signing: where one is stands in the navigation, and one thing has one name."""

import re

import pytest

pytestmark = pytest.mark.django_db


def marked(page, nav):
    """What the navigation of this class marks as the place where one is."""
    inside = re.search(rf'<nav class="{nav}".*?</nav>', page, re.DOTALL)[0]
    return re.findall(r'<a [^>]*aria-current="(page|true)"[^>]*>([^<]*)</a>', inside)


@pytest.fixture
def places(sitting, kenya, brazil, minister, ambassador, full_powers, signed, calling):
    minister(kenya)
    entry = signed(kenya)
    ambassador(brazil)
    powers = full_powers(brazil)
    call = calling(brazil)
    return {"sitting": sitting.pk, "entry": entry.number, "powers": powers.key, "call": call.pk}


@pytest.mark.parametrize(
    ("path", "in_the_frame", "among_the_desks"),
    [
        ("signatures/desk/", ("page", "Signatories"), None),
        ("signatures/desk/entity/KEN/", ("true", "Signatories"), None),
        ("signatures/desk/powers/", ("page", "Full powers"), None),
        ("signatures/desk/powers/{powers}/", ("true", "Full powers"), None),
        ("signatures/desk/sittings/", ("page", "Signing sessions"), ("page", "Signing sessions")),
        ("signatures/desk/sittings/{sitting}/", ("true", "Signing sessions"), ("true", "Signing sessions")),
        ("signatures/desk/calls/{call}/", ("true", "Signing sessions"), None),
        ("signatures/desk/record/{sitting}/afterwards/", ("true", "Signing sessions"), None),
        ("signatures/desk/entries/", ("true", "Signing sessions"), ("page", "Entries of the log")),
        ("signatures/desk/entries/{entry}/", ("true", "Signing sessions"), ("true", "Entries of the log")),
        ("signatures/desk/entries/{entry}/annul/", ("true", "Signing sessions"), None),
        ("signatures/desk/attempts/", ("true", "Signing sessions"), ("page", "What was refused")),
        ("signatures/desk/board/", ("true", "Signing sessions"), ("page", "Public board")),
        ("signatures/desk/papers/", ("page", "Papers of the signing"), None),
        ("signatures/", ("page", "Signatures"), None),
        ("signatures/status/", ("true", "Signatures"), None),
    ],
)
def test_the_navigation_says_where_one_is(client, depositary_officer, places, path, in_the_frame, among_the_desks):
    client.force_login(depositary_officer)
    answer = client.get("/demo/" + path.format(**places))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert marked(page, "site-nav") == [in_the_frame]
    if among_the_desks:
        assert marked(page, "desk-nav") == [among_the_desks]
