"""The page of the papers: who asks for them, who is handed them, and what is said of a wrong number or day."""

import pytest
from django.urls import reverse
from django.utils import timezone

from signatures.models import Paper
from tests.accreditation.conftest import private_files  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.fonts, pytest.mark.usefixtures("private_files")]

PAGE_STATEMENTS = 9


def address(name="papers", *args):
    return reverse(f"signatures:{name}", args=["demo", *args])


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "proces_verbal"},
        {"kind": "signatories"},
        {"kind": "certificate", "number": "6"},
        {"kind": "digest", "day": "2026-01-01"},
    ],
    ids=lambda asked: asked["kind"],
)
def test_an_officer_asks_and_a_worker_makes_it_after_the_commit(
    client, morning, treaty_officer, sitting, asked, django_capture_on_commit_callbacks
):
    client.force_login(treaty_officer)
    asked |= {"language": "en"} | ({"sitting": sitting.pk} if asked["kind"] == "proces_verbal" else {})
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address(), asked)
    assert (answer.status_code, answer["Location"]) == (302, address())
    paper = Paper.objects.get()
    assert (paper.kind, paper.status, paper.asked_by) == (asked["kind"], "requested", treaty_officer)
    assert 'hx-trigger="every 2s"' in client.get(address()).content.decode()
    paper.make(at=timezone.now())
    page = client.get(address(), headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in page
    assert address("paper", paper.key) in page


def test_a_paper_is_handed_out_as_a_file_that_nobody_keeps(client, morning, made, depositary_officer):
    paper = made("certificate", number=6)
    client.force_login(depositary_officer)
    answer = client.get(address("paper", paper.key))
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert answer["Content-Disposition"] == f'attachment; filename="demo-certificate-6-en-{paper.head[:8]}.pdf"'
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "private, no-store")


def test_a_wrong_number_is_said_beside_its_field_and_stays(client, morning, treaty_officer):
    client.force_login(treaty_officer)
    answer = client.post(address(), {"kind": "certificate", "number": "99", "language": "en"})
    page = answer.content.decode()
    assert (answer.status_code, Paper.objects.count()) == (422, 0)
    assert "There is no entry 99." in page
    assert 'value="99"' in page


def test_a_paper_that_failed_says_why_and_is_tried_again(
    client, morning, treaty, treaty_officer, now, settings, tmp_path
):
    settings.FONT_FOLDERS = [str(tmp_path)]
    paper = Paper.objects.ask(treaty, "signatories", language="en", by=treaty_officer, at=now)
    paper.make(at=now)
    client.force_login(treaty_officer)
    assert "install the package fonts-noto-core" in client.get(address()).content.decode()
    assert client.get(address("paper", paper.key)).status_code == 404
    client.post(address("paper_again", paper.key))
    paper.refresh_from_db()
    assert (paper.status, paper.trouble) == ("requested", "")


def test_strangers_find_no_paper(client, morning, made, reader, accreditation_officer, kenyan_focal_point):
    paper = made("signatories")
    for stranger in [reader, accreditation_officer, kenyan_focal_point]:
        client.force_login(stranger)
        for answer in [
            client.get(address()),
            client.post(address(), {"kind": "signatories", "language": "en"}),
            client.get(address("paper", paper.key)),
            client.post(address("paper_again", paper.key)),
        ]:
            assert answer.status_code == 404
    assert Paper.objects.count() == 1


def test_the_list_takes_as_many_statements_for_three_papers_as_for_one(
    client, morning, made, organiser, django_assert_num_queries
):
    client.force_login(organiser)
    made("signatories")
    client.get(address())
    with django_assert_num_queries(PAGE_STATEMENTS):
        client.get(address())
    made("certificate", number=1)
    made("certificate", number=2)
    with django_assert_num_queries(PAGE_STATEMENTS):
        page = client.get(address()).content.decode()
    assert page.count("<tr>") == 4


def test_the_page_of_an_entry_leads_to_its_certificate(client, morning, depositary_officer):
    client.force_login(depositary_officer)
    entry = client.get(reverse("signatures:entry", args=["demo", 6])).content.decode()
    assert f'href="{address()}?number=6#certificate"' in entry
    assert 'value="6"' in client.get(address() + "?number=6").content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "9999-12-31", "yesterday", ""])
def test_a_day_that_can_have_no_digest_is_said_beside_its_field(client, morning, treaty_officer, day):
    client.force_login(treaty_officer)
    answer = client.post(address(), {"kind": "digest", "day": day, "language": "en"})
    assert (answer.status_code, Paper.objects.count()) == (422, 0)


@pytest.mark.parametrize("kind", ["", "other", "digest'"])
def test_there_are_four_kinds_of_paper(client, morning, treaty_officer, kind):
    client.force_login(treaty_officer)
    assert client.post(address(), {"kind": kind, "language": "en"}).status_code == 404
