from django.urls import reverse

from accounts.models import User
from ceremony.models import Officer, Role


def test_the_overview_is_every_officers_and_nobody_elses(
    client, ceremony, reader, accreditation_officer, kenyan_focal_point
):
    address = reverse("ceremony:overview", args=["demo"])
    assert client.get(address).headers["Location"].startswith("/accounts/login/")
    for person, status in [(reader, 200), (accreditation_officer, 200), (kenyan_focal_point, 404)]:
        client.force_login(person)
        assert client.get(address).status_code == status


def test_a_role_without_its_second_is_late_and_a_second_organisers_move(client, ceremony, organiser, reader, now):
    person = User.objects.create_user("thuy@plenipo.example", name="Thuy Treaty")
    Officer.objects.appoint(ceremony=ceremony, user=person, role=Role.TREATY, by=organiser, at=now)
    client.force_login(organiser)
    page = client.get(reverse("ceremony:overview", args=["demo"])).content.decode()
    assert "Thuy Treaty is proposed as Treaty officer." in page
    assert "A second organiser" in page
    client.force_login(reader)
    page = client.get(reverse("ceremony:overview", args=["demo"])).content.decode()
    assert "Thuy Treaty" not in page
    assert reverse("ceremony:officers", args=["demo"]) not in page


def test_deadlines_come_with_date_time_zone_and_distance(client, ceremony, reader):
    client.force_login(reader)
    page = client.get(reverse("ceremony:overview", args=["demo"])).content.decode()
    assert page.count("(Ha Noi time)</time>, <strong>in ") == 3


def test_a_reader_is_not_offered_what_only_organisers_do(client, ceremony, reader, organiser):
    address = reverse("ceremony:rehearsal_make", args=["demo"])
    client.force_login(reader)
    assert address not in client.get(reverse("ceremony:overview", args=["demo"])).content.decode()
    client.force_login(organiser)
    assert address in client.get(reverse("ceremony:overview", args=["demo"])).content.decode()
