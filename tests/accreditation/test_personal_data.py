import os
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.encryption import SealedTextField
from accreditation import retention
from accreditation.models import Accreditation, Document, Vetting
from ceremony.models import LedgerRow

SECRETS = ["C1234567", "1980-07-14", "Wheelchair", "File 7 of the service"]


@pytest.fixture
def known(amina, accreditation_officer, vetting_officer, now):
    """Somebody about whom everything restricted is on record, with a history of changes."""
    amina.date_of_birth = date(1980, 7, 14)
    amina.email = "amina@example.org"
    amina.save()
    amina.delegate.needs = "Wheelchair"
    amina.delegate.save()
    Vetting.objects.ask(amina, by=accreditation_officer, at=now).answer(
        "cleared", by=vetting_officer, at=now, note="File 7 of the service"
    )
    amina.approve(by=accreditation_officer, at=now)
    return amina


def dump():
    """Every row of every table as PostgreSQL would dump it."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        text = ""
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            text += "\n".join(row[0] for row in cursor.fetchall())
        return text


def test_a_dump_of_all_tables_shows_no_secret_in_clear(known):
    text = dump()
    assert "Amina" in text  # The dump does see what is not sealed.
    assert [secret for secret in SECRETS if secret in text] == []


def test_history_holds_neither_sealed_fields_nor_what_they_can_be_found_by():
    models = {"accreditation.AccreditationEvent", "accreditation.NominatorContactEvent", "delegations.DelegateEvent"}
    kept = {field.name for name in models for field in apps.get_model(name)._meta.fields}
    assert kept & {"passport_number", "passport_index", "date_of_birth", "needs", "note", "email"} == set()


def test_history_catches_bulk_updates_and_raw_sql(amina):
    Accreditation.objects.filter(pk=amina.pk).update(title="Minister")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accreditation_accreditation SET title = 'Ambassador' WHERE id = %s", [amina.pk])
    titles = amina.events.order_by("pgh_id").values_list("title", flat=True)
    assert list(titles)[-2:] == ["Minister", "Ambassador"]


def test_history_knows_since_when_a_contact_could_see_a_delegation(amina):
    contact = amina.nominator.contacts.get()
    contact.is_active = False
    contact.save()
    assert list(contact.events.order_by("pgh_id").values_list("pgh_label", "is_active")) == [
        ("insert", True), ("update", False),
    ]  # fmt: skip


# Files


def test_a_photo_leaves_with_headers_that_let_nothing_run_or_stay(client, known, accreditation_officer):
    client.force_login(accreditation_officer)
    response = client.get(reverse("accreditation:photo", args=[known.ceremony.slug, known.key]))
    assert {name: response[name] for name in HEADERS} == HEADERS | {
        "Content-Type": "image/jpeg", "Content-Disposition": 'inline; filename="amina-example.jpg"',
    }  # fmt: skip
    assert b"".join(response.streaming_content)[:3] == b"\xff\xd8\xff"


HEADERS = {
    "Content-Type": "",
    "Content-Disposition": "",
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


def test_a_pdf_is_saved_and_not_opened_here(client, known, kenyan_focal_point):
    client.force_login(kenyan_focal_point)
    paper = known.nominator.documents.get()
    response = client.get(reverse("accreditation:document", args=[known.ceremony.slug, paper.key]))
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "application/pdf", 'attachment; filename="note.pdf"',
    )  # fmt: skip


def test_behind_nginx_the_file_is_sent_by_nginx(client, known, kenyan_focal_point, settings):
    settings.PRIVATE_ACCEL_PREFIX = "/private/"
    client.force_login(kenyan_focal_point)
    response = client.get(reverse("accreditation:photo", args=[known.ceremony.slug, known.key]))
    assert (response["X-Accel-Redirect"], response.content) == (f"/private/{known.photo.name}", b"")


def test_a_file_that_the_storage_lost_is_not_there(client, known, kenyan_focal_point):
    default_storage.delete(known.photo.name)
    client.force_login(kenyan_focal_point)
    address = reverse("accreditation:photo", args=[known.ceremony.slug, known.key])
    assert client.get(address).status_code == 404


# Erasure


def erased(ceremony, **how):
    return dict(retention.erase(ceremony, **how))


def test_on_its_day_everything_restricted_is_gone_and_the_story_stays(
    known, ceremony, django_capture_on_commit_callbacks
):
    files = [known.photo.name, known.nominator.documents.get().file.name]
    rows = LedgerRow.objects.about(known).count()
    with django_capture_on_commit_callbacks(execute=True):
        assert erased(ceremony) == {"people": 1, "documents": 1, "notes": 1, "delegation": 1}
    known = Accreditation.objects.get(pk=known.pk)
    assert (known.passport_number, known.passport_index, known.date_of_birth, known.email, bool(known.photo)) == (
        "", "", None, "", False,
    )  # fmt: skip
    assert (known.vetting.note, type(known.delegate).objects.get().needs, Document.objects.count()) == ("", "", 0)
    assert [default_storage.exists(name) for name in files] == [False, False]
    assert (str(known), known.status, LedgerRow.objects.about(known).count()) == ("Amina Example", "approved", rows)
    text = dump()
    assert [secret for secret in [*SECRETS, "amina@example.org"] if secret in text] == []


def test_no_sealed_text_is_left_anywhere_after_the_erasure(known, ceremony):
    retention.erase(ceremony)
    sealed = [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, SealedTextField) and model._meta.app_label in {"accreditation", "delegations"}
    ]
    assert len(sealed) == 4
    left = {
        (model.__name__, name): model.objects.exclude(**{f"{name}__isnull": True}).exclude(**{name: ""}).count()
        for model, name in sealed
    }
    assert set(left.values()) == {0}


def test_a_second_time_there_is_nothing_left(known, ceremony):
    retention.erase(ceremony)
    assert set(erased(ceremony).values()) == {0}


def test_a_dry_run_erases_nothing(known, ceremony):
    assert erased(ceremony, dry_run=True) == {"people": 1, "documents": 1, "notes": 1, "delegation": 1}
    known = Accreditation.objects.get(pk=known.pk)
    assert (known.passport_number, known.vetting.note, bool(known.photo)) == ("C1234567", "File 7 of the service", True)


def test_another_ceremonys_people_keep_their_data(known, ceremony):
    other = type(ceremony).objects.get()
    other.pk, other.slug = None, "other"
    other.save()
    retention.erase(other)
    assert Accreditation.objects.get(pk=known.pk).passport_number == "C1234567"


def test_the_day_is_that_of_the_ceremonys_zone(ceremony):
    there = timezone.localtime(timezone=ceremony.zone).date()
    due = []
    for day in (None, there + timedelta(days=1), there):
        ceremony.erase_on = day
        ceremony.save()
        due.append(retention.due(timezone.now()))
    assert due == [[], [], [ceremony]]


def test_the_command_says_what_it_did(known, ceremony, capsys):
    call_command("erase_personal_data", "demo", "--dry-run")
    call_command("erase_personal_data", "demo")
    assert capsys.readouterr().out.splitlines() == [
        "Would erase in demo: 1 people, 1 documents, 1 notes, 1 delegation.",
        "Erased in demo: 1 people, 1 documents, 1 notes, 1 delegation.",
    ]


def test_the_command_names_the_ceremonies_when_it_knows_none_of_that_name(ceremony):
    with pytest.raises(CommandError, match=r"There is no ceremony 'hanoi'\. Those there are: demo\."):
        call_command("erase_personal_data", "hanoi")


def test_files_that_no_row_names_are_swept_after_a_day(known, now):
    from django.core.files.base import ContentFile

    old, fresh = (default_storage.save(f"photos/{name}.jpg", ContentFile(b"x")) for name in ("old", "fresh"))
    two_days_ago = (now - timedelta(days=2)).timestamp()
    for name in (old, known.photo.name):
        os.utime(default_storage.path(name), (two_days_ago, two_days_ago))
    assert retention.sweep_orphans(now) == 1
    assert [default_storage.exists(name) for name in (old, fresh, known.photo.name)] == [False, True, True]
