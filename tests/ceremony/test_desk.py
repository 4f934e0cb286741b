"""A room that no other knows: what it registers appears on the pages that gather."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ceremony.desk import Card, Copy, Count, Entry, Figure, Late, Progress, Section, Task, TaskState, Watch, Way, desk
from ceremony.models import Role


@pytest.fixture
def room():
    """Registers for one test, and takes it off the shelf again."""
    added = []

    def add(item):
        desk.add(item)
        added.append(item)
        return item

    yield add
    for item in added:
        del desk.shelves[type(item)][item.name]


def card(**changes):
    values = {
        "name": "dummy", "label": "Dummy room", "roles": frozenset({Role.GATE}), "order": 1,
        "address": lambda ceremony: f"/{ceremony.slug}/dummy/",
    }  # fmt: skip
    return Card(**values | changes)


def test_a_task_is_listed_for_its_kinds_only_and_tells_its_state(room, now):
    due = now + timedelta(days=3)
    task = room(
        Task(
            name="dummy", label="Bring a dummy", kinds=frozenset({"dummies"}), order=1,
            address=lambda nominator: "/dummy/",
            state=lambda nominator, at: TaskState(Progress.ATTENTION, ("The dummy is missing.",), due),
        )
    )  # fmt: skip
    assert desk.tasks_of("dummies") == [task]
    assert task not in desk.tasks_of("delegation")
    assert task.state(None, now) == TaskState(Progress.ATTENTION, ("The dummy is missing.",), due)


def test_a_name_is_given_once_a_kind(room):
    room(card())
    with pytest.raises(ValueError, match="There is already a card 'dummy'"):
        desk.add(card())


def test_a_card_is_in_the_navigation_of_its_roles_and_of_nobody_else(room, client, ceremony, organiser, reader):
    room(card(roles=frozenset({Role.ORGANISER})))
    link = b'<a href="/demo/dummy/">Dummy room</a>'
    client.force_login(organiser)
    assert link in client.get(reverse("ceremony:overview", args=["demo"])).content
    client.force_login(reader)
    assert link not in client.get(reverse("ceremony:overview", args=["demo"])).content


def test_a_way_in_is_shown_to_whom_it_is_offered(room, client, ceremony, kenyan_focal_point, brazilian_focal_point):
    room(
        Way(
            name="dummy", order=1,
            entries=lambda ceremony, user: [Entry("Kenya’s dummy", "/x/")] if user == kenyan_focal_point else [],
        )
    )  # fmt: skip
    client.force_login(kenyan_focal_point)
    assert "Kenya’s dummy" in client.get("/demo/").content.decode()
    client.force_login(brazilian_focal_point)
    assert "Kenya’s dummy" not in client.get("/demo/").content.decode()


def test_a_count_shows_its_parts_the_rest_its_definition_and_its_rows(room, client, ceremony, reader):
    room(
        Count(
            name="dummy", label="Dummies", definition="Every dummy, once.", order=1,
            figures=lambda ceremony, at: [
                Figure(10, address="/demo/all/"), Figure(6, "red", "/demo/red/"), Figure(3, "blue"),
            ],
        )
    )  # fmt: skip
    client.force_login(reader)
    page = client.get(reverse("ceremony:overview", args=["demo"])).content.decode()
    assert "Every dummy, once. As of" in page
    assert '<a href="/demo/all/">10</a>' in page
    assert '<a href="/demo/red/">red</a>' in page
    assert [f'<rect width="{share}" height="4"/>' in page for share in ("60.0", "30.0", "10.0")] == [True] * 3
    assert "Others" in page


def test_what_is_late_stands_first_with_whose_move_it_is(room, client, ceremony, reader, now):
    room(
        Watch(
            name="dummy", order=1,
            late=lambda ceremony, at: [
                Late("The younger", now - timedelta(days=1), "Nobody", "/y/"),
                Late("The older", now - timedelta(days=9), "Kenya", "/o/"),
            ],
        )
    )  # fmt: skip
    assert [late.what for late in desk.late(ceremony, now, {Role.READER})] == ["The older", "The younger"]
    client.force_login(reader)
    page = client.get(reverse("ceremony:overview", args=["demo"])).content.decode()
    assert page.index("The older") < page.index("Kenya") < page.index("The younger")


def test_sections_and_copies_come_in_their_order(room):
    first = room(Section(name="dummy", order=-1, template="x.html", context=dict, version="SELECT ''"))
    assert desk.sections()[0] == first
    copy = room(Copy(name="dummy", order=-1, copy=lambda original, rehearsal, copied: None))
    assert desk.in_order(Copy)[0] == copy
