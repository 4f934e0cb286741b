"""The switch of the public board: whose it is, what it says, and that two who change it at once are not both right."""

import pytest
from django.urls import reverse
from django.utils import timezone

from ceremony.models import LedgerRow
from ceremony.procedure import AlreadyDecided, Refused
from signatures.models import BoardState, Treaty

pytestmark = pytest.mark.django_db

SWITCH = "/demo/signatures/desk/board/"
BOARD = "/demo/signatures/"


@pytest.fixture
def kenya_signed(kenya, minister, signed):
    minister(kenya)
    return signed(kenya)


def test_the_depositarys_officer_puts_the_board_under_embargo_and_lifts_it(
    client, treaty, kenya_signed, depositary_officer
):
    client.force_login(depositary_officer)
    page = client.post(SWITCH, {"board": "embargoed", "seen": "open", "reason": "Until the press release"}, follow=True)
    assert [str(one) for one in page.context["messages"]] == [
        "The board is under embargo: nobody sees a signature."
    ]  # fmt: skip
    assert "Kenya" not in client.get(BOARD).content.decode()
    page = client.post(SWITCH, {"board": "open", "seen": "embargoed", "reason": ""}, follow=True).content.decode()
    assert "The board is open: everybody sees every confirmed signature." in page
    assert "Kenya" in client.get(BOARD).content.decode()
    assert [(row.before_word, row.after_word, row.reason) for row in LedgerRow.objects.about(treaty)] == [
        ("open", "under embargo", "Until the press release"),
        ("under embargo", "open", ""),
    ]
    assert "Until the press release" in page


def test_screens_that_follow_the_board_are_told_of_the_change(client, treaty, depositary_officer):
    before = client.get(reverse("signatures:version", args=["demo"])).content
    treaty.show_board(BoardState.PROVISIONAL, seen="open", by=depositary_officer, at=timezone.now())
    assert client.get(reverse("signatures:version", args=["demo"])).content != before
    assert "these numbers are not final" in client.get(BOARD).content.decode()


def test_the_page_says_what_everybody_sees_in_each_state(client, treaty, depositary_officer):
    client.force_login(depositary_officer)
    page = client.get(SWITCH).content.decode()
    assert [words in page for words in ("as soon as it is confirmed", "that it is provisional", "No name and no number")] == [
        True, True, True,
    ]  # fmt: skip
    assert "It is open now." in page


def test_the_switch_is_the_depositarys_alone(client, treaty, treaty_officer, organiser, now):
    for somebody in (treaty_officer, organiser):
        client.force_login(somebody)
        assert client.get(SWITCH).status_code == 404
        assert client.post(SWITCH, {"board": "embargoed", "seen": "open"}).status_code == 404
        with pytest.raises(Refused, match=r"Only the depositary's officers do this\."):
            treaty.show_board(BoardState.EMBARGOED, seen="open", by=somebody, at=now)
    assert Treaty.objects.get().board == "open"


def test_of_two_officers_the_second_is_told_and_changes_nothing(
    treaty, depositary_officer, second_depositary_officer, now
):
    stale = Treaty.objects.get(pk=treaty.pk)
    treaty.show_board(BoardState.EMBARGOED, seen="open", by=depositary_officer, at=now)
    with pytest.raises(AlreadyDecided, match="Another officer has changed the board meanwhile"):
        stale.show_board(BoardState.PROVISIONAL, seen="open", by=second_depositary_officer, at=now)
    assert (Treaty.objects.get().board, LedgerRow.objects.about(treaty).count()) == ("embargoed", 1)


def test_what_is_so_already_is_no_change(client, treaty, depositary_officer):
    client.force_login(depositary_officer)
    page = client.post(SWITCH, {"board": "open", "seen": "open"}, follow=True)
    assert [str(one) for one in page.context["messages"]] == ["The board is in this state already: choose another."]
    assert LedgerRow.objects.about(treaty).count() == 0


def test_on_a_wall_the_embargo_is_one_sentence_without_ways_on(client, treaty, kenya_signed, depositary_officer, now):
    treaty.show_board(BoardState.EMBARGOED, seen="open", by=depositary_officer, at=now)
    wall, telephone = (client.get(path).content.decode() for path in (f"{BOARD}hall/", BOARD))
    assert ["under embargo: nothing is shown" in page for page in (wall, telephone)] == [True, True]
    assert ["site-header" in page or "public-nav" in page for page in (wall, telephone)] == [False, True]
    assert "Kenya" not in wall
